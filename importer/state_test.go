package importer_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/memory"
)

// The importer uses only the methods of State: with another implementation it does the
// same as with a store, also after a run that was cut off.
func TestAnotherStateThanTheStore(t *testing.T) {
	story := func(state importer.State) (told []event.Counts) {
		bubble(t, sandbox.Options{}, func(w *world) {
			if state != nil {
				w.state = func(importer.State) importer.State { return state }
			}
			night := func(file []string) {
				counts, _ := w.run(context.Background(), w.file(file...))
				told = append(told, counts)
			}
			file := append(manyRows(30), "k0999,Bad,Number,,,415-55,,,,")
			w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Reset: true, After: true, Times: 2})
			night(file)
			night(file)
			file[3], file[4] = row(3, "Buyer"), row(4, "Buyer")
			w.opts.OnMissing = policy.ReportMissing
			night(file[1:])
			night(file[2:])
			if n := len(w.sandbox.Contacts()); n != 30 || len(w.sandbox.Duplicates()) > 0 {
				t.Errorf("%d contacts, twice: %v", n, w.sandbox.Duplicates())
			}
		})
		return told
	}
	if store, other := story(nil), story(memory.New()); !reflect.DeepEqual(store, other) {
		t.Errorf("with a store: %+v\nwith another state: %+v", store, other)
	}
}

// If a guard stops a run, Import and Apply return the same: the reason, and counts that
// add up.
func TestImportThatAGuardStops(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	im := &importer.Importer{
		API: w.client(), State: memory.New(), Source: "crm", Run: importer.RunID(time.Now()),
		Options: policy.Options{MaxCreate: policy.Limit{N: 2, Set: true}},
	}
	counts, err := im.Import(context.Background(), w.input(w.file(manyRows(3)...)))
	if stop, ok := errors.AsType[*event.StopError](err); !ok || stop.Kind != event.StopGuard {
		t.Errorf("it ended with %v, want a StopError of the guard", err)
	}
	if counts.NotReached != 3 || counts.Read != counts.Sum() || len(w.sandbox.Contacts()) != 0 {
		t.Errorf("%+v and %d contacts, want three rows that were not reached", counts, len(w.sandbox.Contacts()))
	}
}
