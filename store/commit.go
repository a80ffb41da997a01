package store

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// Change is one step of a Commit. The functions below make them.
type Change struct {
	apply func(tx *bbolt.Tx) error
}

// Commit makes all the changes, in order, in one transaction: when it returns
// nil they are on disk, otherwise none of them is. It costs one wait for the
// disk, however many changes there are: hand over what has queued up at once.
func (s *Store) Commit(changes ...Change) error {
	if len(changes) == 0 {
		return nil
	}
	return s.update(func(tx *bbolt.Tx) error {
		for _, c := range changes {
			if err := c.apply(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetWorkspace records the API that the state's contacts are in.
func SetWorkspace(baseURL string) Change {
	return Change{func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(metaBaseURL, []byte(baseURL))
	}}
}

// PutSource records what is pinned for a source.
func PutSource(name string, source Source) Change {
	return Change{func(tx *bbolt.Tx) error {
		value, err := encodeJSON(source)
		if err != nil {
			return err
		}
		return put(tx.Bucket(bucketSources), name, value)
	}}
}

// Begin records that a write is about to be sent. Where the key has an intent
// already, this one takes its place: an update that is read and merged again.
func Begin(source string, intent Intent) Change {
	return Change{func(tx *bbolt.Tx) error {
		value, err := appendIntent(nil, intent)
		if err != nil {
			return fmt.Errorf("intent of %q: %w", intent.Key, err)
		}
		return putIn(tx, bucketIntents, source, intent.Key, value)
	}}
}

// Land records that a write happened: the record and the journal entry are
// there, the intent is gone. The entry is the run's in entry.Run, or else in
// record.Run. Where a run lands a key twice, its entry keeps what was before
// the first time: that is what taking the run back goes back to.
func Land(source, key string, record Record, entry JournalEntry) Change {
	return Change{func(tx *bbolt.Tx) error {
		if entry.Run == "" {
			entry.Run = record.Run
		}
		entry.Key = key
		if err := landRecord(tx, source, key, record); err != nil {
			return err
		}
		if err := addJournal(tx, entry); err != nil {
			return err
		}
		return deleteIn(tx, bucketIntents, source, key)
	}}
}

// Refresh puts a record without a write having happened: an unchanged row
// whose raw hash is new, or a contact that was adopted.
func Refresh(source, key string, record Record) Change {
	return Change{func(tx *bbolt.Tx) error { return landRecord(tx, source, key, record) }}
}

// Drop takes back an intent that was found not to have happened.
func Drop(source, key string) Change {
	return Change{func(tx *bbolt.Tx) error { return deleteIn(tx, bucketIntents, source, key) }}
}

// Remove records that a contact was deleted: record, intent and gone mark are
// away, the journal entry is there. The entry is the run's in entry.Run, or
// else in the key's intent.
func Remove(source, key string, entry JournalEntry) Change {
	return Change{func(tx *bbolt.Tx) error {
		entry.Key = key
		if entry.Run == "" {
			entry.Run = intentRun(tx, source, key)
		}
		if err := addJournal(tx, entry); err != nil {
			return err
		}
		return removeKey(tx, source, key)
	}}
}

// MarkGone records the complete run that missed a key. A mark that is there
// stays: it names the first such run.
func MarkGone(source, key, run string) Change {
	return Change{func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketGone).Bucket([]byte(source)); b != nil && b.Get([]byte(key)) != nil {
			return nil
		}
		return putIn(tx, bucketGone, source, key, []byte(run))
	}}
}

// ClearGone records that a key is in the file (again).
func ClearGone(source, key string) Change {
	return Change{func(tx *bbolt.Tx) error { return deleteIn(tx, bucketGone, source, key) }}
}

// Forget takes away all that is known of a key: record, intent, gone mark,
// trouble and what the journals of all runs hold of it. The bytes stay in free pages of
// the file until Compact.
func Forget(source, key string) Change {
	return Change{func(tx *bbolt.Tx) error {
		if err := errors.Join(forgetJournals(tx, source, key), forgetTroubles(tx, source, key)); err != nil {
			return err
		}
		return removeKey(tx, source, key)
	}}
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
