package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// findPeople lists the workspace before contacts are created, and finds the people of
// new rows who are in Quo already: made in the app, or imported under another source.
func (p *Plan) findPeople(ctx context.Context, s *send.Sender) error {
	o := p.config.Options
	if p.Counts.Created == 0 || o.Adopt == policy.AdoptNone && p.Records > 0 && p.uncertain == 0 {
		return nil
	}
	if waiting, err := p.rejectWaiting(); waiting || err != nil {
		return err
	}
	seen, err := p.list(ctx, s)
	if err != nil {
		return err
	}
	if p.Records == 0 && seen.ours > 0 {
		p.Notices = append(p.Notices, event.Notice{Kind: "healed", Text: fmt.Sprintf("the state knows nothing of source %q, but Quo has %d contacts of it: they are updated, not created again", p.config.Source, seen.ours)})
	}
	p.emptyInQuo = seen.total == 0
	if seen.ours == 0 && seen.total > 0 && p.Records == 0 {
		if err := p.confirmEmpty(ctx, s, seen); err != nil {
			return err
		}
	}
	if err := p.countFound(); err != nil {
		return err
	}
	if o.Adopt == policy.AdoptNone || o.Mode == policy.UpdateOnly || len(seen.numbers) == 0 {
		return nil
	}
	return p.matchPeople(ctx, seen)
}

// countFound counts the new rows that are in Quo already, under the same source and key,
// as updates. Whether they change anything is compared.
func (p *Plan) countFound() error {
	p.listed = true
	if p.found.Len() == 0 && p.config.Options.Mode != policy.UpdateOnly {
		return nil
	}
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if t.Verb == decide.Create {
			p.tally(t.Row.Input, event.Created, -1)
			p.tally(t.Row.Input, p.counted(t), 1)
		}
		if p.inQuo(t) {
			p.compares++
		}
	}
	return nil
}

func (p *Plan) list(ctx context.Context, s *send.Sender) (seen *inventory, err error) {
	var ours []quo.Contact
	var failed error
	keep := func() {
		failed = errors.Join(failed, p.keepUnknown(ctx, seen, ours))
		ours = nil
	}
	restart := func() { seen, p.found, ours = newInventory(), send.Contacts{}, nil }
	err = s.All(ctx, restart, func(c *quo.Contact) {
		seen.add(c, p.config.Source)
		if c.Source != p.config.Source || c.ExternalID == "" {
			return
		}
		if ours = append(ours, c.Clone()); len(ours) == compareSize {
			keep()
		}
	})
	if err != nil {
		return nil, fmt.Errorf("listing the workspace before contacts of source %q are created: %w", p.config.Source, err)
	}
	keep()
	return seen, failed
}

// keepUnknown keeps the contacts of the source that the state does not know.
func (p *Plan) keepUnknown(ctx context.Context, seen *inventory, ours []quo.Contact) error {
	hashes := make([]store.Hashes, len(ours))
	if p.Records > 0 {
		keys := make([]string, len(ours))
		for i := range ours {
			keys[i] = ours[i].ExternalID
		}
		err := p.config.State.View(ctx, p.config.Source, func(snap store.Snapshot) error { return snap.Hashes(keys, hashes) })
		if err != nil {
			return err
		}
	}
	for i := range ours {
		if hashes[i].Known {
			continue
		}
		p.found.Add(&ours[i])
		if !p.inFile(ours[i].ExternalID) {
			seen.addLost(&ours[i])
		}
	}
	return nil
}

// confirmEmpty lists the workspace once more where that costs less than looking every
// new row up: one listing alone is no proof, its order is not stable (docs/quo-api.md,
// rule 7).
func (p *Plan) confirmEmpty(ctx context.Context, s *send.Sender, seen *inventory) error {
	if !send.ListIsCheaper(seen.total, p.Counts.Created) {
		return nil
	}
	again, err := p.list(ctx, s)
	if err != nil {
		return err
	}
	p.emptyInQuo = again.ours == 0
	return nil
}

// adoptionsKept is how many adoptions a plan lists: more than anybody reads.
const adoptionsKept = 200

