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
	ReadOnly bool // never create or change anything
	// Snapshot: with ReadOnly, read a private copy as of now, in a temporary
	// file, and end the lock. A process that reads for minutes then keeps no
	// writer out. If no copy can be made, the file itself is read.
	Snapshot  bool
	MustExist bool             // never create a state: a missing or empty file is fs.ErrNotExist
	Timeout   time.Duration    // how long to wait for the lock; 0 is half a second
	Version   string           // of the program, stored in a file that is created
	Now       func() time.Time // nil is time.Now
}

const defaultTimeout = 500 * time.Millisecond

// Store is an open state file. Its methods can be called concurrently.
type Store struct {
	path   string
	opts   Options
	steps  []migration // to the newest schema
	schema int         // of the file: an older one if it was opened read-only
	names  string      // the sidecar that names this process, "" if there is none

	mu     sync.RWMutex // held for writing while handle changes: Compact, Close
	handle handle

	writing sync.Mutex // one writer at a time; guards broken
	broken  error      // a write met damage: bbolt may still hold its own locks
}

// Open opens the state at path. Unless it is opened read-only or must exist, a
// file that is missing is created (mode 0600, in a directory that exists).
// Unless it is opened read-only, one of an older schema is migrated. Read-only,
// an older file is read as it is if that is possible.
//
// Errors are fs.ErrNotExist (there is no state yet, and none is to be created),
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
	s := &Store{path: path, opts: opts, steps: steps}
	for {
		switch err := s.open(); {
		case err == nil:
			return s, nil
		case !errors.Is(err, errReplaced):
			return nil, err
		}
	}
}

// newest returns the schema that the steps lead to.
func (s *Store) newest() int { return len(s.steps) + 1 }

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
func (s *Store) open() error {
	mayCreate := !s.opts.ReadOnly && !s.opts.MustExist
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && mayCreate:
		return s.openWriting(toCreate)
	case err != nil:
		return fmt.Errorf("open state: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w: not a regular file", s.path, store.ErrForeign)
	case info.Size() == 0 && mayCreate: // left by a process that died while creating it
		return s.openWriting(toWrite)
	case info.Size() == 0:
		return noState(s.path)
	}
	h, err := s.dial(s.path, toRead)
	if err != nil {
		return err
	}
	var named string
	if s.opts.ReadOnly {
		named = nameReader(s.path, s.opts.Now())
	}
	schema, err := s.inspect(h)
	if err == nil && schema == 0 && !mayCreate {
		err = noState(s.path)
	}
	if err == nil && s.opts.ReadOnly {
		return s.openReading(h, schema, named)
	}
	removeSidecar(named)
	if err = errors.Join(err, h.close()); err != nil {
		return err
	}
	return s.openWriting(toWrite)
}

// inspect returns the schema of an open file that has the name.
func (s *Store) inspect(h handle) (schema int, err error) {
	if err := h.stillAt(s.path); err != nil {
		return 0, err
	}
	if err := h.check(s.path); err != nil {
		return 0, err
	}
	schema, err = h.schema(s.path, s.newest())
	if err == nil && s.opts.ReadOnly && schema > 0 && !readable(schema, s.steps) {
		err = fmt.Errorf("%s is of the older schema %d: the next import migrates it: %w", s.path, schema, store.ErrReadOnly)
	}
	return schema, err
}

// openReading keeps a file that was inspected open, or a copy of it.
func (s *Store) openReading(h handle, schema int, named string) error {
	s.handle, s.schema, s.names = h, schema, named
	if !s.opts.Snapshot {
		return nil
	}
	copied, err := s.snapshot(h)
	if err != nil {
		return nil //nolint:nilerr // no room for a copy: the file is read, and the lock stays
	}
	s.handle, s.names = copied, ""
	removeSidecar(named)
	if err := h.close(); err != nil {
		return errors.Join(err, copied.close())
	}
	return nil
}

func (s *Store) dial(path string, a access) (handle, error) {
	return dial(path, a, s.opts.Timeout, s.opts.Now)
}

func noState(path string) error {
	return fmt.Errorf("%s holds no state yet: %w", path, fs.ErrNotExist)
}

func (s *Store) openWriting(a access) error {
	h, err := s.dial(s.path, a)
	if err != nil {
		if a == toCreate && !errors.Is(err, store.ErrLocked) {
			removePartial(s.path)
		}
		return err
	}
	if err := s.prepare(h); err != nil {
		return errors.Join(err, h.close())
	}
	s.handle, s.schema, s.names = h, s.newest(), nameWriter(s.path, s.opts.Now())
	_ = os.Remove(unfinished(s.path)) // of a Compact that was killed: it holds contacts too
	return nil
}

// prepare brings the locked file to the current schema.
func (s *Store) prepare(h handle) error {
	if err := h.stillAt(s.path); err != nil {
		return err
	}
	schema, err := h.schema(s.path, s.newest())
	switch {
	case err != nil || schema == s.newest():
		return err
	case schema == 0 && s.opts.MustExist:
		return noState(s.path)
	}
	err = guard(s.path, func() error {
		return h.db.Update(func(tx *bbolt.Tx) error {
			if schema == 0 {
				return create(tx, s.newest(), s.opts.Now(), s.opts.Version)
			}
			return migrate(tx, schema, s.steps)
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
	removeSidecar(s.names) // before the lock ends: afterwards it may be another process's
	if s.broken != nil {
		return abandon(h.file)
	}
	return h.close()
}

// usable returns why the state cannot be read, nil if it can. The caller holds mu.
func (s *Store) usable(ctx context.Context) error {
	if s.handle.db == nil {
		return store.ErrClosed
	}
	return ctx.Err()
}

// view runs read in a transaction.
func (s *Store) view(ctx context.Context, read func(tx *bbolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
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
