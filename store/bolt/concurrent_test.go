package bolt

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/store"
)

// Several goroutines write, read, compact and back up at once.
func TestManyGoroutinesCanUseAStore(t *testing.T) {
	s := testStore(t)
	dir := t.TempDir()
	var g errgroup.Group
	for w := range 4 {
		g.Go(func() error {
			for i := range 20 {
				key := fmt.Sprint(w, "-", i)
				if err := s.Commit(t.Context(), store.Confirm("crm", key, store.Record{Run: "r"}, store.JournalEntry{Operation: store.Create})); err != nil {
					return err
				}
				err := s.View(t.Context(), "crm", func(snap store.Snapshot) error {
					if !hashes(t, snap, key).Known {
						return fmt.Errorf("%s was committed and is not there", key)
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	g.Go(func() error {
		for i := range 5 {
			if err := s.Compact(); err != nil {
				return err
			}
			if err := s.Backup(fmt.Sprint(dir, "/", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	if n := len(all(t, s, "crm")); n != 80 {
		t.Errorf("%d records, want 80", n)
	}
}
