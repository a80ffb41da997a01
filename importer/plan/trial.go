package plan

import (
	"cmp"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo"
)

// maxTrial is the largest --limit that is a trial: people look at what came of it, so its
// rows are chosen to differ. A larger limit is a budget, and takes rows as they come.
const maxTrial = 20

// trial chooses the rows of a trial: the first one, the first with each feature, and then
// the next ones. All are planned as beyond the limit until the input was read; then
// choose takes some of them.
type trial struct {
	limit int
	first []*Task             // the first rows, with some to spare
	with  [featureCount]*Task // the first row with each feature
	fill  map[string]bool     // keys that were chosen for want of a feature
	tasks map[string]*Task    // that were chosen, by key
}

// feature is what makes a row worth looking at. The order is that in which they are chosen.
type feature int

const (
	withCustom  feature = iota // custom fields
	withNumbers                // several numbers
	withEmails                 // several emails
	isUpdate                   // changes a contact
	isOdd                      // has a warning, or a name from elsewhere
	isHidden                   // has no number
	isForeign                  // is not written in ASCII
	featureCount
)

// spare is how many more of the first rows are kept than are needed: one may turn out to
// have the key of another row.
const spare = 10

func newTrial(limit int) *trial {
	return &trial{limit: limit, fill: map[string]bool{}, tasks: map[string]*Task{}}
}

// add considers a row.
func (tr *trial) add(t *Task) {
	var kept *Task
	keep := func() *Task {
		if kept == nil {
			c := *t
			c.Warnings, c.Row = slices.Clone(t.Warnings), t.Row.clone()
			kept = &c
		}
		return kept
	}
	if len(tr.first) < tr.limit+spare {
		tr.first = append(tr.first, keep())
	}
	for f := range tr.with {
		if tr.with[f] == nil && has(t, feature(f)) {
			tr.with[f] = keep()
		}
	}
}

// remove forgets a row that turned out to be one of several with its key.
func (tr *trial) remove(key string) {
	of := func(t *Task) bool { return t != nil && t.Key == key }
	tr.first = slices.DeleteFunc(tr.first, of)
	for f := range tr.with {
		if of(tr.with[f]) {
			tr.with[f] = nil
		}
	}
}

func has(t *Task, f feature) bool {
	d := &t.Desired
	items := func(of quo.Field) (n int) {
		for i := range d.Slots {
			if d.Slots[i].Field == of {
				n += len(d.Slots[i].Items)
			}
		}
		return n
	}
	switch f {
	case withCustom:
		for i := range d.Scalars {
			if d.Scalars[i].Custom != nil && d.Scalars[i].Value != "" {
				return true
			}
		}
		for i := range d.Slots {
			if d.Slots[i].Custom != nil && len(d.Slots[i].Items) > 0 {
				return true
			}
		}
	case withNumbers:
		return items(quo.PhoneNumbers) > 1
	case withEmails:
		return items(quo.Emails) > 1
	case isUpdate:
		return t.Verb != decide.Create
	case isOdd:
		for i := range d.Scalars {
			if d.Scalars[i].StandIn {
				return true
			}
		}
		return len(t.Warnings) > 0
	case isHidden:
		return t.Phoneless
	case isForeign:
		for i := range d.Scalars {
			if s := &d.Scalars[i]; (s.Field == quo.FirstName || s.Field == quo.LastName) && foreign(s.Value) {
				return true
			}
		}
	}
	return false
}

func foreign(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
	}
	return false
}

// choose returns the chosen rows: fewer than the limit if there are no more.
func (tr *trial) choose() []*Task {
	var list []*Task
	take := func(t *Task) bool {
		if t == nil || len(list) == tr.limit || tr.tasks[t.Key] != nil {
			return false
		}
		tr.tasks[t.Key] = t
		list = append(list, t)
		return true
	}
	if len(tr.first) > 0 {
		take(tr.first[0])
	}
	for f, t := range tr.with {
		if !slices.ContainsFunc(list, func(c *Task) bool { return has(c, feature(f)) }) {
			take(t)
		}
	}
	for _, t := range tr.first {
		if take(t) {
			tr.fill[t.Key] = true
		}
	}
	slices.SortFunc(list, inOrder)
	return list
}

// inOrder compares the places of two rows.
func inOrder(a, b *Task) int {
	at, other := placeOf(a.Row.Input, a.Row.Pos), placeOf(b.Row.Input, b.Row.Pos)
	return cmp.Or(cmp.Compare(at.input, other.input), cmp.Compare(at.line, other.line))
}

// begins counts a chosen row as written.
func (p *Plan) begins(t *Task) {
	p.tally(t.Row.Input, event.NotReached, -1)
	p.tally(t.Row.Input, t.Verb.Action(), 1)
	p.count(t)
}

// includeAdopted puts a person who is in Quo already into a trial, in place of a row that
// was chosen for nothing in particular: what an adoption does is worth looking at, too.
func (p *Plan) includeAdopted(seen *inventory) error {
	if p.trial == nil || p.config.Options.Adopt == policy.AdoptNone {
		return nil
	}
	matches := func(t *Task) bool {
		return t.Verb == decide.Create && t.Desired.ContactID == "" && !p.found.Has(t.Key) && slices.ContainsFunc(seen.matches(person.OfRow(&t.Desired)), func(f Found) bool { return f.Certain })
	}
	var out *Task
	for _, t := range p.trial.tasks {
		if matches(t) {
			return nil
		}
		if p.trial.fill[t.Key] && t.Verb == decide.Create && !p.found.Has(t.Key) && (out == nil || inOrder(out, t) < 0) {
			out = t
		}
	}
	if out == nil {
		return nil
	}
	in, err := p.firstBeyond(matches)
	if err != nil || in == nil {
		return err
	}
	p.uncount(out)
	p.tally(out.Row.Input, out.Verb.Action(), -1)
	p.tally(out.Row.Input, event.NotReached, 1)
	delete(p.trial.tasks, out.Key)
	p.trial.tasks[in.Key] = in
	p.begins(in)
	slices.SortFunc(p.Samples, func(a, b Sample) int { return inOrder(&Task{Row: a.Row}, &Task{Row: b.Row}) })
	return nil
}

// firstBeyond returns the first task beyond the trial that matches, nil if there is none.
func (p *Plan) firstBeyond(matches func(*Task) bool) (*Task, error) {
	all := p.trial
	p.trial = nil // so that Tasks shows what they are
	defer func() { p.trial = all }()
	for t, err := range p.Tasks() {
		if err != nil || all.tasks[t.Key] == nil && matches(t) {
			return t, err
		}
	}
	return nil, nil
}
