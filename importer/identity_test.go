package importer_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// No single piece of evidence decides whose contact a row is: each test of this file has
// one that misleads.

// inApp creates a contact as people do in the app.
func (w *world) inApp(first, last, number string) sandbox.Contact {
	return w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{
		FirstName: &first, LastName: &last, PhoneNumbers: []sandbox.Item{{Name: "mobile", Value: &number}},
	}})
}

// named returns a row of a person.
func named(key, first, last, number string) string {
	return fmt.Sprintf("%s,%s,%s,,,%s,,,,", key, first, last, number)
}

// rejections returns what was said about each rejected row, by key.
func (w *world) rejections() map[string]string {
	said := map[string]string{}
	for _, e := range w.events {
		if e.Action == event.Rejected {
			said[e.Key] = fmt.Sprint(e.Errors)
		}
	}
	return said
}

// Two customers of one agency number their contacts alike: the keys and the source of
// the other workspace are the same, its contacts are not.
func TestKeysThatCoincideAreNoProofOfAWorkspace(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(10)...)
		other := newWorld(t, sandbox.Options{Seed: 7})
		other.imports(edited(10)...)
		w.sandbox = other.sandbox
		theirs := w.remote()
		w.stops(event.StopWorkspace, manyRows(12)...)
		if diff := gocmp.Diff(theirs, w.remote()); diff != "" {
			t.Errorf("the other workspace was changed: %s", diff)
		}
	})
}

func TestASharedLineIsNoProofOfAPerson(t *testing.T) {
	const line, written = "+14155550134", "415-555-0134"
	anna, carl, dora := named("1", "Anna", "Berg", written), named("2", "Carl", "Dahl", written), named("3", "Dora", "Ek", written)
	for name, c := range map[string]struct {
		adopt policy.Adopt
		rows  []string
		owner string // the key that the contact of Anna gets
		want  event.Counts
	}{
		"the name of one row agrees":                   {policy.AdoptPhone, []string{carl, anna}, "1", event.Counts{Read: 2, Created: 1, Updated: 1, Adopted: 1, Warnings: 1}},
		"the number is enough, but one name agrees":    {policy.AdoptPhoneOnly, []string{carl, anna}, "1", event.Counts{Read: 2, Created: 1, Updated: 1, Adopted: 1, Warnings: 1}},
		"no name agrees":                               {policy.AdoptPhone, []string{carl, dora}, "", event.Counts{Read: 2, Rejected: 2}},
		"the number is enough, but of two rows":        {policy.AdoptPhoneOnly, []string{carl, dora}, "", event.Counts{Read: 2, Rejected: 2}},
		"two rows have the name":                       {policy.AdoptPhone, []string{anna, strings.Replace(anna, "1", "4", 1)}, "", event.Counts{Read: 2, Rejected: 2}},
		"the number is enough for one row":             {policy.AdoptPhoneOnly, []string{carl}, "2", event.Counts{Read: 1, Updated: 1, Adopted: 1, Drifts: 2}},
		"one row with another name, which is not hers": {policy.AdoptPhone, []string{carl}, "", event.Counts{Read: 1, Rejected: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.opts.Adopt = c.adopt
				contact := w.inApp("Anna", "Berg", line)
				w.expect(w.imports(c.rows...), c.want)
				is := w.remote()
				if len(is) != 1+c.want.Created {
					t.Errorf("%d contacts", len(is))
				}
				if owner, adopted := is[c.owner]; c.owner != "" && (!adopted || owner.ID != contact.ID) {
					t.Errorf("the contact is not that of key %s: %v", c.owner, is)
				} else if c.owner == "" && is[contact.ID].ID == "" {
					t.Errorf("the contact was given to a row: %v", is)
				}
				for key, said := range w.rejections() {
					if !strings.Contains(said, "Anna Berg") {
						t.Errorf("%s: the person in Quo is not named: %s", key, said)
					}
				}
				for _, a := range w.plan.Adoptions {
					if a.Name == "" || a.Contacts[0].Name != "Anna Berg" || a.Contacts[0].Why == "" {
						t.Errorf("the list does not show both names and why: %+v", a)
					}
				}
				// The next night only who is in Quo is called unchanged, and a check says the same.
				want := event.Counts{Read: c.want.Read, Unchanged: c.want.Updated + c.want.Created, Rejected: c.want.Rejected}
				if again := w.imports(c.rows...); again.Unchanged != want.Unchanged || again.Rejected != want.Rejected {
					t.Errorf("the next night: %+v", again)
				}
				if p, _ := w.preview(true, c.rows...); p.Counts.Unchanged != want.Unchanged || p.Counts.Rejected != want.Rejected {
					t.Errorf("a check the next night: %+v", p.Counts)
				}
			})
		})
	}
}

