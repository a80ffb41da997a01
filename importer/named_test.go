package importer_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// A file with the contacts' ids, like Quo's own export.
func TestAContactThatTheFileNames(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.mapping = strings.Replace(w.mapping, "  lastName: Last\n", "  lastName: Last\n  contactId: Company\n", 1)
		w.mapping = strings.Replace(w.mapping, "  company: Company\n", "", 1)
		home := w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: new("M.")}})
		shop := w.sandbox.Put(sandbox.Contact{Source: new("shop"), ExternalID: new("s1"), DefaultFields: sandbox.DefaultFields{FirstName: new("Theirs")}})
		w.sandbox.ResetCounts()
		w.expect(w.imports(
			"1,M.,Okafor,"+home.ID+",,,,,,", "2,Ben,Li,"+shop.ID+",,,,,,", "3,Ana,Ruiz,66d0d87e8dc1211467372303,,,,,,",
		), event.Counts{Read: 3, Updated: 1, Failed: 2, Adopted: 1})
		if got := w.sandbox.Counts().Of(sandbox.Get); got != 3 {
			t.Errorf("%d reads by id for three contacts", got)
		}
		if _, ok := w.sandbox.Find("shop", "s1"); !ok {
			t.Error("the other source lost its contact")
		}
	})
}
