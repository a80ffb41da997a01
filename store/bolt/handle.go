package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/quo-import/quo-import/store"
)

// handle is an open and locked file. The lock belongs to file and ends when
// file is closed.
type handle struct {
	db   *bbolt.DB
	file *os.File
	temp string // the file's name if it is a copy that close removes
}

// access is what a file is opened for.
type access int

const (
	toRead   access = iota
	toWrite         // a file that exists
	toCreate        // and one that does not
)

// dial opens and locks a file, for which it waits until the timeout, and
// translates the errors of bbolt.
func dial(path string, a access, timeout time.Duration, now func() time.Time) (handle, error) {
	for began := time.Now(); ; {
		h, err := tryDial(path, a)
		if !errors.Is(err, berrors.ErrTimeout) {
			return h, err
		}
		if time.Since(began) >= timeout {
			return handle{}, locked(path, now())
		}
		// bbolt itself tries every 50 ms, and misses moments in which a file
		// is free between one process and the next.
		<-time.After(rand.N(2 * pollInterval))
	}
}

const pollInterval = 4 * time.Millisecond

// tryDial opens a file and locks it at once, or returns bbolt's ErrTimeout.
func tryDial(path string, a access) (h handle, err error) {
	err = guard(path, func() (err error) {
		h.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			ReadOnly: a == toRead, Timeout: 1, NoStatistics: true,
			FreelistType: bbolt.FreelistMapType, // the other type is slow if many pages are free
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				if a != toCreate {
					flag &^= os.O_CREATE
				}
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
		_ = abandon(h.file) // bbolt leaves it open if it panics
	}
	_, onPath := errors.AsType[*fs.PathError](err)
	_, bySystem := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, store.ErrCorrupt), errors.Is(err, berrors.ErrTimeout):
		return handle{}, err
	case onPath, bySystem:
		return handle{}, fmt.Errorf("open state %s: %w", path, err)
	case wasBolt(path):
		return handle{}, corrupt(path, err)
	}
	return handle{}, foreign(path)
}

func (h handle) close() error {
	err := h.db.Close()
	if h.temp != "" {
		err = errors.Join(err, os.Remove(h.temp))
	}
	return err
}

// errReplaced: while this process waited for the lock, its holder replaced the
// file (Compact), and the file that is locked now has no name any more.
var errReplaced = errors.New("state was replaced while it was opened")

// stillAt returns errReplaced if the file is not the one at path.
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

// check returns an error for a file that bbolt must not use: it would read
// beyond its end, or follow pages that do not fit together.
func (h handle) check(path string) error {
	return guard(path, func() error {
		return h.db.View(func(tx *bbolt.Tx) error {
			info, err := h.file.Stat()
			if err != nil {
				return fmt.Errorf("open state: %w", err)
			}
			// Reading the map beyond the file's end would end the process (SIGBUS).
			if info.Size() < tx.Size() {
				return corrupt(path, fmt.Sprintf("%d bytes are missing at its end", tx.Size()-info.Size()))
			}
			if err := checkPages(h.file, tx); err != nil {
				return corrupt(path, err)
			}
			return nil
		})
	})
}

// schema returns the file's schema, 0 for a file without content, and an error
// for a file that this program must not change.
func (h handle) schema(path string, known int) (schema int, err error) {
	err = guard(path, func() error {
		return h.db.View(func(tx *bbolt.Tx) (err error) {
			schema, err = readSchema(tx, path, known)
			switch {
			case errors.Is(err, store.ErrForeign) && (wasState(h.file) || hasContent(h.file, tx.Size())):
				return corrupt(path, "its first page is another page")
			// A process that died in its first commit leaves the pages of that
			// commit, and a torn copy others as well.
			case err == nil && schema == 0 && hasContent(h.file, firstPages*int64(h.db.Info().PageSize)):
				return corrupt(path, "its first page is empty and others are not")
			}
			return err
		})
	})
	return schema, err
}

// guard turns a panic of bbolt, and a fault in the mapped file, into
// ErrCorrupt: damaged pages cause both.
func guard(path string, run func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if found := recover(); found != nil {
			err = corrupt(path, found)
		}
	}()
	return run()
}
