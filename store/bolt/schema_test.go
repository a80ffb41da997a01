package bolt

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
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

// unpacked writes the content of a .gz file to a new file.
func unpacked(t *testing.T, name string) (path string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	image, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "quo-import.db")
	write(string(image))(t, path)
	return path
}

// testdata/schema2.db.gz was written by the build before this package was split
// from store. Its content must be read by every later build, before and after
// it is migrated.
func TestAFileOfSchema2IsUnderstood(t *testing.T) {
	path := unpacked(t, "testdata/schema2.db.gz")
	before, _ := os.ReadFile(path)
	reader, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	sameAsOfSchema2(t, reader)
	closeTest(t, reader)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("reading the file changed it", err)
	}

	s := openTest(t, path)
	sameAsOfSchema2(t, s)
	before, _ = os.ReadFile(path)
	closeTest(t, s)
	s = openTest(t, path)
	sameAsOfSchema2(t, s)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("opening a file of the current schema changed it", err)
	}
	commit(t, s, store.PutRun(store.Run{ID: "20000101T000000Z-aaaa"}))
	runs, err := s.Runs(t.Context())
	if err != nil || len(runs) != 3 || runs[2].Seq != 3 || runs[2].ID != "20000101T000000Z-aaaa" {
		t.Errorf("the next run: %v, %v", runs, err)
	}
}

func sameAsOfSchema2(t *testing.T, s *Store) {
	t.Helper()
	const run1, run2 = "20261123T071300Z-k3f9", "20261124T071300Z-a1b2"
	const id1, id2 = "6531f2a4c9d0e1b2a3c4d5e6", "6531f2a4c9d0e1b2a3c4d5e7"
	base := store.Base{
		{Field: 1, Value: 2, Shown: 2}, {Field: 1, Value: 3, Shown: 3, Label: 4, ShownLabel: 4}, {Field: 5, Value: 6, Shown: 6, Label: 7, ShownLabel: 7},
	}
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
		{ID: run1, Seq: 1, Kind: "import", Source: "crm", Started: at(), Counts: map[string]int{"created": 2}, Files: []string{"a.csv"}},
		{ID: run2, Seq: 2, Kind: "import", Source: "crm", Started: at(), Finished: at().Add(time.Minute), Outcome: "done"},
	})
	same(t, "error", err, nil)
	previous := rec(id2, 7)
	same(t, "journal", journal(t, s, run1), []store.JournalEntry{
		{Key: "C-1", Run: run1, Operation: store.Create, ContactID: id1},
		{Key: "C-2", Run: run1, Operation: store.Update, ContactID: id2, PreImage: []byte(`{"id":"` + id2 + `"}`), Previous: &previous},
	})
}

func ofSchema3(id string, raw uint64) store.Record {
	return store.Record{
		ContactID: id, Raw: raw, Desired: raw + 1, UpdatedAt: at(), Run: "20261124T071300Z-a1b2", Created: true,
		Base: store.Base{
			{Field: 1, Value: 2, Shown: 2}, {Field: 1, Value: 3, Shown: 9, Label: 4, ShownLabel: 4}, {Field: 5, Value: 6, Shown: 6, Label: 7, ShownLabel: 0},
		},
		Numbers: []uint64{store.NumberHash("+14155550100"), 1 << 63}, Name: store.NameHash("ada lovelace"),
	}
}

// testdata/schema3.db.gz was written by the first build of schema 3, on a clock
// that went back by a day between two runs.
func TestAFileOfSchema3IsUnderstood(t *testing.T) {
	path := unpacked(t, "testdata/schema3.db.gz")
	before, _ := os.ReadFile(path)
	s := openTest(t, path)
	const run1, run2 = "20261124T071300Z-a1b2", "20261123T071300Z-k3f9"
	const id1, id2 = "6531f2a4c9d0e1b2a3c4d5e6", "6531f2a4c9d0e1b2a3c4d5e7"
	gone, previous := ofSchema3(id2, 8), ofSchema3(id2, 7)
	gone.Gone, gone.ReadBy = true, run2
	source, _, err := s.Source(t.Context(), "crm")
	same(t, "source", source, store.Source{
		KeyDefinition: "column Customer ID", Normaliser: 1,
		LastComplete: &store.Complete{Run: run1, Files: []string{"contacts.csv"}, Fingerprint: 1<<63 + 7, Rows: 3, Filled: map[string]int{"Email": 2}},
		Slots:        []store.SlotName{{Field: "company"}, {Field: "phoneNumbers", Slot: "mobile"}}, Appends: run2,
	})
	same(t, "error", err, nil)
	same(t, "records of crm", all(t, s, "crm"), map[string]store.Record{"C-1": ofSchema3(id1, 1), "C-2": gone})
	same(t, "records of shop", all(t, s, "shop"), map[string]store.Record{"C-1": ofSchema3("def", 10)})
	same(t, "intents", intents(t, s, "crm"), []store.Intent{{
		Key: "C-3", Operation: store.Create, Target: []byte(`{"firstName":"Ada"}`), Record: ofSchema3(id1, 1), Run: run2, Begun: at(),
	}})
	missing, err := s.Missing(t.Context(), "crm")
	same(t, "missing", missing, map[string]string{"C-2": run1})
	same(t, "error", err, nil)
	same(t, "problems", problems(t, s, "crm"), []store.Problem{{Row: store.KeyedRow("C-9"), Reason: store.ReasonHash("Phone")}})
	runs, err := s.Runs(t.Context())
	same(t, "runs", runs, []store.Run{
		{
			ID: run1, Seq: 1, Kind: "import", Scope: "whole", Source: "crm", Started: at(), Finished: at().Add(time.Minute),
			Counts: map[string]int{"created": 2}, Files: []string{"a.csv"}, Outcome: "done",
		},
		{ID: run2, Seq: 2, Kind: "import", Scope: "rejects", Source: "crm", Started: at()},
	})
	same(t, "error", err, nil)
	same(t, "journal", journal(t, s, run1), []store.JournalEntry{
		{Key: "C-1", Run: run1, Operation: store.Create, ContactID: id1},
		{Key: "C-2", Run: run1, Operation: store.Update, ContactID: id2, PreImage: []byte(`{"id":"` + id2 + `"}`), Previous: &previous},
	})
	closeTest(t, s)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("opening a file of the current schema changed it", err)
	}
}

