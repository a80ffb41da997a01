package store

import (
	"bytes"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// Commit makes all the changes, in order, in one transaction: when it returns
// nil they are on disk, otherwise none of them is. It costs one wait for the
// disk, however many changes there are: hand over what has queued up at once.
func (s *Store) Commit(changes ...Change) error {
	if len(changes) == 0 {
		return nil
	}
	return s.update(func(tx *bbolt.Tx) error {
		for _, c := range changes {
			if err := c.Apply(writer{tx}); err != nil {
				return err
			}
		}
		return nil
	})
}

// writer carries changes out within a transaction.
type writer struct{ tx *bbolt.Tx }

func (w writer) SetWorkspace(baseURL string) error {
	return w.tx.Bucket(bucketMeta).Put(metaBaseURL, []byte(baseURL))
}

func (w writer) PutSource(name string, source Source) error {
	value, err := encodeJSON(source)
	if err != nil {
		return err
	}
	return put(w.tx.Bucket(bucketSources), name, value)
}

func (w writer) Begin(source string, intent Intent) error {
	value, err := appendIntent(nil, intent)
	if err != nil {
		return fmt.Errorf("intent of %q: %w", intent.Key, err)
	}
	return putIn(w.tx, bucketIntents, source, intent.Key, value)
}

func (w writer) Land(source, key string, record Record, entry JournalEntry) error {
	if err := landRecord(w.tx, source, key, record); err != nil {
		return err
	}
	if err := addJournal(w.tx, entry); err != nil {
		return err
	}
	return w.Drop(source, key)
}

func (w writer) Refresh(source, key string, record Record) error {
	return landRecord(w.tx, source, key, record)
}

func (w writer) Drop(source, key string) error { return deleteIn(w.tx, bucketIntents, source, key) }

func (w writer) Remove(source, key string, entry JournalEntry) error {
	if entry.Run == "" {
		entry.Run = intentRun(w.tx, source, key)
	}
	if err := addJournal(w.tx, entry); err != nil {
		return err
	}
	return removeKey(w.tx, source, key)
}

func (w writer) MarkGone(source, key, run string) error {
	if b := w.tx.Bucket(bucketGone).Bucket([]byte(source)); b != nil && b.Get([]byte(key)) != nil {
		return nil
	}
	return putIn(w.tx, bucketGone, source, key, []byte(run))
}

func (w writer) ClearGone(source, key string) error { return deleteIn(w.tx, bucketGone, source, key) }

func (w writer) PutTroubles(source string, troubles []Trouble) error {
	b := w.tx.Bucket(bucketTroubles)
	if len(troubles) > MaxTroubles {
		return b.Delete([]byte(source))
	}
	value := appendTroubles(nil, troubles)
	if bytes.Equal(b.Get([]byte(source)), value) {
		return nil // most nights: no page of the file changes for it
	}
	return put(b, source, value)
}

func (w writer) Forget(source, key string) error {
	if err := errors.Join(forgetJournals(w.tx, source, key), forgetTroubles(w.tx, source, key)); err != nil {
		return err
	}
	return removeKey(w.tx, source, key)
}

func (w writer) PutRun(run Run) error {
	value, err := encodeJSON(run)
	if err != nil {
		return err
	}
	known := w.tx.Bucket(bucketRuns).Get([]byte(run.ID)) != nil
	if err := put(w.tx.Bucket(bucketRuns), run.ID, value); err != nil || known || run.Undoes != "" {
		return err
	}
	return pruneJournals(w.tx)
}

func removeKey(tx *bbolt.Tx, source, key string) error {
	if b := tx.Bucket(bucketContacts).Bucket([]byte(source)); b != nil && b.Get([]byte(key)) != nil {
		if err := errors.Join(b.Delete([]byte(key)), b.SetSequence(b.Sequence()-1)); err != nil {
			return err
		}
	}
	return errors.Join(deleteIn(tx, bucketIntents, source, key), deleteIn(tx, bucketGone, source, key))
}

func landRecord(tx *bbolt.Tx, source, key string, r Record) error {
	b, err := nested(tx, bucketContacts, source)
	if err != nil {
		return err
	}
	return putRecord(b, key, appendRecord(nil, r))
}

// putRecord keeps the count of records, which is the bucket's sequence.
func putRecord(b *bbolt.Bucket, key string, value []byte) error {
	if b.Get([]byte(key)) == nil {
		if err := b.SetSequence(b.Sequence() + 1); err != nil {
			return err
		}
	}
	return put(b, key, value)
}

func putIn(tx *bbolt.Tx, top []byte, name, key string, value []byte) error {
	b, err := nested(tx, top, name)
	if err != nil {
		return err
	}
	return put(b, key, value)
}

func deleteIn(tx *bbolt.Tx, top []byte, name, key string) error {
	if b := tx.Bucket(top).Bucket([]byte(name)); b != nil {
		return b.Delete([]byte(key))
	}
	return nil
}

func nested(tx *bbolt.Tx, top []byte, name string) (*bbolt.Bucket, error) {
	if name == "" {
		return nil, fmt.Errorf("no name for a bucket in %s", top)
	}
	return tx.Bucket(top).CreateBucketIfNotExists([]byte(name))
}

func put(b *bbolt.Bucket, key string, value []byte) error {
	if key == "" || len(key) > bbolt.MaxKeySize {
		return fmt.Errorf("a key of %d bytes cannot be kept", len(key))
	}
	return b.Put([]byte(key), value)
}
