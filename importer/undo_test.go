package importer_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
)

// opened calls a function with an importer on the world's state, like a process of its
// own.
func (w *world) opened(use func(*importer.Importer, openedState)) {
	w.t.Helper()
	state := w.openState()
	defer func() {
		if err := errors.Join(state.check(w.t.Context()), state.Close()); err != nil {
			w.t.Errorf("the state: %v", err)
		}
	}()
	w.runs++
	w.events, w.others = nil, nil
	use(&importer.Importer{
		API: w.client(), State: state, Source: cmp.Or(w.source, "crm"), Options: w.opts, Fields: w.catalogue(),
		Run: fmt.Sprintf("20260101T%06dZ-test", w.runs), Random: func() float64 { return 0.5 },
		Events: func(e event.Event) {
			if w.listener != nil {
				w.listener(e)
			}
			switch e := e.(type) {
			case event.Row:
				w.events = append(w.events, e)
			case event.Notice:
				w.others = append(w.others, e)
			}
		},
	}, state)
}

// undo undoes a run like the command.
func (w *world) undo(ctx context.Context, run string) (counts event.Counts, err error) {
	w.t.Helper()
	w.opened(func(im *importer.Importer, _ openedState) {
		counts, err = im.Undo(ctx, run, false)
	})
	if err == nil && counts.Read != counts.Sum()+counts.Deleted {
		w.t.Errorf("the counts do not add up: %+v", counts)
	}
	return counts, err
}

func (w *world) undoes(run string) event.Counts {
	w.t.Helper()
	counts, err := w.undo(context.Background(), run)
	if err != nil {
		w.t.Fatalf("undo: %v", err)
	}
	return counts
}

// left returns what an undo left alone or could not do, as "key action: message".
func (w *world) left() []string {
	var left []string
	for _, e := range w.events {
		if e.Action != event.Deleted && e.Action != event.Updated && e.Action != event.Unchanged {
			left = append(left, fmt.Sprintf("%s %s: %s", e.Key, e.Action, e.Message))
		}
	}
	slices.Sort(left)
	return left
}

// remote returns what people see of the contacts, by key, without what every update
// changes (times, ids of items).
func (w *world) remote() map[string]sandbox.Contact {
	all := map[string]sandbox.Contact{}
	for _, c := range w.sandbox.Contacts() {
		slices.SortFunc(c.CustomFields, func(a, b sandbox.CustomValue) int { return cmp.Compare(a.Key, b.Key) })
		key := c.ID
		if c.ExternalID != nil {
			key = *c.ExternalID
		}
		all[key] = c
	}
	return all
}

var whatPeopleSee = []gocmp.Option{
	cmpopts.IgnoreFields(sandbox.Contact{}, "UpdatedAt"), cmpopts.IgnoreFields(sandbox.Item{}, "ID"),
	cmpopts.IgnoreFields(sandbox.CustomValue{}, "ID"), cmpopts.EquateEmpty(),
}

func (w *world) editRole(key, role string) {
	w.t.Helper()
	w.sandbox.Edit(w.contact(key).ID, func(c *sandbox.Contact) { c.DefaultFields.Role = &role })
}

// twoRuns imports n rows, lets people add to every contact, and imports again: m of
// the n rows changed, and k new ones. It returns Quo as it was in between.
func (w *world) twoRuns(n, m, k int) map[string]sandbox.Contact {
	w.t.Helper()
	file := manyRows(n)
	w.imports(file...)
	time.Sleep(time.Minute) // within a second, which came first is not known (quo.Older)
	for _, c := range w.sandbox.Contacts() {
		w.sandbox.Edit(c.ID, func(c *sandbox.Contact) {
			number := "+14155550199"
			c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: &number})
			c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Key: "note", Name: "Note", Type: "string", Value: "likes tea"})
		})
	}
	before := w.remote()
	for i := range m {
		file[i] = row(i, "Buyer")
	}
	for i := n; i < n+k; i++ {
		file = append(file, row(i, ""))
	}
	w.expect(w.imports(file...), event.Counts{Read: n + k, Created: k, Updated: m, Unchanged: n - m})
	return before
}

func TestAnUndoPutsEverythingBackButWhatWasEditedSince(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		before := w.twoRuns(250, 200, 300)
		time.Sleep(time.Minute)
		w.editRole("k0007", "Chair")
		w.editRole("k0400", "Owner")
		edited := w.remote()

		w.sandbox.ResetCounts()
		w.expect(w.undoes(undo.Last), event.Counts{Read: 500, Deleted: 299, Updated: 199, Skipped: 2})
		want := []string{"k0007 skipped: changed in Quo since", "k0400 skipped: changed in Quo since"}
		if diff := gocmp.Diff(want, w.left()); diff != "" {
			t.Errorf("what was left alone: %s", diff)
		}
		for _, key := range []string{"k0007", "k0400"} {
			before[key] = edited[key]
		}
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Errorf("Quo after the undo: %s", diff)
		}
		counts := w.sandbox.Counts()
		t.Logf("300 creates and 200 updates undone: %d DELETEs, %d PATCHes (%d of them before a DELETE), %d other requests; 2 contacts left alone and named",
			counts.Of(sandbox.Delete), counts.Of(sandbox.Update), 299, counts.Total-counts.Of(sandbox.Delete, sandbox.Update))
		if got := counts.Of(sandbox.Delete, sandbox.Update); got != 299+299+199 || counts.Total-got > 30 {
			t.Errorf("requests: %v", counts.Requests)
		}
		w.once()

		// The keys are free again, and the state is what it was.
		file := manyRows(550)
		w.expect(w.imports(file...), event.Counts{Read: 550, Created: 299, Unchanged: 251})
		w.once()
	})
}

