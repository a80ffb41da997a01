package importer

import (
	"slices"

	"github.com/quo-import/quo-import/quo"
)

// adopt finds the new rows whose number a contact of the app has already. What
// to do about them is for a person to say, before anything is written.
func (im *Importer) adopt(p *Plan, seen inventory) error {
	if im.Options.Adopt == AdoptNone || len(seen.numbers) == 0 {
		return nil
	}
	matches := 0
	err := p.spool.each(func(t *task) bool {
		if t.verdict == planCreate && len(owners(seen.numbers, t)) > 0 {
			matches++
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
