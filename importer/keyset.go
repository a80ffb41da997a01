package importer

import (
	"hash/maphash"
	"math/bits"
)

// keyset remembers the keys seen in a pass, at 19 to 23 bytes a key: what was
// decided for the first row with it, and where that row is. Keys are told
// apart by a 64-bit hash: two of a million are taken for one with a
// probability of 3e-8, and then both rows are rejected by name, not mixed up.
//
// It is cut in segments that grow one by one, so that growing never holds the
// whole set twice.
type keyset struct {
	seed     maphash.Seed
	segments [keysetSegments]segment
	len      int
	warmed   uint64 // see warm
}

const keysetSegments = 256

// crowded says whether a segment needs room: it is fuller than 87 %. A new key
// then looks at 30 slots before one has room, but they are neighbours.
func crowded(used, slots int) bool { return used*100 >= slots*87 }

// home is where a hash belongs among so many slots, by its top bits: its share
// of them, which takes any number, not only powers of two.
func home(hash uint64, slots int) int {
	at, _ := bits.Mul64(hash, uint64(slots))
	return int(at)
}

// outlook is what is known of the rows to come: the share of all inputs that
// was read, from 0 to 1, and 0 where nobody knows.
type outlook float64

// slots gives a segment's slots after it has grown: as many as it will need,
// as the table filled so far says; without an outlook a quarter more. What a
// table outgrows is garbage: by quarters alone that is four times the table.
func (o outlook) slots(now, entries, segments int) int {
	const (
		believed = 1. / 32 // of the inputs; before that it may be their titles
		load     = 0.83    // 87 % would be crowded: segments differ by two percent
		most     = 8       // times: the first rows of a file may be its shortest
	)
	more := max(16, now+now/4)
	if o < believed {
		return more
	}
	return max(more, min(most*now, int(float64(entries)/float64(o)/load)/segments))
}

type segment struct {
	slots []keyEntry // linear probing
	used  int
}

// keyEntry is the first row seen with a key. The zero hash means an empty slot.
type keyEntry struct {
	hash  uint64
	line  uint32
	input uint16
	plan  verdict
	group bool // the key stands on several rows
}

func newKeyset() *keyset { return &keyset{seed: maphash.MakeSeed()} }

func (s *keyset) hash(key string) uint64 {
	h := maphash.String(s.seed, key)
	if h == 0 {
		return 1
	}
	return h
}

// add gives the entry of a key, and whether it was there before. The pointer
// is good until the next add.
func (s *keyset) add(hash uint64, ahead outlook) (e *keyEntry, seen bool) {
	seg := &s.segments[hash>>56]
	if crowded(seg.used, len(seg.slots)) {
		seg.grow(ahead.slots(len(seg.slots), s.len, keysetSegments))
	}
	e = seg.find(hash)
	if e.hash == hash {
		return e, true
	}
	e.hash = hash
	seg.used++
	s.len++
	return e, false
}

// warm fetches the slot where a hash belongs, as sightings.warm does.
func (s *keyset) warm(hash uint64) {
	if seg := &s.segments[hash>>56]; len(seg.slots) > 0 {
		s.warmed += seg.slots[home(hash<<8, len(seg.slots))].hash
	}
}

// get gives the entry of a key, nil where there is none.
func (s *keyset) get(hash uint64) *keyEntry {
	seg := &s.segments[hash>>56]
	if len(seg.slots) == 0 {
		return nil
	}
	if e := seg.find(hash); e.hash == hash {
		return e
	}
	return nil
}

func (g *segment) find(hash uint64) *keyEntry {
	for i := home(hash<<8, len(g.slots)); ; i++ {
		if i == len(g.slots) {
			i = 0
		}
		if e := &g.slots[i]; e.hash == hash || e.hash == 0 {
			return e
		}
	}
}

func (g *segment) grow(slots int) {
	old := g.slots
	g.slots = make([]keyEntry, slots)
	clear(g.slots) // writes each page: one that is read first faults again when it is written
	for i := range old {
		if old[i].hash != 0 {
			*g.find(old[i].hash) = old[i]
		}
	}
}
