// Package apply is the second pass of an import: it writes a plan.
//
//	plan's tasks ─► look-ups in twenties ─► workers: write.Row ─► recorder: state and events
//
// Start with Run. It returns when every row has been processed and recorded, and the
// counts always add up. When the context is cancelled, no new row is begun, and what is
// in flight is finished within Options.Grace and recorded.
package apply

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/write"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// State is what applying a plan needs of the state.
type State interface {
	write.State
	Source(ctx context.Context, name string) (store.Source, bool, error)
}

// Run writes a plan. The error is a *event.StopError if the run ended early, nil
// otherwise: rows that failed are not an error of the run.
func Run(ctx context.Context, p *plan.Plan, state State, sender *send.Sender, run string) (event.Counts, error) {
	if p.Stop != nil {
		return p.Unwritten(), p.Stop
	}
	c := p.Config()
	durable := context.WithoutCancel(ctx) // what happened is recorded even if ctx is cancelled
	r := &running{plan: p, config: c, state: state, sender: sender, log: runLog{plan: p, state: state, source: c.Source, run: run, began: time.Now()}}
	if err := r.log.open(durable); err != nil {
		return p.Unwritten(), event.AsStop(err)
	}
	if c.Options.OnMissing == policy.DeleteMissing {
		r.missingLeft = len(p.Missing.Delete)
	}
	r.recorder = write.NewRecorder(durable, state, c.Emit, p.Known, sender.Stopper, c.Options, p.Decided(), p.Writes)
	r.recorder.TryElsewhere()
	r.writer = &write.Writer{
		Sender: sender, Recorder: r.recorder, Source: c.Source, Run: run, Definition: p.Definition(), Policy: p.Policy(), ListLag: c.Options.ListLag,
		NoteAppends: r.log.appends,
		FindAgain: func(ctx context.Context, key string, row *mapping.Desired) (id, maybe string, err error) {
			return p.FindAgain(ctx, sender, key, row)
		},
	}
	return r.writer.Do(ctx, c.Options, write.Work{
		Do: func(ctx context.Context) error {
			if err := r.work(ctx); err != nil || sender.Stopping() {
				return err
			}
			return r.deleteMissing(ctx)
		},
		Whole: func(c event.Counts) bool { return c.NotReached == 0 && r.missingLeft == 0 },
		End:   r.log.close,
	})
}

// running is one Run.
type running struct {
	plan     *plan.Plan
	config   plan.Config
	state    State
	sender   *send.Sender
	recorder *write.Recorder
	writer   *write.Writer
	log      runLog

	missingLeft int // contacts of missing rows that were not processed yet

	ahead atomic.Int64 // rows that were begun before their turn and are not finished
}

// work runs the pipeline. All goroutines are started and joined here.
func (r *running) work(ctx context.Context) error {
	ready := make(chan looked, send.LookupSize) // one batch ahead, so that workers need not wait for a look-up
	lookups := make(chan []*plan.Looked, 1)     // not further ahead, so that what is read stays fresh
	g, ctx := errgroup.WithContext(ctx)
	var senders sync.WaitGroup
	senders.Add(2)
	g.Go(event.Recovered(func() error {
		defer senders.Done()
		defer close(lookups)
		f := feeder{run: r, lookups: lookups, ready: ready}
		return f.feed(ctx)
	}))
	g.Go(event.Recovered(func() error {
		defer senders.Done()
		for batch := range lookups {
			r.lookUp(ctx, batch, ready)
		}
		return nil
	}))
	g.Go(func() error {
		senders.Wait()
		close(ready)
		return nil
	})
	for range r.config.Options.Workers {
		g.Go(event.Recovered(func() error {
			for t := range ready {
				t.begin(ctx, r)
				r.finish(t.Looked, r.writer.Row(ctx, rowOf(t.Looked)))
			}
			return nil
		}))
	}
	return g.Wait()
}

// lookUp reads what state and Quo have for up to twenty keys, and passes them to the
// workers.
func (r *running) lookUp(ctx context.Context, tasks []*plan.Looked, ready chan<- looked) {
	err := send.ErrHalted
	if !r.sender.Stopping() {
		err = plan.LookUp(ctx, r.sender, r.config, tasks)
	}
	b := &batch{turn: make(chan struct{}, 1), waiting: slices.Clone(tasks)}
	for _, t := range tasks {
		switch {
		case err != nil:
			r.finish(t, r.writer.Unread(err))
			continue
		case t.Refused != nil:
			r.finish(t, r.writer.Unread(t.Refused))
			continue
		}
		r.pass(ctx, ready, looked{t, b})
	}
}

// batch is what one look-up asked for, as far as it was not begun.
type batch struct {
	turn    chan struct{} // of one worker at a time; a channel, so that ctx ends the wait
	waiting []*plan.Looked
}

// looked is a task for a worker, with its batch; nil if it was not looked up.
type looked struct {
	*plan.Looked
	batch *batch
}

// begin takes a task out of its batch. Where it was looked up too long ago, as with a low
// rate, it is looked up again, with the rest of its batch: one request for all of them.
func (t looked) begin(ctx context.Context, r *running) {
	if t.batch == nil {
		return
	}
	select {
	case t.batch.turn <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-t.batch.turn }()
	if time.Since(t.Read) > write.FreshFor && !r.sender.Stopping() {
		// After an error it is read by itself.
		_ = plan.LookUp(ctx, r.sender, r.config, t.batch.waiting)
	}
	t.batch.waiting = slices.DeleteFunc(t.batch.waiting, func(w *plan.Looked) bool { return w == t.Looked })
}

