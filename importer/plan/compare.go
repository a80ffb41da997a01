package plan

import (
	"context"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/store"
)

// compareKnown reads the contacts of the rows that are only to be compared, of
// --recheck and after a rebuild of the state, so that the plan counts what really
// differs. What is unchanged is recorded by Refreshed and needs no second look.
func (p *Plan) compareKnown(ctx context.Context, s *send.Sender) error {
	if p.compares == 0 {
		return nil
	}
	var keys []string
	err := p.Tasks(func(t *Task) bool {
		if p.toCompare(t) && !p.found.Has(t.Key) {
			keys = append(keys, t.Key)
		}
		return true
	})
	if err != nil {
		return err
	}
	there, err := s.ReadKeys(ctx, p.config.Source, p.Records, keys, func(int) {})
	if err != nil {
		return err
	}
	c := comparer{plan: p, there: there, policy: p.Policy()}
	var failed error
	err = p.Tasks(func(t *Task) bool {
		if !p.toCompare(t) {
			return true
		}
		c.batch = append(c.batch, NewLooked(p, t))
		if len(c.batch) == compareSize {
			failed = c.flush(ctx)
		}
		return failed == nil
	})
	if err == nil && failed == nil {
		failed = c.flush(ctx)
	}
	if err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	p.compares = 0
	p.Stop = p.guardChange()
	return nil
}

// toCompare reports whether it is not known yet if a task changes its contact: it is only
// to be compared, or its contact was found in Quo although the state does not know it.
func (p *Plan) toCompare(t *Task) bool { return t.Verb == decide.Compare || p.inQuo(t) }

// compareSize is how many records are read at once.
const compareSize = 128

type comparer struct {
	plan   *Plan
	there  *send.Contacts
	policy decide.Policy
	batch  []*Looked
}

func (c *comparer) flush(ctx context.Context) error {
	batch := c.batch
	c.batch = nil
	if len(batch) == 0 {
		return nil
	}
	if err := readRecords(ctx, c.plan.config, batch); err != nil {
		return err
	}
	for _, t := range batch {
		from := c.there
		if c.plan.inQuo(t.Task) {
			from = &c.plan.found
		}
		var err error
		if t.Facts.Found, err = from.Of(t.Key); err != nil {
			return err
		}
		// A contact that is to be written is decided again then.
		switch d := decide.ByContact(&t.Facts, c.policy); d.Verb {
		case decide.Unchanged:
			err = c.plan.refresh(t, &d)
		case decide.Skip:
			c.plan.skip(t, &d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refresh keeps what was read of a contact that is unchanged.
func (p *Plan) refresh(t *Looked, d *decide.Decision) error {
	base, _ := d.Merged.Confirm(d.Contact)
	rec := NewRecord(t.Task, d.Contact, base, p.definition)
	if was := t.Facts.Record; was != nil {
		rec.Run, rec.Created = was.Run, was.Created
	} else {
		rec.Created = d.Ours
	}
	p.unchanged[t.Key] = true
	p.tally(t.Row.Input, p.counted(t.Task), -1)
	p.tally(t.Row.Input, event.Unchanged, 1)
	p.unwrite(t.Task)
	if len(d.Merged.Drifts) > 0 {
		e := d.Event()
		e.Pos, e.Input, e.Key, e.Cells, e.JSON = t.Row.Pos, t.Row.Input, t.Key, t.Row.Cells, t.Row.JSON
		p.countDrifts(d)
		p.config.Emit(e)
		if p.config.Options.DryRun {
			p.drifted = append(p.drifted, Change{
				Pos: e.Pos, Key: e.Key, Action: e.Action, ContactID: e.ContactID, Message: e.Message, Drifts: e.Drifts,
			})
		}
	}
	return p.refreshed.put(&store.KeyRecord{Key: t.Key, Record: rec})
}

// skip reports a row whose contact is left alone.
func (p *Plan) skip(t *Looked, d *decide.Decision) {
	p.unchanged[t.Key] = true
	p.tally(t.Row.Input, p.counted(t.Task), -1)
	p.unwrite(t.Task)
	e := d.Event()
	e.Pos, e.Input, e.Key, e.Cells, e.JSON = t.Row.Pos, t.Row.Input, t.Key, t.Row.Cells, t.Row.JSON
	p.decide(&e)
}

// decide counts and reports a row that Prepare decided.
func (p *Plan) decide(e *event.Row) {
	p.Known.Note(e)
	for _, c := range []*event.Counts{&p.Counts, &p.Files[e.Input], &p.decided} {
		c.AddRow(e)
	}
	p.config.Emit(*e)
}

// countDrifts counts values that were changed in Quo.
func (p *Plan) countDrifts(d *decide.Decision) {
	for _, c := range []*event.Counts{&p.Counts, &p.decided} {
		for _, drift := range d.Merged.Drifts {
			c.Drifts++
			if drift.Both {
				c.Conflicts++
			}
		}
	}
}

// Refreshed calls see with the records of contacts that Prepare found unchanged, which
// are to be kept as read by the run.
func (p *Plan) Refreshed(see func(*store.KeyRecord) bool) error {
	return p.refreshed.each(func(_ int, r *store.KeyRecord) bool { return see(r) })
}
