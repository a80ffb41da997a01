package store

import (
	"errors"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// troublesOf reads what is kept of a source; nil where nothing is known.
func troublesOf(t testing.TB, s *Store, source string) []Trouble {
	t.Helper()
	troubles, ok, err := s.Troubles(source)
	if err != nil {
		t.Fatal(err)
	}
	if ok != (troubles != nil) {
		t.Errorf("%d troubles, ok %v", len(troubles), ok)
	}
	return troubles
}

func TestTroublesAreThoseOfTheLastRunThatPutThem(t *testing.T) {
	s := testStore(t)
	if got := troublesOf(t, s, "crm"); got != nil {
		t.Errorf("before the first run: %v", got)
	}
	a, b, c := Trouble{3, 1}, Trouble{1, 2}, Trouble{1, 1}
	commit(t, s, PutTroubles("crm", []Trouble{a, b, a, c}), PutTroubles("shop", []Trouble{a}))
	same(t, "sorted, without repeats", troublesOf(t, s, "crm"), []Trouble{c, b, a})
	commit(t, s, PutTroubles("crm", nil))
	same(t, "a run without any", troublesOf(t, s, "crm"), []Trouble{})
	same(t, "another source", troublesOf(t, s, "shop"), []Trouble{a})
}

func TestTooManyTroublesAreNotKept(t *testing.T) {
	s := testStore(t)
	many := make([]Trouble, MaxTroubles+1)
	commit(t, s, PutTroubles("crm", many[:1]), PutTroubles("crm", many))
	if got := troublesOf(t, s, "crm"); got != nil {
		t.Errorf("%d are kept", len(got))
	}
}

func TestForgettingAKeyForgetsItsTroubles(t *testing.T) {
	s := testStore(t)
	other := Trouble{KeyedRow("other"), 1}
	commit(t, s, PutTroubles("crm", []Trouble{{KeyedRow("k"), 1}, {KeyedRow("k"), 2}, other}), Forget("crm", "k"), Forget("shop", "k"))
	same(t, "crm", troublesOf(t, s, "crm"), []Trouble{other})
	if got := troublesOf(t, s, "shop"); got != nil {
		t.Errorf("a source that had none: %v", got)
	}
}

func TestRowsAndReasonsAreToldApart(t *testing.T) {
	hashes := map[string]uint64{
		"a key": KeyedRow("ab"), "a row of one cell": UnkeyedRow("ab"), "of two": UnkeyedRow("a", "b"), "of other two": UnkeyedRow("", "ab"),
		"a reason": ReasonHash("ab"), "of two parts": ReasonHash("a", "b"),
	}
	seen := map[uint64]string{}
	for name, h := range hashes {
		if seen[h] != "" {
			t.Errorf("%s and %s have the same hash", name, seen[h])
		}
		seen[h] = name
	}
}

// A file of schema 1 is a file of today without the bucket.
func TestAFileFromBeforeTroublesIsReadAsItIsAndBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	s := openTest(t, path)
	commit(t, s, Refresh("crm", "k", record(1, 2)))
	err := s.update(func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket(bucketTroubles), tx.Bucket(bucketMeta).Put(metaSchema, []byte("1")))
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}

	reading, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := troublesOf(t, reading, "crm"); got != nil || get(t, reading, "crm", "k") == nil {
		t.Errorf("read-only: %v", got)
	}
	if err := errors.Join(reading.Check(), reading.Close()); err != nil {
		t.Error(err)
	}

	s = openTest(t, path)
	commit(t, s, PutTroubles("crm", []Trouble{{1, 1}}))
	if len(troublesOf(t, s, "crm")) != 1 || get(t, s, "crm", "k") == nil {
		t.Error("the file was not brought up to date whole")
	}
}