// matchPeople decides about the new rows whose number is in Quo already.
func (p *Plan) matchPeople(ctx context.Context, seen *inventory) error {
	o := p.config.Options
	if err := p.includeAdopted(seen); err != nil {
		return err
	}
	var list []candidate
	sources := map[string]int{}
	var same []string
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if t.Verb != decide.Create || t.Desired.ContactID != "" || p.inQuo(t) {
			continue
		}
		row := person.OfRow(&t.Desired)
		if source := seen.elsewhere(row); source != "" {
			sources[source]++
			same = append(same, t.Row.Pos.String()+" ("+row.Name()+")")
		}
		if found := seen.matches(row); len(found) > 0 {
			list = append(list, candidate{t.Key, row, Adoption{Pos: t.Row.Pos, Key: t.Key, Name: row.Name(), Contacts: found}})
		}
	}
	if p.Stop = p.guardSource(sources, same); p.Stop != nil {
		return nil
	}
	list, err := p.withoutKnown(ctx, list)
	if err != nil || len(list) == 0 {
		return err
	}
	p.Adoptable = len(list)
	if o.Adopt == policy.AdoptAsk && p.Records == 0 {
		p.open = list
		p.keepAdoptions(list, func(candidate) Outcome { return Open })
		p.Stop = event.Stopf(event.StopAdopt, nil, "%s the number of a contact that is already in Quo: pass --adopt phone to use the contacts whose name or email agrees, too (their values stay, missing ones are filled), --adopt phone-only to use the others as well, or --adopt none to create them all the same; nothing was written", rowsHave(p.Adoptable))
		return nil
	}
	return p.decidePeople(list)
}

func rowsHave(n int) string {
	if n == 1 {
		return "1 row has"
	}
	return fmt.Sprintf("%d rows have", n)
}

// decidePeople decides which rows use a contact that is in Quo already, by the options.
func (p *Plan) decidePeople(list []candidate) error {
	o := p.config.Options
	if o.Adopt != policy.AdoptAsk {
		p.adopt = assign(list, o.Adopt == policy.AdoptPhoneOnly)
		list = p.withoutTaken(list)
	}
	p.Adoptable = len(list)
	p.keepAdoptions(list, func(c candidate) Outcome {
		if p.adopt[c.key] != "" {
			return Adopted
		}
		return Unsure
	})
	return p.countAdoptions(list)
}

// withoutTaken leaves out the rows whose contacts are all used by other rows, which they
// are with certainty: people share a line, and the row is somebody else.
func (p *Plan) withoutTaken(list []candidate) []candidate {
	used := map[string]bool{}
	for _, id := range p.adopt {
		used[id] = true
	}
	return slices.DeleteFunc(list, func(c candidate) bool {
		return p.adopt[c.key] == "" && !slices.ContainsFunc(c.adoption.Contacts, func(f Found) bool { return f.Certain || !used[f.ID] })
	})
}

// withoutKnown leaves out the contacts that the state knows: another tool may have removed
// the key of one, but it is the contact of its own row.
func (p *Plan) withoutKnown(ctx context.Context, list []candidate) ([]candidate, error) {
	if p.Records == 0 || len(list) == 0 {
		return list, nil
	}
	known := map[string]bool{}
	for _, c := range list {
		for _, f := range c.adoption.Contacts {
			known[f.ID] = false
		}
	}
	err := p.eachRecord(ctx, func(r *store.KeyRecord) {
		if _, found := known[r.Record.ContactID]; found {
			known[r.Record.ContactID] = true
		}
	})
	for i := range list {
		a := &list[i].adoption
		a.Contacts = slices.DeleteFunc(a.Contacts, func(f Found) bool { return known[f.ID] })
	}
	return slices.DeleteFunc(list, func(c candidate) bool { return len(c.adoption.Contacts) == 0 }), err
}

func (p *Plan) keepAdoptions(list []candidate, outcome func(candidate) Outcome) {
	for _, c := range list[:min(len(list), adoptionsKept)] {
		c.adoption.Outcome = outcome(c)
		p.Adoptions = append(p.Adoptions, c.adoption)
	}
}

