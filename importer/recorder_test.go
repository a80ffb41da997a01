package importer_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// tripped is a state with a bug: one of its commits panics.
type tripped struct {
	importer.State
	after int // commits that go well before
}

func (s *tripped) Commit(ctx context.Context, changes ...store.Change) error {
	if s.after--; s.after == -1 {
		panic("maya@okafor.example")
	}
	return s.State.Commit(ctx, changes...)
}

// A panic of the recorder stops the run like a panic of a worker: every row is counted,
// the message quotes no value, and the next run continues.
func TestABugInTheRecorderStopsTheRun(t *testing.T) {
	listens := func(w *world) {
		w.listener = func(e event.Event) {
			if row, ok := e.(event.Row); ok && row.Key == "k0003" {
				panic("maya@okafor.example")
			}
		}
	}
	for name, breaks := range map[string]func(*world){
		"of who listens to events": listens,
		"of the state, for an intent": func(w *world) {
			w.state = func(s importer.State) importer.State { return &tripped{State: s, after: 1} }
		},
		"of the state, for an outcome": func(w *world) {
			w.state = func(s importer.State) importer.State { return &tripped{State: s, after: 2} }
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.opts.Workers = 1 // one intent, one outcome at a time
				breaks(w)
				counts, err := w.run(context.Background(), w.file(manyRows(12)...))
				bug, ok := errors.AsType[*event.BugError](err)
				if !ok || strings.Contains(err.Error(), "okafor") || bug.Kind != "string" {
					t.Errorf("stopped by %v, want a BugError without its message", err)
				}
				if counts.NotReached == 0 {
					t.Errorf("the run went on: %+v", counts)
				}

				w.state, w.listener = nil, nil
				w.imports(manyRows(12)...)
				if n := len(w.sandbox.Contacts()); n != 12 || len(w.sandbox.Duplicates()) > 0 {
					t.Errorf("%d contacts after the next run, %v twice", n, w.sandbox.Duplicates())
				}
			})
		})
	}
}
