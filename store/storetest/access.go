package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/quo-import/quo-import/store"
)

func accessTests() []test {
	return []test{
		{"readers and writers at once", testConcurrency},
		{"a context that is done", testContext},
		{"a context that ends in an iteration", testContextInIteration},
		{"a closed state", testClosed},
		{"reopening", testReopen},
		{"read-only", testReadOnly},
		{"failing writes", testFailing},
	}
}

// testConcurrency commits pairs of records, which no reader may see apart.
func testConcurrency(t *testing.T, h Harness) {
	s := h.Open(t)
	const writers, commits = 4, 20
	write := func(w int) error {
		for i := range commits {
			key := fmt.Sprint(w, "-", i)
			r := store.Record{Run: "r", Raw: uint64(i) + 1}
			entry := store.JournalEntry{Operation: store.Create, ContactID: key}
			if err := s.Commit(t.Context(), store.Confirm("crm", key, r, entry), store.Refresh("crm", key+"'", r)); err != nil {
				return err
			}
			if err := readPair(t.Context(), s, key, true); err != nil {
				return err
			}
		}
		return nil
	}
	read := func(w int) error {
		for i := range commits {
			if err := readPair(t.Context(), s, fmt.Sprint(w, "-", i), false); err != nil {
				return err
			}
			for _, err := range s.Journal(t.Context(), "r") {
				if err != nil {
					return err
				}
			}
		}
		return nil
	}
	var group sync.WaitGroup
	for w := range writers {
		for _, work := range []func(int) error{write, read} {
			group.Go(func() {
				if err := work(w); err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	same(t, "number of records", len(records(t, s, "crm")), 2*writers*commits)
	same(t, "number of journal entries", len(journal(t, s, "r")), writers*commits)
}

func readPair(ctx context.Context, s store.State, key string, committed bool) error {
	return s.View(ctx, "crm", func(snap store.Snapshot) error {
		var out [2]store.Hashes
		if err := snap.Hashes([]string{key}, out[:1]); err != nil {
			return err
		}
		if err := snap.Hashes([]string{key + "'"}, out[1:]); err != nil {
			return err
		}
		if out[0] != out[1] || committed && !out[0].Known {
			return fmt.Errorf("a commit is visible in part: %q %v", key, out)
		}
		return nil
	})
}

// uses calls every method that reads or writes, and returns their errors.
func uses(ctx context.Context, s store.State) map[string]error {
	errs := map[string]error{}
	_, errs["Workspace"] = s.Workspace(ctx)
	_, errs["Sources"] = s.Sources(ctx)
	_, _, errs["Source"] = s.Source(ctx, "crm")
	_, errs["Intents"] = s.Intents(ctx, "crm")
	_, errs["Missing"] = s.Missing(ctx, "crm")
	_, _, errs["Problems"] = s.Problems(ctx, "crm")
	_, errs["Runs"] = s.Runs(ctx)
	errs["Journal"] = nil
	for _, err := range s.Journal(ctx, "r") {
		errs["Journal"] = err
	}
	errs["View"] = s.View(ctx, "crm", func(store.Snapshot) error { return nil })
	errs["Commit"] = s.Commit(ctx, store.Refresh("crm", "k", record(9, 9)))
	return errs
}

// filled opens a state that holds something of everything.
func filled(t *testing.T, h Harness) (s store.State, read func(store.State) content) {
	t.Helper()
	s = h.Open(t)
	r := record(1, 2)
	commit(t, s, store.SetWorkspace("https://api.quo.com"), store.PutSource("crm", store.Source{KeyDefinition: "column id"}),
		store.PutRun(store.Run{ID: "r", Kind: "import", Source: "crm", Started: at()}),
		store.Confirm("crm", "k", r, store.JournalEntry{Run: "r", Operation: store.Update, PreImage: []byte("{}"), Previous: &r}),
		store.Refresh("crm", "l", record(2, 2)), store.MarkMissing("crm", "l", "r"),
		store.Begin("crm", store.Intent{Key: "m", Operation: store.Create, Target: []byte("{}"), Run: "r", Begun: at()}),
		store.PutProblems("crm", []store.Problem{{Row: 1, Reason: 2}}))
	return s, func(s store.State) content {
		t.Helper()
		return contentOf(t, s, []string{"crm"}, []string{"r"})
	}
}

func testContext(t *testing.T, h Harness) {
	s, read := filled(t, h)
	want := read(s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for method, err := range uses(ctx, s) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", method, err)
		}
	}
	same(t, "content", read(s), want)
}

func testContextInIteration(t *testing.T, h Harness) {
	s := h.Open(t)
	const n = 2000
	many(t, s, n)
	var changes []store.Change
	for i := range n {
		changes = append(changes, store.Confirm("crm", fmt.Sprintf("%04d", i), store.Record{Run: "r"}, store.JournalEntry{Operation: store.Create}))
	}
	commit(t, s, changes...)

	var last error
	canceled := func(what string) {
		t.Helper()
		if !errors.Is(last, context.Canceled) {
			t.Errorf("%s: %v", what, last)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	last = s.View(ctx, "crm", func(snap store.Snapshot) error {
		var err error
		for _, err = range snap.All() {
			cancel()
		}
		last = err
		canceled("All")
		last = snap.Hashes([]string{"0001"}, make([]store.Hashes, 1))
		canceled("Hashes")
		_, last = snap.Records("0001")
		canceled("Records")
		return err
	})
	canceled("View")

	ctx, cancelJournal := context.WithCancel(t.Context())
	defer cancelJournal()
	for _, last = range s.Journal(ctx, "r") {
		cancelJournal()
	}
	canceled("Journal")
}

func testClosed(t *testing.T, h Harness) {
	if h.Close == nil {
		t.Skip("it cannot be closed")
	}
	s, _ := filled(t, h)
	ok(t, h.Close(s))
	for method, err := range uses(t.Context(), s) {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s: %v", method, err)
		}
	}
	if err := h.Close(s); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Close: %v", err)
	}
}

func testReopen(t *testing.T, h Harness) {
	if h.Reopen == nil {
		t.Skip("it cannot be opened again")
	}
	s, read := filled(t, h)
	want := read(s)
	s = h.Reopen(t, s)
	same(t, "content", read(s), want)
	commit(t, s, store.Forget("crm", "k"))
	same(t, "number of records", len(records(t, h.Reopen(t, s), "crm")), 1)
}

func testReadOnly(t *testing.T, h Harness) {
	if h.OpenReadOnly == nil {
		t.Skip("it cannot be opened for reading only")
	}
	s, read := filled(t, h)
	want := read(s)
	s = h.OpenReadOnly(t, s)
	for method, err := range uses(t.Context(), s) {
		if method == "Commit" && !errors.Is(err, store.ErrReadOnly) || method != "Commit" && err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
	same(t, "content", read(s), want)
}

func testFailing(t *testing.T, h Harness) {
	if h.Fail == nil {
		t.Skip("its writes cannot be made to fail")
	}
	s, read := filled(t, h)
	want := read(s)
	restore := h.Fail(t, s)
	var changes []store.Change
	for i := range 500 {
		changes = append(changes, store.Refresh("crm", fmt.Sprint("new ", i), record(i, 20)))
	}
	err := s.Commit(t.Context(), append(changes, store.Forget("crm", "k"))...)
	restore()
	if err == nil {
		t.Fatal("no error: the test shows nothing")
	}
	same(t, "content after the failure", read(s), want)
	commit(t, s, store.Refresh("crm", "then", record(3, 3)))
	want.Records["crm"]["then"] = record(3, 3)
	same(t, "content after the next commit", read(s), want)
	if h.Reopen != nil {
		same(t, "content after reopening", read(h.Reopen(t, s)), want)
	}
}