// People who are in Quo already are found in every run that creates contacts.
func TestPeopleAreFoundInEveryRunThatCreatesContacts(t *testing.T) {
	first := []string{named("1", "Maya", "Okafor", "415-555-0001")}
	file := append(slices.Clone(first), named("2", "Ben", "Li", "415-555-0002"), named("3", "Ana", "Ruiz", "415-555-0003"))
	for name, before := range map[string]func(w *world){
		"after a first run of a few rows": func(w *world) {
			w.opts.MaxWrites = 1
			w.imports(file...)
			w.opts.MaxWrites = 0
		},
		"after an interrupted run": func(w *world) {
			w.imports(first...)
			ctx, cancel := context.WithCancel(context.Background())
			w.inBetween = cancel
			others := slices.Clone(first) // how many of them are created before the run notices is left open
			for i := range 100 {
				others = append(others, named(fmt.Sprint("other", i), "Eva", fmt.Sprint("Roy", i), fmt.Sprintf("415-555-1%03d", i)))
			}
			if _, err := w.run(ctx, w.file(others...)); err == nil {
				w.t.Error("it was not interrupted")
			}
			w.inBetween = nil
		},
		"on a later night": func(w *world) { w.imports(first...); w.imports(first...) },
	} {
		t.Run(name, func(t *testing.T) {
			for adopt, want := range map[policy.Adopt]event.Counts{
				policy.AdoptPhone: {Read: 3, Unchanged: 1, Updated: 1, Adopted: 1, Created: 1},
				policy.AdoptAsk:   {Read: 3, Unchanged: 1, Rejected: 1, Created: 1},
				policy.AdoptNone:  {Read: 3, Unchanged: 1, Created: 2},
			} {
				bubble(t, sandbox.Options{}, func(w *world) {
					before(w)
					ben := w.inApp("Ben", "Li", "+14155550002")
					w.opts.Adopt = adopt
					w.expect(w.imports(file...), want)
					if adopt == policy.AdoptPhone && w.contact("2").ID != ben.ID {
						t.Error("another contact was made for somebody who is in Quo")
					}
					if said := w.rejections()["2"]; adopt == policy.AdoptAsk && !strings.Contains(said, "Ben Li") {
						t.Errorf("the person in Quo is not named: %q", said)
					}
				})
			}
		})
	}
}

