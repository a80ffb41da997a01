package plan

import (
	"context"
	"errors"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// compareKnown reads the contacts of the rows that are only to be compared, of
// --recheck and after a rebuild of the state, so that the plan counts what really
// differs. What is unchanged is recorded by Refreshed and needs no second look.
func (p *Plan) compareKnown(ctx context.Context, s *send.Sender) error {
	if p.compares == 0 {
		return nil
	}
	c := comparer{plan: p, sender: s, policy: p.Policy()}
	if err := c.list(ctx); err != nil {
		return err
	}
	var failed error
	err := p.Tasks(func(t *Task) bool {
		if t.Verb != decide.Compare {
			return true
		}
		c.batch = append(c.batch, NewLooked(p, t))
		if len(c.batch) == send.LookupSize {
			failed = c.flush(ctx)
		}
		return failed == nil
	})
	if err == nil && failed == nil {
		failed = errors.Join(c.flush(ctx), c.lookUp(ctx))
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

type comparer struct {
	plan   *Plan
	sender *send.Sender
	policy decide.Policy
	listed map[string][]byte // encoded contacts of the source, by key; nil: they are looked up
	batch  []*Looked
	missed []*Looked // of the batches, those that the list misses
}

// list reads the whole source in pages of fifty, where that costs less than looking up
// twenty keys at a time. What the list misses is looked up all the same.
func (c *comparer) list(ctx context.Context) error {
	if !send.ListIsCheaper(c.plan.Records, c.plan.compares) {
		return nil
	}
	return c.sender.All(ctx, func() { c.listed = map[string][]byte{} }, func(contact *quo.Contact) {
		if contact.Source == c.plan.config.Source {
			c.listed[contact.ExternalID] = contact.Encode()
		}
	}, c.plan.config.Source)
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
		contact, err := quo.Decode(c.listed[t.Key])
		if c.listed[t.Key] == nil || err != nil {
			c.missed = append(c.missed, t)
			continue
		}
		t.Facts.Found = []quo.Contact{contact}
		if err := c.decide(t); err != nil {
			return err
		}
	}
	if len(c.missed) < send.LookupSize {
		return nil
	}
	return c.lookUp(ctx)
}

// lookUp decides the tasks that the list misses, or all where there is none.
func (c *comparer) lookUp(ctx context.Context) error {
	for batch := range slices.Chunk(c.missed, send.LookupSize) {
		if err := LookUp(ctx, c.sender, c.plan.config, batch); err != nil {
			return err
		}
		for _, t := range batch {
			if err := c.decide(t); err != nil {
				return err
			}
		}
	}
	c.missed = nil
	return nil
}

// decide keeps a contact that is unchanged. Another one is decided again when it is
// written.
func (c *comparer) decide(t *Looked) error {
	d := decide.ByContact(&t.Facts, c.policy)
	if d.Verb != decide.Unchanged {
		return nil
	}
	return c.plan.refresh(t, &d)
}

// refresh keeps what was read of a contact that is unchanged.
func (p *Plan) refresh(t *Looked, d *decide.Decision) error {
	base, _ := d.Merged.Confirm(d.Contact)
	rec := NewRecord(t.Task, d.Contact, base)
	if was := t.Facts.Record; was != nil {
		rec.Run, rec.Created = was.Run, was.Created
	}
	p.unchanged[t.Key] = true
	p.tally(t.Row.Input, event.Updated, -1)
	p.tally(t.Row.Input, event.Unchanged, 1)
	p.Writes--
	if len(d.Merged.Drifts) > 0 {
		e := d.Event()
		e.Pos, e.Input, e.Key, e.Cells, e.JSON = t.Row.Pos, t.Row.Input, t.Key, t.Row.Cells, t.Row.JSON
		p.countDrifts(d)
		p.config.Emit(e)
	}
	return p.refreshed.put(&store.KeyRecord{Key: t.Key, Record: rec})
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
