package importer_test

import (
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAContactThatWasDeletedInQuoIsLeftAloneOrMadeAgain(t *testing.T) {
	for _, c := range []struct {
		name     string
		recreate bool
		want     importer.Counts
		left     int
	}{
		{"skip", false, importer.Counts{Read: 3, Unchanged: 2, Skipped: 1}, 2},
		{"create", true, importer.Counts{Read: 3, Unchanged: 2, Created: 1}, 3},
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
		w.expect(w.imports(manyRows(30)...), importer.Counts{Read: 30, Unchanged: 29, Skipped: 1, Drifts: 1})
		w.opts.Overwrite = true
		w.expect(w.imports(manyRows(30)...), importer.Counts{Read: 30, Unchanged: 28, Updated: 1, Skipped: 1, Drifts: 1})
		if got := *w.contact("k0002").DefaultFields.Company; got != "Acme" {
			t.Errorf("company %q after --on-drift overwrite", got)
		}
	})
}
