package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"
)

// keptJournals is how many runs can be taken back. Their summaries stay.
const keptJournals = 30

// pruneJournals relies on run ids sorting by time.
func pruneJournals(tx *bbolt.Tx) error {
	runs := tx.Bucket(bucketRuns).Cursor()
	oldest, _ := runs.Last()
	for range keptJournals - 1 {
		if before, _ := runs.Prev(); before != nil {
			oldest = before
		}
	}
	var old [][]byte
	journals := tx.Bucket(bucketJournal)
	cursor := journals.Cursor()
	for run, _ := cursor.First(); run != nil && bytes.Compare(run, oldest) < 0; run, _ = cursor.Next() {
		old = append(old, bytes.Clone(run))
	}
	for _, run := range old {
		if err := journals.DeleteBucket(run); err != nil {
			return err
		}
	}
	return nil
}

// Runs are all runs, oldest first.
func (s *Store) Runs() ([]Run, error) {
	var runs []Run
	err := s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketRuns).ForEach(func(id, value []byte) error {
			run, err := decodeJSON[Run](value)
			runs = append(runs, run)
			return s.damaged("run", string(id), err)
		})
	})
	return runs, s.reading("runs", err)
}

// journalChunk is how many entries Journal reads in one transaction.
const journalChunk = 256

// Journal gives what a run wrote, in the order of the keys; nothing where it
// wrote nothing or is too long ago. An error is the last thing it gives. The
// loop may write to the store: no transaction is open while it does.
func (s *Store) Journal(run string) iter.Seq2[JournalEntry, error] {
	return func(yield func(JournalEntry, error) bool) {
		next := []byte{}
		for next != nil {
			var chunk []JournalEntry
			var err error
			chunk, next, err = s.journalFrom(run, next)
			for _, entry := range chunk {
				if !yield(entry, nil) {
					return
				}
			}
			if err != nil {
				yield(JournalEntry{}, s.reading("journal", err))
				return
			}
		}
	}
}

// journalFrom reads a chunk, and gives the key where the next one begins.
func (s *Store) journalFrom(run string, from []byte) (chunk []JournalEntry, next []byte, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketJournal).Bucket([]byte(run))
		if b == nil {
			return nil
		}
		cursor := b.Cursor()
		for key, value := cursor.Seek(from); key != nil; key, value = cursor.Next() {
			if len(chunk) == journalChunk {
				next = bytes.Clone(key)
				return nil
			}
			entry, err := decodeJournal(run, string(key), value)
			if err != nil {
				return s.damaged("journal entry", string(key), err)
			}
			chunk = append(chunk, entry)
		}
		return nil
	})
	return chunk, next, err
}

var errNoRun = errors.New("journal entry names no run")

// addJournal adds an entry to its run's journal. A key that the run wrote
// before keeps the pre-image and record of the first time.
func addJournal(tx *bbolt.Tx, e JournalEntry) error {
	if e.Run == "" {
		return fmt.Errorf("%w: key %q", errNoRun, e.Key)
	}
	b, err := nested(tx, bucketJournal, e.Run)
	if err != nil {
		return err
	}
	if value := b.Get([]byte(e.Key)); value != nil {
		first, err := decodeJournal(e.Run, e.Key, value)
		if err != nil {
			return err
		}
		if first.Operation == Create && e.Operation == Delete {
			return b.Delete([]byte(e.Key)) // as if neither had been
		}
		e = first.then(e)
	}
	value, err := appendJournal(nil, e)
	if err != nil {
		return fmt.Errorf("journal entry of %q: %w", e.Key, err)
	}
	return put(b, e.Key, value)
}

// then is both writes as one.
func (first JournalEntry) then(second JournalEntry) JournalEntry {
	if first.Operation == Create {
		second.Operation = Create
	}
	second.PreImage, second.Previous = first.PreImage, first.Previous
	return second
}

// intentRun is the run that began the write of a key, "" where none is begun.
func intentRun(tx *bbolt.Tx, source, key string) string {
	b := tx.Bucket(bucketIntents).Bucket([]byte(source))
	if b == nil {
		return ""
	}
	intent, err := decodeIntent(key, b.Get([]byte(key)))
	if err != nil {
		return ""
	}
	return intent.Run
}

// forgetJournals takes a key out of the journals of the source's runs, and of
// runs of which nothing is known.
func forgetJournals(tx *bbolt.Tx, source, key string) error {
	journals, runs := tx.Bucket(bucketJournal), tx.Bucket(bucketRuns)
	return journals.ForEachBucket(func(id []byte) error {
		run, err := decodeJSON[Run](runs.Get(id))
		if err == nil && run.Source != source {
			return nil
		}
		return journals.Bucket(id).Delete([]byte(key))
	})
}
