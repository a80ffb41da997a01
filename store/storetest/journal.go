package storetest

import (
	"fmt"
	"testing"

	"github.com/quo-import/quo-import/store"
)

func journalTests() []test {
	return []test{
		{"two writes of a run are undone to before the first", testTwoWrites},
		{"entries come in the order of their keys", testJournalOrder},
		{"the journals of the last runs are kept", testPruning},
		{"an undo deletes no journal", testUndoKeepsJournals},
		{"runs are ordered as they are stored, whatever their times", testClock},
		{"a journal can be read while its contacts are removed", testJournalWhileWriting},
		{"a run can be replaced and keeps its number", testRuns},
	}
}

func testTwoWrites(t *testing.T, h Harness) {
	old, mid := record(1, 1), record(2, 1)
	update := store.JournalEntry{Operation: store.Update, ContactID: "c", PreImage: []byte("old"), Previous: &old}
	create := store.JournalEntry{Operation: store.Create, ContactID: "c"}
	again := store.JournalEntry{Operation: store.Update, ContactID: "d", PreImage: []byte("mid"), Previous: &mid}
	deleted := store.JournalEntry{Operation: store.Delete, ContactID: "d", PreImage: []byte("mid"), Previous: &mid}
	for name, c := range map[string]struct {
		first, second store.JournalEntry
		want          []store.JournalEntry
	}{
		"update, update": {update, again, []store.JournalEntry{{Key: "k", Run: "r", Operation: store.Update, ContactID: "d", PreImage: []byte("old"), Previous: &old}}},
		"create, update": {create, again, []store.JournalEntry{{Key: "k", Run: "r", Operation: store.Create, ContactID: "d"}}},
		"update, delete": {update, deleted, []store.JournalEntry{{Key: "k", Run: "r", Operation: store.Delete, ContactID: "d", PreImage: []byte("old"), Previous: &old}}},
		"delete, create": {
			store.JournalEntry{Operation: store.Delete, ContactID: "c", PreImage: []byte("old"), Previous: &old}, create,
			[]store.JournalEntry{{Key: "k", Run: "r", Operation: store.Create, ContactID: "c", PreImage: []byte("old"), Previous: &old}},
		},
		"create, delete": {create, deleted, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := h.Open(t)
			for _, e := range []store.JournalEntry{c.first, c.second} {
				e.Run = "r"
				if e.Operation == store.Delete {
					commit(t, s, store.Remove("crm", "k", e))
				} else {
					commit(t, s, store.Confirm("crm", "k", record(3, 1), e))
				}
			}
			same(t, "journal", journal(t, s, "r"), c.want)
		})
	}
	t.Run("of two runs", func(t *testing.T) {
		s := h.Open(t)
		commit(t, s, store.Confirm("crm", "k", store.Record{Run: "r1"}, create), store.Confirm("crm", "k", store.Record{Run: "r2"}, update))
		create.Key, create.Run, update.Key, update.Run = "k", "r1", "k", "r2"
		same(t, "journal of the first", journal(t, s, "r1"), []store.JournalEntry{create})
		same(t, "journal of the second", journal(t, s, "r2"), []store.JournalEntry{update})
	})
}

func testJournalOrder(t *testing.T, h Harness) {
	s := h.Open(t)
	for _, key := range shuffledKeys() {
		commit(t, s, store.Confirm("crm", key, store.Record{Run: "r"}, store.JournalEntry{Operation: store.Create}))
	}
	var keys []string
	for _, e := range journal(t, s, "r") {
		keys = append(keys, e.Key)
	}
	same(t, "keys", keys, sortedKeys())
}

// fill commits n runs with one journal entry each, the first runID(from).
func fill(t *testing.T, s store.State, from, n int) {
	t.Helper()
	for i := from; i < from+n; i++ {
		commit(t, s, store.PutRun(store.Run{ID: runID(i), Source: "crm", Started: at()}),
			store.Confirm("crm", "k", store.Record{Run: runID(i)}, store.JournalEntry{Operation: store.Update}))
	}
}

// kept returns which of the first n runs have a journal.
func kept(t *testing.T, s store.State, n int) []int {
	t.Helper()
	var runs []int
	for i := range n {
		if len(journal(t, s, runID(i))) > 0 {
			runs = append(runs, i)
		}
	}
	return runs
}