// After an undo of adoptions the same import adopts again, also where the contact kept our
// source, because its own cannot be sent back.
func TestAfterAnUndoPeopleAreFoundAgain(t *testing.T) {
	for _, source := range []*string{nil, new("csv-v2")} {
		bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
			ben := w.inApp("Ben", "Li", "+14155550002")
			w.sandbox.Edit(ben.ID, func(c *sandbox.Contact) { c.Source = source })
			file := []string{named("1", "Maya", "Okafor", "415-555-0001"), named("2", "Ben", "Li", "415-555-0002")}
			w.opts.Adopt = policy.AdoptPhone
			for range 2 {
				w.imports(file...)
				w.undoes(undo.Last)
			}
			w.expect(w.imports(file...), event.Counts{Read: 2, Created: 1, Updated: 1, Adopted: 1})
			if got := len(w.sandbox.Contacts()); got != 2 || w.contact("2").ID != ben.ID {
				t.Errorf("%d contacts for two people", got)
			}
			for _, n := range w.plan.Notices {
				t.Errorf("a notice: %s", n.Text)
			}
			// It is still not ours to delete.
			w.opts.OnMissing, w.opts.MaxChange = policy.DeleteMissing, policy.Limit{N: 2, Set: true}
			for range 3 {
				w.imports(file[0])
			}
			if got := len(w.sandbox.Contacts()); got != 2 {
				t.Errorf("%d contacts: the contact of the app was deleted", got)
			}
		})
	}
}

// Another tool removed key and source of a contact. It belongs to its row all the same,
// and not to a new one with the same number and name.
func TestAContactThatLostItsKeyIsNobodyElses(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		ben := named("2", "Ben", "Li", "415-555-0002")
		w.imports(ben)
		first := w.contact("2").ID
		w.sandbox.Edit(first, func(c *sandbox.Contact) { c.ExternalID, c.Source = nil, nil })
		w.opts.Adopt = policy.AdoptPhone
		w.expect(w.imports(ben, named("3", "Ben", "Li", "415-555-0002")), event.Counts{Read: 2, Created: 1, Unchanged: 1})
		if w.contact("3").ID == first {
			t.Error("two rows have one contact")
		}
	})
}

// The order of a list changes from page to page: people whom one pass misses are found.
func TestPeopleAreFoundInAListWithoutAnOrder(t *testing.T) {
	bubble(t, sandbox.Options{UnstablePages: true}, func(w *world) {
		file := manyRows(150)
		for i := range file {
			w.inApp(fmt.Sprintf("First%d", i), fmt.Sprintf("Last%d", i), fmt.Sprintf("+1415555%04d", 1000+i))
		}
		w.opts.Adopt = policy.AdoptPhone
		w.expect(w.imports(file...), event.Counts{Read: 150, Updated: 150, Adopted: 150})
		if got := len(w.sandbox.Contacts()); got != 150 {
			t.Errorf("%d contacts for 150 people", got)
		}
	})
}

// Quo may show numbers with spaces that it does not take so.
func TestANumberThatIsShownWithSpacesIsUsed(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		ben := w.inApp("Ben", "Li", "+1 415-555-0002")
		w.opts.Adopt = policy.AdoptPhone
		w.expect(w.imports(named("2", "Ben", "Li", "415-555-0002")), event.Counts{Read: 1, Updated: 1, Adopted: 1})
		if c := w.contact("2"); c.ID != ben.ID || numbers(c) != "mobile +14155550002" {
			t.Errorf("%s", numbers(c))
		}
	})
}

// A 404 for a contact that was just listed is no proof that it is gone.
func TestAContactThatIsNotFoundOnceIsUsed(t *testing.T) {
	bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
		ben := w.inApp("Ben", "Li", "+14155550002")
		w.opts.Adopt = policy.AdoptPhone
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Get, Status: 404})
		w.expect(w.imports(named("2", "Ben", "Li", "415-555-0002")), event.Counts{Read: 1, Updated: 1, Adopted: 1})
		if w.contact("2").ID != ben.ID || len(w.sandbox.Contacts()) != 1 {
			t.Errorf("%d contacts for one person", len(w.sandbox.Contacts()))
		}
	})
}

