package importer_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// failingState is a state whose records cannot be read, such as one behind a network.
type failingState struct {
	importer.State
	failing func(method string) bool
}

var errUnreachable = errors.New("the database does not answer")

func (s failingState) View(ctx context.Context, source string, read func(store.Snapshot) error) error {
	return s.State.View(ctx, source, func(snap store.Snapshot) error {
		return read(failingSnapshot{snap, s.failing})
	})
}

type failingSnapshot struct {
	store.Snapshot
	failing func(method string) bool
}

func (s failingSnapshot) Hashes(keys []string, out []store.Hashes) error {
	if s.failing("Hashes") {
		return errUnreachable
	}
	return s.Snapshot.Hashes(keys, out)
}

func (s failingSnapshot) Records(keys ...string) (map[string]store.Record, error) {
	if s.failing("Records") {
		return nil, errUnreachable
	}
	return s.Snapshot.Records(keys...)
}

func (s failingSnapshot) Len() (int, error) {
	if s.failing("Len") {
		return 0, errUnreachable
	}
	return s.Snapshot.Len()
}

// A record that could not be read does not count as missing: nothing is created, and the
// error is returned.
func TestAStateThatCannotBeReadCreatesNothing(t *testing.T) {
	for _, method := range []string{"Hashes", "Records", "Len"} {
		t.Run(method, func(t *testing.T) {
			bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
				w.imports(manyRows(30)...)
				w.sandbox.ResetCounts()
				var failed atomic.Bool // mappers read the state side by side
				w.state = func(s importer.State) importer.State {
					return failingState{s, func(m string) bool {
						if m == method {
							failed.Store(true)
						}
						return m == method
					}}
				}
				changed := manyRows(30)
				for i := range changed {
					changed[i] = row(i, "Buyer")
				}
				counts, err := w.run(context.Background(), w.file(changed...))
				if !failed.Load() {
					t.Fatal("the fault did not fire")
				}
				if n := w.sandbox.Counts().Of(sandbox.Create); n != 0 || counts.Created != 0 || len(w.sandbox.Contacts()) != 30 {
					t.Errorf("%d POSTs, %d contacts, %+v", n, len(w.sandbox.Contacts()), counts)
				}
				if err == nil && counts.Failed == 0 {
					t.Errorf("the error is swallowed: %+v", counts)
				}
			})
		})
	}
}
