package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAThousandUpdatesKeepWhatPeopleAdded(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(1000)...)
		for _, c := range w.sandbox.Contacts() {
			w.sandbox.Edit(c.ID, func(c *sandbox.Contact) {
				c.DefaultFields.Role = new("Owner")
				c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: new("+12125550199")})
				c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Key: "note", Name: "Note", Type: "string", Value: "by hand"})
			})
		}
		w.sandbox.ResetCounts()
		edited := manyRows(1000)
		for i := range edited {
			edited[i] = strings.Replace(edited[i], "Acme", "Acme Ltd", 1)
		}
		w.expect(w.imports(edited...), event.Counts{Read: 1000, Updated: 1000})
		counts := w.sandbox.Counts()
		patches := counts.Of(sandbox.Update)
		t.Logf("%d PATCHes, %d other requests", patches, counts.Total-patches)
		if patches != 1000 || counts.Total-patches > 55 {
			t.Errorf("requests: %v", counts.Requests)
		}
		for _, c := range w.sandbox.Contacts() {
			if *c.DefaultFields.Role != "Owner" || *c.DefaultFields.Company != "Acme Ltd" || len(c.DefaultFields.PhoneNumbers) != 2 || len(c.CustomFields) != 3 {
				t.Fatalf("contact %s: %+v %v", *c.ExternalID, c.DefaultFields, c.CustomFields)
			}
		}
		w.once()
	})
}

func TestGuardsStopBeforeTheFirstWrite(t *testing.T) {
	bad := "k9999,First,Last,Acme,,415-55,,p@example.com,1,a"
	for _, c := range []struct {
		name string
		opts policy.Options
		rows []string
		kind event.StopKind
	}{
		{"an input without rows", policy.Options{}, nil, event.StopEmpty},
		{"--strict and a bad row", policy.Options{Strict: true}, append(manyRows(10), bad), event.StopGuard},
		{"--max-create", policy.Options{MaxCreate: policy.Limit{N: 4, Set: true}}, manyRows(15), event.StopGuard},
		{"--max-change", policy.Options{MaxChange: policy.Limit{Percent: 50, Percentage: true, Set: true}}, edited(10), event.StopGuard},
		{"--max-shrink", policy.Options{MaxShrink: policy.Limit{Percent: 20, Percentage: true, Set: true}}, manyRows(7), event.StopGuard},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(10)...)
				w.sandbox.ResetCounts()
				w.opts = c.opts
				w.stops(c.kind, c.rows...)
				if got := w.sandbox.Counts(); got.Of(sandbox.Create, sandbox.Update, sandbox.Delete) != 0 {
					t.Errorf("requests: %v", got.Requests)
				}
			})
		})
	}
}

// Without the state every row looks new; that they are in Quo is known when Quo was asked.
func TestTheGuardOfCreatesCountsWhatTheImportCreates(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(30)...)
		w.loseState()
		w.opts.MaxCreate = policy.Limit{N: 4, Set: true}
		w.expect(w.imports(manyRows(33)...), event.Counts{Read: 33, Created: 3, Unchanged: 30})
		w.loseState()
		w.stops(event.StopGuard, manyRows(40)...)
		w.once()
	})
}

func TestAFileThatIsWrittenToWhileItIsReadIsNotImported(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.changed = func() bool { return true }
		w.stops(event.StopGuard, manyRows(3)...)
		if got := w.sandbox.Counts().Of(sandbox.Create); got != 0 {
			t.Errorf("%d contacts were created", got)
		}
		w.changed = nil
		w.expect(w.imports(manyRows(3)...), event.Counts{Read: 3, Created: 3})
	})
}

// edited returns rows with another role.
func edited(n int) []string {
	list := manyRows(n)
	for i := range list {
		list[i] = row(i, "Buyer")
	}
	return list
}

func TestAStateOfAnotherWorkspaceIsRefused(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(30)...)
		w.sandbox = newWorld(t, sandbox.Options{}).sandbox // the same place, another account's key
		w.stops(event.StopWorkspace, edited(30)...)
		if got := w.sandbox.Counts(); got.Of(sandbox.Create, sandbox.Update) != 0 {
			t.Errorf("requests: %v", got.Requests)
		}
		w.opts.AcceptWorkspace, w.opts.Recreate = true, true
		w.expect(w.imports(edited(30)...), event.Counts{Read: 30, Created: 30})
	})
}

func TestTheFirstUpdateGoesAloneAndALossStopsTheRun(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(40)...)
		w.peopleAdd()
		w.sandbox.ResetCounts()
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Alter: func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = c.DefaultFields.PhoneNumbers[:1] // the server drops what it was sent
		}})
		counts := w.stops(event.StopLoss, edited(40)...)
		if got := w.sandbox.Counts().Of(sandbox.Update); got != 1 {
			t.Errorf("%d PATCHes before the loss was seen", got)
		}
		if counts.Updated != 1 || counts.NotReached != 39 {
			t.Errorf("counts %+v", counts)
		}
	})
}

