package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
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
}

// dial opens and locks a file, and translates the errors of bbolt.
func dial(path string, readOnly bool, timeout time.Duration, now func() time.Time) (h handle, err error) {
	err = guard(path, func() (err error) {
		h.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			ReadOnly: readOnly, Timeout: timeout, NoStatistics: true,
			FreelistType: bbolt.FreelistMapType, // the other type is slow if many pages are free
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
		_ = abandon(h.file) // bbolt leaves it open if it panics
	}
	var onPath *fs.PathError
	var errno syscall.Errno
	switch {
	case errors.Is(err, store.ErrCorrupt):
		return handle{}, err
	case errors.Is(err, berrors.ErrTimeout):
		return handle{}, locked(path, now())
	case errors.As(err, &onPath), errors.As(err, &errno):
		return handle{}, fmt.Errorf("open state %s: %w", path, err)
	case hasMagic(path):
		return handle{}, corrupt(path, err)
	}
	return handle{}, foreign(path)
}

func (h handle) close() error { return h.db.Close() }

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

// inspect returns the file's schema, 0 for a file without content, and an
// error for a file that this program must not change.
func (h handle) inspect(path string, known int) (schema int, err error) {
	err = guard(path, func() error {
		return h.db.View(func(tx *bbolt.Tx) error {
			info, err := h.file.Stat()
			if err != nil {
				return fmt.Errorf("open state: %w", err)
			}
			// Reading the map beyond the file's end would end the process (SIGBUS).
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

// hasMagic reports whether either meta page begins as in a bbolt file: 16 bytes
// of page header, then the magic number. The usual page size is 4,096.
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
