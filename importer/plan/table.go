package plan

import (
	"hash/maphash"
	"math/bits"

	"github.com/quo-import/quo-import/importer/decide"
)

// The tables of keys and values are what fills the memory of a large import, so
// that they are not maps: a million keys take 20 MB, and 50 as a map.

const (
	segmentBits = 10
	segments    = 1 << segmentBits
)

// table is a set of entries that are found by a hash, by linear probing. It is cut
// into segments by the hash's top bits; they grow one by one, so that growing never
// holds the whole set twice. The zero entry is an empty slot.
type table[E entry] struct {
	segments [segments]segment[E]
}

// entry is one value of a table.
type entry interface {
	comparable
	// bits are those of the hash that follow the segment's, at the top.
	bits() uint64
}

type segment[E entry] struct {
	slots []E
	used  int
}

// get returns the entry of a hash, nil where there is none.
func (t *table[E]) get(hash, bits uint64) *E {
	g := &t.segments[hash>>(64-segmentBits)]
	if len(g.slots) == 0 {
		return nil
	}
	var empty E
	if e := g.find(bits); *e != empty {
		return e
	}
	return nil
}

// add returns the entry of a hash; a new one is e. The pointer is valid until the
// next add.
func (t *table[E]) add(hash uint64, e E) (at *E, seen bool) {
	g := &t.segments[hash>>(64-segmentBits)]
	if g.used*100 >= len(g.slots)*87 {
		g.grow()
	}
	var empty E
	at = g.find(e.bits())
	if *at != empty {
		return at, true
	}
	*at = e
	g.used++
	return at, false
}

// find returns the slot of an entry with these bits, or the empty one for it.
func (g *segment[E]) find(wanted uint64) *E {
	var empty E
	first, _ := bits.Mul64(wanted, uint64(len(g.slots))) // multiply-shift: any number of slots
	for i := int(first); ; i++ {
		if i == len(g.slots) {
			i = 0
		}
		if e := &g.slots[i]; *e == empty || (*e).bits() == wanted {
			return e
		}
	}
}

func (g *segment[E]) grow() {
	old := g.slots
	g.slots = make([]E, len(old)+max(8, len(old)/4))
	var empty E
	for _, e := range old {
		if e != empty {
			*g.find(e.bits()) = e
		}
	}
}

// keys remembers the keys of a pass: what was decided for the first row with it,
// and where that row is. Keys are told apart by a 64-bit hash: two of a million are
// taken for one with a probability of 3e-8, and then both rows are rejected by name,
// not mixed up.
type keys struct {
	seed  maphash.Seed
	table table[keyEntry]
}

// keyEntry is the first row with a key.
type keyEntry struct {
	hash  uint64
	line  uint32
	input uint16
	verb  decide.Verb
	group bool // the key stands on several rows
}

func (e keyEntry) bits() uint64 { return e.hash << segmentBits }

func newKeys() *keys { return &keys{seed: maphash.MakeSeed()} }

func (k *keys) hash(key string) uint64 { return maphash.String(k.seed, key) }

func (k *keys) get(hash uint64) *keyEntry { return k.table.get(hash, hash<<segmentBits) }

// has reports whether a row with the key was read.
func (k *keys) has(key string) bool { return k.get(k.hash(key)) != nil }

// add returns the entry of a key, and whether the key was seen before.
func (k *keys) add(hash uint64, at place, verb decide.Verb) (e *keyEntry, seen bool) {
	return k.table.add(hash, keyEntry{hash: hash, line: at.line, input: at.input, verb: verb})
}
