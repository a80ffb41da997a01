package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// at is the time of all tests, to the millisecond.
func at() time.Time { return time.Date(2026, 11, 23, 7, 13, 0, 250e6, time.UTC) }

// testStore opens a state in a new directory. When the test ends the state is
// checked (every value decodes, the counts are right, no page is lost) and
// closed.
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
	if err := s.Check(context.Background()); err != nil && !errors.Is(err, store.ErrClosed) {
		t.Errorf("the state is damaged after the test: %v", err)
	}
	if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
		t.Error(err)
	}
}

// record is a plausible record with n entries in its base.
func record(seed, n int) store.Record {
	r := store.Record{
		ContactID: fmt.Sprintf("%024x", seed), Raw: uint64(seed) * 7, Desired: uint64(seed) * 11,
		UpdatedAt: at().Add(time.Duration(seed) * time.Second), Run: "20261123T071300Z-k3f9", Created: seed%2 == 0,
	}
	key := fmt.Sprint(seed)
	if n > 0 {
		r.Name, r.Numbers = store.NameHash(key), []uint64{store.NumberHash(key), store.NumberHash(key + "0")}
	}
	for i := range n {
		e := store.Entry{Field: store.FieldHash("firstName", ""), Value: store.ValueHash(key, fmt.Sprint(i))}
		if i > 3 {
			e.Field, e.Label = store.FieldHash("phoneNumbers", fmt.Sprint("slot ", i%3)), store.LabelHash("mobile")
		} else {
			e.Field += uint32(i)
		}
		e.Shown, e.ShownLabel = e.Value, e.Label
		r.Base = append(r.Base, e)
	}
	r.Base.Sort()
	return r
}

func commit(t testing.TB, s *Store, changes ...store.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
}

// get reads one record, nil where there is none.
func get(t testing.TB, s *Store, source, key string) *store.Record {
	t.Helper()
	var found *store.Record
	err := s.View(t.Context(), source, func(snap store.Snapshot) error {
		records, err := snap.Records(key)
		if r, ok := records[key]; ok {
			found = &r
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func all(t testing.TB, s *Store, source string) map[string]store.Record {
	t.Helper()
	records := map[string]store.Record{}
	err := s.View(t.Context(), source, func(snap store.Snapshot) error {
		for kr, err := range snap.All() {
			if err != nil {
				return err
			}
			records[kr.Key] = kr.Record
		}
		n, err := snap.Len()
		if n != len(records) {
			t.Errorf("Len = %d, All has %d", n, len(records))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// hashes returns the hashes of one key, and fails the test on an error.
func hashes(t testing.TB, snap store.Snapshot, key string) store.Hashes {
	t.Helper()
	var out [1]store.Hashes
	if err := snap.Hashes([]string{key}, out[:]); err != nil {
		t.Error(err)
	}
	return out[0]
}

func journal(t testing.TB, s *Store, run string) []store.JournalEntry {
	t.Helper()
	var entries []store.JournalEntry
	for e, err := range s.Journal(t.Context(), run) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func intents(t testing.TB, s *Store, source string) []store.Intent {
	t.Helper()
	found, err := s.Intents(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAStateKnowsItsWorkspaceAndWhoCreatedIt(t *testing.T) {
	s := testStore(t)
	w, err := s.Workspace(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "new", w, store.Workspace{Created: at(), Version: "1.2.3"})
	commit(t, s, store.SetWorkspace("https://api.quo.com"))
	w, _ = s.Workspace(t.Context())
	same(t, "set", w, store.Workspace{BaseURL: "https://api.quo.com", Created: at(), Version: "1.2.3"})
}

func TestAPanicInViewIsNotTakenForDamage(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "k", store.Record{}))
	defer func() {
		if got := recover(); got != "mine" {
			t.Errorf("recovered %v", got)
		}
	}()
	_ = s.View(t.Context(), "crm", func(snap store.Snapshot) error {
		for range snap.All() {
			panic("mine")
		}
		return errors.New("not reached")
	})
}

func TestACommitAfterAPanicInViewWorks(t *testing.T) {
	s := testStore(t)
	func() {
		defer func() { _ = recover() }()
		_ = s.View(t.Context(), "crm", func(store.Snapshot) error { panic("mine") })
	}()
	commit(t, s, store.Refresh("crm", "k", store.Record{}))
	if err := s.Compact(); err != nil { // waits for every transaction
		t.Error(err)
	}
}

func TestAKeyMayHaveTheSizeThatBboltAllows(t *testing.T) {
	if store.MaxKeySize != bbolt.MaxKeySize {
		t.Errorf("%d, bbolt %d", store.MaxKeySize, bbolt.MaxKeySize)
	}
	s := testStore(t)
	commit(t, s, store.Refresh("crm", strings.Repeat("k", store.MaxKeySize), record(1, 1)))
}

func TestAClosedStoreCannotBeMaintained(t *testing.T) {
	s := testStore(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	load := s.Load(t.Context(), "crm", func(yield func(string, store.Record) bool) { yield("k", store.Record{}) })
	for _, err := range []error{s.Close(), s.Compact(), s.Check(t.Context()), s.Backup(s.Path() + ".bak"), load} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%v", err)
		}
	}
}