func TestAnAnswerThatDiffersIsAWarning(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(1)...)
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Alter: func(c *sandbox.Contact) { c.DefaultFields.Company = new("Another Ltd") }})
		counts := w.imports(edited(1)...)
		if counts.Updated != 1 || counts.Warnings == 0 {
			t.Errorf("counts %+v%s", counts, w.story())
		}
	})
}

// A server that appends to lists would double a number with each update: the first
// answer shows it, no other contact is touched, and the next runs do not begin.
func TestAServerThatAppendsMeetsOneContact(t *testing.T) {
	bubble(t, sandbox.Options{MergePatch: true}, func(w *world) {
		w.imports(manyRows(40)...)
		w.sandbox.ResetCounts()
		counts := w.stops(event.StopAppends, edited(40)...)
		if counts.Updated != 1 || counts.NotReached != 39 || w.sandbox.Counts().Of(sandbox.Update) != 1 {
			t.Errorf("counts %+v, requests %v", counts, w.sandbox.Counts().Requests)
		}
		w.sandbox.ResetCounts()
		w.stops(event.StopAppends, edited(40)...)
		if got := w.sandbox.Counts().Of(sandbox.Update); got != 0 {
			t.Errorf("%d more PATCHes the next night", got)
		}
		w.opts.AcceptAppends = true
		if counts := w.stops(event.StopAppends, edited(40)...); counts.Updated != 1 {
			t.Errorf("when told to go on: %+v", counts)
		}
	})
}

// Twenty refusals, what is in flight then, and twenty rows from elsewhere: then it is not
// the rows.
func TestARunWhoseFirstWritesAreAllRefusedStops(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Status: 400, Times: -1})
		counts := w.stops(event.StopRefused, manyRows(1000)...)
		if counts.Failed < 40 || counts.Failed > 150 { // how many are in flight depends on the scheduler
			t.Errorf("%d rows failed", counts.Failed)
		}
	})
}

// Bad rows at the top of a file keep no other row waiting, neither in the first run nor
// in later ones, with a look-up or without.
func TestBadRowsAtTheTopKeepNoOtherRowWaiting(t *testing.T) {
	for name, others := range map[string]int{"certainly new": 0, "looked up": 1} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.opts.Workers = 4
				for i := range others {
					w.put("crm", fmt.Sprint("old", i), "Somebody")
				}
				const bad = 30
				refuse := sandbox.Fault{Op: sandbox.Create, Status: 400, Times: -1, Match: func(r *http.Request) bool {
					body, err := io.ReadAll(r.Body)
					if err != nil {
						t.Error(err)
					}
					for i := range bad {
						if strings.Contains(string(body), fmt.Sprintf("%q", row(i, "")[:5])) {
							return true
						}
					}
					return false
				}}
				w.sandbox.Queue(refuse)
				w.expect(w.imports(manyRows(300)...), event.Counts{Read: 300, Created: 300 - bad, Failed: bad})
				seen := map[string]bool{}
				for _, e := range w.events {
					if seen[e.Key] {
						t.Errorf("%s was reported twice", e.Key)
					}
					seen[e.Key] = true
				}
				for range 2 {
					w.expect(w.imports(manyRows(300)...), event.Counts{Read: 300, Failed: bad, Unchanged: 300 - bad})
				}
				w.once()
			})
		})
	}
}

func TestTooManyFailuresStopTheRun(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.MaxFailures = policy.Limit{Percent: 5, Percentage: true, Set: true}
		w.opts.Workers = 1
		w.imports(manyRows(1)...)
		n := 0
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Status: 422, Times: -1, Match: every(2, &n)})
		counts := w.stops(event.StopGuard, manyRows(400)...)
		if counts.NotReached < 300 {
			t.Errorf("counts %+v", counts)
		}
	})
}

func TestAnInterruptFinishesWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, sandbox.Options{Latency: func() time.Duration { return 2 * time.Second }})
		ctx, interrupt := context.WithCancel(context.Background())
		time.AfterFunc(5*time.Second, interrupt)
		began := time.Now()
		counts, err := w.run(ctx, w.file(manyRows(200)...))
		var stop *event.StopError
		if !errors.As(err, &stop) || stop.Kind != event.StopInterrupted {
			t.Fatalf("the run ended with %v", err)
		}
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("it took %s to stop", took)
		}
		if counts.Failed != 0 || counts.Created == 0 || counts.Created+counts.NotReached != 200 {
			t.Errorf("counts %+v", counts)
		}
		w.expect(w.imports(manyRows(200)...), event.Counts{Read: 200, Created: counts.NotReached, Unchanged: counts.Created})
		w.once()
	})
}

func TestTimeIsUpAndTheNextRunGoesOn(t *testing.T) {
	bubble(t, sandbox.Options{Latency: func() time.Duration { return time.Second }}, func(w *world) {
		w.opts.MaxDuration = 4 * time.Second
		counts := w.stops(event.StopTime, manyRows(200)...)
		w.opts.MaxDuration = 0
		w.expect(w.imports(manyRows(200)...), event.Counts{Read: 200, Created: counts.NotReached, Unchanged: counts.Created})
		w.once()
	})
}
