package importer_test

import (
	"fmt"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestASecondRunCostsNothingAndAnEditCostsOnePatch(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		file := manyRows(200)
		w.expect(w.imports(file...), event.Counts{Read: 200, Created: 200})
		counts := w.sandbox.Counts()
		if got := counts.Of(sandbox.Create); got != 200 {
			t.Errorf("%d POSTs for 200 rows", got)
		}
		for i := range 200 {
			c := w.contact(fmt.Sprintf("k%04d", i))
			if *c.DefaultFields.FirstName != fmt.Sprintf("First%d", i) || numbers(c) != fmt.Sprintf("mobile +1415555%04d", 1000+i) {
				t.Fatalf("row %d became %s with %s", i, *c.DefaultFields.FirstName, numbers(c))
			}
		}
		if other := counts.Total - 200; other > 2 {
			t.Errorf("%d requests beside the POSTs", other)
		}

		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 200, Unchanged: 200})
		if got := w.sandbox.Counts().Total; got != 0 {
			t.Errorf("%d requests for a file that did not change", got)
		}

		w.sandbox.ResetCounts()
		for i := range 10 {
			file[i*7] = row(i*7, "Buyer")
		}
		w.expect(w.imports(file...), event.Counts{Read: 200, Updated: 10, Unchanged: 190})
		counts = w.sandbox.Counts()
		if patches := counts.Of(sandbox.Update); patches != 10 || counts.Total > 13 {
			t.Errorf("%d PATCHes and %d other requests for 10 edited rows", patches, counts.Total-patches)
		}
		w.once()
	})
}

func TestALostStateHealsItself(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		file := manyRows(45)
		w.imports(file...)
		w.loseState()
		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 45, Unchanged: 45})
		if got := w.sandbox.Counts(); got.Total != 1 || got.Of(sandbox.List) != 1 {
			t.Errorf("requests: %v", got.Requests)
		}
		if p := w.plan; p.Counts.Created+p.Counts.Updated > 0 || p.Counts.Unchanged != 45 {
			t.Errorf("the plan promised %+v", p.Counts)
		}
		w.once()
		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 45, Unchanged: 45})
		if got := w.sandbox.Counts().Total; got != 0 {
			t.Errorf("%d requests after the state healed", got)
		}
	})
}

func TestWhatPeopleAddedInQuoStays(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports("1,Maya,Okafor,Acme,,415-555-0134,415-555-0136,maya@okafor.example,7,a")
		id := w.contact("1").ID
		w.sandbox.Edit(id, func(c *sandbox.Contact) {
			role, number := "Owner", "+14155550199"
			c.DefaultFields.Role = &role
			c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: &number})
			c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Key: "note", Name: "Note", Type: "string", Value: "likes tea"})
		})
		w.expect(w.imports("1,Maya,Okafor,Acme Ltd,,415-555-0134,,maya@okafor.example,8,a;b"),
			event.Counts{Read: 1, Updated: 1})
		c := w.contact("1")
		if got, want := numbers(c), "mobile +14155550134, work +14155550136, home +14155550199"; got != want {
			t.Errorf("numbers %s, want %s: a blank cell keeps what was there", got, want)
		}
		if *c.DefaultFields.Role != "Owner" || *c.DefaultFields.Company != "Acme Ltd" {
			t.Errorf("role %v, company %v", *c.DefaultFields.Role, *c.DefaultFields.Company)
		}
		if len(c.CustomFields) != 3 {
			t.Errorf("custom fields: %+v", c.CustomFields)
		}

		// Another number in the column replaces the one that the column put there.
		w.imports("1,Maya,Okafor,Acme Ltd,,415-555-0134,415-555-0137,maya@okafor.example,8,b")
		c = w.contact("1")
		if got, want := numbers(c), "mobile +14155550134, home +14155550199, work +14155550137"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
		w.once()
	})
}
