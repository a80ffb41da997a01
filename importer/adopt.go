package importer

import (
	"slices"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo"
)

// Adoption is a new row whose number a contact of the app has already. Where
// several have it, none is taken over.
type Adoption struct {
	Pos      rows.Position
	Key      string
	Contacts []Found
}

// Found is a contact that is in Quo already.
type Found struct{ ID, Name string }

// adoptionsKept is how many a plan lists: more than anybody reads.
const adoptionsKept = 200

// adopt finds the new rows whose number a contact of the app has already. What
// to do about them is for a person to say, before anything is written.
func (im *Importer) adopt(p *Plan, seen inventory) error {
	if im.Options.Adopt == AdoptNone || len(seen.numbers) == 0 {
		return nil
	}
	matches := 0
	err := p.spool.each(func(t *task) bool {
		ids := owners(seen.numbers, t)
		if t.verdict != planCreate || len(ids) == 0 {
			return true
		}
		matches++
		if len(p.Adoptions) < adoptionsKept {
			p.Adoptions = append(p.Adoptions, seen.adoption(t, ids))
		}
		return true
	})
	if err != nil || matches == 0 {
		return err
	}
	p.Adoptable = matches
	if im.Options.Adopt == AdoptPhone {
		p.adoptable = seen.numbers
		return nil
	}
	p.Stop = stopf(StopAdopt, nil, "%d rows have the number of a contact that is already in Quo: say --adopt phone to use the contact already in Quo (its values stay, missing ones are filled), or --adopt none to create them all the same; nothing was written", matches)
	return nil
}

func (s *inventory) adoption(t *task, ids []string) Adoption {
	a := Adoption{Pos: t.row.pos, Key: t.key}
	for _, id := range ids {
		a.Contacts = append(a.Contacts, Found{id, s.names[id]})
	}
	return a
}

// adopts gives the contact of the app that a new row is to take over, or says
// that several could be meant.
func (p *Plan) adopts(j *job) (id string, several bool) {
	ids := owners(p.adoptable, j.task)
	if len(ids) == 1 {
		return ids[0], false
	}
	return "", len(ids) > 1
}

// owners are the contacts that have one of a task's numbers.
func owners(numbers map[string][]string, t *task) []string {
	if len(numbers) == 0 {
		return nil
	}
	var ids []string
	for _, slot := range t.desired.Slots {
		if slot.Field != quo.PhoneNumbers {
			continue
		}
		for _, item := range slot.Items {
			for _, id := range numbers[quo.Canonical(quo.PhoneNumbers, item.Value)] {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}