// A contact was deleted in Quo, and somebody made it anew there. A run that creates
// deleted contacts again uses it, whether an earlier run saw that it was gone or not.
func TestAContactThatWasMadeAnewInTheAppIsNotMadeAgain(t *testing.T) {
	ben := func(first string) string { return named("2", first, "Li", "415-555-0002") }
	for name, c := range map[string]struct {
		adopt    policy.Adopt
		known    bool   // an earlier run saw that it was gone
		anew     string // the first name of who has its number now
		want     event.Counts
		contacts int
	}{
		"the run finds it out":       {policy.AdoptPhone, false, "Benjamin", event.Counts{Read: 2, Unchanged: 1, Updated: 1, Adopted: 1}, 2},
		"an earlier run did":         {policy.AdoptPhone, true, "Benjamin", event.Counts{Read: 2, Unchanged: 1, Updated: 1, Adopted: 1}, 2},
		"perhaps somebody else":      {policy.AdoptPhone, false, "Zed", event.Counts{Read: 2, Unchanged: 1, Skipped: 1}, 2},
		"the same, seen before":      {policy.AdoptPhone, true, "Zed", event.Counts{Read: 2, Unchanged: 1, Rejected: 1}, 2},
		"nothing was chosen":         {policy.AdoptAsk, false, "Benjamin", event.Counts{Read: 2, Unchanged: 1, Skipped: 1}, 2},
		"nobody is to be looked for": {policy.AdoptNone, false, "Benjamin", event.Counts{Read: 2, Unchanged: 1, Created: 1}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
				w.opts.Adopt = c.adopt
				file := []string{named("1", "Maya", "Okafor", "415-555-0001"), ben("Ben")}
				w.imports(file...)
				w.sandbox.Remove(w.contact("2").ID)
				file[1] = ben("Benjamin")
				if c.known {
					w.expect(w.imports(file...), event.Counts{Read: 2, Unchanged: 1, Skipped: 1})
				}
				anew := w.inApp(c.anew, "Li", "+14155550002")
				before := w.remote()[anew.ID]
				w.opts.Recreate = true
				if p, _ := w.preview(true, file...); p.Counts.Updated != c.want.Updated || p.Counts.Created != c.want.Created || p.Counts.Adopted != c.want.Adopted {
					t.Errorf("a check: %+v", p.Counts)
				}
				w.expect(w.imports(file...), c.want)
				if got := len(w.sandbox.Contacts()); got != c.contacts {
					t.Errorf("%d contacts", got)
				}
				if c.want.Adopted == 0 {
					return
				}
				if w.contact("2").ID != anew.ID {
					t.Error("it is not the contact that was made anew")
				}
				w.undoes(undo.Last)
				if diff := gocmp.Diff(before, w.remote()[anew.ID], whatPeopleSee...); diff != "" {
					t.Errorf("after the undo: %s", diff)
				}
			})
		})
	}
}

// Under keys that are written another way all customers would be made again.
func TestKeysThatChangedTheirFormStopTheRun(t *testing.T) {
	const n = 120
	long := func(i int) string { return fmt.Sprintf("0015000000%05d", i) }
	for name, key := range map[string]struct{ was, is func(i int) string }{
		"a spreadsheet stripped the zeros": {func(i int) string { return fmt.Sprintf("%07d", i+1) }, func(i int) string { return fmt.Sprint(i + 1) }},
		"15 characters became 18":          {long, func(i int) string { return long(i) + "AAB" }},
		"the case changed":                 {func(i int) string { return fmt.Sprintf("cust-%d", i) }, func(i int) string { return fmt.Sprintf("CUST-%d", i) }},
		"other keys of the same people":    {func(i int) string { return fmt.Sprintf("a%d", i) }, func(i int) string { return fmt.Sprintf("new/%d", 7*i+1000) }},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				rekeyed := func(form func(int) string) []string {
					list := manyRows(n)
					for i := range list {
						_, rest, _ := strings.Cut(list[i], ",")
						list[i] = form(i) + "," + rest
					}
					return list
				}
				w.imports(rekeyed(key.was)...)
				w.stops(event.StopTurnover, rekeyed(key.is)...)
				if got := len(w.sandbox.Contacts()); got != n {
					t.Errorf("%d contacts for %d customers", got, n)
				}
				if pair := key.was(3) + " → " + key.is(3); strings.Count(w.plan.Stop.Text, " → ") != 3 {
					t.Errorf("no three pairs such as %q: %s", pair, w.plan.Stop.Text)
				}
				// As many new customers as half of the old ones are no reason to stop.
				file := append(rekeyed(key.was), manyRows(n)[:n/2]...)
				for i := n; i < len(file); i++ {
					file[i] = row(n+i, "")
				}
				w.expect(w.imports(file...), event.Counts{Read: n * 3 / 2, Created: n / 2, Unchanged: n})
			})
		})
	}
}