// Contacts that are read in twenties are still fresh when their turn comes: at the rate
// of the real limit, none is read twice.
func TestAnUndoAtTheRealLimitSpendsNoRequestForNothing(t *testing.T) {
	bubble(t, sandbox.Options{RatePerSecond: 10, Latency: func() time.Duration { return 150 * time.Millisecond }}, func(w *world) {
		w.limiter = ratelimit.New(ratelimit.Options{})
		w.imports(manyRows(100)...)
		w.sandbox.ResetCounts()
		began := time.Now()
		w.expect(w.undoes(undo.Last), event.Counts{Read: 100, Deleted: 100})
		counts := w.sandbox.Counts()
		t.Logf("100 creates undone: %d requests in %s (%.1f/s), %v", counts.Total, time.Since(began).Round(time.Second), float64(counts.Total)/time.Since(began).Seconds(), counts.Requests)
		if other := counts.Total - counts.Of(sandbox.Update, sandbox.Delete); other > 8 {
			t.Errorf("%d requests beside PATCH and DELETE", other)
		}
	})
}

func TestAnUndoLeavesAloneWhatIsNotItsOwnAnyMore(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(row(1, ""), row(2, ""), row(3, ""), row(4, ""))
		first := "20260101T000001Z-test"
		w.imports(row(1, ""), row(2, "Buyer"), row(3, ""), row(4, ""))
		w.sandbox.Remove(w.contact("k0003").ID)
		w.expect(w.undoes(first), event.Counts{Read: 4, Deleted: 2, Skipped: 2})
		want := []string{
			"k0002 skipped: imported again since, by run 20260101T000002Z-test",
			"k0003 skipped: already gone from Quo",
		}
		if diff := gocmp.Diff(want, w.left()); diff != "" {
			t.Error(diff)
		}
		// A second time there is nothing left to do, and nothing is asked.
		w.sandbox.ResetCounts()
		w.expect(w.undoes(first), event.Counts{Read: 4, Unchanged: 3, Skipped: 1})
		if got := w.sandbox.Counts(); got.Of(sandbox.Update, sandbox.Delete) != 0 {
			t.Errorf("requests: %v", got.Requests)
		}
	})
}

func TestRunsThatCannotBeTakenBackAreRefusedWithAWord(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		_, err := w.undo(context.Background(), undo.Last)
		var refused *undo.RunError
		if !errors.As(err, &refused) {
			t.Fatalf("nothing was imported: %v", err)
		}
		w.imports(row(1, ""))
		w.undoes(undo.Last)
		for run, word := range map[string]string{
			fmt.Sprintf("20260101T%06dZ-test", w.runs): "is an undo",
			"20250101T000000Z-none":                    "is not known",
		} {
			if _, err := w.undo(context.Background(), run); !errors.As(err, &refused) || !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %v, want %q", run, err, word)
			}
		}
	})
}

// All keys of another workspace would look deleted, and be forgotten.
func TestAnUndoInAnotherWorkspaceStops(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(30)...)
		w.sandbox = sandbox.New(sandbox.Options{Fields: testFields, RatePerSecond: -1})
		_, err := w.undo(context.Background(), undo.Last)
		var stop *event.StopError
		if !errors.As(err, &stop) || stop.Kind != event.StopWorkspace {
			t.Fatalf("the undo ended with %v", err)
		}
	})
}

func TestADryUndoTellsWhatTheUndoThenDoes(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.twoRuns(30, 20, 25)
		w.editRole("k0003", "Chair")
		before := w.remote()
		var told event.Counts
		w.opened(func(im *importer.Importer, _ openedState) {
			var err error
			if told, err = im.Undo(context.Background(), undo.Last, true); err != nil {
				t.Fatal(err)
			}
		})
		if diff := gocmp.Diff(before, w.remote()); diff != "" {
			t.Errorf("a dry run changed Quo: %s", diff)
		}
		w.expect(told, event.Counts{Read: 45, Deleted: 25, Updated: 19, Skipped: 1})
		w.expect(w.undoes(undo.Last), told)
	})
}

func TestAnUndoneAdoptionGivesTheContactBack(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		number := "+14155551001"
		w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{
			FirstName: new("Ann"), PhoneNumbers: []sandbox.Item{{Name: "home", Value: &number}},
		}})
		before := w.remote()
		w.opts.Adopt = policy.AdoptPhoneOnly
		w.expect(w.imports(row(1, ""), row(2, "")), event.Counts{Read: 2, Created: 1, Updated: 1, Adopted: 1, Drifts: 1})
		w.expect(w.undoes(undo.Last), event.Counts{Read: 2, Deleted: 1, Updated: 1})
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Error(diff)
		}
	})
}

