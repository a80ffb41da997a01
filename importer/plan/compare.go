package plan

import (
	"context"
	"iter"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
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
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if p.toCompare(t) && !p.found.Has(t.Key) {
			keys = append(keys, t.Key)
		}
	}
	there, err := s.ReadKeys(ctx, p.config.Source, p.Records, keys, func(int) {})
	if err != nil {
		return err
	}
	rules := p.Policy()
	for batch, err := range p.batches(compareSize, p.toCompare) {
		if err == nil {
			err = p.compareBatch(ctx, batch, there, rules)
		}
		if err != nil {
			return err
		}
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

func (p *Plan) compareBatch(ctx context.Context, batch []*Looked, there *send.Contacts, rules decide.Policy) error {
	if err := readRecords(ctx, p.config, batch); err != nil {
		return err
	}
	for _, t := range batch {
		from := there
		if p.inQuo(t.Task) {
			from = &p.found
		}
		var err error
		if t.Facts.Found, err = from.Of(t.Key); err != nil {
			return err
		}
		// A contact that is to be written is decided again then.
		switch d := decide.ByContact(&t.Facts, rules); d.Verb {
		case decide.Unchanged:
			err = p.refresh(t, &d)
		case decide.Skip:
			p.skip(t, &d)
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
	p.withdraw(t.Task)
	p.tally(t.Row.Input, event.Unchanged, 1)
	if len(d.Merged.Drifts) > 0 {
		e := d.Event()
		t.Identify(&e)
		p.countDrifts(d)
		p.config.Emit(e)
		if p.config.Options.DryRun {
			p.drifted = append(p.drifted, changeOf(&e))
		}
	}
	return p.refreshed.put(&store.KeyRecord{Key: t.Key, Record: rec})
}

// skip reports a row whose contact is left alone.
func (p *Plan) skip(t *Looked, d *decide.Decision) {
	p.withdraw(t.Task)
	e := d.Event()
	t.Identify(&e)
	p.decide(&e)
}

// reject turns a task into a rejected row.
func (p *Plan) reject(t *Task, why mapping.FieldError) {
	p.withdraw(t)
	e := event.Row{Action: event.Rejected, Errors: []mapping.FieldError{why}}
	t.Identify(&e)
	p.decide(&e)
}

// decide counts and reports a row that needs no write.
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

// Refreshed yields the records of contacts that Prepare found unchanged, which are to be
// kept as read by the run. After an error it stops.
func (p *Plan) Refreshed() iter.Seq2[*store.KeyRecord, error] {
	return func(yield func(*store.KeyRecord, error) bool) {
		err := p.refreshed.each(func(_ int, r *store.KeyRecord) bool { return yield(r, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}
