package importer_test

import (
	"context"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/bolt"
)

// A signal that comes with the last row interrupts nothing: every row is in Quo and
// recorded, and the run is complete. The test repeats it, because signal and end race.
func TestACancelWithTheLastRowInterruptsNothing(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for range 12 {
		w.runs++
		rows := manyRows(40 * w.runs)
		ctx, cancel := context.WithCancel(context.Background())
		w.listener = func(e event.Event) {
			if p, ok := e.(event.Progress); ok && p.Done == p.Total {
				cancel()
			}
		}
		counts, err := w.run(ctx, w.file(rows...))
		if err != nil || counts.NotReached > 0 {
			t.Fatalf("run %d: %v, %+v", w.runs, err, counts)
		}
	}
	w.once()
	state, err := bolt.Open(w.statePath(), bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	runs, err := state.Runs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		if r.Outcome != "done" {
			t.Errorf("run %s: %q", r.ID, r.Outcome)
		}
	}
}

// The same for an undo.
func TestACancelWithTheLastContactInterruptsNoUndo(t *testing.T) {
	w := newWorld(t, sandbox.Options{FreeDeletedPairs: true})
	w.imports(manyRows(60)...)
	ctx, cancel := context.WithCancel(context.Background())
	w.listener = func(e event.Event) {
		if p, ok := e.(event.Progress); ok && p.Done == p.Total {
			cancel()
		}
	}
	counts, err := w.undo(ctx, undo.Last)
	if err != nil || counts.Deleted != 60 {
		t.Fatalf("%v, %+v", err, counts)
	}
}
