package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
	"github.com/quo-import/quo-import/store/move"
	"github.com/quo-import/quo-import/store/postgres"
)

// keeper is what a state is kept in, a file or a database: all that the commands use of
// it.
type keeper interface {
	store.State
	// Load puts many records.
	Load(ctx context.Context, source string, records iter.Seq2[string, store.Record]) error
	// Check reads everything, and returns what is damaged.
	Check(ctx context.Context) error
	// Scrub removes what was forgotten from where it is kept, as far as this program
	// can.
	Scrub() error
	// Path returns where it is, as messages show it.
	Path() string
	Close() error

	// held returns a reason to stop if another process may write the state.
	held(ctx context.Context) error
	// keysAtOnce is how many keys are best looked up together.
	keysAtOnce() int
	// retire closes a state that was moved. It returns where the old one is kept, ""
	// if it is not.
	retire(ctx context.Context) (kept string, err error)
	// remove removes a state, and closes it.
	remove(ctx context.Context) error
	// discard removes a state that was created and not written, when it is closed.
	discard()
}

// open opens a state. made reports whether it was created.
func (f StateFile) open(ctx context.Context, readOnly bool) (k keeper, made bool, err error) {
	address, err := f.address()
	if err != nil {
		return nil, false, err
	}
	if address != nil {
		st, err := postgres.Open(ctx, address, postgres.Options{ReadOnly: readOnly, MustExist: f.Require, Version: f.Version})
		if err != nil {
			return nil, false, err
		}
		return inDatabase{st}, st.Created(), nil
	}
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil, false, err
	}
	_, err = os.Stat(path)
	made = errors.Is(err, fs.ErrNotExist)
	st, err := bolt.Open(path, bolt.Options{ReadOnly: readOnly, Snapshot: readOnly, MustExist: f.Require, Version: f.Version})
	if err != nil {
		return nil, false, err
	}
	return inFile{st}, made, nil
}

// inFile is a state in a file.
type inFile struct{ *bolt.Store }

func (f inFile) Scrub() error             { return f.Compact() }
func (inFile) held(context.Context) error { return nil } // by the lock of the file
func (inFile) keysAtOnce() int            { return 0 }
func (f inFile) discard()                 { _ = os.Remove(f.Path()) } // an empty state that stays does no harm

// closing closes the file and changes its name: before the lock ends, so that nobody
// else opens it, except on Windows, which does not do that to an open file.
func (f inFile) closing(change func() error) error {
	if runtime.GOOS == "windows" {
		return errors.Join(f.Close(), change())
	}
	return errors.Join(change(), f.Close())
}

func (f inFile) remove(context.Context) error {
	return f.closing(func() error { return os.Remove(f.Path()) })
}

func (f inFile) retire(context.Context) (kept string, err error) {
	kept = f.Path() + ".moved"
	if _, err := os.Lstat(kept); err == nil {
		return "", errors.Join(fmt.Errorf("the state was moved, and %s is still there: it cannot be renamed to %s, which exists; remove one of them", f.Path(), kept), f.Close())
	}
	return kept, f.closing(func() error { return os.Rename(f.Path(), kept) })
}

// inDatabase is a state in a database.
type inDatabase struct{ *postgres.Store }

// lookups is how many keys are looked up together in a database: a message takes as long
// as the network, however many keys are in it.
const lookups = 1024

func (inDatabase) Scrub() error    { return nil } // what is in pages, logs and backups is the server's
func (inDatabase) keysAtOnce() int { return lookups }
func (inDatabase) discard()        {} // Close does

func (d inDatabase) remove(ctx context.Context) error           { return d.Delete(ctx) }
func (d inDatabase) retire(ctx context.Context) (string, error) { return "", d.Delete(ctx) }

func (d inDatabase) held(ctx context.Context) error {
	if err := d.Held(ctx); err != nil {
		return event.Stopf(event.StopState, err, "%v", err)
	}
	return nil
}

// KeysAtOnce returns how many keys are best looked up together, 0 for any number.
func (s *State) KeysAtOnce() int { return s.keysAtOnce() }

// InDatabase reports whether the state is in a database.
func (s *State) InDatabase() bool { _, ok := s.keeper.(inDatabase); return ok }

// Backup copies the state to a new file.
func (s *State) Backup(ctx context.Context, path string) error {
	if f, ok := s.keeper.(inFile); ok {
		return f.Store.Backup(path)
	}
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	unfinished := path + ".new"
	to, err := bolt.Open(unfinished, bolt.Options{})
	if err != nil {
		return err
	}
	_, err = move.Copy(ctx, s, to)
	if err = errors.Join(err, to.Close()); err == nil {
		err = os.Rename(unfinished, path)
	}
	if err != nil {
		_ = os.Remove(unfinished)
		return fmt.Errorf("back up state to %s: %w", path, err)
	}
	return nil
}

// MoveState moves a state into another place, where none is, and returns what was copied
// and where the old one is kept: "" for a database, which keeps none.
func MoveState(ctx context.Context, from, to StateFile) (n move.Copied, kept string, err error) {
	if from.Name() == to.Name() {
		return n, "", Usagef("%s: pass another place to move it to", to.Name())
	}
	from.Require = true
	old, _, err := from.open(ctx, false)
	if errors.Is(err, fs.ErrNotExist) {
		return n, "", &Error{Usage, fmt.Errorf("%s: nothing was moved", whatIsMissing(from))}
	}
	if err != nil {
		return n, "", err
	}
	defer func() {
		if failed := old.Close(); !errors.Is(failed, store.ErrClosed) {
			err = errors.Join(err, failed)
		}
	}()
	next, made, err := to.open(ctx, false)
	if err != nil {
		return n, "", err
	}
	if n, err = move.Copy(ctx, old, next); err != nil {
		if made {
			err = errors.Join(err, next.remove(ctx))
		} else {
			err = errors.Join(err, next.Close())
		}
		if errors.Is(err, move.ErrNotEmpty) {
			return n, "", Usagef("%s holds a state already: nothing was moved; pass another place", to.Name())
		}
		return n, "", fmt.Errorf("nothing was moved: %w", err)
	}
	if err := next.Close(); err != nil {
		return n, "", err
	}
	kept, err = old.retire(ctx)
	return n, kept, err
}
