package bolt

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Check reads the whole file: every value must decode, the number of every
// source's records must be right, and every page must be either free or used
// once. It returns store.ErrCorrupt with the first problem.
func (s *Store) Check(ctx context.Context) error {
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		// The values come first, here where a fault is caught: bbolt's own
		// check reads the same pages in another goroutine.
		if err := s.checkValues(tx); err != nil {
			return err
		}
		var found error
		for err := range tx.Check() { // to its end: its goroutine would block
			if found == nil {
				found = corrupt(s.path, err)
			}
		}
		return found
	})
	return reading("all", err)
}

func (s *Store) checkValues(tx *bbolt.Tx) error {
	if err := s.checkTop(tx); err != nil {
		return err
	}
	values := func(name string, b *bbolt.Bucket, decode func(key string, value []byte) error) error {
		if b == nil {
			return nil // of an older schema
		}
		return b.ForEach(func(key, value []byte) error {
			return s.damaged(name, string(key), decode(string(key), value))
		})
	}
	flat := func(top []byte, decode func(key string, value []byte) error) error {
		return values(string(top), tx.Bucket(top), decode)
	}
	nested := func(top []byte, decode func(key string, value []byte) error) error {
		return tx.Bucket(top).ForEachBucket(func(name []byte) error {
			return values(string(top)+"/"+string(name), tx.Bucket(top).Bucket(name), decode)
		})
	}
	return errors.Join(
		flat(bucketSources, func(_ string, value []byte) error { _, err := codec.DecodeJSON[store.Source](value); return err }),
		flat(bucketRuns, func(_ string, value []byte) error { _, err := codec.DecodeJSON[store.Run](value); return err }),
		flat(bucketProblems, func(_ string, value []byte) error { _, err := codec.DecodeProblems(value); return err }),
		nested(bucketContacts, func(_ string, value []byte) error { _, err := codec.DecodeRecord(value); return err }),
		nested(bucketIntents, func(key string, value []byte) error { _, err := codec.DecodeIntent(key, value); return err }),
		nested(bucketJournal, func(key string, value []byte) error { _, err := codec.DecodeJournal("", key, value); return err }),
		nested(bucketMissing, func(string, []byte) error { return nil }),
		s.checkCounts(tx),
		s.checkSeq(tx),
	)
}

// checkTop checks that the file has the layout's buckets, and no others.
func (s *Store) checkTop(tx *bbolt.Tx) error {
	unknown := map[string]bool{}
	for _, name := range keys(tx.Cursor()) {
		unknown[name] = true
	}
	for _, name := range topBuckets() {
		if !unknown[string(name)] && s.schema >= Schema {
			return corrupt(s.path, fmt.Sprintf("bucket %s is missing", name))
		}
		delete(unknown, string(name))
	}
	for name := range unknown {
		return corrupt(s.path, fmt.Sprintf("unknown bucket %q", name))
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

// checkSeq checks that the runs are numbered 1, 2, 3 and so on.
func (s *Store) checkSeq(tx *bbolt.Tx) error {
	if s.schema < schemaSeq {
		return nil
	}
	b := tx.Bucket(bucketRuns)
	seen := map[uint64]bool{}
	err := b.ForEach(func(id, value []byte) error {
		run, err := codec.DecodeJSON[store.Run](value)
		if err == nil && (run.Seq < 1 || run.Seq > b.Sequence() || seen[run.Seq]) {
			return corrupt(s.path, fmt.Sprintf("run %q has number %d of %d", id, run.Seq, b.Sequence()))
		}
		seen[run.Seq] = true
		return nil // an error is found where the values are checked
	})
	if err == nil && uint64(len(seen)) != b.Sequence() {
		return corrupt(s.path, fmt.Sprintf("%d runs are counted as %d", len(seen), b.Sequence()))
	}
	return err
}
