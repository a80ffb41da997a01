package store

import (
	"cmp"
	"iter"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Snapshot is the records of one source as they were when View began. It is
// for one goroutine, and only within the function that View calls.
type Snapshot interface {
	// Get gives the record of a key; not ok where there is none.
	Get(key string) (r Record, ok bool, err error)
	// RawHash gives Record.Raw alone, without decoding the rest or allocating:
	// the question that is asked once a row. A record that cannot be decoded
	// is known, with some hash, and View then gives ErrCorrupt.
	RawHash(key string) (raw uint64, ok bool)
	// Len is the number of records. It is kept, not counted.
	Len() int
	// All gives the records in the order of their keys (bytewise). A record
	// that cannot be decoded ends it, and View then gives ErrCorrupt.
	All() iter.Seq2[string, Record]
	// Sample gives up to n keys, the ones with the oldest answers among the
	// first few thousand.
	Sample(n int) []string
}

// View calls read with the records of a source, all as of one moment. It gives
// the error of read, or what it met itself. read must not call the store: a
// write within a read can wait for itself.
func (s *Store) View(source string, read func(Snapshot) error) (err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.handle.db == nil {
		return ErrClosed
	}
	snap := &snapshot{store: s, inside: true}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if snap.inside { // a panic of read itself is left alone
			err = corrupt(s.path, recover())
		}
	}()
	return s.handle.db.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketContacts).Bucket([]byte(source)); b != nil {
			snap.bucket, snap.cursor = b, b.Cursor()
		}
		snap.inside, snap.ahead.size = false, tx.Size()
		if err := read(snap); err != nil {
			return err
		}
		return snap.err
	})
}

type snapshot struct {
	store  *Store
	bucket *bbolt.Bucket // nil where the source has no records
	cursor *bbolt.Cursor
	key    []byte // reused: a look-up allocates nothing
	err    error  // the last damage that was met and could not be told at once
	inside bool   // reading the file's pages, where a panic means damage
	ahead  ahead
}

// value is memory of the file: it is read before inside is false again.
func (s *snapshot) value(key string) []byte {
	if s.bucket == nil || key == "" {
		return nil
	}
	s.readAhead()
	s.key = append(s.key[:0], key...)
	// In a file that is sorted by its keys the next one it is. Among a million
	// that takes 0.12 µs, a search 0.6; in random order nothing is lost by it.
	found, value := s.cursor.Next()
	if string(found) != key {
		found, value = s.cursor.Seek(s.key)
	}
	if string(found) != key {
		return nil
	}
	return value
}

func (s *snapshot) Get(key string) (r Record, ok bool, err error) {
	s.inside = true
	if value := s.value(key); value != nil {
		r, err = decodeRecord(value)
		ok = err == nil
	}
	s.inside = false
	return r, ok, s.store.damaged("record", key, err)
}

func (s *snapshot) RawHash(key string) (raw uint64, ok bool) {
	s.inside = true
	var err error
	if value := s.value(key); value != nil {
		raw, err = recordRaw(value)
		ok = true // even if damaged: nobody may create the key again
	}
	s.inside = false
	if err != nil {
		s.err = s.store.damaged("record", key, err)
	}
	return raw, ok
}

func (s *snapshot) Len() int {
	if s.bucket == nil {
		return 0
	}
	return int(s.bucket.Sequence())
}

func (s *snapshot) All() iter.Seq2[string, Record] {
	return func(yield func(string, Record) bool) {
		if s.bucket == nil {
			return
		}
		cursor := s.bucket.Cursor() // its own: RawHash may move the other in between
		n := 0
		s.inside = true
		for found, value := cursor.First(); found != nil; found, value = cursor.Next() {
			if n++; n%recordsOfPage == 0 {
				s.readAhead()
			}
			key := string(found)
			r, err := decodeRecord(value)
			s.inside = false
			if err != nil {
				s.err = s.store.damaged("record", key, err)
				return
			}
			if !yield(key, r) {
				return
			}
			s.inside = true
		}
		s.inside = false
	}
}

// sampled bounds what Sample reads: a look at a million records for twenty of
// them would cost a second.
const sampled = 4096

func (s *snapshot) Sample(n int) []string {
	type aged struct {
		key string
		at  time.Time
	}
	var seen []aged
	for key, r := range s.All() {
		if seen = append(seen, aged{key, r.UpdatedAt}); len(seen) == sampled {
			break
		}
	}
	slices.SortStableFunc(seen, func(a, b aged) int { return a.at.Compare(b.at) })
	keys := make([]string, 0, max(0, min(n, len(seen))))
	for _, a := range seen[:cap(keys)] {
		keys = append(keys, a.key)
	}
	return keys
}

// Intents are the writes of a source that have no outcome yet, oldest first.
func (s *Store) Intents(source string) ([]Intent, error) {
	var intents []Intent
	err := s.view(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketIntents).Bucket([]byte(source))
		if b == nil {
			return nil
		}
		return b.ForEach(func(key, value []byte) error {
			intent, err := decodeIntent(string(key), value)
			intents = append(intents, intent)
			return s.damaged("intent", string(key), err)
		})
	})
	slices.SortFunc(intents, func(a, b Intent) int {
		return cmp.Or(a.Begun.Compare(b.Begun), cmp.Compare(a.Key, b.Key))
	})
	return intents, s.reading("intents", err)
}

// Gone gives the keys of a source that were missing from its last complete
// run, each with the run that missed it first.
func (s *Store) Gone(source string) (map[string]string, error) {
	gone := map[string]string{}
	err := s.view(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketGone).Bucket([]byte(source))
		if b == nil {
			return nil
		}
		return b.ForEach(func(key, run []byte) error {
			gone[string(key)] = string(run)
			return nil
		})
	})
	return gone, s.reading("gone keys", err)
}
