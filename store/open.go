package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
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
// older schema.
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
	real, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	return real, err
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
	schema, err := h.inspect(s.path, len(steps)+1)
	if err == nil && s.opts.ReadOnly {
		if schema == len(steps)+1 {
			s.handle = h
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
		if create {
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

// handle is an open and locked file. The lock belongs to file: it ends when
// that is closed.
type handle struct {
	db   *bbolt.DB
	file *os.File
}

// dial opens and locks a file, and gives bbolt's errors their names here.
func (s *Store) dial(path string, readOnly bool) (h handle, err error) {
	err = guard(path, func() (err error) {
		h.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			ReadOnly: readOnly, Timeout: s.opts.Timeout, NoStatistics: true,
			FreelistType: bbolt.FreelistMapType, // the list grows slow once many pages are free
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				f, err := os.OpenFile(name, flag, mode)
				h.file = f
				return f, err
			},
		})
		return err
	})
	if err == nil {
		return h, nil
	}
	if h.file != nil {
		_ = abandon(h.file) // after a panic bbolt leaves it open
	}
	var onPath *fs.PathError
	var errno syscall.Errno
	switch {
	case errors.Is(err, ErrCorrupt):
		return handle{}, err
	case errors.Is(err, berrors.ErrTimeout):
		return handle{}, locked(path, s.opts.Now())
	case errors.As(err, &onPath), errors.As(err, &errno):
		return handle{}, fmt.Errorf("open state %s: %w", path, err)
	case hasMagic(path):
		return handle{}, corrupt(path, err)
	}
	return handle{}, foreign(path)
}

func (h handle) close() error { return h.db.Close() }

// errReplaced: while we waited for the lock, its holder put another file at
// the path (Compact). What we locked is nobody's any more.
var errReplaced = errors.New("state was replaced while it was opened")

func (h handle) stillAt(path string) error {
	mine, err := h.file.Stat()
	if err != nil {
		return fmt.Errorf("open state: %w", err)
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(mine, there) {
		return errReplaced
	}
	return err
}

// inspect gives the file's schema, 0 for a file with nothing in it at all, and
// an error for one that this program must not touch.
func (h handle) inspect(path string, known int) (schema int, err error) {
	err = guard(path, func() error {
		return h.db.View(func(tx *bbolt.Tx) error {
			info, err := h.file.Stat()
			if err != nil {
				return fmt.Errorf("open state: %w", err)
			}
			// Beyond the end the map would end the process (SIGBUS).
			if info.Size() < tx.Size() {
				return corrupt(path, fmt.Sprintf("%d bytes are missing at its end", tx.Size()-info.Size()))
			}
			schema, err = readSchema(tx, path, known)
			return err
		})
	})
	return schema, err
}

// guard turns a panic of bbolt, and a fault in the mapped file, into
// ErrCorrupt: both come of damaged pages.
func guard(path string, run func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if found := recover(); found != nil {
			err = corrupt(path, found)
		}
	}()
	return run()
}

func foreign(path string) error {
	return fmt.Errorf("%s is %w: name another one with --state", path, ErrForeign)
}

// hasMagic says whether either meta page begins as bbolt's do: 16 bytes of
// page header, then the magic number. 4,096 is the usual page size.
func hasMagic(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	for _, page := range []int64{0, 4096} {
		var b [4]byte
		if _, err := f.ReadAt(b[:], page+16); err == nil && binary.NativeEndian.Uint32(b[:]) == 0xED0CDAED {
			return true
		}
	}
	return false
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
