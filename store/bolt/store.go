package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// Options are the options of Open. The zero value is valid.
type Options struct {
	ReadOnly bool             // never create or change anything
	Timeout  time.Duration    // how long to wait for the lock; 0 is half a second
	Version  string           // of the program, stored in a file that is created
	Now      func() time.Time // nil is time.Now
}

const defaultTimeout = 500 * time.Millisecond

// Store is an open state file. Its methods can be called concurrently.
type Store struct {
	path   string
	opts   Options
	schema int // of the file: an older one if it was opened read-only

	mu     sync.RWMutex // held for writing while handle changes: Compact, Close
	handle handle

	writing sync.Mutex // one writer at a time; guards broken
	broken  error      // a write met damage: bbolt may still hold its own locks
}

// Open opens the state at path. Unless it is opened read-only, a file that is
// missing is created (mode 0600, in a directory that exists) and one of an
// older schema is migrated. Read-only, an older file is read as it is if that
// is possible.
//
// Errors are fs.ErrNotExist (read-only, and there is no state yet),
// store.ErrLocked, store.ErrForeign, store.ErrNewer, store.ErrCorrupt, or the
// system's. A file that is refused is not changed.
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

// resolve makes the path absolute and follows symbolic links: Compact must
// replace the file and not a link to it.
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

// open inspects an existing file under a shared lock first: opening a file for
// writing may change it, so only a file of this program is.
func (s *Store) open(steps []migration) error {
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !s.opts.ReadOnly:
		return s.openWriting(steps, true)
	case err != nil:
		return fmt.Errorf("open state: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w: not a regular file", s.path, store.ErrForeign)
	case info.Size() == 0 && !s.opts.ReadOnly: // left by a process that died while creating it
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
			s.handle, s.schema = h, schema
			return nil
		}
		err = tooOldToRead(s.path, schema)
	}
	if err = errors.Join(err, h.close()); err != nil {
		return err
	}
	return s.openWriting(steps, false)
}

func (s *Store) dial(path string, readOnly bool) (handle, error) {
	return dial(path, readOnly, s.opts.Timeout, s.opts.Now)
}

func tooOldToRead(path string, schema int) error {
	if schema == 0 {
		return fmt.Errorf("%s holds no state yet: %w", path, fs.ErrNotExist)
	}
	return fmt.Errorf("%s is of the older schema %d: the next import migrates it: %w", path, schema, store.ErrReadOnly)
}

func (s *Store) openWriting(steps []migration, create bool) error {
	h, err := s.dial(s.path, false)
	if err != nil {
		if create && !errors.Is(err, store.ErrLocked) {
			removePartial(s.path)
		}
		return err
	}
	if err := s.prepare(h, steps); err != nil {
		return errors.Join(err, h.close())
	}
	s.handle, s.schema = h, len(steps)+1
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
				return create(tx, len(steps)+1, s.opts.Now(), s.opts.Version)
			}
			return migrate(tx, schema, steps)
		})
	})
	if err != nil {
		return fmt.Errorf("write state %s: %w", s.path, err)
	}
	return syncDir(filepath.Dir(s.path)) // the name of a new file is not durable otherwise
}

// removePartial removes what a failed creation left (a full disk). An empty
// file may stay: Open treats it as missing.
func removePartial(path string) {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 && info.Size() < 4*int64(os.Getpagesize()) {
		_ = os.Remove(path)
	}
}

// unfinished is the name of the file that Compact writes. It is always the
// same, so that the next writer removes what a crash left.
func unfinished(path string) string { return path + ".new" }

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

// Path returns the file's path, absolute and with symbolic links resolved.
func (s *Store) Path() string { return s.path }

// Close closes the file and ends the lock. A second call returns
// store.ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handle.db == nil {
		return store.ErrClosed
	}
	h := s.handle
	s.handle = handle{}
	if !s.opts.ReadOnly {
		removeSidecar(s.path) // before the lock ends: afterwards it may be another process's
	}
	if s.broken != nil {
		return abandon(h.file)
	}
	return h.close()
}

// view runs read in a transaction.
func (s *Store) view(ctx context.Context, read func(tx *bbolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.handle.db == nil {
		return store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return guard(s.path, func() error { return s.handle.db.View(read) })
}

// update runs write in a transaction: when update returns nil its changes are
// on disk, otherwise there are none.
func (s *Store) update(ctx context.Context, write func(tx *bbolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case s.handle.db == nil:
		return store.ErrClosed
	case s.opts.ReadOnly:
		return store.ErrReadOnly
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken != nil {
		return s.broken
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	done := false
	err := guard(s.path, func() error {
		err := s.handle.db.Update(write)
		done = true
		return err
	})
	if !done {
		s.broken = err
	}
	if err != nil {
		return fmt.Errorf("write state %s: %w", s.path, err)
	}
	return nil
}

// reading wraps the error of a read.
func reading(what string, err error) error {
	if err != nil {
		return fmt.Errorf("read %s of the state: %w", what, err)
	}
	return nil
}

// damaged wraps the error of decoding the value of a key.
func (s *Store) damaged(what, key string, err error) error {
	if err != nil {
		return corrupt(s.path, fmt.Sprintf("%s %q: %v", what, key, err))
	}
	return nil
}
