package importer_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// Each rule of docs/quo-api.md, "Rules", has a test of the whole importer in this file.

func TestBite01APatchReplacesSoTheWholeContactIsSent(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) { // the sandbox deletes what is left out, and wipes the key
		w.imports(manyRows(3)...)
		w.peopleAdd()
		w.imports(edited(3)...)
		w.landed(edited(3))
	})
}

func TestBite02NoItemIdsAreSent(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) { // the sandbox answers 400 to any item id
		w.imports(manyRows(1)...)
		w.expect(w.imports(edited(1)...), event.Counts{Read: 1, Updated: 1})
	})
}

func TestBite03TheAnswerIsComparedAndNothingIsRepaired(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Alter: func(c *sandbox.Contact) { c.DefaultFields.Company = new("ACME") }})
		w.expect(w.imports(manyRows(1)...), event.Counts{Read: 1, Created: 1, Warnings: 1})
		if got := w.sandbox.Counts().Of(sandbox.Update); got != 0 {
			t.Errorf("%d repairs", got)
		}
	})
}

func TestBite04APairThatIsTakenIsLookedUp(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Status: 409, After: true}) // it is there after all
		w.expect(w.imports(manyRows(2)...), event.Counts{Read: 2, Created: 1, Unchanged: 1})
		w.once()
	})
	bubble(t, sandbox.Options{}, func(w *world) { // a deleted contact keeps its pair
		w.imports(manyRows(2)...)
		w.sandbox.Remove(w.contact("k0001").ID)
		w.loseState()
		counts := w.imports(manyRows(2)...)
		if counts.Failed != 1 || !strings.Contains(w.story(), "deleted contact") {
			t.Errorf("%+v%s", counts, w.story())
		}
	})
	bubble(t, sandbox.Options{}, func(w *world) { // the key is another source's
		w.imports(manyRows(1)...)
		w.sandbox.Put(sandbox.Contact{ExternalID: new("k0001"), Source: new("shop")})
		counts := w.imports(manyRows(2)...)
		if counts.Failed != 1 || !strings.Contains(w.story(), `source "shop"`) {
			t.Errorf("%+v%s", counts, w.story())
		}
	})
}

func TestBite05LookUpsAreOfTwentyAndAStrangerStopsTheRun(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) { // the sandbox answers 400 to more than 20, and to a list with commas
		w.imports(manyRows(45)...)
		w.expect(w.imports(edited(45)...), event.Counts{Read: 45, Updated: 45})
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Lookup, Strangers: true})
		w.stops(event.StopFilter, manyRows(45)...)
	})
}

func TestBite06OneNumberMayBelongToSeveralContacts(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.expect(w.imports("1,Maya,,,,415-555-0134,,,,", "2,Ben,,,,415-555-0134,,,,"), event.Counts{Read: 2, Created: 2, Warnings: 1})
	})
}

func TestBite07ANewContactMayBeMissingFromTheList(t *testing.T) {
	bubble(t, sandbox.Options{AllowDoubles: true, ListLag: 9 * time.Second}, func(w *world) {
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Reset: true, After: true, Times: 5})
		w.expect(w.imports(manyRows(40)...), event.Counts{Read: 40, Created: 40})
		w.once()
	})
}

func TestBite08A404OfALivingContactIsNotBelieved(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(3)...)
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Status: http.StatusNotFound})
		w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Updated: 3})
		w.once()
	})
}

func TestBite09AnUnknownOutcomeIsLookedUpFirst(t *testing.T) {
	for _, f := range []sandbox.Fault{
		{Reset: true, After: true}, {Hang: true, After: true}, {Truncate: true}, {Status: 502, HTML: true, After: true},
	} {
		f.Op = sandbox.Create
		bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
			w.sandbox.Queue(f)
			w.expect(w.imports(manyRows(3)...), event.Counts{Read: 3, Created: 3})
			if got := w.sandbox.Counts().Of(sandbox.Create); got != 3 {
				t.Errorf("%d POSTs for 3 rows", got)
			}
			w.once()
		})
	}
}

func TestBite10WhatAnIntegrationOwnsIsNeverTouched(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		theirs := w.sandbox.Put(sandbox.Contact{Source: new("openphone-hubspot"), ExternalID: new("k0001"), DefaultFields: sandbox.DefaultFields{
			FirstName: new("Theirs"), PhoneNumbers: []sandbox.Item{{Name: "x", Value: new("+14155551001")}},
		}})
		w.imports(manyRows(1)...)
		w.opts.Adopt = policy.AdoptPhone
		w.expect(w.imports(manyRows(2)...), event.Counts{Read: 2, Unchanged: 1, Failed: 1})
		for _, c := range w.sandbox.Contacts() {
			if c.ID == theirs.ID && (*c.DefaultFields.FirstName != "Theirs" || !c.UpdatedAt.Equal(theirs.UpdatedAt.Time)) {
				t.Errorf("touched: %+v", c)
			}
		}
	})
}

func TestBite11AContactWithoutANumberIsCountedBecauseItNeverShows(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports("1,Maya,,,,415-555-0134,,,,", "2,Ben,,,,,,ben@li.example,,")
		if w.plan.Counts.Phoneless != 1 {
			t.Errorf("%d without a number", w.plan.Counts.Phoneless)
		}
	})
}
