package write

import (
	"cmp"
	"context"
	"fmt"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/store"
)

// State is what the Recorder and a Writer need of the state. Commit is called by one
// goroutine at a time and must be durable when it returns.
type State interface {
	View(ctx context.Context, source string, read func(store.Snapshot) error) error
	Commit(ctx context.Context, changes ...store.Change) error
}

// Recorder is the only one that changes the state and emits events. Workers hand it
// what happened and wait until it is durable; what queues up meanwhile goes into one
// commit, so that the disk does not set the pace.
type Recorder struct {
	state  State
	emit   func(event.Event)
	known  *known.Problems
	limits limits
	queue  chan record
	counts event.Counts
	done   int // rows dealt with, for progress
	total  int
	ended  chan struct{}
}

// record is one thing to write down: changes that belong together, and what to
// report when they are durable.
type record struct {
	changes   []store.Change
	events    []event.Event
	progress  bool // a row is dealt with
	unchanged int  // rows that are counted, not reported
	reply     chan error
}

// maxCommit is how many records share a commit at most.
const maxCommit = 64

// NewRecorder starts the recorder of a run. counts are what the run begins with,
// total is how many rows or contacts it deals with. Commits use ctx, which must
// outlive the run's cancellation.
func NewRecorder(ctx context.Context, state State, emit func(event.Event), known *known.Problems, stopper *send.Stopper, o policy.Options, counts event.Counts, total int) *Recorder {
	r := &Recorder{
		state: state, emit: emit, known: known, limits: limits{stopper: stopper, max: o.MaxFailures, total: total},
		queue: make(chan record), counts: counts, total: total, ended: make(chan struct{}),
	}
	go r.loop(ctx)
	return r
}

// TryElsewhere has the caller ask Refusing, instead of a stop after the first refusals.
// It is called before anything is recorded.
func (r *Recorder) TryElsewhere() { r.limits.elsewhere = true }

// Refusing returns the reason to stop if all writes so far were refused, and enough to
// doubt that it is the rows; nil otherwise.
func (r *Recorder) Refusing() *event.StopError { return r.limits.refusing.Load() }

// Stop ends the recorder when everything handed to it is written, and returns the
// counts of the run.
func (r *Recorder) Stop() event.Counts {
	close(r.queue)
	<-r.ended
	return r.counts
}

// Result records what became of a row and of those that were merged into it.
func (r *Recorder) Result(changes []store.Change, progress bool, events ...event.Event) error {
	return r.write(record{changes: changes, events: events, progress: progress})
}

// Unchanged records changes of rows that are only counted.
func (r *Recorder) Unchanged(rows int, changes ...store.Change) error {
	return r.write(record{changes: changes, unchanged: rows})
}

// change records changes without reporting anything.
func (r *Recorder) change(changes ...store.Change) error { return r.write(record{changes: changes}) }

// write hands over a record and waits until it is durable. The error is the
// state's; the events are emitted all the same, because they happened. A panic of
// the state or of a listener is an error too, a BugError: the recorder goes on, for
// what the others have in flight.
func (r *Recorder) write(rec record) error {
	rec.reply = make(chan error, 1)
	r.queue <- rec
	return <-rec.reply
}

func (r *Recorder) loop(ctx context.Context) {
	defer close(r.ended)
	for first := range r.queue {
		batch := r.waiting(first)
		err := event.Recovered(func() error { return r.commit(ctx, batch) })()
		for _, rec := range batch {
			reported := event.Recovered(func() error { r.report(rec); return nil })()
			rec.reply <- cmp.Or(err, reported)
		}
	}
}

func (r *Recorder) commit(ctx context.Context, batch []record) error {
	var changes []store.Change
	for _, rec := range batch {
		changes = append(changes, rec.changes...)
	}
	if len(changes) == 0 {
		return nil
	}
	if err := r.state.Commit(ctx, changes...); err != nil {
		return fmt.Errorf("writing the state: %w", err)
	}
	return nil
}

// waiting returns the first record and those that wait already.
func (r *Recorder) waiting(first record) []record {
	batch := []record{first}
	for len(batch) < maxCommit {
		select {
		case rec, ok := <-r.queue:
			if !ok {
				return batch
			}
			batch = append(batch, rec)
		default:
			return batch
		}
	}
	return batch
}

func (r *Recorder) report(rec record) {
	r.counts.Unchanged += rec.unchanged
	for _, e := range rec.events {
		if row, ok := e.(event.Row); ok {
			r.count(&row)
			e = row
		}
		r.emit(e)
	}
	if rec.progress {
		r.done++
		r.emit(event.Progress{Done: r.done, Total: r.total, Counts: r.counts})
	}
}

func (r *Recorder) count(e *event.Row) {
	known := r.known.Note(e)
	r.counts.AddRow(e)
	r.counts.Warnings += len(e.Warnings)
	for _, d := range e.Drifts {
		r.counts.Drifts++
		if d.Both {
			r.counts.Conflicts++
		}
	}
	r.limits.note(e, known)
}
