package importer_test

import (
	"context"
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// A signal that comes with the last row has interrupted nothing: every row is
// in Quo and recorded, and the run is complete. It is repeated, because signal
// and end race; the race detector looks on.
func TestACancelWithTheLastRowInterruptsNothing(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for range 12 {
		w.runs++
		rows := manyRows(40 * w.runs)
		ctx, cancel := context.WithCancel(context.Background())
		w.listener = func(e importer.Event) {
			if p, ok := e.(importer.Progress); ok && p.Done == p.Total {
				cancel()
			}
		}
		counts, err := w.run(ctx, w.file(rows...))
		if err != nil || counts.NotReached > 0 {
			t.Fatalf("run %d: %v, %+v", w.runs, err, counts)
		}
	}
	w.once()
	state, err := store.Open(w.statePath(), store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	runs, err := state.Runs()
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
	w.listener = func(e importer.Event) {
		if p, ok := e.(importer.Progress); ok && p.Done == p.Total {
			cancel()
		}
	}
	counts, err := w.undo(ctx, importer.LastRun)
	if err != nil || counts.Deleted != 60 {
		t.Fatalf("%v, %+v", err, counts)
	}
}