// countAdoptions counts the rows that update a contact of the app, and rejects those of
// which it is not certain whose contact it is.
func (p *Plan) countAdoptions(list []candidate) error {
	refused := map[string]Adoption{}
	for _, c := range list {
		if p.adopt[c.key] == "" {
			refused[c.key] = c.adoption
		}
	}
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if p.adopt[t.Key] != "" {
			p.tally(t.Row.Input, event.Created, -1)
			p.tally(t.Row.Input, event.Updated, 1)
			p.tallyAdopted(t.Row.Input, 1)
		}
		if a, ok := refused[t.Key]; ok {
			p.rejectInQuo(t, refusal(a, p.config.Options.Adopt))
		}
	}
	return nil
}

// rejectInQuo rejects a row whose person may be in Quo.
func (p *Plan) rejectInQuo(t *Task, why string) {
	p.Known.Standing(p.waiting(t))
	p.reject(t, mapping.FieldError{Column: "phoneNumbers", Kind: "in-quo", Message: why})
}

// waiting is the problem that a row with these values waits for a person to say whether
// its contact is in Quo.
func (p *Plan) waiting(t *Task) store.Problem {
	return known.Waits(t.Key, string(p.config.Options.Adopt), t.Want)
}

// rejectWaiting rejects the new rows again, without asking Quo, if each of them was
// rejected by the last complete run because its person may be there, and is as it was
// then: what nobody has decided does not cost a listing every night. A check is run by a
// person, who wants to see the names.
func (p *Plan) rejectWaiting() (waiting bool, err error) {
	if o := p.config.Options; p.Records == 0 || o.Recheck || o.DryRun {
		return false, nil
	}
	for t, err := range p.Tasks() {
		if err != nil || t.Verb == decide.Create && !p.Known.Has(p.waiting(t)) {
			return false, err
		}
	}
	for t, err := range p.Tasks() {
		if err != nil {
			return true, err
		}
		if t.Verb == decide.Create {
			p.rejectInQuo(t, "may be in Quo already, as an earlier run found, whose report names the contact: pass --adopt phone, phone-only or none to decide, or run check to see the contact")
		}
	}
	return true, nil
}

// refusal is why a row whose number is in Quo already is not imported.
func refusal(a Adoption, adopt policy.Adopt) string {
	names := make([]string, len(a.Contacts))
	for i, f := range a.Contacts {
		names[i] = cmp.Or(f.Name, f.ID)
	}
	f, name := a.Contacts[0], names[0]
	switch {
	case len(names) > 1:
		return fmt.Sprintf("may be %s, who have its number in Quo: which one it is cannot be known; merge them in Quo, or pass --adopt none to create another contact", examples(names))
	case adopt == policy.AdoptPhoneOnly || f.Certain && adopt == policy.AdoptPhone:
		return fmt.Sprintf("may be %s in Quo, who is as near to another row: name the contact in a contactId column, or pass --adopt none to create another one", name)
	case f.Certain:
		return fmt.Sprintf("is %s in Quo by %s: pass --adopt phone to use that contact, or --adopt none to create another one", name, f.Why)
	}
	return fmt.Sprintf("may be %s in Quo, who has its number under another name: pass --adopt phone-only to use that contact, or --adopt none to create another one", name)
}

// A source is called another one's by mistake when so many of the rows to create, at
// least, are in Quo under it.
const (
	sourceRows    = 10
	sourcePercent = 10
)

// guardSource refuses to create contacts that another source has already.
func (p *Plan) guardSource(sources map[string]int, rows []string) *event.StopError {
	if len(rows) == 0 {
		return nil
	}
	source := slices.MaxFunc(slices.Sorted(maps.Keys(sources)), func(a, b string) int { return sources[a] - sources[b] })
	if len(rows) >= sourceRows && len(rows)*100 >= p.Counts.Created*sourcePercent {
		return event.Stopf(event.StopSource, nil, "%d of %d rows to create are in Quo already under the source %q, with the same number and name (%s …): nothing was written; pass --source %s if the list was imported under that name, or --adopt none to create them a second time",
			len(rows), p.Counts.Created, source, examples(rows), source)
	}
	p.Notices = append(p.Notices, event.Notice{Kind: "other-source", Text: fmt.Sprintf(
		"%d rows are in Quo already under another source, as %q, and are created beside it: if the list was imported under that name before, pass --source %s", len(rows), source, source)})
	return nil
}
