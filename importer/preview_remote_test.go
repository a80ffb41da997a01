package importer_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/bolt"
)

// preview runs check --remote, with the state or without it.
func (w *world) preview(state bool, rows ...string) (*plan.Plan, []plan.Change) {
	w.t.Helper()
	opts := w.opts
	opts.DryRun = true
	im := &importer.Importer{API: w.client(), Source: "crm", Options: opts}
	if state {
		s, err := bolt.Open(w.statePath(), bolt.Options{ReadOnly: true})
		if err != nil {
			w.t.Fatal(err)
		}
		defer s.Close()
		im.State = s
	}
	planned, err := im.Plan(context.Background(), w.input(w.file(rows...)))
	if err != nil {
		w.t.Fatal(err)
	}
	defer planned.Close()
	var changes []plan.Change
	if err := planned.Preview(context.Background(), func(c plan.Change) { changes = append(changes, c) }); err != nil {
		w.t.Fatal(err)
	}
	return planned.Plan, changes
}

// TestPreviewIsWhatAnImportThenDoes previews a file and then imports it. The workspace
// has some of its contacts, which people changed or deleted. The counts must be the
// same, and the preview must write nothing.
func TestPreviewIsWhatAnImportThenDoes(t *testing.T) {
	for name, c := range map[string]struct {
		state bool
		opts  policy.Options
	}{
		"with the state":            {true, policy.Options{}},
		"without a state":           {false, policy.Options{}},
		"where all may be updated":  {true, policy.Options{Mode: policy.UpdateOnly}},
		"where all may be created":  {false, policy.Options{Mode: policy.CreateOnly}},
		"where deleted come back":   {true, policy.Options{Recreate: true}},
		"where the file overwrites": {true, policy.Options{Overwrite: true, Recheck: true}},
	} {
		t.Run(name, func(t *testing.T) {
			// That Quo may keep the pair of a deleted contact cannot be known before.
			bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
				w.imports(manyRows(50)...)
				w.opts = c.opts
				if !c.state {
					w.loseState()
				}
				id := w.contact("k0003").ID
				w.sandbox.Edit(id, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Boss") })
				w.sandbox.Remove(w.contact("k0004").ID)
				w.sandbox.ResetCounts()

				file := manyRows(60)
				file[3], file[4], file[5] = row(3, "Clerk"), row(4, "Clerk"), row(5, "Clerk")
				file[6] = file[7] // the same key: both are rejected
				plan, _ := w.preview(c.state, file...)
				if sent := w.sandbox.Counts(); sent.Of(sandbox.Create, sandbox.Update, sandbox.Delete) != 0 {
					t.Errorf("the preview wrote: %v", sent.Requests)
				}
				counts := w.imports(file...)
				short := func(c event.Counts) string {
					return fmt.Sprintf("created %d updated %d unchanged %d skipped %d rejected %d failed %d of %d", c.Created, c.Updated, c.Unchanged, c.Skipped, c.Rejected, c.Failed, c.Read)
				}
				if got, want := short(plan.Counts), short(counts); got != want {
					t.Errorf("previewed: %s\nimported: %s", got, want)
				}
			})
		})
	}
}

func TestPreviewShowsOldAndNew(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports("1,Maya,Okafor,Acme,Owner,415-555-0134,,maya@okafor.example,7,a;b")
		w.loseState()
		_, changes := w.preview(false, "1,Maya,Okafor,,,415-555-0135,,,8,b;c")
		if len(changes) != 1 {
			t.Fatalf("%d changes", len(changes))
		}
		got := changes[0]
		want := []merge.Change{
			{Field: quo.PhoneNumbers, New: "+14155550135 (mobile)"},
			{Field: quo.Custom("tags"), Name: "Tags", New: "c"},
		}
		if got.Action != event.Updated || got.ContactID == "" {
			t.Errorf("%+v", got)
		}
		if diff := cmp.Diff(want, got.Fields); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
		if len(got.Drifts) != 1 || got.Drifts[0].File != "8" || !got.Drifts[0].Kept {
			t.Errorf("what we did not write is kept, and reported: %+v", got.Drifts)
		}
	})
}

// A preview shows what was changed in Quo, also in rows that need no write.
func TestAPreviewShowsWhatIsOnlyDrift(t *testing.T) {
	for name, recheck := range map[string]bool{"--recheck": true, "after the state was lost": false} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(3)...)
				w.sandbox.Edit(w.contact("k0001").ID, func(c *sandbox.Contact) { c.DefaultFields.Company = new("By hand") })
				if w.opts.Recheck = recheck; !recheck {
					w.loseState()
				}
				plan, changes := w.preview(recheck, manyRows(3)...)
				if len(changes) != 1 || changes[0].Key != "k0001" || len(changes[0].Drifts) != 1 || changes[0].Drifts[0].Quo != "By hand" {
					t.Errorf("%+v", changes)
				}
				if c := plan.Counts; c.Unchanged != 3 || c.Drifts != 1 || plan.Writes != 0 {
					t.Errorf("%+v, %d writes", c, plan.Writes)
				}
			})
		})
	}
}

// A night without new decisions about people who may be in Quo does not list the
// workspace for them, and one with a new row looks for all.
func TestWhoMayBeInQuoIsLookedForOnceUntilSomethingChanges(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.Adopt = policy.AdoptPhone
		w.imports(manyRows(3)...)
		w.inApp("Somebody", "Else", "+14155550134")
		file := append(manyRows(3), named("n1", "Maya", "Okafor", "415-555-0134"))
		night := func(lists int, want event.Counts) {
			t.Helper()
			w.sandbox.ResetCounts()
			w.expect(w.imports(file...), want)
			if got := w.sandbox.Counts().Of(sandbox.List); got != lists {
				t.Errorf("%d listings, want %d", got, lists)
			}
		}
		rejected := event.Counts{Read: 4, Unchanged: 3, Rejected: 1}
		night(1, rejected)
		for range 2 {
			night(0, rejected)
			if e := w.events[0]; e.New || e.Errors[0].Kind != "in-quo" {
				t.Errorf("%+v", e)
			}
		}
		if plan, _ := w.preview(true, file...); len(plan.Adoptions) != 1 || plan.Counts.Rejected != 1 {
			t.Errorf("a check shows %+v", plan.Adoptions)
		}
		file[3] = named("n1", "Maya", "Okafor", "415-555-0135")
		night(1, event.Counts{Read: 4, Created: 1, Unchanged: 3})
		file[3] = named("n2", "Maya", "Okafor", "415-555-0134")
		night(1, rejected)
		w.opts.Recheck = true
		night(1, rejected)
		w.opts.Recheck, w.opts.Adopt = false, policy.AdoptPhoneOnly
		night(1, event.Counts{Read: 4, Updated: 1, Unchanged: 3, Adopted: 1, Drifts: 2}) // the names differ
	})
}

func TestAPlanListsTheContactsThatAreThereAlready(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		atHome(w)
		plan, changes := w.preview(false, newcomers...)
		var got []string
		for _, a := range plan.Adoptions {
			line := fmt.Sprintf("line %d:", a.Pos.Line)
			for _, c := range a.Contacts {
				line += " " + c.Name
			}
			got = append(got, line)
		}
		if diff := cmp.Diff([]string{"line 2: M.", "line 3: Twin A Twin B"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if plan.Stop == nil || plan.Stop.Kind != event.StopAdopt || len(changes) != 3 {
			t.Errorf("stop %v, %d changes", plan.Stop, len(changes))
		}
	})
}