// pass passes a task to a worker; if the run ends first, the row is not reached.
func (r *running) pass(ctx context.Context, ready chan<- looked, t looked) {
	select {
	case ready <- t:
	case <-r.sender.Quit():
		r.finish(t.Looked, write.NotReached(nil))
	case <-ctx.Done():
		r.finish(t.Looked, write.NotReached(nil))
	}
}

// finish records the result of a row and reports it.
func (r *running) finish(t *plan.Looked, res write.Result) {
	e := res.Event
	t.Identify(&e)
	e.Warnings = slices.Concat(t.Warnings, e.Warnings)
	events := []event.Event{e}
	for i := range t.Followers {
		events = append(events, plan.FollowerEvent(&t.Followers[i], &e))
	}
	r.writer.Record(res.Changes, t.Verb.Writes(), events...)
	if t.Ahead && r.ahead.Add(-1) == 0 {
		r.stopRefused()
	}
}

// stopRefused stops the run if all writes so far were refused.
func (r *running) stopRefused() {
	if stop := r.recorder.Refusing(); stop != nil {
		r.sender.Stop(stop)
	}
}

func rowOf(t *plan.Looked) *write.Row {
	numbers, name := plan.PersonHashes(t.Task)
	return &write.Row{
		Key: t.Key, Raw: t.Raw, Want: t.Want, Place: t.Row.Pos.String(), Numbers: numbers, Name: name, Facts: t.Facts, Read: t.Read,
	}
}

// feeder passes the plan's tasks on: to be looked up or, if the source was seen to be
// empty in Quo, straight to a worker.
type feeder struct {
	run     *running
	lookups chan<- []*plan.Looked
	ready   chan<- looked
	batch   []*plan.Looked
	refresh []*plan.Task
	ahead   map[string]bool // keys of tasks that were begun before their turn; nil: none were
}

// refreshSize is how many records are refreshed in one commit.
const refreshSize = 512

func (f *feeder) feed(ctx context.Context) error {
	if err := f.run.refreshed(); err != nil {
		return err
	}
	defer f.send(ctx)
	for t, err := range f.run.plan.Tasks() {
		if err == nil {
			err = f.task(ctx, t)
		}
		if err != nil {
			return err
		}
	}
	return f.flushRefresh(ctx)
}

func (f *feeder) task(ctx context.Context, task *plan.Task) error {
	if task.Verb == decide.Refresh {
		f.refresh = append(f.refresh, task)
		if len(f.refresh) == refreshSize {
			return f.flushRefresh(ctx)
		}
		return nil
	}
	if f.ahead == nil && f.run.recorder.Refusing() != nil {
		f.tryElsewhere(ctx)
	}
	if !f.ahead[task.Key] {
		f.pass(ctx, plan.NewLooked(f.run.plan, task))
	}
	return nil
}

// tryElsewhere begins some rows from all over the rest of the plan, after the first ones
// were all refused: twenty bad rows at the top of a file keep no other row waiting. If
// these are refused, too, the run stops.
func (f *feeder) tryElsewhere(ctx context.Context) {
	f.ahead = map[string]bool{}
	list := f.run.plan.Ahead()
	f.run.ahead.Store(int64(len(list)))
	for _, task := range list {
		f.ahead[task.Key] = true
		t := plan.NewLooked(f.run.plan, task)
		t.Ahead = true
		f.pass(ctx, t)
	}
	f.send(ctx)
	if len(list) == 0 {
		f.run.stopRefused()
	}
}

// pass passes a task on.
func (f *feeder) pass(ctx context.Context, t *plan.Looked) {
	switch {
	case t.Verb == decide.BeyondLimit:
		f.run.finish(t, write.Result{Event: event.Row{Action: event.NotReached, Message: "beyond --limit"}})
	case f.run.sender.Stopping():
		f.run.finish(t, write.NotReached(nil))
	case f.run.plan.CertainlyNew(t.Task):
		f.run.pass(ctx, f.ready, looked{Looked: t})
	default:
		f.batch = append(f.batch, t)
		if len(f.batch) == send.LookupSize {
			f.send(ctx)
		}
	}
}

func (f *feeder) send(ctx context.Context) {
	if len(f.batch) == 0 {
		return
	}
	batch := f.batch
	f.batch = nil
	select {
	case f.lookups <- batch:
		return
	case <-f.run.sender.Quit():
	case <-ctx.Done():
	}
	for _, t := range batch {
		f.run.finish(t, write.NotReached(nil))
	}
}

// refreshed records the contacts that were read before the first write, and are
// unchanged.
func (r *running) refreshed() error {
	var changes []store.Change
	for k, err := range r.plan.Refreshed() {
		if err != nil {
			return err
		}
		k.Record.ReadBy = r.log.run
		changes = append(changes, store.Refresh(r.config.Source, k.Key, k.Record))
		if len(changes) == refreshSize {
			if err := r.recorder.Unchanged(len(changes), changes...); err != nil {
				return err
			}
			changes = nil
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return r.recorder.Unchanged(len(changes), changes...)
}

// flushRefresh records the new hashes of rows whose cells changed but map to the same
// contact as before.
func (f *feeder) flushRefresh(ctx context.Context) error {
	if len(f.refresh) == 0 {
		return nil
	}
	source := f.run.config.Source
	keys := make([]string, len(f.refresh))
	for i, t := range f.refresh {
		keys[i] = t.Key
	}
	records, err := store.RecordsOf(ctx, f.run.state, source, keys...)
	if err != nil {
		return err
	}
	var changes []store.Change
	for _, t := range f.refresh {
		if rec, ok := records[t.Key]; ok {
			rec.Raw, rec.Definition = t.Raw, f.run.plan.Definition()
			changes = append(changes, store.Refresh(source, t.Key, rec))
		}
	}
	rows := len(f.refresh)
	f.refresh = nil
	return f.run.recorder.Unchanged(rows, changes...)
}
