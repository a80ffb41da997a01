package importer

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// samePeople notices rows that look like one person under different keys:
// they bring a number or an email that another row brought before. It keeps 16
// bytes a value (as keyset does), of the rows that are to be written only, and
// is a reason to look, never one to reject: people share lines.
type samePeople struct{ seen *keyset }

func newSamePeople() *samePeople { return &samePeople{newKeyset()} }

// contactValue stands for a number or an email.
type contactValue struct {
	hash  uint64
	field quo.Field
}

// values gives what may be shared of a contact. It may be called by many
// goroutines.
func (s *samePeople) values(d *mapping.Desired) []contactValue {
	var list []contactValue
	for _, slot := range d.Slots {
		if slot.Field != quo.PhoneNumbers && slot.Field != quo.Emails {
			continue
		}
		for _, item := range slot.Items {
			list = append(list, contactValue{s.seen.hash(quo.Canonical(slot.Field, item.Value)), slot.Field})
		}
	}
	return list
}

// meet remembers the values of a row, and gives the first row that brought one
// of them before.
func (s *samePeople) meet(at place, values []contactValue) (before place, field quo.Field, met bool) {
	for _, v := range values {
		e, seen := s.seen.add(v.hash)
		switch other := (place{e.input, e.line}); {
		case !seen:
			e.input, e.line = at.input, at.line
		case other != at && !met:
			before, field, met = other, v.field, true
		}
	}
	return before, field, met
}

// sameWords are how people call what two rows share.
var sameWords = map[quo.Field]string{quo.PhoneNumbers: "phone number", quo.Emails: "email"}

// acquaint warns of a row that looks like the person of another one.
func (p *Plan) acquaint(j *judged, input int, at place) {
	before, field, met := p.people.meet(at, j.people)
	if !met {
		return
	}
	j.warnings = append(j.warnings, mapping.FieldError{
		Field: string(field), Kind: "same-person",
		Message: fmt.Sprintf("has the %s of %s, under another key: is it the same person?", sameWords[field], p.placeName(before, input)),
	})
}
