package bolt

import (
	"path/filepath"
	"testing"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/storetest"
)

func TestConformance(t *testing.T) {
	// quick does not wait for the disk: nothing here cuts the power.
	quick := func(t *testing.T, path string) *Store {
		s := openTest(t, path)
		s.handle.db.NoSync = true
		return s
	}
	reopened := 0
	storetest.Run(t, storetest.Harness{
		Open:  func(t *testing.T) store.State { return quick(t, filepath.Join(t.TempDir(), "quo-import.db")) },
		Close: func(s store.State) error { return s.(*Store).Close() },
		// Sometimes it compacts the file first, or opens a copy of it.
		Reopen: func(t *testing.T, state store.State) store.State {
			s := state.(*Store)
			path := s.Path()
			switch reopened++; reopened % 3 {
			case 1:
				if err := s.Compact(); err != nil {
					t.Fatal(err)
				}
			case 2:
				path = filepath.Join(t.TempDir(), "backup.db")
				if err := s.Backup(path); err != nil {
					t.Fatal(err)
				}
			}
			closeTest(t, s)
			return quick(t, path)
		},
		OpenReadOnly: func(t *testing.T, s store.State) store.State {
			closeTest(t, s.(*Store))
			reader, err := Open(s.(*Store).Path(), Options{ReadOnly: true, Snapshot: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { closeTest(t, reader) })
			return reader
		},
		Fail: failWrites,
	})
}
