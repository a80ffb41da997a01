package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
)

// Options say how to open a state file. The zero value is fine.
type Options struct {
	ReadOnly bool             // never creates or changes anything
	Timeout  time.Duration    // how long to wait for the lock; 0 is half a second
	Version  string           // of the program, kept in a file that is made
	Now      func() time.Time // nil is time.Now
}

const defaultTimeout = 500 * time.Millisecond

// Open opens the state at path. Unless read-only, it makes a file that is
// missing (mode 0600; its directory must be there), and migrates one of an
// older schema. Read-only, it reads an older one as it is where it can.
//
// Errors: fs.ErrNotExist (read-only, and nothing is there yet), ErrLocked,
// ErrForeign, ErrNewer, ErrCorrupt, or what the system says. A file that is
// refused is left as it was.
func Open(path string, opts Options) (*Store, error) {
	return open(path, opts, migrations())
}

func open(path string, opts Options, steps []migration) (*Store, error) {
	if opts.Timeout <= 0 {
		opts.Timeout = defaultTimeout
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	path, err := resolve(path)
	if err != nil {
		return nil, fmt.Errorf("open state: %w", err)
	}
	s := &Store{path: path, opts: opts}
	for {
		err = s.open(steps)
		if !errors.Is(err, errReplaced) {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// resolve makes the path absolute and follows symbolic links, so that the file
// that Compact replaces is the file and not a link to it.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	return target, err
}

// open looks at an existing file under a shared lock first: only what is ours
// is opened for writing, which may change a file by itself.
func (s *Store) open(steps []migration) error {
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !s.opts.ReadOnly:
		return s.openWriting(steps, true)
	case err != nil:
		return fmt.Errorf("open state: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w: it is no regular file", s.path, ErrForeign)
	case info.Size() == 0 && !s.opts.ReadOnly: // whoever made it died at once
		return s.openWriting(steps, false)
	case info.Size() == 0:
		return fmt.Errorf("%s holds no state yet: %w", s.path, fs.ErrNotExist)
	}
	h, err := s.dial(s.path, true)
	if err != nil {
		return err
	}
	if err := h.stillAt(s.path); err != nil {
		return errors.Join(err, h.close())
	}
	schema, err := h.inspect(s.path, len(steps)+1)
	if err == nil && s.opts.ReadOnly {
		if readable(schema, steps) {
			s.handle, s.older = h, schema <= len(steps)
			return nil
		}
		err = tooOldToRead(s.path, schema)
	}
	if err = errors.Join(err, h.close()); err != nil {
		return err
	}
	return s.openWriting(steps, false)
}

func tooOldToRead(path string, schema int) error {
	if schema == 0 {
		return fmt.Errorf("%s holds no state yet: %w", path, fs.ErrNotExist)
	}
	return fmt.Errorf("%s is of the older schema %d: the next import brings it up to date: %w", path, schema, ErrReadOnly)
}

func (s *Store) openWriting(steps []migration, create bool) error {
	h, err := s.dial(s.path, false)
	if err != nil {
		if create && !errors.Is(err, ErrLocked) {
			removePartial(s.path)
		}
		return err
	}
	if err := s.prepare(h, steps); err != nil {
		return errors.Join(err, h.close())
	}
	s.handle = h
	writeSidecar(s.path, s.opts.Now())
	_ = os.Remove(unfinished(s.path)) // of a Compact that was killed: it holds contacts too
	return nil
}

// prepare brings the locked file to the current schema.
func (s *Store) prepare(h handle, steps []migration) error {
	if err := h.stillAt(s.path); err != nil {
		return err
	}
	schema, err := h.inspect(s.path, len(steps)+1)
	if err != nil || schema == len(steps)+1 {
		return err
	}
	err = guard(s.path, func() error {
		return h.db.Update(func(tx *bbolt.Tx) error {
			if schema == 0 {
				return create(tx, len(steps)+1, s.opts)
			}
			return migrate(tx, schema, steps)
		})
	})
	if err != nil {
		return fmt.Errorf("write state %s: %w", s.path, err)
	}
	return syncDir(filepath.Dir(s.path)) // a new file's name is not durable without
}

// removePartial removes what a failed creation left (a full disk). An empty
// file may stay: it counts as none.
func removePartial(path string) {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 && info.Size() < 4*int64(os.Getpagesize()) {
		_ = os.Remove(path)
	}
}

// syncDir makes the names in a directory durable, where the system can.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open state directory: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("sync state directory: %w", err)
	}
	return nil
}
