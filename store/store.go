package store

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// Store is an open state file. Its methods may be called concurrently.
type Store struct {
	path  string
	opts  Options
	older bool // read-only, of an older schema: buckets that were added since are missing

	mu     sync.RWMutex // held for writing while handle changes: Compact, Close
	handle handle

	readAhead readAhead

	writing sync.Mutex // one writer at a time; guards broken
	broken  error      // a write met damage: bbolt may be left holding its own locks
}

// Path is the file, absolute and with symbolic links resolved.
func (s *Store) Path() string { return s.path }

// Close ends the lock. The second time it gives ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handle.db == nil {
		return ErrClosed
	}
	h := s.handle
	s.handle = handle{}
	if !s.opts.ReadOnly {
		removeSidecar(s.path) // while the lock holds: afterwards it may be another's
	}
	if s.broken != nil {
		return abandon(h.file)
	}
	return h.close()
}

// view runs read in one transaction.
func (s *Store) view(read func(tx *bbolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.handle.db == nil {
		return ErrClosed
	}
	return guard(s.path, func() error { return s.handle.db.View(read) })
}

// update runs write in one transaction that is on disk when it returns nil,
// and has changed nothing otherwise.
func (s *Store) update(write func(tx *bbolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case s.handle.db == nil:
		return ErrClosed
	case s.opts.ReadOnly:
		return ErrReadOnly
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken != nil {
		return s.broken
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

// reading wraps what a read met.
func (s *Store) reading(what string, err error) error {
	if err != nil {
		return fmt.Errorf("read %s of the state: %w", what, err)
	}
	return nil
}

// damaged wraps what a decoder said of the value of a key.
func (s *Store) damaged(what, key string, err error) error {
	if err != nil {
		return corrupt(s.path, fmt.Sprintf("%s %q: %v", what, key, err))
	}
	return nil
}

// Workspace is what the state belongs to.
type Workspace struct {
	BaseURL string    // "" until SetWorkspace
	Created time.Time // of the file
	Version string    // of the program that made the file
}

// Workspace tells whose contacts the state knows.
func (s *Store) Workspace() (Workspace, error) {
	var w Workspace
	err := s.view(func(tx *bbolt.Tx) (err error) {
		meta := tx.Bucket(bucketMeta)
		w.BaseURL, w.Version = string(meta.Get(metaBaseURL)), string(meta.Get(metaVersion))
		w.Created, err = time.Parse(time.RFC3339Nano, string(meta.Get(metaCreated)))
		return err
	})
	return w, s.reading("workspace", err)
}

// Sources are the names of all sources that were pinned or have records,
// sorted.
func (s *Store) Sources() ([]string, error) {
	var names []string
	err := s.view(func(tx *bbolt.Tx) error {
		for _, top := range [][]byte{bucketSources, bucketContacts} {
			err := tx.Bucket(top).ForEach(func(name, _ []byte) error {
				names = append(names, string(name))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names), s.reading("sources", err)
}

// Source is what is pinned for a source; not ok where nothing is.
func (s *Store) Source(name string) (source Source, ok bool, err error) {
	err = s.view(func(tx *bbolt.Tx) (err error) {
		if b := tx.Bucket(bucketSources).Get([]byte(name)); b != nil {
			source, err = decodeJSON[Source](b)
			ok = err == nil
		}
		return s.damaged("source", name, err)
	})
	return source, ok, s.reading("source", err)
}
