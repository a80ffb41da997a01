package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Prepare asks Quo what has to be known before the first write, and may set
// Plan.Stop: whether the state is of this workspace, and, before a source is written
// for the first time, which contacts are there already. It writes nothing. A plan
// without writes costs no request.
func (p *Plan) Prepare(ctx context.Context, s *send.Sender) error {
	if p.Stop != nil || p.Writes+p.Counts.Deleted == 0 {
		return nil
	}
	var err error
	if p.Records > 0 {
		p.Stop, err = GuardWorkspace(ctx, s, p.config, p.Records)
	} else {
		err = p.firstWrite(ctx, s)
	}
	if err != nil {
		return s.Reason(err)
	}
	return nil
}

// guardKeys is how many known keys are looked up before a workspace is called
// another one.
const guardKeys = send.LookupSize

// GuardWorkspace refuses a workspace that has none of the contacts that the state
// knows: with another API key, or another account's, everything would be created
// again there.
func GuardWorkspace(ctx context.Context, s *send.Sender, c Config, records int) (*event.StopError, error) {
	if c.Options.AcceptWorkspace {
		return nil, nil
	}
	var keys []string
	var first store.Record
	err := c.State.View(ctx, c.Source, func(snap store.Snapshot) (err error) {
		if keys, err = snap.Sample(guardKeys); err != nil || len(keys) == 0 {
			return err
		}
		records, err := snap.Records(keys[0])
		first = records[keys[0]]
		return err
	})
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	found, err := s.Lookup(ctx, keys...)
	if err != nil || len(found) > 0 {
		return nil, err
	}
	contact, err := s.Get(ctx, keys[0], first.ContactID)
	if err != nil || contact != nil {
		return nil, err
	}
	return event.Stopf(event.StopWorkspace, nil, "the state knows %d contacts of source %q, and this workspace has none of the %d that were looked up: is the API key of another workspace? Use its own state file (-s), or pass --accept-workspace", records, c.Source, len(keys)), nil
}

// firstWrite lists the workspace once, before a source is written for the first
// time: if nothing of the source is there, new rows need no look-up, and contacts
// with the numbers of the input are found.
func (p *Plan) firstWrite(ctx context.Context, s *send.Sender) error {
	var seen inventory
	err := s.All(ctx, func() { seen = newInventory() }, func(c *quo.Contact) { seen.add(c, p.config.Source) })
	if err != nil {
		return fmt.Errorf("listing the workspace before the first write of source %q: %w", p.config.Source, err)
	}
	p.emptyInQuo = seen.ours == 0
	if seen.ours > 0 {
		p.Notices = append(p.Notices, event.Notice{Kind: "healed", Text: fmt.Sprintf("the state knows nothing of source %q, but Quo has %d contacts of it: they are updated, not created again", p.config.Source, seen.ours)})
	}
	return p.compare(&seen)
}

// inventory is what a listing of the workspace is kept as.
type inventory struct {
	ours    int
	numbers map[string][]string // number → ids of contacts of the app that have it
	names   map[string]string   // of these contacts
	others  map[string]string   // number → another source that has a contact with it
}

func newInventory() inventory {
	return inventory{numbers: map[string][]string{}, names: map[string]string{}, others: map[string]string{}}
}

func (s *inventory) add(c *quo.Contact, source string) {
	if c.Source == source {
		s.ours++
		return
	}
	for _, item := range c.PhoneNumbers {
		n := quo.Canonical(quo.PhoneNumbers, item.Value)
		switch {
		case !quo.AppSource(c.Source):
			s.others[n] = c.Source
		case !slices.Contains(s.numbers[n], c.ID):
			s.numbers[n] = append(s.numbers[n], c.ID)
			s.names[c.ID] = c.Name()
		}
	}
}

// Adoption is a new row whose number a contact of the app has already. Where
// several have it, none is used.
type Adoption struct {
	Pos      rows.Position
	Key      string
	Contacts []Found
}

// Found is a contact that is in Quo already.
type Found struct{ ID, Name string }

// adoptionsKept is how many adoptions a plan lists: more than anybody reads.
const adoptionsKept = 200

// compare finds the new rows whose number a contact in Quo has already: one made in
// the app, which a person has to decide about before anything is written, or one of
// another source, most often the same file that was imported under another name.
func (p *Plan) compare(seen *inventory) error {
	adopt := p.config.Options.Adopt
	if adopt == policy.AdoptNone {
		seen.numbers = nil
	}
	if len(seen.numbers)+len(seen.others) == 0 {
		return nil
	}
	elsewhere, other := 0, ""
	err := p.tasks.each(func(_ int, t *Task) bool {
		if t.Verb != decide.Create {
			return true
		}
		if source := seen.otherSource(t); source != "" {
			elsewhere, other = elsewhere+1, source
		}
		if ids := owners(seen.numbers, t); len(ids) > 0 {
			p.Adoptable++
			if len(p.Adoptions) < adoptionsKept {
				p.Adoptions = append(p.Adoptions, seen.adoption(t, ids))
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	if elsewhere > 0 {
		p.Notices = append(p.Notices, event.Notice{Kind: "other-source", Text: fmt.Sprintf(
			"%d rows have the number of a contact of another source, as %q, and are created beside it: if the file was imported under that name before, pass --source %s", elsewhere, other, other)})
	}
	switch {
	case p.Adoptable == 0:
	case adopt == policy.AdoptPhone:
		p.numbers = seen.numbers
	default:
		p.Stop = event.Stopf(event.StopAdopt, nil, "%d rows have the number of a contact that is already in Quo: pass --adopt phone to use the contact already in Quo (its values stay, missing ones are filled), or --adopt none to create them all the same; nothing was written", p.Adoptable)
	}
	return nil
}

// otherSource returns another source that has a contact with a number of the task.
func (s *inventory) otherSource(t *Task) string {
	for _, number := range numbersOf(t) {
		if source := s.others[number]; source != "" {
			return source
		}
	}
	return ""
}

func (s *inventory) adoption(t *Task, ids []string) Adoption {
	a := Adoption{Pos: t.Row.Pos, Key: t.Key}
	for _, id := range ids {
		a.Contacts = append(a.Contacts, Found{id, s.names[id]})
	}
	return a
}

// Owners returns the contacts of the app that have a number of the task and may be
// adopted.
func (p *Plan) Owners(t *Task) []string { return owners(p.numbers, t) }

func owners(numbers map[string][]string, t *Task) []string {
	if len(numbers) == 0 {
		return nil
	}
	var ids []string
	for _, number := range numbersOf(t) {
		for _, id := range numbers[number] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// numbersOf are the numbers of a task, in the form in which they are compared.
func numbersOf(t *Task) []string {
	var numbers []string
	for _, slot := range t.Desired.Slots {
		if slot.Field != quo.PhoneNumbers {
			continue
		}
		for _, item := range slot.Items {
			numbers = append(numbers, quo.Canonical(quo.PhoneNumbers, item.Value))
		}
	}
	return numbers
}
