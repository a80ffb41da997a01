package importer_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// adoptRows is how many rows the adoption of a whole workspace is tried with.
var adoptRows = flag.Int("adopt.rows", 3600, "rows of the adoption of a whole workspace, with a contact for each eighteenth")

// crowd is a file and a workspace in which people are already, of which a tenth share
// their line with another contact or another row.
type crowd struct {
	rows   []string
	should map[string]string // key → the contact of the same person
	people map[string]sandbox.Contact
}

// The kinds of contacts that are in the app, by turns.
const (
	crowdSameName   = iota // the row has the name
	crowdInitial           // the contact has an initial for the first name
	crowdOther             // the number is of somebody else now
	crowdCase              // another case and another order
	crowdFirstOnly         // the contact has no last name
	crowdSharedApp         // two contacts of the app share the line, one is the row's person
	crowdSharedRows        // two rows share the line, one is the contact's person
	crowdKinds
)

// sharedOf is of how many contacts one is on a shared line.
const sharedOf = 10

func newCrowd(w *world, n int) *crowd {
	c := &crowd{should: map[string]string{}, people: map[string]sandbox.Contact{}}
	put := func(first, last, number string) string {
		p := w.inApp(first, last, number)
		c.people[p.ID] = p
		return p.ID
	}
	contacts := n / 18
	for i := range n {
		key, first, last := fmt.Sprintf("k%05d", i), "First"+word(i), "Last"+word(i)
		digits := fmt.Sprintf("%07d", 2000000+i)
		number, written := "+1415"+digits, "415-"+digits[:3]+"-"+digits[3:]
		c.rows = append(c.rows, named(key, first, last, written))
		if i >= contacts {
			continue
		}
		kind := i % crowdSharedApp
		if i%sharedOf == 0 {
			kind = crowdSharedApp + i/sharedOf%2
		}
		switch kind {
		case crowdSameName:
			c.should[key] = put(first, last, number)
		case crowdInitial:
			c.should[key] = put(first[:1]+".", last, number)
		case crowdOther:
			put("Other"+word(i), "Person"+word(i), number)
		case crowdCase:
			c.should[key] = put(strings.ToUpper(last), strings.ToLower(first), number)
		case crowdFirstOnly:
			c.should[key] = put(first, "", number)
		case crowdSharedApp:
			c.should[key] = put(first, last, number)
			put("Spouse"+word(i), last+"x", number)
		case crowdSharedRows:
			c.should[key] = put(first, last, number)
			c.rows = append(c.rows, named(key+"b", "Colleague"+word(i), "Else"+word(i), written))
		}
	}
	return c
}

// word spells a number in letters: digits are no names.
func word(i int) string {
	return strings.Map(func(r rune) rune { return 'a' + r - '0' }, fmt.Sprintf("%05d", i))
}

// A file meets a workspace that people have used for years: no row gets into a contact of
// another person, nobody is lost, and the plan says of each row what the import then does.
func TestAdoptingAWorkspace(t *testing.T) {
	for _, adopt := range []policy.Adopt{policy.AdoptPhone, policy.AdoptPhoneOnly, policy.AdoptNone} {
		t.Run(string(adopt), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, sandbox.Options{})
				c := newCrowd(w, *adoptRows)
				w.opts.Adopt = adopt
				planned, changes := w.preview(false, c.rows...)
				w.sandbox.ResetCounts()
				counts := w.imports(c.rows...)
				requests := w.sandbox.Counts()
				w.sameAsPlanned(planned, changes, counts)
				wrong, lost := c.check(w, adopt)
				w.once()
				t.Logf("%d rows, %d contacts in the app, %s: %d adopted, %d created, %d rejected; %d rows in a contact of another person, %d people lost; %d requests, %d of them not writes",
					len(c.rows), len(c.people), adopt, counts.Adopted, counts.Created, counts.Rejected, wrong, lost, requests.Total, requests.Total-requests.Of(sandbox.Create, sandbox.Update))
				if pages, other := len(c.people)/50+1, requests.Total-requests.Of(sandbox.Create, sandbox.Update); other > crowdReads(len(c.rows), pages, counts.Adopted) {
					t.Errorf("%d requests beside the writes: %v", other, requests.Requests)
				}
			})
		})
	}
}

// crowdReads is the budget of reads: the listing once or twice, each row's look-up in
// twenties, and each adopted contact read before it is changed.
func crowdReads(rows, pages, adopted int) int { return 2*pages + rows/20 + 1 + adopted }

