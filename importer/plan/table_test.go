package plan

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/decide"
)

// Both kinds of table, held to a map.
func TestTablesRememberTheFirstEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, seen, want := newKeys(), &table{}, map[uint64]uint32{}
		hash := rapid.Custom(func(t *rapid.T) uint64 {
			// Few segments, and slots near the end of one: full stretches, and probes that wrap around.
			const low = 64 - segmentBits
			return rapid.Uint64Range(0, 1).Draw(t, "segment")<<low | rapid.Uint64Range(1<<low-40<<16, 1<<low-1).Draw(t, "hash")&^0xffff | 0x10000
		})
		for n, h := range rapid.SliceOfN(hash, 0, 200).Draw(t, "hashes") {
			number := uint32(n + 1)
			before, known := want[h]
			if !known {
				want[h], before = number, number
			}
			if got := seen.add(h, number); got != before {
				t.Fatalf("%x was seen first at %d, not %d", h, before, got)
			}
			e, old := keys.add(h, place{line: number}, decide.Create)
			if old != known || e.line != before {
				t.Fatalf("%x: known is %v, from line %d; got %v, %d", h, known, before, old, e.line)
			}
		}
		for h, line := range want {
			if e := keys.get(h); e == nil || e.line != line {
				t.Fatalf("%x is lost", h)
			}
		}
	})
}

// The figures that the comments promise.
func TestMemoryOfAKeyAndAValue(t *testing.T) {
	const all = 300_000
	r := rand.New(rand.NewPCG(1, 2))
	keys, seen := newKeys(), &table{}
	for n := 1; n <= all; n++ {
		h := r.Uint64()
		keys.add(h, place{line: uint32(n)}, decide.Create)
		seen.add(h, uint32(n))
		if n < 100_000 || n%1000 != 0 {
			continue // small segments are a matter of kilobytes
		}
		b := 0
		for i := range segments {
			b += cap(seen.segments[i].slots) * int(unsafe.Sizeof(slot(0)))
		}
		a := b + len(keys.entries)*keyChunk*int(unsafe.Sizeof(keyEntry{}))
		if a > n*29 || b > n*13 {
			t.Fatalf("%d entries take %.1f bytes a key and %.1f a value", n, float64(a)/float64(n), float64(b)/float64(n))
		}
	}
}

func TestATableGrowsToWhatAllRowsNeed(t *testing.T) {
	const all = 300_000
	r := rand.New(rand.NewPCG(1, 2))
	seen := &table{}
	sizes := []int{0} // of one segment
	for n := 1; n <= all; n++ {
		seen.share = float64(n) / all
		seen.add(r.Uint64(), uint32(n))
		if now := len(seen.segments[7].slots); now != sizes[len(sizes)-1] {
			sizes = append(sizes, now)
		}
	}
	const needed = all / segments
	if last := sizes[len(sizes)-1]; len(sizes) > 4 || last < needed || last > needed*3/2 {
		t.Errorf("a segment of %d values grows through %v slots", needed, sizes)
	}
}

func TestAPlaceIsKnownAgainByItsNumber(t *testing.T) {
	s := newPeople()
	for _, at := range []place{{0, 2}, {0, 3}, {0, 900}, {1, 1}, {1, 7}, {3, 2}} {
		if got := s.place(s.number(at)); got != at {
			t.Errorf("%v comes back as %v", at, got)
		}
	}
}

// Two keys that the table cannot tell apart are two keys.
func TestKeysThatShareASlotAreToldApart(t *testing.T) {
	k := newKeys()
	const a, b = 0xabcd_0000_0000_0001, 0xabcd_0000_0000_0002
	if newSlot(a, 0) != newSlot(b, 0) {
		t.Fatal("the hashes do not share a slot")
	}
	k.add(a, place{line: 2}, decide.Create)
	if e, seen := k.add(b, place{line: 3}, decide.Update); seen || e.line != 3 {
		t.Errorf("the second key is taken for the first: %+v, %v", e, seen)
	}
	if e, seen := k.add(b, place{line: 4}, decide.Update); !seen || e.line != 3 || k.get(a).line != 2 || k.get(b).line != 3 {
		t.Errorf("%+v, %v", e, seen)
	}
}
