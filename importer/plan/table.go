package plan

import (
	"hash/maphash"
	"math/bits"

	"github.com/quo-import/quo-import/importer/decide"
)

// The keys and values that were seen are what fills the memory of a large import, so
// that they are not kept in maps: a value takes 9 to 13 bytes, and 40 in a map.

// table remembers for each hash a number, by linear probing. It is cut into segments by
// the hash's top bits; they grow one by one, so that growing never holds the whole table
// twice.
type table struct {
	segments [segments]segment
	len      int
	share    float64 // of all input that was read so far; 0 if it is unknown
	touched  slot    // means nothing
}

const (
	segmentBits = 10
	segments    = 1 << segmentBits
	numberBits  = 26
	lastNumber  = 1<<numberBits - 1
)

type segment struct {
	slots []slot
	used  int
}

// slot is 38 bits of a hash and a number that is never 0. With the bits of the segment
// 48 bits of the hash are compared: two of 2.6 million are taken for one with a
// probability of 1 %.
type slot uint64

func newSlot(hash uint64, number uint32) slot {
	return slot(hash<<segmentBits&^lastNumber | uint64(number))
}

func (s slot) hash() uint64 { return uint64(s) &^ lastNumber }

func (s slot) number() uint32 { return uint32(s & lastNumber) }

// get returns the number of a hash, 0 where there is none.
func (t *table) get(hash uint64) uint32 {
	g := &t.segments[hash>>(64-segmentBits)]
	if len(g.slots) == 0 {
		return 0
	}
	return g.find(newSlot(hash, 0)).number()
}

// add returns the number of a hash: the one given where it is new. The number is from 1
// to lastNumber.
func (t *table) add(hash uint64, number uint32) uint32 {
	g := &t.segments[hash>>(64-segmentBits)]
	if g.used*100 >= len(g.slots)*87 {
		g.grow(t.slots(len(g.slots)))
	}
	s := newSlot(hash, number)
	at := g.find(s)
	if *at == 0 {
		*at = s
		g.used++
		t.len++
	}
	return at.number()
}

// find returns the slot with the hash of s, or the empty one for it.
func (g *segment) find(s slot) *slot {
	for i := g.home(s); ; i++ {
		if i == len(g.slots) {
			i = 0
		}
		if at := &g.slots[i]; *at == 0 || at.hash() == s.hash() {
			return at
		}
	}
}

// home returns where the search for a hash begins, by multiply-shift: there may be any
// number of slots.
func (g *segment) home(s slot) int {
	at, _ := bits.Mul64(s.hash(), uint64(len(g.slots)))
	return int(at)
}

// touch reads the slot where the search for a hash begins. A large table is not in the
// processor's cache, and these reads, unlike searches, do not wait for each other.
func (t *table) touch(hash uint64) {
	if g := &t.segments[hash>>(64-segmentBits)]; len(g.slots) > 0 {
		t.touched += g.slots[g.home(newSlot(hash, 0))]
	}
}

// slots returns how many slots a segment that has now of them grows to: a third more
// or, once the rows so far tell, as many as all rows will need at a load of 75 %.
func (t *table) slots(now int) int {
	more := now + max(32, now/3)
	if t.share < 1./32 {
		return more
	}
	all := float64(t.len) / t.share
	return max(more, min(8*now, int(all/0.75/segments))) // the first rows may be unlike the rest
}

func (g *segment) grow(slots int) {
	old := g.slots
	g.slots = make([]slot, slots)
	for _, s := range old {
		if s != 0 {
			*g.find(s) = s
		}
	}
}

// keys remembers the keys of a pass: what was decided for the first row with it, and
// where that row is. Keys are told apart by a 64-bit hash: two of a million are taken
// for one with a probability of 3e-8, and then both rows are rejected by name, not mixed
// up.
type keys struct {
	seed    maphash.Seed
	table   table
	entries [][]keyEntry         // by number, in chunks: no entry ever moves
	len     uint32               // of entries
	others  map[uint64]*keyEntry // keys whose slot is that of another one
}

const keyChunk = 4096

// keyEntry is the first row with a key.
type keyEntry struct {
	hash  uint64
	line  uint32
	input uint16
	verb  decide.Verb
	group bool // the key stands on several rows
}

func newKeys() *keys { return &keys{seed: maphash.MakeSeed(), others: map[uint64]*keyEntry{}} }

func (k *keys) hash(key string) uint64 { return maphash.String(k.seed, key) }

// get returns the entry of a key's hash, nil where there is none.
func (k *keys) get(hash uint64) *keyEntry {
	if n := k.table.get(hash); n != 0 {
		if e := k.entry(n); e.hash == hash {
			return e
		}
	}
	return k.others[hash]
}

// has reports whether a row with the key was read.
func (k *keys) has(key string) bool { return k.get(k.hash(key)) != nil }

// add returns the entry of a key's hash, and whether the key was seen before.
func (k *keys) add(hash uint64, at place, verb decide.Verb) (e *keyEntry, seen bool) {
	first := keyEntry{hash: hash, line: at.line, input: at.input, verb: verb}
	if number := k.len + 1; number <= lastNumber {
		n := k.table.add(hash, number)
		if n == number {
			return k.append(first), false
		}
		if e := k.entry(n); e.hash == hash {
			return e, true
		}
	}
	if e := k.others[hash]; e != nil {
		return e, true
	}
	e = new(keyEntry)
	*e = first
	k.others[hash] = e
	return e, false
}

func (k *keys) append(e keyEntry) *keyEntry {
	if k.len%keyChunk == 0 {
		k.entries = append(k.entries, make([]keyEntry, 0, keyChunk))
	}
	chunk := &k.entries[len(k.entries)-1]
	*chunk = append(*chunk, e)
	k.len++
	return &(*chunk)[len(*chunk)-1]
}

func (k *keys) entry(number uint32) *keyEntry {
	return &k.entries[(number-1)/keyChunk][(number-1)%keyChunk]
}