// check returns how many rows are in a contact of another person, and how many people
// of the app or rows that were written are not there.
func (c *crowd) check(w *world, adopt policy.Adopt) (wrong, lost int) {
	ended := map[string]event.Action{}
	for _, e := range w.events {
		ended[e.Key] = e.Action
	}
	byKey, byID := map[string]sandbox.Contact{}, map[string]sandbox.Contact{}
	for _, contact := range w.sandbox.Contacts() {
		byID[contact.ID] = contact
		if contact.ExternalID != nil {
			byKey[*contact.ExternalID] = contact
		}
	}
	for id, was := range c.people {
		is, ok := byID[id]
		if !ok || *is.DefaultFields.FirstName != *was.DefaultFields.FirstName || !strings.Contains(numbers(is), numbers(was)) {
			w.t.Errorf("%s of the app is lost", *was.DefaultFields.FirstName)
			lost++
		}
	}
	for _, row := range c.rows {
		cells := strings.Split(row, ",")
		key := cells[0]
		contact, there := byKey[key]
		action := ended[key]
		switch was, inApp := c.people[contact.ID]; {
		case action == event.Rejected && !there:
			if adopt == policy.AdoptPhone && c.should[key] != "" {
				w.t.Errorf("%s is rejected, although its person is certain", key)
			}
		case !there:
			w.t.Errorf("%s ended as %q and is not in Quo", key, action)
			lost++
		case inApp && c.should[key] != contact.ID && adopt != policy.AdoptPhoneOnly,
			inApp && c.should[key] != contact.ID && strings.HasPrefix(*was.DefaultFields.FirstName, "First"),
			!inApp && adopt != policy.AdoptNone && c.should[key] != "",
			inApp && adopt == policy.AdoptNone:
			w.t.Errorf("%s of %s is in contact %s of %s", key, cells[1], contact.ID, *contact.DefaultFields.FirstName)
			wrong++
		}
	}
	return wrong, lost
}

// sameAsPlanned compares a preview with the import after it, row by row.
func (w *world) sameAsPlanned(p *plan.Plan, changes []plan.Change, counts event.Counts) {
	w.t.Helper()
	short := func(c event.Counts) string {
		return fmt.Sprintf("created %d updated %d unchanged %d skipped %d rejected %d failed %d of %d", c.Created, c.Updated, c.Unchanged, c.Skipped, c.Rejected, c.Failed, c.Read)
	}
	if short(p.Counts) != short(counts) || short(w.plan.Counts) != short(counts) {
		w.t.Errorf("preview:  %s\nplan:     %s\nimported: %s", short(p.Counts), short(w.plan.Counts), short(counts))
	}
	did := map[string]event.Row{}
	for _, e := range w.events {
		did[e.Key] = e
	}
	differ := 0
	for _, change := range changes {
		e := did[change.Key]
		if e.Action != change.Action || change.ContactID != "" && e.ContactID != change.ContactID {
			differ++
			w.t.Errorf("%s was planned as %s of contact %s and was %s of contact %s", change.Key, change.Action, change.ContactID, e.Action, e.ContactID)
		}
	}
	rejected := len(slices.DeleteFunc(slices.Clone(w.events), func(e event.Row) bool { return e.Action != event.Rejected }))
	if len(changes)+rejected != counts.Read {
		w.t.Errorf("%d rows are in the preview and %d are rejected, of %d", len(changes), rejected, counts.Read)
	}
	w.t.Logf("%d rows previewed, %d end otherwise", len(changes), differ)
}

// Each night has one new row, which costs a listing of the workspace, since its person
// may be in Quo already.
func TestTenNightsWithOneNewRowEach(t *testing.T) {
	const (
		inApp  = 3000
		ours   = 20
		nights = 10
		page   = 50 // contacts of one request
		// few are the requests of a night beside the listing: the guard of the workspace,
		// the look-up of the new key, and its creation.
		few = 3
	)
	bubble(t, sandbox.Options{}, func(w *world) {
		for i := range inApp {
			w.inApp("In"+word(i), "App", fmt.Sprintf("+1212%07d", 2000000+i))
		}
		w.opts.Adopt = policy.AdoptPhone
		w.imports(manyRows(ours)...)
		all := 0
		for night := range nights {
			w.sandbox.ResetCounts()
			w.expect(w.imports(manyRows(ours+night+1)...), event.Counts{Read: ours + night + 1, Unchanged: ours + night, Created: 1})
			counts := w.sandbox.Counts()
			all += counts.Total
			pages := (inApp + ours + night + page - 1) / page
			if counts.Total > pages+few {
				t.Errorf("night %d: %d requests, want %d pages and %d: %v", night, counts.Total, pages, few, counts.Requests)
			}
			t.Logf("night %d: %d requests, of %d pages", night, counts.Total, pages)
			// The same file once more asks nothing.
			w.sandbox.ResetCounts()
			w.imports(manyRows(ours + night + 1)...)
			if got := w.sandbox.Counts().Total; got != 0 {
				t.Errorf("%d requests on a night without changes", got)
			}
		}
		w.opts.Adopt = policy.AdoptNone // not wanted: it costs no listing
		w.sandbox.ResetCounts()
		w.imports(manyRows(ours + nights + 1)...)
		t.Logf("%d requests in %d nights; %d in a night without looking for people", all, nights, w.sandbox.Counts().Total)
		if got := w.sandbox.Counts().Total; got > few {
			t.Errorf("%d requests although nobody is to be looked for", got)
		}
	})
}
