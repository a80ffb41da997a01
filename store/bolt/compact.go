package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// Compact writes the state to a new file, without the free pages, and replaces
// the old file: what was forgotten or replaced is then in neither. It does not
// control what the disk keeps of a deleted file.
//
// The new file is locked before it gets the name and the old one is closed
// afterwards, so that no other process can open it in between. A process that
// waits for the old file's lock finds it replaced and opens again. On Windows,
// which does not rename open files, another process can come first; the store
// is closed then.
func (s *Store) Compact() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.handle.db == nil:
		return store.ErrClosed
	case s.opts.ReadOnly:
		return store.ErrReadOnly
	case s.broken != nil:
		return s.broken
	}
	next, err := s.copyCompact()
	if err == nil && runtime.GOOS != "windows" {
		err = s.swap(next)
	} else if err == nil {
		err = s.swapClosed(next)
	}
	if err != nil {
		_ = os.Remove(unfinished(s.path))
		return fmt.Errorf("compact state %s: %w", s.path, err)
	}
	return syncDir(filepath.Dir(s.path))
}

// copyCompact copies the state to the new file, and returns it open and locked.
func (s *Store) copyCompact() (handle, error) {
	if err := os.Remove(unfinished(s.path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return handle{}, err
	}
	h, err := s.dial(unfinished(s.path), toCreate)
	if err != nil {
		return handle{}, err
	}
	h.db.NoSync = true // nobody sees the file before it is complete: one sync at the end
	err = guard(s.path, func() error { return bbolt.Compact(h.db, s.handle.db, 1<<20) })
	h.db.NoSync = false
	if err == nil {
		err = h.db.Sync()
	}
	if err != nil {
		return handle{}, errors.Join(err, h.close())
	}
	return h, nil
}

// swap renames the new file, then closes the old one.
func (s *Store) swap(next handle) error {
	if err := os.Rename(unfinished(s.path), s.path); err != nil {
		return errors.Join(err, next.close())
	}
	old := s.handle
	s.handle = next
	return old.close()
}

// swapClosed closes both files, renames, and opens again.
func (s *Store) swapClosed(next handle) error {
	err := errors.Join(next.close(), s.handle.close())
	s.handle = handle{}
	if err == nil {
		err = os.Rename(unfinished(s.path), s.path)
	}
	h, failed := s.dial(s.path, toWrite)
	if failed == nil {
		s.handle = h
	}
	return errors.Join(err, failed)
}

// Backup writes a copy of the state, as of one moment, to a new file (mode
// 0600). Reads and writes continue meanwhile. An existing file is not
// overwritten: the error is fs.ErrExist.
func (s *Store) Backup(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up state: %w", &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist})
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("back up state: %w", err)
	}
	defer os.Remove(f.Name())
	err = s.view(context.Background(), func(tx *bbolt.Tx) error { _, err := tx.WriteTo(f); return err })
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("back up state to %s: %w", path, err)
	}
	return nil
}

// snapshot copies the state of an open file to a private one (mode 0600), which
// has no name where the system can do without, and returns that open. This
// takes about 20 ms for 50,000 contacts.
func (s *Store) snapshot(of handle) (handle, error) {
	f, err := os.CreateTemp("", "quo-import-*.db")
	if err != nil {
		return handle{}, err
	}
	err = guard(s.path, func() error {
		return of.db.View(func(tx *bbolt.Tx) error { _, err := tx.WriteTo(f); return err })
	})
	err = errors.Join(err, f.Close())
	var h handle
	if err == nil {
		h, err = s.dial(f.Name(), toRead)
	}
	if os.Remove(f.Name()) != nil {
		h.temp = f.Name() // Windows does not remove a file that is open
	}
	return h, err
}
