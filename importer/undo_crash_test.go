package importer_test

import (
	"context"
	"errors"
	"iter"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// mortal ends a process at its nth step: nothing that it does after that reaches Quo or
// the disk. Steps are the moments before and after every write and every commit.
type mortal struct {
	mu    sync.Mutex
	steps int // left to live; negative: for ever
}

var errDead = errors.New("the process is dead")

func (m *mortal) step() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.steps == 0 {
		return errDead
	}
	m.steps--
	return nil
}

func (m *mortal) dead() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.steps == 0
}

// around calls a function unless the process is killed before it. The process may also
// be killed after it, before it knows the result.
func (m *mortal) around(do func() error) error {
	if err := m.step(); err != nil {
		return err
	}
	err := do()
	if dead := m.step(); dead != nil {
		return dead
	}
	return err
}

type mortalAPI struct {
	send.API
	*mortal
}

func (a mortalAPI) Lookup(ctx context.Context, keys []string) ([]quo.Contact, error) {
	if a.dead() {
		return nil, errDead
	}
	return a.API.Lookup(ctx, keys)
}

func (a mortalAPI) Get(ctx context.Context, id string) (quo.Contact, error) {
	if a.dead() {
		return quo.Contact{}, errDead
	}
	return a.API.Get(ctx, id)
}

func (a mortalAPI) All(ctx context.Context, sources ...string) iter.Seq2[quo.Contact, error] {
	if a.dead() {
		return func(yield func(quo.Contact, error) bool) { yield(quo.Contact{}, errDead) }
	}
	return a.API.All(ctx, sources...)
}

func (a mortalAPI) Create(ctx context.Context, c quo.Contact) (out quo.Contact, err error) {
	err = a.around(func() (err error) { out, err = a.API.Create(ctx, c); return err })
	return out, err
}

func (a mortalAPI) Update(ctx context.Context, id string, c quo.Contact) (out quo.Contact, err error) {
	err = a.around(func() (err error) { out, err = a.API.Update(ctx, id, c); return err })
	return out, err
}

func (a mortalAPI) Delete(ctx context.Context, id string) error {
	return a.around(func() error { return a.API.Delete(ctx, id) })
}

type mortalState struct {
	openedState
	*mortal
}

func (s mortalState) Commit(ctx context.Context, changes ...store.Change) error {
	return s.around(func() error { return s.openedState.Commit(ctx, changes...) })
}

// killedUndo undoes the last import in a process that is killed after some steps, and
// reports whether they were enough.
func (w *world) killedUndo(steps int) (survived bool) {
	w.t.Helper()
	w.opened(func(im *importer.Importer, state openedState) {
		life := &mortal{steps: steps}
		im.API, im.State = mortalAPI{im.API, life}, mortalState{state, life}
		_, _ = im.Undo(context.Background(), undo.Last, false)
		survived = !life.dead()
	})
	return survived
}

// An undo is killed at each of its steps in turn, and the undo that continues it at each
// of its steps.
func TestAnUndoThatIsKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	kills := 0
	for steps, survived := 0, false; !survived; steps++ {
		bubble(t, sandbox.Options{AllowDoubles: steps%2 == 0}, func(w *world) {
			w.opts.Workers = 1 + steps%3
			before := w.twoRuns(3, 2, 2)
			if survived = w.killedUndo(steps); !survived {
				kills++
				for again := steps % 7; !w.killedUndo(again); again += 7 {
					kills++
				}
			}
			counts := w.undoes(undo.Last)
			if counts.Failed+counts.Skipped > 0 {
				t.Errorf("killed at step %d: %+v%s", steps, counts, w.story())
			}
			if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
				t.Errorf("killed at step %d: Quo after the undo: %s", steps, diff)
			}
			file := manyRows(5)
			w.imports(file...)
			w.once()
			// People added to k0002, and no run wrote it since.
			if diff := gocmp.Diff([]string{"k0002 changed"}, w.verify()); diff != "" {
				t.Errorf("killed at step %d: state and Quo: %s", steps, diff)
			}
		})
	}
	t.Logf("%d kills: contacts and state as before each time", kills)
	if kills < 20 {
		t.Errorf("only %d kills", kills)
	}
}

// The file is imported again instead: nothing exists twice, and every key is there.
func TestAnImportAfterAnUndoThatWasKilledAnywhereMakesNothingTwice(t *testing.T) {
	for steps, survived := 0, false; !survived; steps++ {
		bubble(t, sandbox.Options{AllowDoubles: steps%2 == 0}, func(w *world) {
			w.opts.Workers = 1 + steps%3
			w.twoRuns(3, 2, 2)
			survived = w.killedUndo(steps)
			file := manyRows(5)
			for i := range 2 {
				file[i] = row(i, "Buyer")
			}
			w.imports(file...)
			w.once()
			if got := len(w.sandbox.Contacts()); got != 5 {
				t.Errorf("killed at step %d: %d contacts", steps, got)
			}
			for i := range 5 {
				c := w.contact(row(i, "")[:5])
				if role := c.DefaultFields.Role; i < 2 && (role == nil || *role != "Buyer") {
					t.Errorf("killed at step %d: %s is not as the file says", steps, row(i, "")[:5])
				}
			}
			// People added to k0002, and no run wrote it since.
			if diff := gocmp.Diff([]string{"k0002 changed"}, w.verify()); diff != "" {
				t.Errorf("killed at step %d: state and Quo: %s", steps, diff)
			}
		})
	}
}

// A server that does not do what a reversal relies on.
func TestAnUndoChecksWhatTheAnswersShow(t *testing.T) {
	t.Run("values that are lost stop it, before the contact is deleted", func(t *testing.T) {
		bubble(t, sandbox.Options{}, func(w *world) {
			w.imports(manyRows(5)...)
			w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Alter: func(c *sandbox.Contact) { c.DefaultFields.Company = nil }})
			_, err := w.undo(context.Background(), undo.Last)
			var stop *event.StopError
			if !errors.As(err, &stop) || stop.Kind != event.StopLoss {
				t.Fatalf("the undo ended with %v", err)
			}
			if got := len(w.sandbox.Contacts()); got != 5 {
				t.Errorf("%d contacts are left", got)
			}
			w.once()
		})
	})
	t.Run("a key that Quo keeps is a warning", func(t *testing.T) {
		bubble(t, sandbox.Options{}, func(w *world) {
			w.imports(manyRows(2)...)
			w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Times: 2, Alter: func(c *sandbox.Contact) {
				c.ExternalID = new("k000" + (*c.DefaultFields.FirstName)[len("First"):])
			}})
			w.expect(w.undoes(undo.Last), event.Counts{Read: 2, Deleted: 2, Warnings: 2})
			w.once()
		})
	})
}
