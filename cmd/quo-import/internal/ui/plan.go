package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
)

// What is shown of a plan at most; the rest is counted.
const (
	shownProblems = 40
	shownChanges  = 30
	shownPairs    = 100
	// previewed is how many contacts are compared with Quo one by one: two hundred
	// requests, which take twenty seconds. Whether the others are created or updated is
	// known by the state and the list of the workspace.
	previewed = 4000
)

// tally collects what a plan reports.
type tally struct {
	job      *job.Job
	problems problems.Groups
	warnings problems.Groups
	notices  []string
}

func (t *tally) event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		for i := range e.Errors {
			if !t.job.IsDecision(&e.Errors[i]) {
				t.problems.Add(e.Pos, &e.Errors[i], e.New)
			}
		}
		for i := range e.Warnings {
			t.warnings.Add(e.Pos, &e.Warnings[i], e.New)
		}
	case event.Notice:
		t.notices = append(t.notices, e.Text)
	}
}

// compare makes the plan of an import: Quo is read.
func (d *desk) compare(ctx context.Context, s *session, j *job.Job) error {
	if err := d.ready(ctx, s, j); err != nil {
		return err
	}
	return d.plan(ctx, s, j, true)
}

// plan makes a plan: by Quo, or by the file and the state alone, so that nothing is sent.
func (d *desk) plan(ctx context.Context, s *session, j *job.Job, compare bool) (err error) {
	t := &tally{job: j}
	err = j.ReadState(ctx)
	if errors.Is(err, store.ErrLocked) {
		t.notices = append(t.notices, "Another import uses the state: this is checked without it.")
	} else if err != nil {
		return err
	}
	defer func() {
		if j.State != nil {
			err = errors.Join(err, j.State.Close())
			j.State = nil
		}
	}()
	im := j.Importer(policy.Options{DryRun: true}, importer.RunID(d.opts.Now()), t.event)
	if !compare {
		im.API = nil
	}
	planned, err := im.Plan(ctx, j.Inputs...)
	var undecided *job.Undecided
	switch {
	case planned == nil:
		return named(s, job.PlanError(err))
	case errors.As(err, &undecided):
		d.publish(ctx, func() { d.found.questions = asViews(undecided.Decisions) })
		err = nil
	}
	defer func() { err = errors.Join(err, planned.Close()) }()
	if err != nil {
		return named(s, err)
	}
	v := d.newPlan(s, j, planned.Plan, t)
	approve := approvalOf(planned.Plan)
	if compare && planned.Plan.Stop == nil && undecided == nil {
		if err := d.preview(ctx, planned, v); err != nil {
			return err
		}
	}
	if undecided != nil {
		v = nil
	}
	d.publish(ctx, func() {
		d.found.plan, d.found.approve = v, approve
		if d.found.columns != nil {
			d.found.columns = d.found.columns.counted(planned.Plan, &t.problems)
		}
	})
	return nil
}

var errEnough = errors.New("enough was compared")

// preview looks the first contacts up, and adds what would change in them.
func (d *desk) preview(ctx context.Context, planned *importer.Planned, v *planView) error {
	ctx, enough := context.WithCancelCause(ctx)
	defer enough(nil)
	names := map[string]string{}
	for i := range planned.Plan.Samples {
		sample := &planned.Plan.Samples[i]
		names[sample.Key] = page.CardOf(&sample.Contact).Name
	}
	total := planned.Plan.Writes
	seen := 0
	err := planned.Preview(ctx, func(c plan.Change) {
		seen++
		if seen%100 == 0 {
			d.publish(ctx, func() {
				d.busy = fmt.Sprintf("Comparing with Quo: %s of %s", say.Count(seen), say.Count(total))
			})
		}
		if c.Action == event.Updated && len(c.Fields)+len(c.Drifts) > 0 || c.Action == event.Failed {
			if len(v.Changes) < shownChanges {
				v.Changes = append(v.Changes, newChange(c, names[c.Key]))
			} else {
				v.MoreChanges++
			}
		}
		if seen == previewed {
			enough(errEnough)
		}
	})
	if errors.Is(context.Cause(ctx), errEnough) && seen < total {
		return nil // the counts are those of before
	}
	if err != nil {
		return err
	}
	v.Counts, v.Writes, v.Knows = planned.Plan.Counts.Map(), planned.Plan.Writes, true
	return nil
}

