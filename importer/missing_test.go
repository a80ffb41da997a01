package importer_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAContactThatWasDeletedInQuoIsLeftAloneOrMadeAgain(t *testing.T) {
	for _, c := range []struct {
		name     string
		recreate bool
		want     event.Counts
		left     int
	}{
		{"skip", false, event.Counts{Read: 3, Unchanged: 2, Skipped: 1}, 2},
		{"create", true, event.Counts{Read: 3, Unchanged: 2, Created: 1}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
				w.imports(manyRows(3)...)
				w.sandbox.Remove(w.contact("k0001").ID)
				w.opts.Recreate = c.recreate
				w.expect(w.imports(row(0, ""), row(1, "Buyer"), row(2, "")), c.want)
				if got := len(w.sandbox.Contacts()); got != c.left {
					t.Errorf("%d contacts", got)
				}
				w.once()
			})
		})
	}
}

func TestARecheckFindsWhatWasDeletedAndChangedInQuo(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(30)...)
		w.sandbox.Remove(w.contact("k0001").ID)
		w.sandbox.Edit(w.contact("k0002").ID, func(c *sandbox.Contact) { c.DefaultFields.Company = new("Other") })
		w.opts.Recheck = true
		w.sandbox.ResetCounts()
		w.expect(w.imports(manyRows(30)...), event.Counts{Read: 30, Unchanged: 29, Skipped: 1, Drifts: 1})
		w.opts.Overwrite = true
		w.expect(w.imports(manyRows(30)...), event.Counts{Read: 30, Unchanged: 28, Updated: 1, Skipped: 1, Drifts: 1})
		if got := *w.contact("k0002").DefaultFields.Company; got != "Acme" {
			t.Errorf("company %q after --on-drift overwrite", got)
		}
	})
}

func TestAKeyThatLeftTheFileTwiceIsDeletedAndOneThatWasEditedStays(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnMissing = policy.DeleteMissing
		w.opts.MaxChange = policy.Limit{N: 2, Set: true}
		w.imports(manyRows(6)...)
		w.sandbox.Edit(w.contact("k0004").ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Owner") })

		w.expect(w.imports(manyRows(4)...), event.Counts{Read: 4, Unchanged: 4}) // the first night: noted
		if got := len(w.sandbox.Contacts()); got != 6 {
			t.Fatalf("%d contacts after one night", got)
		}
		w.expect(w.imports(manyRows(4)...), event.Counts{Read: 4, Unchanged: 4, Deleted: 1})
		if _, there := w.sandbox.Find("crm", "k0005"); there {
			t.Error("k0005 is still there")
		}
		if _, there := w.sandbox.Find("crm", "k0004"); !there {
			t.Error("k0004 is gone, although somebody edited it in Quo")
		}
		// Its key is free again.
		w.expect(w.imports(manyRows(6)...), event.Counts{Read: 6, Unchanged: 5, Created: 1})
		w.once()
	})
}

// What people added to a contact keeps it, also where a run has read it since, or the state
// was lost and nobody knows what is ours.
func TestAContactThatPeopleEditedIsNotDeletedWithItsRow(t *testing.T) {
	for name, since := range map[string]func(w *world){
		"a run read it since": func(w *world) { w.opts.Recheck = true; w.imports(manyRows(6)...); w.opts.Recheck = false },
		"the state was lost":  func(w *world) { w.loseState(); w.rebuilds() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(6)...)
				w.sandbox.Edit(w.contact("k0004").ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Owner") })
				since(w)
				w.opts.OnMissing, w.opts.MaxChange = policy.DeleteMissing, policy.Limit{N: 2, Set: true}
				for range 3 {
					w.imports(manyRows(4)...)
				}
				if _, there := w.sandbox.Find("crm", "k0004"); !there {
					t.Error("k0004 is gone, although somebody edited it in Quo")
				}
			})
		})
	}
}

func TestAKeyIsNotGoneWhenTheFileMayBeAPart(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnMissing = policy.DeleteMissing
		w.opts.MaxChange = policy.Limit{N: 100, Set: true}
		w.imports(manyRows(6)...)
		rejected := "k0004,First4,Last4,Acme,,415-55,,p4@example.com,4,a" // present, though it cannot be imported
		for range 3 {
			w.imports(append(manyRows(4), rejected, "k0005,First5,Last5,Acme,,415-555-1005,,p5@example.com,5,a;b")...)
		}
		for range 3 {
			w.imports(append(manyRows(4), ",No,Key,Acme,,415-555-1999,,,,")...)
		}
		if got := len(w.sandbox.Contacts()); got != 6 {
			t.Errorf("%d contacts", got)
		}
	})
}

// Of the missing keys, those that are missing since the last night are reported first; a
// night without new ones reports the known ones.
func TestKeysThatLeftAreNewOnce(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnMissing = policy.ReportMissing
		w.imports(manyRows(6)...)
		for _, night := range []struct {
			rows int
			want event.Notice
		}{
			{5, event.Notice{Kind: "gone", Text: "1 known key is no longer in the input: k0005"}},
			{5, event.Notice{Kind: "gone", Text: "1 known key is no longer in the input: k0005", Known: true}},
			{4, event.Notice{Kind: "gone", Text: "2 known keys are no longer in the input (1 new): k0004, k0005"}},
			{4, event.Notice{Kind: "gone", Text: "2 known keys are no longer in the input: k0004, k0005", Known: true}},
		} {
			w.imports(manyRows(night.rows)...)
			if len(w.plan.Notices) != 1 || w.plan.Notices[0] != night.want {
				t.Errorf("of %d rows: %+v", night.rows, w.plan.Notices)
			}
		}
		w.imports(manyRows(6)...)
		if len(w.plan.Notices) > 0 {
			t.Errorf("they are back: %+v", w.plan.Notices)
		}
	})
}

// A contact that was edited in Quo stays every night, and is reported once.
func TestAContactThatStaysIsToldOfOnce(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnMissing, w.opts.MaxChange = policy.DeleteMissing, policy.Limit{N: 2, Set: true}
		w.imports(manyRows(3)...)
		w.sandbox.Edit(w.contact("k0002").ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Owner") })
		w.imports(manyRows(2)...)
		for _, known := range []bool{false, true, true} {
			w.expect(w.imports(manyRows(2)...), event.Counts{Read: 2, Unchanged: 2})
			if len(w.plan.Notices) != 1 || w.plan.Notices[0].Known != known || len(w.others) != 1 || w.others[0].Known != known {
				t.Errorf("want known %v: %+v, %+v", known, w.plan.Notices, w.others)
			}
		}
	})
}

// The rejects of a night are imported by hand: the next night is still compared with
// the whole file.
func TestAFileOfRejectsIsNoMeasureForTheNextNight(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(10)...)
		path := w.file(manyRows(1)...)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(strings.ReplaceAll(strings.Replace(string(text), "Tags\n", "Tags,quo_import_line\n", 1), "a;b\n", "a;b,7\n"))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.run(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		w.opts.MaxShrink = policy.Limit{Percent: 20, Percentage: true, Set: true}
		w.stops(event.StopGuard, manyRows(2)...)
	})
}
