package importer_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// Undos that are stopped, killed, or answered with faults.

func TestAnUndoThatIsStoppedGoesOnWhenItIsRunAgain(t *testing.T) {
	bubble(t, sandbox.Options{Latency: func() time.Duration { return 100 * time.Millisecond }}, func(w *world) {
		before := w.twoRuns(120, 100, 100)
		ctx, cancel := context.WithTimeout(context.Background(), 700*time.Millisecond)
		defer cancel()
		counts, err := w.undo(ctx, undo.Last)
		var stop *event.StopError
		if !errors.As(err, &stop) || stop.Kind != event.StopInterrupted {
			t.Fatalf("the undo ended with %v", err)
		}
		if counts.NotReached == 0 || counts.Updated+counts.Deleted == 0 || counts.Failed > 0 || counts.Sum()+counts.Deleted != counts.Read {
			t.Fatalf("stopped in the middle: %+v", counts)
		}
		rest := w.undoes(undo.Last)
		if rest.Unchanged != counts.Updated+counts.Deleted || rest.Skipped+rest.Failed > 0 {
			t.Errorf("first %+v\nthen %+v", counts, rest)
		}
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Errorf("Quo after the undo: %s", diff)
		}
		w.once()
	})
}

// halfway creates three contacts, and is killed at the first DELETE of the undo: the
// contact still exists, without its key.
func (w *world) halfway() {
	w.t.Helper()
	w.imports(row(1, ""), row(2, ""), row(3, ""))
	w.sandbox.Queue(sandbox.Fault{Op: sandbox.Delete, Status: http.StatusUnauthorized, Times: 1})
	w.opts.Workers = 1
	if _, err := w.undo(context.Background(), undo.Last); err == nil {
		w.t.Fatal("the undo was to be cut off")
	}
	detached := 0
	for _, c := range w.sandbox.Contacts() {
		if c.ExternalID == nil {
			detached++
		}
	}
	if detached != 1 {
		w.t.Fatalf("%d contacts without their key", detached)
	}
}

func TestAnUndoKilledBetweenItsTwoRequestsIsFinishedByTheNext(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.halfway()
		w.expect(w.undoes(undo.Last), event.Counts{Read: 3, Deleted: 3})
		if left := w.sandbox.Contacts(); len(left) > 0 {
			t.Errorf("%d contacts are left", len(left))
		}
		w.expect(w.imports(row(1, ""), row(2, ""), row(3, "")), event.Counts{Read: 3, Created: 3})
		w.once()
	})
}

func TestAnImportAfterAKilledUndoGivesTheKeyBack(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.halfway()
		w.expect(w.imports(row(1, ""), row(2, ""), row(3, "")), event.Counts{Read: 3, Updated: 1, Unchanged: 2})
		for _, key := range []string{"k0001", "k0002", "k0003"} {
			w.contact(key)
		}
		w.once()
	})
}

func TestAContactThatPeopleChangedHalfwayIsNotDeleted(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.halfway()
		for _, c := range w.sandbox.Contacts() {
			if c.ExternalID == nil {
				w.sandbox.Edit(c.ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Owner") })
			}
		}
		w.expect(w.undoes(undo.Last), event.Counts{Read: 3, Deleted: 2, Skipped: 1})
		if left := w.sandbox.Contacts(); len(left) != 1 {
			t.Errorf("%d contacts are left", len(left))
		}
	})
}

func TestWhateverADeleteAnswersTheContactIsGoneOnce(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault sandbox.Fault
	}{
		{"404 for a contact that was deleted", sandbox.Fault{Op: sandbox.Delete, Status: 404, After: true}},
		{"404 for a contact that is there", sandbox.Fault{Op: sandbox.Delete, Status: 404}},
		{"500 after", sandbox.Fault{Op: sandbox.Delete, Status: 500, After: true}},
		{"500 before", sandbox.Fault{Op: sandbox.Delete, Status: 500}},
		{"a reset after", sandbox.Fault{Op: sandbox.Delete, Reset: true, After: true}},
		{"429", sandbox.Fault{Op: sandbox.Delete, Status: 429}},
		{"500 after the PATCH before it", sandbox.Fault{Op: sandbox.Update, Status: 500, After: true}},
		{"404 on the PATCH of a contact that is there", sandbox.Fault{Op: sandbox.Update, Status: 404}},
		{"a hang after the PATCH", sandbox.Fault{Op: sandbox.Update, Hang: true, After: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(3)...)
				w.sandbox.Queue(c.fault)
				w.expect(w.undoes(undo.Last), event.Counts{Read: 3, Deleted: 3})
				if left := w.sandbox.Contacts(); len(left) > 0 {
					t.Errorf("%d contacts are left", len(left))
				}
				w.once()
			})
		})
	}
}

func TestAnUndoSurvivesFaultsOfEveryKind(t *testing.T) {
	for seed := range uint64(8) {
		bubble(t, sandbox.Options{Seed: seed}, func(w *world) {
			before := w.twoRuns(60, 50, 60)
			w.sandbox.SetChaos(sandbox.Chaos{Rate: 0.05, Seed: seed, Faults: []sandbox.Fault{
				{Status: 500}, {Status: 500, After: true}, {Reset: true}, {Reset: true, After: true}, {Status: 429},
				{Op: sandbox.Update, Status: 404},
			}})
			var last event.Counts
			var err error
			for range 5 { // a run that had a failure is run again
				if last, err = w.undo(context.Background(), undo.Last); err == nil && last.Failed == 0 {
					break
				}
			}
			if err != nil || last.Failed+last.Skipped+last.NotReached > 0 {
				t.Errorf("seed %d: %+v %v%s", seed, last, err, w.story())
			}
			if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
				t.Errorf("seed %d: Quo after the undo: %s", seed, diff)
			}
			w.once()
		})
	}
}

func TestADryUndoCountsWhatAKilledOneBegan(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.halfway()
		w.opened(func(im *importer.Importer, _ openedState) {
			told, err := im.Undo(context.Background(), undo.Last, true)
			if err != nil {
				t.Fatal(err)
			}
			w.expect(told, event.Counts{Read: 3, Deleted: 3})
		})
		w.expect(w.undoes(undo.Last), event.Counts{Read: 3, Deleted: 3})
	})
}
