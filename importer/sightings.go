package importer

// sightings remembers where values were seen first, at 12 to 15 bytes a value:
// rows have two or three, so that they, and not the keys, are what fills the
// memory. It is a keyset with shorter entries: 56 bits of the hash (8 by the
// segment), of which two among the 2.6 million values of a million rows are
// alike with a probability of 5e-5, and a 32-bit number for the place.
type sightings struct {
	segments [keysetSegments]sightingSegment
	warmed   uint16 // means nothing: what warm read has to go somewhere
}

type sightingSegment struct {
	slots []sighting
	used  int
}

// sighting is 48 bits of a hash and the number of a place, which is never 0
// but in an empty slot. Halves, because 16-bit parts need no padding.
type sighting [5]uint16

func newSighting(hash uint64, number uint32) sighting {
	return sighting{uint16(hash >> 8), uint16(hash >> 24), uint16(hash >> 40), uint16(number), uint16(number >> 16)}
}

func (s *sighting) empty() bool { return s[3]|s[4] == 0 }

func (s *sighting) same(t sighting) bool { return s[0] == t[0] && s[1] == t[1] && s[2] == t[2] }

// hash gives the 48 bits where they stood.
func (s sighting) hash() uint64 { return uint64(s[0])<<8 | uint64(s[1])<<24 | uint64(s[2])<<40 }

func (s sighting) number() uint32 { return uint32(s[3]) | uint32(s[4])<<16 }

// first gives the number with which a value was seen first: the one given,
// where it was not seen before.
func (s *sightings) first(hash uint64, number uint32) uint32 {
	seg := &s.segments[hash>>56]
	if crowded(seg.used, len(seg.slots)) {
		seg.grow()
	}
	e := newSighting(hash, number)
	at := seg.find(e)
	if at.empty() {
		*at = e
		seg.used++
	}
	return at.number()
}

// find gives the slot that has the hash of e, or the empty one that may have it.
func (g *sightingSegment) find(e sighting) *sighting {
	for i := home(e.hash(), len(g.slots)); ; i++ {
		if i == len(g.slots) {
			i = 0
		}
		if s := &g.slots[i]; s.empty() || s.same(e) {
			return s
		}
	}
}

func (g *sightingSegment) grow() {
	old := g.slots
	g.slots = make([]sighting, grown(len(old)))
	for _, e := range old {
		if !e.empty() {
			*g.find(e) = e
		}
	}
}

// warm fetches the slots where values belong, before the first of them is asked
// for. The tables do not fit a cache, so that a search waits for the memory;
// these looks do not wait for each other. It halves the time of first.
func (s *sightings) warm(values []contactValue) {
	for i := range values {
		hash := values[i].hash &^ 0xff // as sighting.hash has it
		if seg := &s.segments[hash>>56]; len(seg.slots) > 0 {
			s.warmed += seg.slots[home(hash, len(seg.slots))][0]
		}
	}
}