func newChange(c plan.Change, name string) changeView {
	v := changeView{Place: place(c.Pos), Key: c.Key, Action: string(c.Action), Message: c.Message, Name: name, Fields: []fieldChangeView{}}
	for _, f := range c.Fields {
		v.Fields = append(v.Fields, fieldChangeView{cmp.Or(f.Name, fieldName(string(f.Field))), clip(f.Old), clip(f.New)})
	}
	for _, drift := range c.Drifts {
		kept := drift.File
		if drift.Kept {
			kept = drift.Quo
		}
		v.Fields = append(v.Fields, fieldChangeView{fieldName(string(drift.Field)) + " (changed in Quo)", clip(drift.Quo), clip(kept)})
	}
	return v
}

// newPlan describes a plan.
func (d *desk) newPlan(s *session, j *job.Job, p *plan.Plan, t *tally) *planView {
	connected := p.Config().Connected
	v := &planView{
		Compared: connected, Knows: connected || j.State != nil, Counts: p.Counts.Map(), Writes: p.Writes, Notices: append([]string{}, t.notices...),
		Problems: []problemView{}, Warnings: []problemView{}, Cards: []cardView{}, Changes: []changeView{}, Pairs: []pairView{},
		Adoptable: p.Adoptable, Phoneless: p.Counts.Phoneless, Nameless: p.Counts.Nameless,
		Source: j.Mapping.Source, Keyed: j.Inputs[0].Mapper.KeyDefinition(), State: j.StateName(),
	}
	if c := p.Counts; !v.Knows && c.Ready == 0 {
		c.FoldIntoReady()
		v.Counts = c.Map()
	}
	if span := j.Estimate(p); span > 0 {
		v.Duration = say.Span(span)
	}
	for _, n := range p.Notices {
		v.Notices = append(v.Notices, n.Text)
	}
	if p.Stop != nil {
		v.Stop = plainStop(p.Stop, s)
	}
	v.Problems, v.MoreProblems = problemViews(&t.problems)
	v.Warnings, _ = problemViews(&t.warnings)
	for i := range p.Samples {
		v.Cards = append(v.Cards, newCard(&p.Samples[i], v.Knows))
	}
	for _, a := range p.Adoptions[:min(len(p.Adoptions), shownPairs)] {
		pair := pairView{Place: place(a.Pos), Key: a.Key, Name: a.Name, Outcome: string(a.Outcome), Contacts: []foundView{}}
		for _, c := range a.Contacts {
			pair.Contacts = append(pair.Contacts, foundView(c))
		}
		v.Pairs = append(v.Pairs, pair)
	}
	v.MorePairs = p.Adoptable - len(v.Pairs)
	return v
}

// plainStop says why nothing would be written, without the words of a command line.
func plainStop(stop *event.StopError, s *session) string {
	if stop.Kind == event.StopAdopt {
		return "Some of the people are in Quo already: say first what is to be done with them."
	}
	return strings.ReplaceAll(stop.Text, s.Path, s.Name)
}

func problemViews(gs *problems.Groups) (list []problemView, more int) {
	list, more = []problemView{}, gs.Total()
	sorted := gs.Sorted()
	for _, g := range sorted[:min(len(sorted), shownProblems)] {
		v := problemView{Column: g.Column, Kind: g.Kind, Message: plain(clip(g.Message)), Count: g.Count, Examples: []exampleView{}}
		for _, e := range g.Examples {
			v.Examples = append(v.Examples, exampleView{place(e.Pos), clip(e.Value), plain(clip(e.Message))})
		}
		list = append(list, v)
		more -= g.Count
	}
	return list, more
}

func newCard(sample *plan.Sample, knows bool) cardView {
	c := page.CardOf(&sample.Contact)
	v := cardView{Place: place(sample.Pos), Name: c.Name, Initials: c.Initials, Facts: []factView{}}
	if v.Action = "new"; sample.Action == event.Updated {
		v.Action = "update, as in the file"
	} else if !knows {
		v.Action = ""
	}
	if c.Work != "" {
		v.Facts = append(v.Facts, factView{"work", c.Work})
	}
	for _, list := range [][]page.Fact{c.Phones, c.Emails, c.Custom} {
		for _, f := range list {
			v.Facts = append(v.Facts, factView(f))
		}
	}
	return v
}
