package bolt

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// problems reads the problems of a source; nil if they are not known.
func problems(t testing.TB, s *Store, source string) []store.Problem {
	t.Helper()
	found, ok, err := s.Problems(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if ok != (found != nil) {
		t.Errorf("%d problems, ok %v", len(found), ok)
	}
	return found
}

// testdata/schema2.db.gz was written by the build before this package was split
// from store. Its content must be read by every later build.
func TestAFileOfAnEarlierBuildIsUnderstood(t *testing.T) {
	f, err := os.Open("testdata/schema2.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	before, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "quo-import.db")
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	s := openTest(t, path)

	const run1, run2 = "20261123T071300Z-k3f9", "20261124T071300Z-a1b2"
	const id1, id2 = "6531f2a4c9d0e1b2a3c4d5e6", "6531f2a4c9d0e1b2a3c4d5e7"
	base := store.Base{{Field: 1, Value: 2}, {Field: 1, Value: 3, Label: 4}, {Field: 5, Value: 6, Label: 7}}
	rec := func(id string, raw uint64) store.Record {
		return store.Record{ContactID: id, Raw: raw, Desired: raw + 1, Base: base, UpdatedAt: at(), Run: run1, Created: true}
	}
	w, err := s.Workspace(t.Context())
	same(t, "workspace", w, store.Workspace{BaseURL: "https://api.quo.com", Created: at(), Version: "1.2.3"})
	same(t, "error", err, nil)
	source, _, err := s.Source(t.Context(), "crm")
	same(t, "source", source, store.Source{KeyDefinition: "column Customer ID", Normaliser: 1, LastComplete: &store.Complete{
		Run: "r", Files: []string{"contacts.csv"}, Fingerprint: 1<<63 + 7, Rows: 3, Filled: map[string]int{"Email": 2},
	}})
	same(t, "error", err, nil)
	same(t, "records of crm", all(t, s, "crm"), map[string]store.Record{"C-1": rec(id1, 1), "C-2": rec(id2, 8), "Ключ": rec("abc", 9)})
	same(t, "records of shop", all(t, s, "shop"), map[string]store.Record{"C-1": rec("def", 10)})
	same(t, "intents", intents(t, s, "crm"), []store.Intent{{
		Key: "C-3", Operation: store.Create, Target: []byte(`{"firstName":"Ada"}`), Record: store.Record{Raw: 3, Run: run2, UpdatedAt: time.Time{}}, Run: run2, Begun: at(),
	}})
	missing, err := s.Missing(t.Context(), "crm")
	same(t, "missing", missing, map[string]string{"C-2": run2})
	same(t, "error", err, nil)
	same(t, "problems", problems(t, s, "crm"), []store.Problem{
		{Row: store.KeyedRow("C-9"), Reason: store.ReasonHash("Phone")}, {Row: store.UnkeyedRow("x"), Reason: store.ReasonHash("key")},
	})
	runs, err := s.Runs(t.Context())
	same(t, "runs", runs, []store.Run{
		{ID: run1, Kind: "import", Source: "crm", Started: at(), Counts: map[string]int{"created": 2}, Files: []string{"a.csv"}},
		{ID: run2, Kind: "import", Source: "crm", Started: at(), Finished: at().Add(time.Minute), Outcome: "done"},
	})
	same(t, "error", err, nil)
	previous := rec(id2, 7)
	same(t, "journal", journal(t, s, run1), []store.JournalEntry{
		{Key: "C-1", Run: run1, Operation: store.Create, ContactID: id1},
		{Key: "C-2", Run: run1, Operation: store.Update, ContactID: id2, PreImage: []byte(`{"id":"` + id2 + `"}`), Previous: &previous},
	})
	closeTest(t, s)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("opening a file of the current schema changed it", err)
	}
}

// A file of schema 1 is a file of today without the bucket.
func TestAFileOfSchema1IsReadAsItIsAndMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	s := openTest(t, path)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	err := s.update(t.Context(), func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket(bucketProblems), tx.Bucket(bucketMeta).Put(metaSchema, []byte("1")))
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}

	reading, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := problems(t, reading, "crm"); got != nil || get(t, reading, "crm", "k") == nil {
		t.Errorf("read-only: %v", got)
	}
	if err := errors.Join(reading.Check(), reading.Close()); err != nil {
		t.Error(err)
	}

	s = openTest(t, path)
	commit(t, s, store.PutProblems("crm", []store.Problem{{Row: 1, Reason: 1}}))
	if len(problems(t, s, "crm")) != 1 || get(t, s, "crm", "k") == nil {
		t.Error("the file was not migrated")
	}
}
