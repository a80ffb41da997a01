package move_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
	"github.com/quo-import/quo-import/store/memory"
	"github.com/quo-import/quo-import/store/move"
)

func at() time.Time { return time.Date(2026, 11, 23, 7, 13, 0, 250e6, time.UTC) }

func openFile(t *testing.T) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "state.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func commit(t *testing.T, s store.State, changes ...store.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
}

// filled returns a state with something of everything: 40 runs, of which 30 have a
// journal, keys that were deleted since, unfinished writes.
func filled(t *testing.T) *bolt.Store {
	t.Helper()
	s := openFile(t)
	commit(t, s, store.SetWorkspace("https://api.quo.com"))
	for i := range 40 {
		source, run := []string{"crm", "shop"}[i%2], fmt.Sprintf("r%02d", i)
		record := store.Record{ContactID: fmt.Sprint("c", i), Raw: uint64(i), Run: run, UpdatedAt: at()}
		commit(t, s, store.PutRun(store.Run{ID: run, Source: source, Kind: "import", Started: at(), Counts: map[string]int{"created": i}}),
			store.Confirm(source, fmt.Sprint("k", i/4), record, store.JournalEntry{Operation: store.Create, ContactID: record.ContactID}),
			store.Confirm(source, "gone", record, store.JournalEntry{Operation: store.Update, PreImage: []byte("{}"), Previous: &record}))
	}
	commit(t, s, store.PutSource("crm", store.Source{KeyDefinition: "column id", LastComplete: &store.Complete{Run: "r38", Rows: 9}}),
		store.Remove("crm", "gone", store.JournalEntry{Run: "r39", Operation: store.Delete, ContactID: "c"}),
		store.MarkMissing("shop", "k1", "r01"), store.PutProblems("crm", []store.Problem{{Row: 1, Reason: 2}}), store.PutProblems("shop", nil),
		store.Begin("begun only", store.Intent{Key: "k", Operation: store.Create, Target: []byte("{}"), Run: "r40", Begun: at()}),
		store.PutRun(store.Run{ID: "r40", Source: "begun only", Started: at()}))
	return s
}

func TestACopyHoldsTheSame(t *testing.T) {
	from := filled(t)
	first, second := memory.New(), openFile(t)
	n, err := move.Copy(t.Context(), from, first)
	if err != nil || n != (move.Copied{Sources: 3, Records: 11 + 9 + 1, Intents: 1, Runs: 41, Entries: 58}) {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := move.Copy(t.Context(), first, second); err != nil {
		t.Error(err)
	}
	if err := move.Compare(t.Context(), from, second); err != nil {
		t.Error(err)
	}
	if err := second.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestATargetThatHoldsSomethingIsRefused(t *testing.T) {
	for name, change := range map[string]store.Change{
		"a record": store.Refresh("crm", "k", store.Record{}), "a source": store.PutSource("crm", store.Source{}), "a run": store.PutRun(store.Run{ID: "r"}),
	} {
		to := memory.New()
		commit(t, to, change)
		if _, err := move.Copy(t.Context(), filled(t), to); !errors.Is(err, move.ErrNotEmpty) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADifferenceIsFound(t *testing.T) {
	for name, change := range map[string]store.Change{
		"the workspace":      store.SetWorkspace("https://other"),
		"a pinned source":    store.PutSource("crm", store.Source{KeyDefinition: "row"}),
		"another source":     store.PutSource("other", store.Source{}),
		"a record":           store.Refresh("shop", "k1", store.Record{Raw: 1}),
		"one record more":    store.Refresh("shop", "z", store.Record{}),
		"an intent":          store.Drop("begun only", "k"),
		"a missing mark":     store.ClearMissing("shop", "k1"),
		"problems":           store.PutProblems("shop", []store.Problem{{Row: 1}}),
		"a run":              store.PutRun(store.Run{ID: "r40", Source: "begun only", Started: at(), Outcome: "done"}),
		"a journal":          store.Confirm("shop", "z", store.Record{}, store.JournalEntry{Run: "r39", Operation: store.Create}),
		"a forgotten person": store.Forget("crm", "k3"),
	} {
		from, to := filled(t), memory.New()
		if _, err := move.Copy(t.Context(), from, to); err != nil {
			t.Fatal(err)
		}
		commit(t, to, change)
		if err := move.Compare(t.Context(), from, to); !errors.Is(err, move.ErrDiffers) {
			t.Errorf("%s: %v", name, err)
		}
		if err := move.Compare(t.Context(), to, from); !errors.Is(err, move.ErrDiffers) {
			t.Errorf("%s, the other way round: %v", name, err)
		}
	}
}
