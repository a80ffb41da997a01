package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// atHome adds contacts to the workspace as people do in the app.
func atHome(w *world) (maya sandbox.Contact) {
	item := func(n string) []sandbox.Item { return []sandbox.Item{{Name: "cell", Value: &n}} }
	maya = w.sandbox.Put(sandbox.Contact{Source: new("csv-v2"), DefaultFields: sandbox.DefaultFields{
		FirstName: new("M."), Role: new("Owner"), PhoneNumbers: item("+14155550134"),
	}})
	w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: new("Twin A"), PhoneNumbers: item("+12125550171")}})
	w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: new("Twin B"), PhoneNumbers: item("+12125550171")}})
	w.sandbox.Put(sandbox.Contact{Source: new("openphone-hubspot"), DefaultFields: sandbox.DefaultFields{FirstName: new("Synced"), PhoneNumbers: item("+14155550136")}})
	return maya
}

var newcomers = []string{
	"1,Maya,Okafor,Acme,,415-555-0134,,maya@okafor.example,7,a",
	"2,Ben,Li,,,212-555-0171,,,,",
	"3,Ana,Ruiz,,,415-555-0136,,,,",
}

func TestContactsThatAreThereAlreadyAreAskedAbout(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		atHome(w)
		w.stops(event.StopAdopt, newcomers...)
		if got := len(w.sandbox.Contacts()); got != 4 {
			t.Errorf("%d contacts", got)
		}
	})
}

func TestAnAdoptedContactIsFilledAndNotOverwritten(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		maya := atHome(w)
		w.opts.Adopt = policy.AdoptPhoneOnly
		// Which of the twins is meant cannot be known; what an integration owns is not touched.
		w.expect(w.imports(newcomers...), event.Counts{Read: 3, Created: 1, Updated: 1, Rejected: 1, Adopted: 1, Drifts: 1})
		if w.plan.Counts.Created != 1 || w.plan.Counts.Updated != 1 || w.plan.Counts.Rejected != 1 {
			t.Errorf("the plan counts otherwise: %+v", w.plan.Counts)
		}
		c := w.contact("1")
		if c.ID != maya.ID || *c.DefaultFields.FirstName != "M." || *c.DefaultFields.LastName != "Okafor" || *c.DefaultFields.Role != "Owner" {
			t.Errorf("adopted: %+v", c.DefaultFields)
		}
		if numbers(c) != "cell +14155550134" || *c.Source != "crm" {
			t.Errorf("adopted: %s, source %v", numbers(c), *c.Source)
		}
		// The next night its number is not ours to remove.
		w.imports("1,Maya,Okafor,Acme,,415-555-0199,,maya@okafor.example,7,a", newcomers[1], newcomers[2])
		if got, want := numbers(w.contact("1")), "cell +14155550134, mobile +14155550199"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
		w.once()
	})
}

func TestWithoutAdoptionNewContactsAreMadeBesideThem(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		atHome(w)
		w.opts.Adopt = policy.AdoptNone
		w.expect(w.imports(newcomers...), event.Counts{Read: 3, Created: 3})
	})
}

func TestASourceUnderAnotherNameIsNoticed(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(newcomers...)
		w.loseState()
		w.mapping = strings.Replace(w.mapping, "source: crm", "source: crm-2", 1)
		w.source = "crm-2"
		w.imports(newcomers...)
		if got := fmt.Sprint(w.plan.Notices); !strings.Contains(got, "3 rows are in Quo already under another source, as \"crm\"") {
			t.Errorf("notices: %s", got)
		}
	})
}
