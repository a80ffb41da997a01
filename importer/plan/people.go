package plan

import (
	"hash/maphash"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// people notices rows that look like one person under different keys: they have a
// number or an email that an earlier row had. It looks only at rows that are to be
// written, and it is a reason to look, not to reject: people share lines.
type people struct {
	seed maphash.Seed
	seen table[sighting]
	// first is, of each input, how many lines the inputs before it have: line plus
	// first is one number for a place.
	first []uint32
	most  uint32
}

func newPeople() *people { return &people{seed: maphash.MakeSeed()} }

// sighting is the first place of a value: 38 bits of the value's hash, which with
// those of the segment make 48, and a 26-bit number of the place, which is never 0.
// Two of the 2.6 million values of a million rows are taken for one with a
// probability of 1 %, which is enough for a warning.
type sighting uint64

const (
	numberBits = 26
	lastNumber = 1<<numberBits - 1 // places beyond it are not remembered
)

func newSighting(hash uint64, number uint32) sighting {
	return sighting(hash<<segmentBits&^lastNumber | uint64(number))
}

func (s sighting) bits() uint64 { return uint64(s) &^ lastNumber }

// sharedValue is a number or an email of a row.
type sharedValue struct {
	hash  uint64
	field quo.Field
}

// appendValues appends what other rows may share of a contact. Mapped values are
// canonical. It may be called concurrently.
func (p *people) appendValues(list []sharedValue, d *mapping.Desired) []sharedValue {
	for i := range d.Slots {
		slot := &d.Slots[i]
		if slot.Field != quo.PhoneNumbers && slot.Field != quo.Emails {
			continue
		}
		for k := range slot.Items {
			list = append(list, sharedValue{maphash.String(p.seed, slot.Items[k].Value), slot.Field})
		}
	}
	return list
}

// meet remembers the values of a row, and returns the first row that had one of
// them. Places come in the order of the inputs.
func (p *people) meet(at place, values []sharedValue) (before place, field quo.Field, met bool) {
	number := p.number(at)
	for _, v := range values {
		if number > lastNumber {
			break
		}
		e, seen := p.seen.add(v.hash, newSighting(v.hash, number))
		if other := uint32(*e & lastNumber); seen && other != number && !met {
			before, field, met = p.place(other), v.field, true
		}
	}
	return before, field, met
}

// number numbers a place across all inputs.
func (p *people) number(at place) uint32 {
	for len(p.first) <= int(at.input) {
		p.first = append(p.first, p.most)
	}
	n := p.first[at.input] + at.line
	p.most = max(p.most, n)
	return n
}

// place is the reverse of number.
func (p *people) place(number uint32) place {
	input := len(p.first) - 1
	for p.first[input] >= number {
		input--
	}
	return place{uint16(input), number - p.first[input]}
}

// warning is for a row that looks like the person of an earlier one.
func (p *people) warning(inputs []Input, at place, values []sharedValue) (w mapping.FieldError, met bool) {
	before, field, met := p.meet(at, values)
	if !met {
		return w, false
	}
	what := "phone number"
	if field == quo.Emails {
		what = "email"
	}
	return mapping.FieldError{
		Field: string(field), Kind: "same-person",
		Message: "has the " + what + " of " + before.name(inputs, int(at.input)) + ", under another key: is it the same person?",
	}, true
}
