package store

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// Check reads the whole file: every value must decode, every source's count
// must be right, every page must be used once or free. It gives ErrCorrupt
// with the first thing found.
func (s *Store) Check() error {
	err := s.view(func(tx *bbolt.Tx) error {
		// First the values, here where a fault is caught: bbolt's own check
		// reads the same pages, in a goroutine of its own.
		if err := s.checkValues(tx); err != nil {
			return err
		}
		var found error
		for err := range tx.Check() { // to its end: it would wait for us
			if found == nil {
				found = corrupt(s.path, err)
			}
		}
		return found
	})
	return s.reading("all", err)
}

func (s *Store) checkValues(tx *bbolt.Tx) error {
	if err := s.checkTop(tx); err != nil {
		return err
	}
	flat := func(top []byte, decode func(key string, value []byte) error) error {
		return tx.Bucket(top).ForEach(func(key, value []byte) error {
			return s.damaged(string(top), string(key), decode(string(key), value))
		})
	}
	troubles := func() error {
		if s.older && tx.Bucket(bucketTroubles) == nil {
			return nil
		}
		return flat(bucketTroubles, func(_ string, value []byte) error { _, err := decodeTroubles(value); return err })
	}
	each := func(top []byte, decode func(key string, value []byte) error) error {
		return tx.Bucket(top).ForEachBucket(func(name []byte) error {
			return tx.Bucket(top).Bucket(name).ForEach(func(key, value []byte) error {
				return s.damaged(string(top)+"/"+string(name), string(key), decode(string(key), value))
			})
		})
	}
	return errors.Join(
		flat(bucketSources, func(_ string, value []byte) error { _, err := decodeJSON[Source](value); return err }),
		flat(bucketRuns, func(_ string, value []byte) error { _, err := decodeJSON[Run](value); return err }),
		each(bucketContacts, func(_ string, value []byte) error { _, err := decodeRecord(value); return err }),
		each(bucketIntents, func(key string, value []byte) error { _, err := decodeIntent(key, value); return err }),
		each(bucketJournal, func(key string, value []byte) error { _, err := decodeJournal("", key, value); return err }),
		each(bucketGone, func(string, []byte) error { return nil }),
		troubles(),
		s.checkCounts(tx),
	)
}

// checkTop checks that the layout's buckets are there, and no others.
func (s *Store) checkTop(tx *bbolt.Tx) error {
	unknown := map[string]bool{}
	err := tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		unknown[string(name)] = true
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range topBuckets() {
		if !unknown[string(name)] && !s.older {
			return corrupt(s.path, fmt.Sprintf("bucket %s is missing", name))
		}
		delete(unknown, string(name))
	}
	for name := range unknown {
		return corrupt(s.path, fmt.Sprintf("bucket %q is not ours", name))
	}
	return nil
}

func (s *Store) checkCounts(tx *bbolt.Tx) error {
	contacts := tx.Bucket(bucketContacts)
	return contacts.ForEachBucket(func(source []byte) error {
		var n uint64
		b := contacts.Bucket(source)
		if err := b.ForEach(func(_, _ []byte) error { n++; return nil }); err != nil {
			return err
		}
		if n != b.Sequence() {
			return corrupt(s.path, fmt.Sprintf("source %q has %d records and counts %d", source, n, b.Sequence()))
		}
		return nil
	})
}
