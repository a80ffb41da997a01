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
	seen table // value → the number of its first place
	// first is, of each input, how many lines the inputs before it have: line plus
	// first is one number for a place.
	first []uint32
	most  uint32
}

func newPeople() *people { return &people{seed: maphash.MakeSeed()} }

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
	if number > lastNumber {
		return before, field, false // places beyond it are not remembered
	}
	for _, v := range values {
		if other := p.seen.add(v.hash, number); other != number && !met {
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
