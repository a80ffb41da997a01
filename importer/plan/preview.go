package plan

import (
	"context"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/send"
)

// Preview compares a plan with Quo, in look-ups of twenty, and calls see with what
// would happen to each contact: the decision that an import takes, not carried out.
// The plan's counts are then those of an import now, with a state or without one. It
// only reads. The plan must be prepared, and keep its tasks.
func (p *Plan) Preview(ctx context.Context, s *send.Sender, see func(Change)) error {
	for _, c := range p.drifted { // and decided
		see(c)
	}
	v := previewer{plan: p, sender: s, see: see, policy: p.Policy()}
	for batch, err := range p.batches(send.LookupSize, func(t *Task) bool { return t.Verb.Writes() }) {
		if err == nil {
			err = v.look(ctx, batch)
		}
		if err != nil {
			return s.Reason(err)
		}
	}
	return nil
}

type previewer struct {
	plan   *Plan
	sender *send.Sender
	policy decide.Policy
	see    func(Change)
}

// look looks up a batch and reports each of its rows.
func (v *previewer) look(ctx context.Context, batch []*Looked) error {
	if slices.ContainsFunc(batch, func(t *Looked) bool { return !v.plan.CertainlyNew(t.Task) }) {
		if err := LookUp(ctx, v.sender, v.plan.config, batch); err != nil {
			return err
		}
	}
	for _, t := range batch {
		if t.Refused != nil {
			e := known.Failed(known.Reading, t.Refused)
			e.Message = "Quo refuses to look for this key"
			v.report(t, e, nil)
			continue
		}
		d, err := v.decide(ctx, t)
		if err != nil {
			return err
		}
		var fields []merge.Change
		if d.Verb == decide.Update {
			fields = merge.Changes(d.Contact, &d.Merged.Target)
		}
		v.report(t, d.Event(), fields)
	}
	return nil
}

// decide reads what the decision needs.
func (v *previewer) decide(ctx context.Context, t *Looked) (decide.Decision, error) {
	for {
		d := decide.ByContact(&t.Facts, v.policy)
		switch d.Verb {
		case decide.Read:
			c, err := v.sender.Get(ctx, t.Key, d.ID)
			if err != nil {
				return d, err
			}
			t.Facts.Learn(d.ID, c)
		case decide.Search:
			id, maybe, err := v.plan.FindAgain(ctx, v.sender, t.Key, &t.Desired)
			if err != nil {
				return d, err
			}
			t.Facts.Recognise(id, maybe)
		default:
			return d, nil
		}
	}
}

// report counts a row where it belongs now, and shows it.
func (v *previewer) report(t *Looked, e event.Row, fields []merge.Change) {
	t.Identify(&e)
	v.plan.tally(t.Row.Input, v.plan.counted(t.Task), -1)
	if v.plan.adopt[t.Key] != "" {
		v.plan.tallyAdopted(t.Row.Input, -1)
	}
	v.plan.Known.Note(&e)
	v.plan.Counts.AddRow(&e)
	v.plan.Files[t.Row.Input].AddRow(&e)
	if e.Action != event.Created && e.Action != event.Updated {
		v.plan.unwrite(t.Task)
	}
	c := changeOf(&e)
	c.Fields = fields
	v.see(c)
}
