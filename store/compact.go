package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
)

// Compact writes the state anew, without the pages that are free, and puts the
// new file in the place of the old one: what was forgotten or replaced is then
// in neither. (What the disk keeps of a deleted file is not ours to say.)
//
// The new file is locked before it gets the name, and the old one is let go
// after: there is no moment in which another process could take it. One that
// waits for the old file's lock finds it replaced and opens again. (Windows
// renames no open file: there another process may come first, and the store is
// closed then.)
func (s *Store) Compact() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.handle.db == nil:
		return ErrClosed
	case s.opts.ReadOnly:
		return ErrReadOnly
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

// unfinished is the name of the new file until it is whole. It is always the
// same, so that what a crash leaves is removed by the next who has the lock.
func unfinished(path string) string { return path + ".new" }

// copyCompact copies the state to the new file, open and locked.
func (s *Store) copyCompact() (handle, error) {
	if err := os.Remove(unfinished(s.path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return handle{}, err
	}
	h, err := s.dial(unfinished(s.path), false)
	if err != nil {
		return handle{}, err
	}
	h.db.NoSync = true // nobody sees the file before it is whole: one sync at the end
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

// swap gives the new file the name, then lets the old one go.
func (s *Store) swap(next handle) error {
	if err := os.Rename(unfinished(s.path), s.path); err != nil {
		return errors.Join(err, next.close())
	}
	old := s.handle
	s.handle = next
	return old.close()
}

// swapClosed lets both files go, renames, and opens again.
func (s *Store) swapClosed(next handle) error {
	err := errors.Join(next.close(), s.handle.close())
	s.handle = handle{}
	if err == nil {
		err = os.Rename(unfinished(s.path), s.path)
	}
	h, failed := s.dial(s.path, false)
	if failed == nil {
		s.handle = h
	}
	return errors.Join(err, failed)
}

// Backup writes a copy of the state, as of one moment, to a new file (0600).
// Reads and writes go on meanwhile. A file that is there is not overwritten:
// fs.ErrExist.
func (s *Store) Backup(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up state: %w", &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist})
	}
	name, err := tempName(path)
	if err != nil {
		return fmt.Errorf("back up state: %w", err)
	}
	defer os.Remove(name)
	err = s.view(func(tx *bbolt.Tx) error { return copyTo(name, tx) })
	if err == nil {
		err = os.Rename(name, path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("back up state to %s: %w", path, err)
	}
	return nil
}

func copyTo(name string, tx *bbolt.Tx) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = tx.WriteTo(f)
	return errors.Join(err, f.Sync(), f.Close())
}

// tempName makes an empty file (0600) beside path, for what is to be renamed
// to it.
func tempName(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}
