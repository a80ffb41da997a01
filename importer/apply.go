package importer

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// run is one Apply.
type run struct {
	im      *Importer
	plan    *Plan
	began   time.Time
	rec     *recorder
	breaker *breaker
	canary  canary
	refused refusals
	*stopper
	goneLeft int // contacts of keys that left the file, not deleted because the run stopped
}

// job is a task with what was read of its contact.
type job struct {
	*task
	rec    store.Record
	known  bool // rec is what the state has for the key
	found  []quo.Contact
	looked time.Time // when found was read; zero: the key was not looked up
}

// Apply writes what a plan says. It returns when every row is dealt with and
// recorded. The counts are of the whole run, pass 1 included, and add up
// whatever happens.
//
// Cancelling ctx stops it in good order: no new row is begun, what is in
// flight is finished within Options.Grace and recorded. The error is a
// *StopError when the run ended before its time, nil otherwise: rows that
// failed are not an error of the run.
func (im *Importer) Apply(ctx context.Context, p *Plan) (Counts, error) {
	im = im.withDefaults()
	if im.State == nil || im.API == nil || p.spool == nil {
		return p.Unwritten(), errNoState
	}
	if p.Stop != nil {
		return p.Unwritten(), p.Stop
	}
	r := &run{im: im, plan: p, began: time.Now(), breaker: newBreaker(), canary: newCanary(), stopper: newStopper()}
	if im.Options.OnGone == GoneDelete {
		r.goneLeft = len(p.gone.deletes)
	}
	if err := r.open(); err != nil {
		return p.Unwritten(), asStop(err)
	}
	r.rec = startRecorder(im, p.settled, p.Writes, &p.troubles)
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	unwatch := r.watch(ctx, im.Options.MaxDuration, im.Options.Grace, cancel)

	err := r.work(work)
	if err == nil && !r.stopping() {
		err = r.deleteGone(work)
	}
	unwatch()
	counts := r.rec.stop()
	if err != nil {
		r.stop(asStop(err))
	}
	stopped := r.end(counts.NotReached == 0 && r.goneLeft == 0)
	return counts, ended(stopped, r.close(counts, stopped))
}

// ended is the error of a run that had a reason to stop, or whose end could not
// be recorded.
func ended(stopped *StopError, unrecorded error) error {
	if stopped != nil {
		return stopped
	}
	if unrecorded != nil {
		return asStop(unrecorded)
	}
	return nil
}

// halt stops, and lets no more request out either.
func (r *run) halt(why *StopError) {
	r.stop(why)
	r.breaker.halt()
}

// work runs the pipeline of the second pass: spool → look-ups in twenties →
// workers. All goroutines are started and joined here.
func (r *run) work(ctx context.Context) error {
	ready := make(chan *job, lookupSize) // to the workers: one batch ahead, so that they need not wait for a look-up
	lookups := make(chan []*job, 1)      // to be looked up: no more ahead, so that what is read stays fresh
	g, ctx := errgroup.WithContext(ctx)
	var senders sync.WaitGroup
	senders.Add(2)
	g.Go(caught(func() error {
		defer senders.Done()
		defer close(lookups)
		return r.feed(ctx, lookups, ready)
	}))
	g.Go(caught(func() error {
		defer senders.Done()
		for batch := range lookups {
			r.lookUpBatch(ctx, batch, ready)
		}
		return nil
	}))
	g.Go(func() error {
		senders.Wait()
		close(ready)
		return nil
	})
	for range r.im.Options.Workers {
		g.Go(caught(func() error {
			for j := range ready {
				r.finish(j, r.row(ctx, j))
			}
			return nil
		}))
	}
	return g.Wait()
}

// result is what became of a job.
type result struct {
	event   RowEvent
	changes []store.Change
}

// finish records the result of a row and tells it.
func (r *run) finish(j *job, res result) {
	e := res.event
	e.Pos, e.Input, e.Key, e.Cells, e.JSON = j.row.pos, j.row.input, j.key, j.row.cells, j.row.json
	e.Warnings = append(append(e.Warnings[:0:0], j.warnings...), e.Warnings...)
	events := []Event{e}
	for i := range j.followers {
		events = append(events, follower(&j.followers[i], &e))
	}
	if err := r.rec.write(record{changes: res.changes, events: events, told: j.verdict.writes()}); err != nil {
		r.halt(unrecorded(err, "what is in flight was sent but could not be recorded; free the disk and run again, the next run finds it"))
	}
	r.refused.note(r, &e)
}

// follower is the event of a row that was merged into another.
func follower(row *original, lead *RowEvent) RowEvent {
	e := RowEvent{Pos: row.pos, Input: row.input, Key: lead.Key, Action: Skipped, ContactID: lead.ContactID,
		Message: "merged into " + lead.Pos.String(), Cells: row.cells, JSON: row.json}
	if !lead.Landed() {
		e.Action, e.Message, e.Errors = lead.Action, lead.Message, lead.Errors
	}
	return e
}

func notReached(why error) result {
	text := "the run was stopped before"
	if why != nil && !errors.Is(why, errHalted) && !errors.Is(why, context.Canceled) {
		text += ": " + why.Error()
	}
	return result{event: RowEvent{Action: NotReached, Message: text}}
}
