package importer

import (
	"hash/maphash"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// samePeople notices rows that look like one person under different keys:
// they bring a number or an email that another row brought before. It looks at
// the rows that are to be written only, and is a reason to look, never one to
// reject: people share lines.
type samePeople struct {
	seed maphash.Seed
	seen sightings
	// bases are, of each input, how many lines the inputs before it have: line
	// plus base is one number for a place.
	bases []uint32
	most  uint32
}

func newSamePeople() *samePeople { return &samePeople{seed: maphash.MakeSeed()} }

// contactValue stands for a number or an email.
type contactValue struct {
	hash  uint64
	field quo.Field
}

// appendValues appends what may be shared of a contact. Mapped values are in
// their canonical form: E.164, and emails with their domain in lower case. It
// may be called by many goroutines.
func (s *samePeople) appendValues(list []contactValue, d *mapping.Desired) []contactValue {
	for i := range d.Slots {
		slot := &d.Slots[i]
		if slot.Field != quo.PhoneNumbers && slot.Field != quo.Emails {
			continue
		}
		for k := range slot.Items {
			list = append(list, contactValue{maphash.String(s.seed, slot.Items[k].Value), slot.Field})
		}
	}
	return list
}

// meet remembers the values of a row, and gives the first row that brought one
// of them before.
func (s *samePeople) meet(at place, values []contactValue, ahead outlook) (before place, field quo.Field, met bool) {
	number := s.number(at)
	for _, v := range values {
		other := s.seen.first(v.hash, number, ahead)
		if other != number && !met {
			before, field, met = s.place(other), v.field, true
		}
	}
	return before, field, met
}

// number gives a place as one number. Places come in the order of the inputs.
func (s *samePeople) number(at place) uint32 {
	for len(s.bases) <= int(at.input) {
		s.bases = append(s.bases, s.most)
	}
	n := s.bases[at.input] + at.line
	s.most = max(s.most, n)
	return n
}

// place is the reverse of number.
func (s *samePeople) place(number uint32) place {
	input := len(s.bases) - 1
	for s.bases[input] >= number {
		input--
	}
	return place{uint16(input), number - s.bases[input]}
}

// sameWords are how people call what two rows share.
var sameWords = map[quo.Field]string{quo.PhoneNumbers: "phone number", quo.Emails: "email"}

// acquaint warns of a row that looks like the person of another one.
func (p *Plan) acquaint(j *judged, input int, at place) {
	before, field, met := p.people.meet(at, j.people, p.ahead)
	if !met {
		return
	}
	j.warnings = append(j.warnings, mapping.FieldError{
		Field: string(field), Kind: "same-person",
		Message: "has the " + sameWords[field] + " of " + p.placeName(before, input) + ", under another key: is it the same person?",
	})
}
