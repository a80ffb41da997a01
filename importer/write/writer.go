package write

import (
	"context"
	"errors"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
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
	err := w.Recorder.Change(store.Begin(w.Source, in))
	if err != nil {
		w.Sender.Halt(Unrecorded(err, "nothing was sent for this row; free the disk and run again"))
		return send.ErrHalted
	}
	return nil
}

// Unrecorded is the stop after an error of the recorder: a state that cannot be
// written, with the way out, or a bug, which has none.
func Unrecorded(err error, wayOut string) *event.StopError {
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
