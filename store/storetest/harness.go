package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/store"
)

// Harness is how the suite uses an implementation. Functions that are nil are
// capabilities that the implementation does not have: their tests are skipped.
type Harness struct {
	// Open returns a new and empty state. It is called once for a test, and
	// several hundred times by the tests with random changes. Cleaning up is
	// left to t.Cleanup.
	Open func(t *testing.T) store.State
	// Close closes a state. Cleaning up must accept one that is closed.
	Close func(s store.State) error
	// Reopen closes a state and returns what it stored, opened again.
	Reopen func(t *testing.T, s store.State) store.State
	// OpenReadOnly is Reopen for reading only.
	OpenReadOnly func(t *testing.T, s store.State) store.State
	// Fail makes every write to the disk or the connection fail until restore
	// is called.
	Fail func(t *testing.T, s store.State) (restore func())
}

type test struct {
	name string
	run  func(t *testing.T, h Harness)
}

// tester is what testing.T and rapid.T have in common.
type tester interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func ok(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func same(t tester, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// at is the time of all tests, to the millisecond.
func at() time.Time { return time.Date(2026, 11, 23, 7, 13, 0, 250e6, time.UTC) }

// runID returns the ID of the n-th run.
func runID(n int) string {
	return at().Add(time.Duration(n)*time.Second).Format("20060102T150405Z") + "-k3f9"
}

// record returns a record with n entries in its base.
func record(seed, n int) store.Record {
	key := fmt.Sprint("C-", seed)
	r := store.Record{
		ContactID: fmt.Sprintf("%024x", seed), Raw: uint64(seed) * 7, Desired: uint64(seed) * 11,
		UpdatedAt: at().Add(time.Duration(seed) * time.Millisecond), Run: runID(0), Created: seed%2 == 0,
		Gone: seed%5 == 4, Name: store.NameHash(key),
	}
	if seed%3 == 1 {
		r.ReadBy = runID(1)
	}
	for i := range n {
		e := store.Entry{Field: store.FieldHash("phoneNumbers", fmt.Sprint("slot ", i%3)), Value: store.ValueHash(key, fmt.Sprint(i))}
		if e.Shown = e.Value; i%4 == 3 {
			e.Shown = store.ValueHash(key, fmt.Sprint(i, " as shown"))
		}
		if i%2 == 0 {
			e.Label = store.LabelHash("mobile")
		}
		if e.ShownLabel = e.Label; i%5 == 4 {
			e.ShownLabel = store.LabelHash("Mobile")
		}
		r.Numbers = append(r.Numbers, store.NumberHash(fmt.Sprint(key, i)))
		r.Base = append(r.Base, e)
	}
	r.Base.Sort()
	return r
}

func commit(t tester, s store.State, changes ...store.Change) {
	t.Helper()
	ok(t, s.Commit(t.Context(), changes...))
}

// view runs read in a View and fails the test on an error.
func view(t tester, s store.State, source string, read func(snap store.Snapshot)) {
	t.Helper()
	ok(t, s.View(t.Context(), source, func(snap store.Snapshot) error { read(snap); return nil }))
}

// records returns all records of a source, and checks Len.
func records(t tester, s store.State, source string) map[string]store.Record {
	t.Helper()
	all := map[string]store.Record{}
	view(t, s, source, func(snap store.Snapshot) {
		for kr, err := range snap.All() {
			ok(t, err)
			all[kr.Key] = kr.Record
		}
		n, err := snap.Len()
		ok(t, err)
		same(t, "Len", n, len(all))
	})
	return all
}

func intents(t tester, s store.State, source string) []store.Intent {
	t.Helper()
	found, err := s.Intents(t.Context(), source)
	ok(t, err)
	return found
}

func missing(t tester, s store.State, source string) map[string]string {
	t.Helper()
	found, err := s.Missing(t.Context(), source)
	ok(t, err)
	return found
}

// problems returns the problems of a source, nil if they are not known.
func problems(t tester, s store.State, source string) []store.Problem {
	t.Helper()
	found, known, err := s.Problems(t.Context(), source)
	ok(t, err)
	if !known && len(found) > 0 {
		t.Errorf("%d problems that are not known", len(found))
	}
	if known && found == nil {
		found = []store.Problem{}
	}
	return found
}

func journal(t tester, s store.State, run string) []store.JournalEntry {
	t.Helper()
	var entries []store.JournalEntry
	for e, err := range s.Journal(t.Context(), run) {
		ok(t, err)
		entries = append(entries, e)
	}
	return entries
}

// content is everything that a state holds.
type content struct {
	Workspace string
	Pinned    map[string]store.Source
	Records   map[string]map[string]store.Record
	Intents   map[string][]store.Intent
	Missing   map[string]map[string]string
	Problems  map[string][]store.Problem
	Runs      []store.Run
	Journals  map[string][]store.JournalEntry
}

// contentOf reads what a state holds of the given sources and runs.
func contentOf(t tester, s store.State, sources, runs []string) content {
	t.Helper()
	w, err := s.Workspace(t.Context())
	ok(t, err)
	c := content{
		Workspace: w.BaseURL,
		Pinned:    map[string]store.Source{}, Records: map[string]map[string]store.Record{}, Intents: map[string][]store.Intent{},
		Missing: map[string]map[string]string{}, Problems: map[string][]store.Problem{}, Journals: map[string][]store.JournalEntry{},
	}
	for _, source := range sources {
		pinned, known, err := s.Source(t.Context(), source)
		ok(t, err)
		if known {
			c.Pinned[source] = pinned
		}
		c.Records[source], c.Intents[source] = records(t, s, source), intents(t, s, source)
		c.Missing[source], c.Problems[source] = missing(t, s, source), problems(t, s, source)
	}
	c.Runs, err = s.Runs(t.Context())
	ok(t, err)
	for _, run := range runs {
		c.Journals[run] = journal(t, s, run)
	}
	return c
}
