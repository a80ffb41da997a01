package importer

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// Both tables, held to a map.
func TestTheTablesKnowWhatTheySaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, seen, want := newKeyset(), &sightings{}, map[uint64]uint32{}
		hash := rapid.Custom(func(t *rapid.T) uint64 {
			// Few segments, and homes near the end of one: full stretches, and slots that begin again at the front.
			return rapid.Uint64Range(0, 1).Draw(t, "segment")<<56 | rapid.Uint64Range(1<<56-40<<16, 1<<56-1).Draw(t, "hash")&^0xffff | 0x10000
		})
		ahead := outlook(rapid.Float64Range(0, 1).Draw(t, "ahead"))
		for n, h := range rapid.SliceOfN(hash, 0, 200).Draw(t, "hashes") {
			number := uint32(n + 1)
			before, known := want[h]
			if !known {
				want[h], before = number, number
			}
			if got := seen.first(h, number, ahead); got != before {
				t.Fatalf("%x was seen first at %d, not %d", h, before, got)
			}
			e, old := keys.add(h, ahead)
			if old != known || old && e.line != before {
				t.Fatalf("%x is known: %v, from line %d; got %v, %d", h, known, before, old, e.line)
			}
			if !old {
				e.line = number
			}
		}
		for h, line := range want {
			if e := keys.get(h); e == nil || e.line != line {
				t.Fatalf("%x is lost", h)
			}
		}
		if keys.len != len(want) {
			t.Fatalf("%d keys, counted %d", len(want), keys.len)
		}
	})
}

// The figures that their comments promise, at any moment where nobody knows how
// much is to come, and at the end where somebody does.
func TestWhatAKeyAndAValueTake(t *testing.T) {
	const all = 300_000
	for name, c := range map[string]struct {
		ahead func(n int) outlook
		from  int // from where on it is promised
	}{
		"by quarters":     {func(int) outlook { return 0 }, 100_000},
		"with an outlook": {func(n int) outlook { return outlook(n) / all }, all},
	} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			keys, seen, made := newKeyset(), &sightings{}, 0
			for n := 1; n <= all; n++ {
				h := r.Uint64()
				before := cap(keys.segments[h>>56].slots)
				keys.add(h, c.ahead(n))
				if after := cap(keys.segments[h>>56].slots); after != before {
					made += after
				}
				seen.first(h, uint32(n), c.ahead(n))
				if n < c.from || n%1000 != 0 {
					continue // segments of sixteen slots are a matter of kilobytes
				}
				a, b := 0, 0
				for i := range keys.segments {
					a += cap(keys.segments[i].slots) * int(unsafe.Sizeof(keyEntry{}))
				}
				for i := range seen.segments {
					b += cap(seen.segments[i].slots) * int(unsafe.Sizeof(sighting(0)))
				}
				if a > n*24 || b > n*12 {
					t.Fatalf("%d take %.1f bytes a key and %.1f a value", n, float64(a)/float64(n), float64(b)/float64(n))
				}
			}
			if c.from == all && made > all*2 {
				t.Errorf("%d slots were made for %d keys: an outlook saves the steps", made, all)
			}
		})
	}
}

func TestAPlaceIsKnownAgainByItsNumber(t *testing.T) {
	s := newSamePeople()
	for _, at := range []place{{0, 2}, {0, 3}, {0, 900}, {1, 1}, {1, 7}, {3, 2}} {
		if got := s.place(s.number(at)); got != at {
			t.Errorf("%v comes back as %v", at, got)
		}
	}
}