// A mistyped source would make every customer again.
func TestAnotherSourceThatHasThePeopleStopsTheRun(t *testing.T) {
	for name, sameState := range map[string]bool{"of the same state": true, "of another state": false} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(55)...)
				if !sameState {
					w.loseState()
				}
				w.source, w.mapping = "crn", strings.Replace(w.mapping, "source: crm", "source: crn", 1)
				w.stops(event.StopSource, manyRows(55)...)
				if got := len(w.sandbox.Contacts()); got != 55 || !strings.Contains(w.plan.Stop.Text, `"crm"`) {
					t.Errorf("%d contacts, and it says %s", got, w.plan.Stop.Text)
				}
			})
		})
	}
}

// One listing that misses contacts is no proof that a source is empty.
func TestAListingThatMissesContactsMakesNothingTwice(t *testing.T) {
	for seed := range uint64(6) {
		bubble(t, sandbox.Options{AllowDoubles: true, ListSkip: 0.6, Seed: seed}, func(w *world) {
			for i := range 40 {
				w.put("", "", fmt.Sprint("By hand ", i))
			}
			w.imports(manyRows(3)...)
			w.loseState()
			w.expect(w.imports(manyRows(120)...), event.Counts{Read: 120, Created: 117, Unchanged: 3})
			w.once()
		})
	}
}

// A write of an interrupted run whose key cannot be looked up is found in the list.
func TestALeftoverWriteThatCannotBeLookedUpIsFoundInTheList(t *testing.T) {
	for name, c := range map[string]struct {
		opts sandbox.Options
		key  string
	}{
		"the server refuses the key":   {sandbox.Options{RefuseID: func(id string) bool { return strings.HasPrefix(id, "bad") }}, "bad-1"},
		"the address becomes too long": {sandbox.Options{MaxURL: 600}, strings.Repeat("鍵", 70)},
	} {
		t.Run(name, func(t *testing.T) {
			c.opts.AllowDoubles = true
			bubble(t, c.opts, func(w *world) {
				file := append(manyRows(30), named(c.key, "Maya", "Okafor", "415-555-0134"))
				w.killed(5, file[30:]...) // after the POST, before its answer
				if got := len(w.sandbox.Contacts()); got != 1 {
					t.Fatalf("%d contacts when the process was killed", got)
				}
				for night := range 2 {
					counts := w.imports(file...)
					if counts.Failed != 0 || counts.Created+counts.Unchanged != 31 || counts.Unchanged != 1+30*night {
						t.Errorf("night %d: %+v%s", night, counts, w.story())
					}
				}
				w.once()
				if got := len(w.sandbox.Contacts()); got != 31 {
					t.Errorf("%d contacts for 31 rows", got)
				}
			})
		})
	}
}