func testPruning(t *testing.T, h Harness) {
	s := h.Open(t)
	commit(t, s, store.Confirm("crm", "k", store.Record{Run: runID(0)}, store.JournalEntry{Operation: store.Update})) // without a run
	fill(t, s, 1, store.KeptJournals-1)
	same(t, "number of journals of the first runs", len(kept(t, s, store.KeptJournals)), store.KeptJournals)
	fill(t, s, store.KeptJournals, 10)
	runs, err := s.Runs(t.Context())
	ok(t, err)
	same(t, "number of runs", len(runs), store.KeptJournals+9)
	for i, run := range runs {
		same(t, "a run", []any{run.ID, run.Seq}, []any{runID(i + 1), uint64(i) + 1})
	}
	got := kept(t, s, store.KeptJournals+10)
	same(t, "number of journals", len(got), store.KeptJournals)
	same(t, "the oldest journal is of run", got[0], 10)

	fill(t, s, store.KeptJournals+9, 1)
	same(t, "number of journals after storing a run again", len(kept(t, s, store.KeptJournals+10)), store.KeptJournals)
}

// testClock stores runs of a clock that goes backwards: what counts is the
// order in which they are stored.
func testClock(t *testing.T, h Harness) {
	s := h.Open(t)
	const n = store.KeptJournals + 5
	for i := n; i > 0; i-- {
		fill(t, s, i, 1)
	}
	fill(t, s, n, 1) // again: it stays the first
	runs, err := s.Runs(t.Context())
	ok(t, err)
	for i, run := range runs {
		same(t, "a run", []any{run.ID, run.Seq}, []any{runID(n - i), uint64(i) + 1})
	}
	same(t, "number of runs", len(runs), n)
	got := kept(t, s, n+1)
	same(t, "number of journals", len(got), store.KeptJournals+1) // and that of n, written again
	same(t, "the last run has a journal", got[0], 1)
	fill(t, s, 0, 1)
	got = kept(t, s, n+1)
	same(t, "after the next run: number, first and last journal", []int{len(got), got[0], got[len(got)-1]}, []int{store.KeptJournals, 0, store.KeptJournals - 1})
}

func testUndoKeepsJournals(t *testing.T, h Harness) {
	s := h.Open(t)
	fill(t, s, 0, store.KeptJournals)
	commit(t, s, store.PutRun(store.Run{ID: runID(100), Source: "crm", Undoes: runID(0)}))
	same(t, "number of journals after an undo", len(kept(t, s, store.KeptJournals)), store.KeptJournals)
	commit(t, s, store.PutRun(store.Run{ID: runID(101), Source: "crm"}))
	same(t, "number of journals after the next run", len(kept(t, s, store.KeptJournals)), store.KeptJournals-2)
}

func testJournalWhileWriting(t *testing.T, h Harness) {
	s := h.Open(t)
	const n = 600
	var changes []store.Change
	for i := range n {
		changes = append(changes, store.Confirm("crm", fmt.Sprintf("%04d", i), store.Record{Run: "r"}, store.JournalEntry{Operation: store.Create, ContactID: "c"}))
	}
	commit(t, s, changes...)
	read := 0
	for e, err := range s.Journal(t.Context(), "r") {
		ok(t, err)
		if read++; read%50 == 0 { // a commit in the loop must not wait for the loop
			commit(t, s, store.Remove("crm", e.Key, store.JournalEntry{Run: "undo", Operation: store.Delete, ContactID: "c"}))
		}
	}
	same(t, "number of entries", read, n)
	same(t, "number of entries of the undo", len(journal(t, s, "undo")), n/50)
	for _, err := range s.Journal(t.Context(), "r") {
		ok(t, err)
		break // a loop may end early
	}
	commit(t, s, store.Drop("crm", "k"))
}

func testRuns(t *testing.T, h Harness) {
	s := h.Open(t)
	first := store.Run{ID: runID(2), Kind: "import", Scope: "part", Source: "crm", Started: at(), Files: []string{"a.csv"}, Seq: 7}
	undo := store.Run{ID: runID(1), Kind: "undo", Undoes: runID(2), Source: "crm", Started: at()}
	commit(t, s, store.PutRun(first), store.PutRun(undo))
	first.Finished, first.Outcome, first.Counts, first.Seq = at().Add(1), "done", map[string]int{"created": 3}, 0
	commit(t, s, store.PutRun(first))
	first.Seq, undo.Seq = 1, 2
	runs, err := s.Runs(t.Context())
	ok(t, err)
	same(t, "runs", runs, []store.Run{first, undo})
	if s.Commit(t.Context(), store.PutRun(store.Run{ID: runID(3)}), store.Refresh("", "k", store.Record{})) == nil {
		t.Fatalf("no error: the test shows nothing")
	}
	commit(t, s, store.PutRun(store.Run{ID: runID(0), Started: at()}))
	runs, err = s.Runs(t.Context())
	ok(t, err)
	same(t, "the number after a commit that failed", runs[2].Seq, uint64(3))
}