// Quo may change updatedAt by itself, for a conversation or a sync: the values decide.
func TestWhatCountsAsChangedSince(t *testing.T) {
	number := func(n string) sandbox.Item { return sandbox.Item{Name: "home", Value: &n} }
	for _, c := range []struct {
		name    string
		edit    func(*sandbox.Contact)
		changed bool
	}{
		{"only updatedAt moved", func(*sandbox.Contact) {}, false},
		{"a scalar of ours was changed", func(c *sandbox.Contact) { c.DefaultFields.Company = new("Other") }, true},
		{"a scalar of ours was cleared", func(c *sandbox.Contact) { c.DefaultFields.Company = nil }, true},
		{"a number was added", func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, number("+14155550177"))
		}, true},
		{"a number of ours was removed", func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = nil }, true},
		{"a label of ours was changed", func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers[0].Name = "main" }, true},
		{"a custom value was added", func(c *sandbox.Contact) {
			c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Key: "note", Value: "x"})
		}, true},
		{"a choice was removed", func(c *sandbox.Contact) {
			for i, v := range c.CustomFields {
				if v.Key == "tags" {
					c.CustomFields[i].Value = []string{"a"}
				}
			}
		}, true},
		{"the key was changed", func(c *sandbox.Contact) { c.ExternalID = new("other") }, true},
	} {
		for i := range 4 {
			updated, reread := i%2 == 1, i/2 == 1
			t.Run(fmt.Sprintf("%s, update %v, read since %v", c.name, updated, reread), func(t *testing.T) {
				bubble(t, sandbox.Options{}, func(w *world) {
					last := row(1, "")
					w.imports(last)
					if updated {
						last = row(1, "Buyer")
						w.imports(last)
					}
					of := fmt.Sprintf("20260101T%06dZ-test", w.runs)
					time.Sleep(time.Hour)
					w.sandbox.Edit(w.contact("k0001").ID, c.edit)
					if reread {
						if c.name == "the key was changed" {
							return // the run that reads puts it back
						}
						w.opts.Recheck = true
						w.imports(last)
					}
					got := w.undoes(of)
					if (got.Skipped == 1) != c.changed {
						t.Errorf("%+v%s", got, w.story())
					}
				})
			})
		}
	}
}

// What somebody put back by hand is as the undo wants it: the rest is restored.
func TestAnUndoGoesOnWhereAValueIsAsItWasBefore(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(row(1, ""))
		before := w.remote()
		w.imports(strings.Replace(row(1, "Buyer"), "Acme", "Bolt", 1))
		w.sandbox.Edit(w.contact("k0001").ID, func(c *sandbox.Contact) { c.DefaultFields.Company = new("Acme") })
		w.expect(w.undoes(undo.Last), event.Counts{Read: 1, Updated: 1})
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnUndoPutsBackWhatWasCleared(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(row(1, ""))
		before := w.remote()
		w.mapping = strings.Replace(w.mapping, "  company: Company\n", "", 1)
		w.opts.Unmapped = policy.ClearUnmapped
		w.expect(w.imports(row(1, "")), event.Counts{Read: 1, Updated: 1})
		w.expect(w.undoes(undo.Last), event.Counts{Read: 1, Updated: 1})
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Error(diff)
		}
	})
}

// An answer without a property is no proof that the contact lost it.
func TestAnUndoBelievesNoAnswerThatLacksValues(t *testing.T) {
	bubble(t, sandbox.Options{LeanAnswers: []string{"customFields"}}, func(w *world) {
		w.imports(row(1, ""))
		before := w.remote()
		w.imports(row(1, "Buyer"))
		w.expect(w.undoes(undo.Last), event.Counts{Read: 1, Updated: 1})
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Error(diff)
		}
	})
}

// A reserved source cannot be sent back (docs/quo-api.md, "The contact"): everything
// else is, and that is reported.
func TestAnUndoneAdoptionSaysWhichSourceItCouldNotPutBack(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		number := "+14155551001"
		made := w.put("csv-v2", "", "Ann")
		w.sandbox.Edit(made.ID, func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = []sandbox.Item{{Name: "home", Value: &number}}
		})
		before := w.remote()
		w.opts.Adopt = policy.AdoptPhoneOnly
		w.imports(row(1, ""))
		w.expect(w.undoes(undo.Last), event.Counts{Read: 1, Updated: 1})
		after := w.remote()[made.ID]
		if before, source := before[made.ID], after.Source; source == nil || *source != "csv-v2" {
			if len(w.events) != 1 || !strings.Contains(w.events[0].Message, "csv-v2") {
				t.Errorf("not said: %s", w.story())
			}
			after.Source = before.Source
		}
		if diff := gocmp.Diff(before[made.ID], after, whatPeopleSee...); diff != "" {
			t.Error(diff)
		}
	})
}
