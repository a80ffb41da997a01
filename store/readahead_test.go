package store

import (
	"testing"

	"go.etcd.io/bbolt"
)

// TestManyLookUpsReadTheFile, and few do not: a run over ten rows is not to read a state of a million.
func TestManyLookUpsReadTheFile(t *testing.T) {
	s := loaded(t, 20_000)
	var size int64 // of what is used of the file
	if err := s.view(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		t.Fatal(err)
	}
	enough := int(size/randomRead) + 1 + int(size/piece) + 1
	look := func(n int) func(Snapshot) error {
		return func(snap Snapshot) error {
			for i := range n {
				if _, ok := snap.RawHash(recordKey(i * 7 % 20_000)); !ok {
					t.Errorf("no %s", recordKey(i*7%20_000))
				}
			}
			return nil
		}
	}
	walk := func(n int) func(Snapshot) error {
		return func(snap Snapshot) error {
			for range snap.All() {
				if n--; n == 0 {
					break
				}
			}
			return nil
		}
	}
	for _, step := range []struct {
		name string
		read func(Snapshot) error
		all  bool
	}{
		{"ten look-ups", look(10), false},
		{"the records of ten pages", walk(10 * recordsOfPage), false},
		{"as many look-ups as the file is worth", look(enough), true},
	} {
		if err := s.View("crm", step.read); err != nil {
			t.Fatal(err)
		}
		if read := s.readAhead.offset.Load(); (read >= size) != step.all || !step.all && read > 0 {
			t.Errorf("after %s %d of %d bytes were read ahead", step.name, read, size)
		}
	}
	before := s.readAhead.offset.Load()
	if err := s.View("crm", look(20_000)); err != nil {
		t.Fatal(err)
	}
	if again := s.readAhead.offset.Load() - before; again > piece {
		t.Errorf("%d bytes were read again", again)
	}
	t.Run("all records, in a row", func(t *testing.T) {
		s := loaded(t, 20_000)
		if err := s.View("crm", walk(20_000)); err != nil {
			t.Fatal(err)
		}
		if read := s.readAhead.offset.Load(); read < size {
			t.Errorf("%d of %d bytes were read ahead", read, size)
		}
	})
}
