package importer

// sightings remembers where values were seen first, at 10 to 12 bytes a value:
// rows have two or three, so that they, and not the keys, are what fills the
// memory. It is a keyset with shorter entries: 48 bits of the hash (10 by the
// segment), of which two among the 2.6 million values of a million rows are
// alike with a probability of 1 %, and a 26-bit number for the place. So few
// bits are enough for what is a reason to look, and rejects nothing.
type sightings struct {
	segments [sightingSegments]sightingSegment
	len      int
	warmed   sighting // means nothing: what warm read has to go somewhere
}

const (
	sightingSegments = 1 << segmentBits
	segmentBits      = 10
	numberBits       = 26
	mostSightings    = 1<<numberBits - 1 // places beyond are not remembered
)

type sightingSegment struct {
	slots []sighting
	used  int
}

// sighting is 38 bits of a hash and the number of a place, which is never 0 but
// in an empty slot.
type sighting uint64

func newSighting(hash uint64, number uint32) sighting {
	return sighting(hash<<segmentBits&^mostSightings | uint64(number))
}

// hash gives the 38 bits where a table looks for them: at the top.
func (s sighting) hash() uint64 { return uint64(s) &^ mostSightings }

func (s sighting) number() uint32 { return uint32(s & mostSightings) }

// first gives the number with which a value was seen first: the one given,
// where it was not seen before.
func (s *sightings) first(hash uint64, number uint32, ahead outlook) uint32 {
	if number > mostSightings {
		return number
	}
	seg := &s.segments[hash>>(64-segmentBits)]
	if crowded(seg.used, len(seg.slots)) {
		seg.grow(ahead.slots(len(seg.slots), s.len, sightingSegments))
	}
	e := newSighting(hash, number)
	at := seg.find(e)
	if *at == 0 {
		*at = e
		seg.used++
		s.len++
	}
	return at.number()
}

// find gives the slot that has the hash of e, or the empty one that may have it.
func (g *sightingSegment) find(e sighting) *sighting {
	for i := home(e.hash(), len(g.slots)); ; i++ {
		if i == len(g.slots) {
			i = 0
		}
		if s := &g.slots[i]; *s == 0 || s.hash() == e.hash() {
			return s
		}
	}
}

func (g *sightingSegment) grow(slots int) {
	old := g.slots
	g.slots = make([]sighting, slots)
	clear(g.slots) // as keyset's
	for _, e := range old {
		if e != 0 {
			*g.find(e) = e
		}
	}
}

// warm fetches the slots where values belong, before the first of them is asked
// for. The tables do not fit a cache, so that a search waits for the memory;
// these looks do not wait for each other. It halves the time of first.
func (s *sightings) warm(values []contactValue) {
	for i := range values {
		hash := values[i].hash
		if seg := &s.segments[hash>>(64-segmentBits)]; len(seg.slots) > 0 {
			s.warmed += seg.slots[home(newSighting(hash, 0).hash(), len(seg.slots))]
		}
	}
}
