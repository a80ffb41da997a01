package importer_test

import (
	"context"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// 230 contacts are five pages of a list, and twelve look-ups.
func TestVerifyReadsPagesWhereThatTakesFewerRequests(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(230)...)
		for range 40 {
			w.put("other-crm", "", "Stranger")
		}
		w.sandbox.Remove(w.contact("k0007").ID)
		w.sandbox.ResetCounts()
		if diff := gocmp.Diff([]string{"k0007 gone"}, w.verify()); diff != "" {
			t.Error(diff)
		}
		if got := w.sandbox.Counts(); got.Of(sandbox.List) != 5 || got.Of(sandbox.Lookup) != 1 || got.Of(sandbox.Get) != 1 {
			t.Errorf("requests: %v", got.Requests)
		}
	})
}

// A list whose order changes between its pages misses a third of the contacts.
func TestVerifyLooksUpWhatTheListMisses(t *testing.T) {
	bubble(t, sandbox.Options{UnstablePages: true}, func(w *world) {
		w.imports(manyRows(230)...)
		w.clean()
	})
}

// verified returns the values that Verify reports, by key.
func (w *world) verified() map[string][]reconcile.Value {
	w.t.Helper()
	values := map[string][]reconcile.Value{}
	w.opened(func(im *importer.Importer, _ openedState) {
		im.Events = func(e event.Event) {
			if d, ok := e.(reconcile.Difference); ok {
				values[d.Key] = d.Values
			}
		}
		if _, err := im.Verify(context.Background()); err != nil {
			w.t.Fatal(err)
		}
	})
	return values
}

func TestVerifyNamesTheValuesThatWereChangedInQuo(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(8)...)
		time.Sleep(time.Hour)
		edit := func(key string, how func(c *sandbox.Contact)) { w.sandbox.Edit(w.contact(key).ID, how) }
		edit("k0000", func(c *sandbox.Contact) { c.DefaultFields.Company = new("Other") })
		edit("k0001", func(c *sandbox.Contact) { c.DefaultFields.LastName = nil })
		edit("k0002", func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers[0].Value = new("+14155550199") })
		edit("k0003", func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = []sandbox.Item{{Name: "fax", Value: new("+14155550198")}}
		})
		edit("k0004", func(c *sandbox.Contact) {
			for i := range c.CustomFields {
				switch c.CustomFields[i].Key {
				case "tags":
					c.CustomFields[i].Value = []string{"b", "vip"}
				case "score":
					c.CustomFields[i].Value = 99.0
				}
			}
		})
		edit("k0005", func(c *sandbox.Contact) { c.ExternalID = nil })
		edit("k0006", func(c *sandbox.Contact) { // added by a person: nothing of ours is missing
			c.DefaultFields.Emails = append(c.DefaultFields.Emails, sandbox.Item{Name: "home", Value: new("home@example.com")})
		})
		want := map[string][]reconcile.Value{
			"k0000": {{Field: "company", Quo: "Other"}},
			"k0001": {{Field: "lastName"}},
			"k0002": {{Field: "phoneNumbers", Slot: "Mobile", Quo: "+14155550199"}},
			"k0003": {{Field: "phoneNumbers", Slot: "Mobile"}},
			"k0004": {{Field: "custom.score", Name: "Score", Quo: "99"}, {Field: "custom.tags", Name: "Tags", Quo: "b; vip"}},
			"k0005": {{Field: "externalId", Sent: "k0005"}},
			"k0006": nil,
		}
		if diff := gocmp.Diff(want, w.verified()); diff != "" {
			t.Error(diff)
		}
	})
}

// The number by which a contact was adopted is missing like one of ours.
func TestVerifyNamesAnAdoptedNumberThatPeopleRemoved(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		maya := w.inApp("Maya", "Okafor", "+14155550134")
		w.opts.Adopt = policy.AdoptPhone
		w.imports(named("1", "Maya", "Okafor", "415-555-0134"))
		w.clean()
		w.sandbox.Edit(maya.ID, func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = nil })
		want := map[string][]reconcile.Value{"1": {{Field: "phoneNumbers", Slot: "Mobile"}}}
		if diff := gocmp.Diff(want, w.verified()); diff != "" {
			t.Error(diff)
		}
	})
}
