package importer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func (w *world) rebuild(replace bool) (out reconcile.Rebuilt, err error) {
	w.t.Helper()
	w.opened(func(im *importer.Importer, _ openedState) {
		out, err = im.Rebuild(context.Background(), replace)
	})
	return out, err
}

func (w *world) rebuilds() reconcile.Rebuilt {
	w.t.Helper()
	out, err := w.rebuild(false)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// verify returns the differences that Verify reports, as "key kind".
func (w *world) verify() []string {
	w.t.Helper()
	var diffs []string
	w.opened(func(im *importer.Importer, _ openedState) {
		im.Events = func(e event.Event) {
			if d, ok := e.(reconcile.Difference); ok {
				diffs = append(diffs, d.Key+" "+string(d.Kind))
			}
		}
		out, err := im.Verify(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		if out.Different != len(diffs) {
			w.t.Errorf("%d differences are counted, %d told", out.Different, len(diffs))
		}
	})
	return diffs
}

func (w *world) clean() {
	w.t.Helper()
	if d := w.verify(); len(d) > 0 {
		w.t.Errorf("state and Quo differ: %v", d)
	}
}

// put creates a contact as somebody else would.
func (w *world) put(source, key, name string) sandbox.Contact {
	c := sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: &name}}
	if source != "" {
		c.Source = &source
	}
	if key != "" {
		c.ExternalID = &key
	}
	return w.sandbox.Put(c)
}

func TestARebuiltStateUpdatesInsteadOfMakingContactsAgain(t *testing.T) {
	bubble(t, sandbox.Options{UnstablePages: true}, func(w *world) {
		file := manyRows(230)
		w.imports(file...)
		w.loseState()
		for i := range 60 {
			w.put("other-crm", fmt.Sprintf("k%04d", i), "Stranger")
			w.put("", "", "By hand")
		}
		w.put("crm", "", "Without a key")
		one, two := w.put("crm", "d1", "Double"), w.put("crm", "d1", "Double")

		w.sandbox.ResetCounts()
		out := w.rebuilds()
		want := reconcile.Rebuilt{
			Listed: 233, Added: 230, Keyless: 1,
			Doubles: []reconcile.Double{{Key: "d1", IDs: []string{one.ID, two.ID}}},
		}
		if diff := gocmp.Diff(want, out); diff != "" {
			t.Error(diff)
		}
		t.Logf("230 contacts, 2 doubles, 120 strangers, pages that repeat and miss: %d pages read", w.sandbox.Counts().Of(sandbox.List))

		// The next import reads each once, and learns what is ours.
		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 230, Unchanged: 230})
		if got := w.sandbox.Counts(); got.Total > 13 {
			t.Errorf("requests: %v", got.Requests)
		}
		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 230, Unchanged: 230})
		if got := w.sandbox.Counts().Total; got != 0 {
			t.Errorf("%d requests when nothing changed", got)
		}
		w.clean()
	})
}

func TestAfterARebuildANumberThatIsReplacedInTheFileIsReplacedInQuo(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports("1,Maya,Okafor,Acme,,415-555-0134,,maya@okafor.example,7,a")
		w.loseState()
		w.rebuilds()
		w.imports("1,Maya,Okafor,Acme,,415-555-0134,,maya@okafor.example,7,a")
		w.imports("1,Maya,Okafor,Acme,,415-555-0135,,maya@okafor.example,7,a")
		if got, want := numbers(w.contact("1")), "mobile +14155550135"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
	})
}

func TestARebuildOverAStateKeepsWhatItKnows(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		file := manyRows(30)
		w.imports(file[:20]...)
		backup, err := os.ReadFile(w.statePath())
		if err != nil {
			t.Fatal(err)
		}
		w.imports(file...)
		if err := os.WriteFile(w.statePath(), backup, 0o600); err != nil { // somebody restored an old one
			t.Fatal(err)
		}
		if diff := gocmp.Diff(reconcile.Rebuilt{Listed: 30, Added: 10, Kept: 20}, w.rebuilds()); diff != "" {
			t.Error(diff)
		}
		w.sandbox.ResetCounts()
		w.expect(w.imports(file...), event.Counts{Read: 30, Unchanged: 30})
		if got := w.sandbox.Counts().Total; got > 2 {
			t.Errorf("%d requests: the 20 that were known were read again", got)
		}
	})
}

func TestARebuildThatWouldReplaceARecordAsks(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(3)...)
		w.sandbox.Remove(w.contact("k0001").ID)
		made := w.put("crm", "k0001", "Again")
		var clash *reconcile.ClashError
		if _, err := w.rebuild(false); !errors.As(err, &clash) || len(clash.Keys) != 1 {
			t.Fatalf("the rebuild ended with %v", err)
		}
		if diff := gocmp.Diff([]string{"k0001 other"}, w.verify()); diff != "" {
			t.Errorf("something was recorded: %s", diff)
		}
		out, err := w.rebuild(true)
		if err != nil || out.Changed != 1 || out.Kept != 2 {
			t.Fatalf("%+v, %v", out, err)
		}
		w.clean()
		if got := w.contact("k0001").ID; got != made.ID {
			t.Errorf("contact %s", got)
		}
	})
}

func TestARebuildSurvivesAListThatFailsNowAndThen(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(120)...)
		w.loseState()
		w.sandbox.Queue(
			sandbox.Fault{Op: sandbox.List, Status: 502}, sandbox.Fault{Op: sandbox.List, Reset: true},
			sandbox.Fault{Op: sandbox.List, Truncate: true}, sandbox.Fault{Op: sandbox.List, Status: 429},
		)
		if out := w.rebuilds(); out.Added != 120 {
			t.Errorf("%+v", out)
		}
		w.once()
	})
}

func TestVerifyIsCleanAfterARunAndNamesEveryDifference(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(50)...)
		w.imports(append(manyRows(50)[10:], row(3, "Buyer"))...)
		w.sandbox.ResetCounts()
		w.clean()
		if got := w.sandbox.Counts().Total; got != 3 {
			t.Errorf("%d requests to verify 50 keys", got)
		}

		time.Sleep(time.Hour)
		w.sandbox.Remove(w.contact("k0010").ID)
		w.sandbox.Edit(w.contact("k0011").ID, func(c *sandbox.Contact) { c.DefaultFields.Company = new("Other") })
		w.sandbox.Edit(w.contact("k0012").ID, func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = nil })
		w.sandbox.Edit(w.contact("k0013").ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("Owner") })
		w.sandbox.Edit(w.contact("k0014").ID, func(c *sandbox.Contact) { c.ExternalID = nil })
		w.put("crm", "k0015", "Double")
		w.sandbox.Remove(w.contact("k0016").ID)
		w.put("crm", "k0016", "Another")
		w.put("other-crm", "k0017", "Not ours")
		want := []string{
			"k0010 gone", "k0011 value", "k0012 value", "k0013 changed", "k0014 key", "k0015 double", "k0016 other",
		}
		if diff := gocmp.Diff(want, w.verify()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestVerifyNamesWritesThatHaveNoOutcome(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.halfway()
		diffs := w.verify()
		if len(diffs) != 1 || diffs[0][len("k0001 "):] != "unfinished" {
			t.Errorf("%v", diffs)
		}
	})
}
