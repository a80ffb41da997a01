package write

import (
	"context"
	"errors"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// FreshFor is how old a listed contact may be when it is merged: the window in which
// somebody else's change is overwritten, as the API has no conditional update.
const FreshFor = 10 * time.Second

// Writer writes contacts of one source in one run. It may be used concurrently; a row
// or a Revert belongs to one goroutine.
type Writer struct {
	Sender   *send.Sender
	Recorder *Recorder
	Source   string
	Run      string
	// Definition is the number of the source's key definition (store.Source.Number).
	Definition int
	Policy     decide.Policy
	ListLag    time.Duration // how long a new contact may be missing from lists
	// NoteAppends records that the server appends to lists instead of replacing them.
	NoteAppends func() store.Change
	// FindAgain looks for the person of a row whose contact was deleted in Quo, as
	// plan.Plan.FindAgain.
	FindAgain func(ctx context.Context, key string, row *mapping.Desired) (id, maybe string, err error)
}

// Result is what became of a row or contact: what to report, and the changes of the
// state that belong to it.
type Result struct {
	Event   event.Row
	Changes []store.Change
}

// Work is what a run does.
type Work struct {
	Do func(context.Context) error
	// Whole reports whether nothing was left when the run ended.
	Whole func(event.Counts) bool
	// End records how the run ended; stopped is nil if it did not stop.
	End func(ctx context.Context, counts event.Counts, stopped *event.StopError) error
}

// Do does the work of a run, until it is done or ctx is cancelled: then no new row is
// begun, and what is in flight is finished within Options.Grace and recorded. The error is
// a *event.StopError if the run ended early.
func (w *Writer) Do(ctx context.Context, o policy.Options, work Work) (event.Counts, error) {
	durable := context.WithoutCancel(ctx) // what happened is recorded even if ctx is cancelled
	inFlight, cancel := context.WithCancel(durable)
	defer cancel()
	unwatch := w.Sender.Watch(ctx, o.MaxDuration, o.Grace, cancel)
	err := work.Do(inFlight)
	unwatch()
	counts := w.Recorder.Stop()
	if err != nil {
		w.Sender.Stop(event.AsStop(err))
	}
	stopped := w.Sender.End(work.Whole(counts))
	if err := work.End(durable, counts, stopped); stopped == nil && err != nil {
		stopped = event.AsStop(err)
	}
	if stopped != nil {
		return counts, stopped
	}
	return counts, nil
}

// NotReached is the result of a row that was not begun because the run ends. why may
// be nil.
func NotReached(why error) Result {
	text := "the run was stopped before"
	if why != nil && !errors.Is(why, send.ErrHalted) && !errors.Is(why, context.Canceled) {
		text += ": " + why.Error()
	}
	return Result{Event: event.Row{Action: event.NotReached, Message: text}}
}

// Unread is the result of a row whose contact could not be read: nothing was sent.
func (w *Writer) Unread(err error) Result {
	if w.Sender.Stopping() {
		return NotReached(err)
	}
	return Result{Event: known.Failed(known.Reading, err)}
}

// failed is the result of a row for which nothing was written.
func failed(err error) Result {
	if errors.Is(err, send.ErrHalted) || errors.Is(err, context.Canceled) || quo.Classify(err) == quo.Fatal {
		return NotReached(err)
	}
	return Result{Event: known.Failed(known.Deciding, err)}
}

// unconfirmed is a write that may or may not have happened. Its intent stays, and the
// next run looks it up.
func unconfirmed(err error) Result { return Result{Event: known.Failed(known.Unconfirmed, err)} }

// begin makes an intent durable before the write is sent.
func (w *Writer) begin(in store.Intent, before, target *quo.Contact) error {
	in.ContactID, in.Target, in.Run, in.Begun = target.ID, target.Encode(), w.Run, time.Now()
	if before != nil {
		in.PreImage = before.Encode()
	}
	err := w.Recorder.change(store.Begin(w.Source, in))
	if err != nil {
		w.Sender.Halt(unrecorded(err, "nothing was sent for this row; free the disk and run again"))
		return send.ErrHalted
	}
	return nil
}

// Record records what became of a row and reports it. An error of the state ends the run.
func (w *Writer) Record(changes []store.Change, progress bool, events ...event.Event) {
	if err := w.Recorder.Result(changes, progress, events...); err != nil {
		w.Sender.Halt(unrecorded(err, "requests in flight were sent but could not be recorded: free disk space and run again, the next run looks them up"))
	}
}

// unrecorded is the stop after an error of the recorder: a state that cannot be
// written, with the way out, or a bug, which has none.
func unrecorded(err error, wayOut string) *event.StopError {
	if _, bug := errors.AsType[*event.BugError](err); bug {
		return event.AsStop(err)
	}
	return event.Stopf(event.StopState, err, "%v: %s", err, wayOut)
}

// drop removes the intent of a write that surely did not happen.
func (w *Writer) drop(key string, res Result) Result {
	res.Changes = append(res.Changes, store.Drop(w.Source, key))
	return res
}

// lookTimes are when to look for a contact that may just have been created: at once,
// after 1 s, after 3 s, and when lists must show it at the latest.
func (w *Writer) lookTimes() []time.Duration {
	lag := max(0, w.ListLag)
	times := []time.Duration{0}
	for _, t := range []time.Duration{time.Second, 3 * time.Second} {
		if t < lag {
			times = append(times, t)
		}
	}
	return append(times, lag)
}

// await looks a key up until a contact carries it, or until lists must show it. found is
// what the last look-up returned, nil if it failed; the error of Find is a conflict.
func (w *Writer) await(ctx context.Context, key string) (found []quo.Contact, contact *quo.Contact, err error) {
	began := time.Now()
	for _, after := range w.lookTimes() {
		if err := send.Pause(ctx, time.Until(began.Add(after))); err != nil {
			return nil, nil, err
		}
		if found, err = w.Sender.Lookup(ctx, key); err != nil {
			return nil, nil, err
		}
		c, err := decide.Find(found, key, w.Source, "")
		if c != nil || err != nil {
			return found, c, err
		}
	}
	return found, nil, nil
}