// A whole import of an older build: what it holds is the same before and after
// the migration, and its runs are numbered in the order of their IDs.
func TestAnImportOfSchema2IsMigrated(t *testing.T) {
	path := unpacked(t, "../../importer/testdata/schema2/state.db.gz")
	type content struct {
		Records  map[string]store.Record
		Runs     []store.Run
		Journals map[string][]store.JournalEntry
		Problems []store.Problem
		Source   store.Source
	}
	read := func(s *Store) content {
		t.Helper()
		runs, err := s.Runs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c := content{Records: all(t, s, "acme-crm"), Runs: runs, Journals: map[string][]store.JournalEntry{}, Problems: problems(t, s, "acme-crm")}
		for i, run := range runs {
			if run.Seq != uint64(i)+1 || i > 0 && run.ID < runs[i-1].ID {
				t.Errorf("run %d is %s with the number %d", i, run.ID, run.Seq)
			}
			c.Journals[run.ID] = journal(t, s, run.ID)
		}
		if c.Source, _, err = s.Source(t.Context(), "acme-crm"); err != nil {
			t.Fatal(err)
		}
		return c
	}
	reader, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	want := read(reader)
	closeTest(t, reader)
	s := openTest(t, path)
	same(t, "content after the migration", read(s), want)
	if len(want.Records) != 55 || len(want.Runs) != 2 || len(want.Problems) != 5 {
		t.Errorf("%d records, %d runs, %d problems", len(want.Records), len(want.Runs), len(want.Problems))
	}
	for key, r := range want.Records {
		for _, e := range r.Base {
			if e.Shown != e.Value || e.ShownLabel != e.Label {
				t.Errorf("%s was shown otherwise: %v", key, e)
			}
		}
	}
}

// A migration that meets a value that it cannot read leaves the file as it was.
func TestAFileOfSchema2ThatIsDamagedIsNotMigrated(t *testing.T) {
	path := unpacked(t, "testdata/schema2.db.gz")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketRuns).Put([]byte("bad"), []byte("\x01}")) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if _, err := Open(path, Options{}); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), `run "bad"`) {
		t.Error(err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Error("the file was changed", err)
	}
}

// A file of schema 1 is a file of today without the bucket and without numbers.
func TestAFileOfSchema1IsReadAsItIsAndMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	s := openTest(t, path)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	commit(t, s, store.PutRun(store.Run{ID: "b"}), store.PutRun(store.Run{ID: "a"}))
	err := s.update(t.Context(), func(tx *bbolt.Tx) error {
		runs := tx.Bucket(bucketRuns)
		for _, id := range []string{"a", "b"} {
			value, _ := codec.EncodeJSON(store.Run{ID: id})
			if err := runs.Put([]byte(id), value); err != nil {
				return err
			}
		}
		return errors.Join(tx.DeleteBucket(bucketProblems), runs.SetSequence(0), tx.Bucket(bucketMeta).Put(metaSchema, []byte("1")))
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
	numbered := func(s *Store) {
		t.Helper()
		runs, err := s.Runs(t.Context())
		same(t, "runs", runs, []store.Run{{ID: "a", Seq: 1}, {ID: "b", Seq: 2}})
		same(t, "error", err, nil)
	}
	numbered(reading)
	if err := errors.Join(reading.Check(t.Context()), reading.Close()); err != nil {
		t.Error(err)
	}

	s = openTest(t, path)
	numbered(s)
	commit(t, s, store.PutProblems("crm", []store.Problem{{Row: 1, Reason: 1}}))
	if len(problems(t, s, "crm")) != 1 || get(t, s, "crm", "k") == nil {
		t.Error("the file was not migrated")
	}
}