// The outcome of a create is unknown, and its key cannot be looked up: it is not sent
// again before a list has shown whether it was carried out.
func TestAKeyThatCannotBeLookedUpIsNotWrittenTwice(t *testing.T) {
	lost := sandbox.Fault{Op: sandbox.Create, Reset: true, After: true}
	never := sandbox.Fault{Op: sandbox.Create, Reset: true}
	for name, c := range map[string]struct {
		opts  sandbox.Options
		fault sandbox.Fault
		then  event.Counts // of the next run
	}{
		"the key is refused":                {sandbox.Options{}, lost, event.Counts{Read: 2, Unchanged: 2}},
		"the key is refused, and lists lag": {sandbox.Options{ListLag: 9 * time.Second}, lost, event.Counts{Read: 2, Unchanged: 2}},
		"the key is split at its comma":     {sandbox.Options{SplitIDs: true}, lost, event.Counts{Read: 2, Unchanged: 2}},
		"it is split, and lists lag":        {sandbox.Options{SplitIDs: true, ListLag: 9 * time.Second}, lost, event.Counts{Read: 2, Unchanged: 2}},
		"it is split, and was never there":  {sandbox.Options{SplitIDs: true}, never, event.Counts{Read: 2, Created: 1, Unchanged: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			c.opts.AllowDoubles = true
			key := "x,y"
			if !c.opts.SplitIDs {
				key = "xy"
				c.opts.RefuseID = func(id string) bool { return id == key }
			}
			bubble(t, c.opts, func(w *world) {
				w.opts.Adopt = policy.AdoptNone // later runs do not list who is there
				file := []string{row(0, ""), named(`"`+key+`"`, "Maya", "Okafor", "415-555-0134")}
				c.fault.Match = func(r *http.Request) bool {
					body, err := io.ReadAll(r.Body)
					return err == nil && strings.Contains(string(body), `"`+key+`"`)
				}
				w.sandbox.Queue(c.fault)
				w.expect(w.imports(file...), event.Counts{Read: 2, Created: 1, Failed: 1})
				w.expect(w.imports(file...), c.then)
				w.expect(w.imports(file...), event.Counts{Read: 2, Unchanged: 2})
				w.once()
				w.loseState() // and a key that is not found is in the list
				w.expect(w.imports(file...), event.Counts{Read: 2, Unchanged: 2})
				w.once()
			})
		})
	}
}

// killed runs an import in a process that is killed after some steps, and reports
// whether they were enough.
func (w *world) killed(steps int, rows ...string) (survived bool) {
	w.t.Helper()
	path := w.file(rows...)
	w.opened(func(im *importer.Importer, state openedState) {
		life := &mortal{steps: steps}
		im.API, im.State = mortalAPI{im.API, life}, mortalState{state, life}
		_, _ = im.Import(context.Background(), w.input(path))
		survived = !life.dead()
	})
	return survived
}

// Another tool removed what identifies a contact of ours: its row gives it back.
func TestAContactThatLostItsKeyGetsItBack(t *testing.T) {
	for name, wipe := range map[string]func(*sandbox.Contact){
		"the key":            func(c *sandbox.Contact) { c.ExternalID = nil },
		"the source":         func(c *sandbox.Contact) { c.Source = nil },
		"the key and source": func(c *sandbox.Contact) { c.ExternalID, c.Source = nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(manyRows(3)...)
				id := w.contact("k0001").ID
				w.sandbox.Edit(id, wipe)
				w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Updated: 3})
				if c := w.contact("k0001"); c.ID != id || c.Source == nil || *c.Source != "crm" {
					t.Errorf("contact %s of source %v", c.ID, c.Source)
				}
				w.once()
			})
		})
	}
}

// One id on two rows: neither may have the contact.
func TestOneContactThatTwoRowsNameIsGivenToNeither(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.mapping = strings.Replace(w.mapping, "  company: Company\n", "  contactId: Company\n", 1)
		home := w.inApp("M.", "O.", "+14155550134")
		row := func(key, name string) string { return key + "," + name + ",Okafor," + home.ID + ",,,,,," }
		counts := w.imports(row("1", "Maya"), row("2", "Ben"), named("3", "Ana", "Ruiz", "415-555-0136"))
		if counts.Rejected+counts.Failed != 2 || counts.Created != 1 {
			t.Errorf("%+v%s", counts, w.story())
		}
		if c := w.remote()[home.ID]; c.ID == "" || *c.DefaultFields.FirstName != "M." {
			t.Errorf("a row got the contact: %v", w.remote())
		}
	})
}
