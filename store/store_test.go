package store

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// at is the moment of all tests: a morning, to the millisecond.
func at() time.Time { return time.Date(2026, 11, 23, 7, 13, 0, 250e6, time.UTC) }

// testStore opens a state in a new directory. When the test ends the state is
// checked (every value decodes, the counts are right, no page is lost) and
// closed, whatever the test was about.
func testStore(t testing.TB) *Store {
	t.Helper()
	return openTest(t, filepath.Join(t.TempDir(), "quo-import.db"))
}

func openTest(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{Version: "1.2.3", Now: at})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeTest(t, s) })
	return s
}

func closeTest(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Check(); err != nil && !errors.Is(err, ErrClosed) {
		t.Errorf("the state is damaged after the test: %v", err)
	}
	if err := s.Close(); err != nil && !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// record is a plausible record with n entries in its base.
func record(seed, n int) Record {
	r := Record{
		ContactID: fmt.Sprintf("%024x", seed), Raw: uint64(seed) * 7, Desired: uint64(seed) * 11,
		UpdatedAt: at().Add(time.Duration(seed) * time.Second), Run: "20261123T071300Z-k3f9", Created: seed%2 == 0,
	}
	key := fmt.Sprint(seed)
	for i := range n {
		e := Entry{Field: FieldHash("firstName", ""), Value: ValueHash(key, fmt.Sprint(i))}
		if i > 3 {
			e.Field, e.Label = FieldHash("phoneNumbers", fmt.Sprint("slot ", i%3)), LabelHash("mobile")
		} else {
			e.Field += uint32(i)
		}
		r.Base = append(r.Base, e)
	}
	r.Base.Sort()
	return r
}

func commit(t testing.TB, s *Store, changes ...Change) {
	t.Helper()
	if err := s.Commit(changes...); err != nil {
		t.Fatal(err)
	}
}

// get reads one record, nil where there is none.
func get(t testing.TB, s *Store, source, key string) *Record {
	t.Helper()
	var found *Record
	err := s.View(source, func(snap Snapshot) error {
		r, ok, err := snap.Get(key)
		if ok {
			found = &r
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func all(t testing.TB, s *Store, source string) map[string]Record {
	t.Helper()
	records := map[string]Record{}
	err := s.View(source, func(snap Snapshot) error {
		for key, r := range snap.All() {
			records[key] = r
			snap.RawHash("~") // a look-up moves nothing under the loop
		}
		if snap.Len() != len(records) {
			t.Errorf("Len = %d, All gives %d", snap.Len(), len(records))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func journal(t testing.TB, s *Store, run string) []JournalEntry {
	t.Helper()
	var entries []JournalEntry
	for e, err := range s.Journal(run) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

// failer is what testing and rapid have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

func same(t failer, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func intents(t testing.TB, s *Store, source string) []Intent {
	t.Helper()
	found, err := s.Intents(source)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAStateKnowsWhatItBelongsTo(t *testing.T) {
	s := testStore(t)
	w, err := s.Workspace()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "new", w, Workspace{Created: at(), Version: "1.2.3"})
	commit(t, s, SetWorkspace("https://api.quo.com"))
	w, _ = s.Workspace()
	same(t, "set", w, Workspace{BaseURL: "https://api.quo.com", Created: at(), Version: "1.2.3"})
}

func TestASourceIsPinned(t *testing.T) {
	s := testStore(t)
	want := Source{KeyDefinition: "column Customer ID", Normaliser: 1, LastComplete: &Complete{
		Run: "r", Files: []string{"contacts.csv"}, Fingerprint: 1<<63 + 7, Rows: 3, Filled: map[string]int{"Email": 2},
	}}
	commit(t, s, PutSource("crm", want), Refresh("adopted", "k", record(1, 0)))
	got, ok, err := s.Source("crm")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	same(t, "source", got, want)
	if _, ok, err := s.Source("adopted"); ok || err != nil {
		t.Errorf("a source that nobody pinned: %v, %v", ok, err)
	}
	names, err := s.Sources()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "sources", names, []string{"adopted", "crm"})
}

func TestAnOutcomeTakesTheIntentAway(t *testing.T) {
	const run = "20261123T071300Z-k3f9"
	intent := Intent{Key: "k", Operation: Update, ContactID: "c", Target: []byte("{}"), PreImage: []byte("{1}"), Record: record(2, 3), Run: run, Begun: at()}
	before, after := record(1, 2), record(2, 3)
	for name, c := range map[string]struct {
		outcome Change
		record  *Record
		journal []JournalEntry
	}{
		"a write that happened leaves record and journal": {
			Land("crm", "k", after, JournalEntry{Operation: Update, ContactID: "c", PreImage: []byte("{1}"), Previous: &before}),
			&after, []JournalEntry{{Key: "k", Run: run, Operation: Update, ContactID: "c", PreImage: []byte("{1}"), Previous: &before}},
		},
		"a write that did not happen leaves what was": {Drop("crm", "k"), &before, nil},
		"a delete leaves the journal alone, under the intent's run": {
			Remove("crm", "k", JournalEntry{Operation: Delete, ContactID: "c", PreImage: []byte("{1}"), Previous: &before}),
			nil, []JournalEntry{{Key: "k", Run: run, Operation: Delete, ContactID: "c", PreImage: []byte("{1}"), Previous: &before}},
		},
		"a person who is forgotten leaves nothing": {Forget("crm", "k"), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := testStore(t)
			commit(t, s, Refresh("crm", "k", before), Begin("crm", intent))
			same(t, "begun", intents(t, s, "crm"), []Intent{intent})
			commit(t, s, c.outcome)
			same(t, "intents", intents(t, s, "crm"), []Intent(nil))
			same(t, "record", get(t, s, "crm", "k"), c.record)
			same(t, "journal", journal(t, s, run), c.journal)
		})
	}
}

func TestIntentsComeOldestFirstAndOneAKey(t *testing.T) {
	s := testStore(t)
	begin := func(key string, after time.Duration) Change {
		return Begin("crm", Intent{Key: key, Operation: Create, Run: "r", Begun: at().Add(after)})
	}
	commit(t, s, begin("a", 3*time.Second), begin("b", time.Second), begin("c", 2*time.Second), begin("b", 4*time.Second))
	var keys []string
	for _, i := range intents(t, s, "crm") {
		keys = append(keys, i.Key)
	}
	same(t, "keys", keys, []string{"c", "a", "b"})
}

func TestAKeyThatARunWritesTwiceGoesBackToBeforeTheFirst(t *testing.T) {
	old, mid := record(1, 1), record(2, 1)
	first := JournalEntry{Operation: Update, ContactID: "c", PreImage: []byte("old"), Previous: &old}
	create := JournalEntry{Operation: Create, ContactID: "c"}
	then := JournalEntry{Operation: Update, ContactID: "c", PreImage: []byte("mid"), Previous: &mid}
	deleted := JournalEntry{Operation: Delete, ContactID: "c", PreImage: []byte("mid"), Previous: &mid}
	for name, c := range map[string]struct {
		first, second JournalEntry
		want          []JournalEntry
	}{
		"update, update": {first, then, []JournalEntry{{Key: "k", Run: "r", Operation: Update, ContactID: "c", PreImage: []byte("old"), Previous: &old}}},
		"create, update": {create, then, []JournalEntry{{Key: "k", Run: "r", Operation: Create, ContactID: "c"}}},
		"update, delete": {first, deleted, []JournalEntry{{Key: "k", Run: "r", Operation: Delete, ContactID: "c", PreImage: []byte("old"), Previous: &old}}},
		"create, delete": {create, deleted, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := testStore(t)
			for _, e := range []JournalEntry{c.first, c.second} {
				e.Run = "r"
				if e.Operation == Delete {
					commit(t, s, Remove("crm", "k", e))
				} else {
					commit(t, s, Land("crm", "k", record(3, 1), e))
				}
			}
			same(t, "journal", journal(t, s, "r"), c.want)
		})
	}
}

func TestJournalsOfTheLast30RunsAreKept(t *testing.T) {
	s := testStore(t)
	id := func(i int) string { return fmt.Sprintf("20261123T0713%02dZ-aaaa", i) }
	for i := range 40 {
		commit(t, s, PutRun(Run{ID: id(i), Source: "crm", Started: at()}),
			Land("crm", "k", Record{Run: id(i)}, JournalEntry{Operation: Update}))
	}
	runs, err := s.Runs()
	if err != nil || len(runs) != 40 || runs[0].ID != id(0) || runs[39].ID != id(39) {
		t.Errorf("summaries of all runs stay, oldest first: %d, %v", len(runs), err)
	}
	for i := range 40 {
		if kept := len(journal(t, s, id(i))) == 1; kept != (i >= 10) {
			t.Errorf("journal of run %d of 40: kept %v", i, kept)
		}
	}
}

func TestAJournalCanBeReadWhileItIsTakenBack(t *testing.T) {
	s := testStore(t)
	var changes []Change
	for i := range 2*journalChunk + 1 {
		key := fmt.Sprintf("%04d", i)
		changes = append(changes, Land("crm", key, Record{Run: "r"}, JournalEntry{Operation: Create, ContactID: "c"}))
	}
	commit(t, s, changes...)
	n := 0
	for e, err := range s.Journal("r") {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if n%50 == 0 { // a write within the loop must not wait for the loop
			commit(t, s, Remove("crm", e.Key, JournalEntry{Run: "undo", Operation: Delete, ContactID: "c"}))
		}
	}
	if n != 2*journalChunk+1 {
		t.Errorf("%d entries", n)
	}
}

func TestGoneMarksNameTheFirstRunThatMissedTheKey(t *testing.T) {
	s := testStore(t)
	commit(t, s, MarkGone("crm", "a", "r1"), MarkGone("crm", "b", "r1"), MarkGone("crm", "a", "r2"), ClearGone("crm", "b"), ClearGone("crm", "never"))
	gone, err := s.Gone("crm")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "gone", gone, map[string]string{"a": "r1"})
}

func TestForgettingLeavesOthersAlone(t *testing.T) {
	s := testStore(t)
	entry := JournalEntry{Operation: Create, ContactID: "c", PreImage: []byte("Ada")}
	commit(t, s, PutRun(Run{ID: "r1", Source: "crm"}), PutRun(Run{ID: "r2", Source: "shop"}),
		Land("crm", "k", Record{Run: "r1"}, entry), Land("crm", "other", Record{Run: "r1"}, entry),
		Land("shop", "k", Record{Run: "r2"}, entry), Land("crm", "k", Record{Run: "unlisted"}, entry),
		MarkGone("crm", "k", "r1"), Forget("crm", "k"))
	same(t, "crm", slices.Sorted(maps.Keys(all(t, s, "crm"))), []string{"other"})
	same(t, "shop", slices.Sorted(maps.Keys(all(t, s, "shop"))), []string{"k"})
	for run, want := range map[string]int{"r1": 1, "r2": 1, "unlisted": 0} {
		if got := len(journal(t, s, run)); got != want {
			t.Errorf("journal of %s has %d entries, want %d", run, got, want)
		}
	}
}

func TestACommitIsWholeOrNothing(t *testing.T) {
	s := testStore(t)
	for name, bad := range map[string]Change{
		"no key":             Refresh("crm", "", Record{}),
		"no source":          Refresh("", "k", Record{}),
		"a key of 64 KB":     Refresh("crm", string(make([]byte, 1<<16)), Record{}),
		"an entry of no run": Land("crm", "k", Record{}, JournalEntry{Operation: Create}),
		"no operation":       Begin("crm", Intent{Key: "k"}),
	} {
		if err := s.Commit(Refresh("crm", "first", Record{}), bad); err == nil {
			t.Errorf("%s was taken", name)
		}
		if len(all(t, s, "crm")) != 0 {
			t.Errorf("%s: the change before it stayed", name)
		}
	}
}

func TestASampleHoldsTheOldest(t *testing.T) {
	s := testStore(t)
	for i, age := range []int{5, 1, 4, 2, 3} {
		r := record(i, 0)
		r.UpdatedAt = at().Add(time.Duration(-age) * time.Hour)
		commit(t, s, Refresh("crm", fmt.Sprint("aged ", age), r))
	}
	for n, want := range map[int][]string{0: {}, 2: {"aged 5", "aged 4"}, 9: {"aged 5", "aged 4", "aged 3", "aged 2", "aged 1"}} {
		err := s.View("crm", func(snap Snapshot) error {
			same(t, fmt.Sprint("sample of ", n), snap.Sample(n), want)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestAnUnknownSourceIsEmpty(t *testing.T) {
	s := testStore(t)
	if len(all(t, s, "nobody")) != 0 || get(t, s, "nobody", "k") != nil || len(intents(t, s, "nobody")) != 0 {
		t.Error("something is there")
	}
}

func TestAPanicOfTheReaderIsNotTakenForDamage(t *testing.T) {
	s := testStore(t)
	commit(t, s, Refresh("crm", "k", Record{}))
	defer func() {
		if got := recover(); got != "mine" {
			t.Errorf("recovered %v", got)
		}
	}()
	_ = s.View("crm", func(snap Snapshot) error {
		for range snap.All() {
			panic("mine")
		}
		return nil
	})
}

func TestAfterCloseEverythingSaysSo(t *testing.T) {
	s := testStore(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Workspace()
	for _, err := range []error{err, s.Close(), s.Commit(SetWorkspace("x")), s.Compact(), s.Check(), s.View("crm", nil), s.Backup(s.Path() + ".bak")} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%v", err)
		}
	}
}
