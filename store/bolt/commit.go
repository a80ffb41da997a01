package bolt

import (
	"cmp"
	"context"
	"errors"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Commit makes all the changes, in order, in one transaction: when it returns
// nil they are on disk, otherwise none is made. It waits for the disk once,
// whatever the number of changes. If ctx is done it makes none.
func (s *Store) Commit(ctx context.Context, changes ...store.Change) error {
	if len(changes) == 0 {
		return nil
	}
	return s.update(ctx, func(tx *bbolt.Tx) error { return store.Apply(writer{tx}, changes...) })
}

// writer is the store.Writer of a transaction.
type writer struct{ tx *bbolt.Tx }

func (w writer) SetWorkspace(baseURL string) error {
	return w.tx.Bucket(bucketMeta).Put(metaBaseURL, []byte(baseURL))
}

func (w writer) PutSource(name string, source store.Source) error {
	value, err := codec.EncodeJSON(source)
	if err != nil {
		return err
	}
	return w.tx.Bucket(bucketSources).Put([]byte(name), value)
}

func (w writer) PutRun(run store.Run) error {
	seq, err := w.runSeq(run.ID)
	if err == nil && seq == 0 {
		if seq, err = w.tx.Bucket(bucketRuns).NextSequence(); err == nil {
			run.Seq = seq
			err = w.pruneJournals(run)
		}
	}
	if err != nil {
		return err
	}
	run.Seq = seq
	value, err := codec.EncodeJSON(run)
	if err != nil {
		return err
	}
	return w.tx.Bucket(bucketRuns).Put([]byte(run.ID), value)
}

// runSeq returns the Seq of a run that is stored, 0 if it is not.
func (w writer) runSeq(id string) (uint64, error) {
	value := w.tx.Bucket(bucketRuns).Get([]byte(id))
	if value == nil {
		return 0, nil
	}
	run, err := codec.DecodeJSON[store.Run](value)
	return run.Seq, damaged(w.tx, "run", id, err)
}

func (w writer) pruneJournals(run store.Run) error {
	bucket := w.tx.Bucket(bucketJournal)
	journals := map[string]uint64{}
	for _, id := range keys(bucket.Cursor()) {
		seq, err := w.runSeq(id)
		if err != nil {
			return err
		}
		journals[id] = seq
	}
	for _, id := range store.PruneJournals(run, journals) {
		if err := bucket.DeleteBucket([]byte(id)); err != nil {
			return err
		}
	}
	return nil
}

func (w writer) Begin(source string, intent store.Intent) error {
	return putIn(w.tx, bucketIntents, source, intent.Key, codec.AppendIntent(nil, intent))
}

func (w writer) Confirm(source, key string, record store.Record, entry store.JournalEntry) error {
	return errors.Join(w.Refresh(source, key, record), w.addJournal(entry), w.Drop(source, key))
}

func (w writer) Refresh(source, key string, record store.Record) error {
	b, err := w.tx.Bucket(bucketContacts).CreateBucketIfNotExists([]byte(source))
	if err != nil {
		return err
	}
	return putRecord(b, key, codec.AppendRecord(nil, record))
}

func (w writer) Vacate(source, key string) error {
	return errors.Join(w.removeRecord(source, key), w.ClearMissing(source, key))
}

func (w writer) Drop(source, key string) error { return deleteIn(w.tx, bucketIntents, source, key) }

func (w writer) Remove(source, key string, entry store.JournalEntry) error {
	entry.Run = cmp.Or(entry.Run, w.intentRun(source, key))
	if err := entry.Validate(); err != nil {
		return err
	}
	return errors.Join(w.addJournal(entry), w.removeKey(source, key))
}

func (w writer) MarkMissing(source, key, run string) error {
	if getIn(w.tx, bucketMissing, source, key) != nil {
		return nil
	}
	return putIn(w.tx, bucketMissing, source, key, []byte(run))
}

func (w writer) ClearMissing(source, key string) error {
	return deleteIn(w.tx, bucketMissing, source, key)
}

func (w writer) PutProblems(source string, problems []store.Problem) error {
	b := w.tx.Bucket(bucketProblems)
	known, ok := store.KnownProblems(problems)
	if !ok {
		return b.Delete([]byte(source))
	}
	return b.Put([]byte(source), codec.AppendProblems(nil, known))
}

func (w writer) Forget(source, key string) error {
	return errors.Join(w.forgetJournals(source, key), w.forgetProblems(source, key), w.removeKey(source, key))
}

// removeKey removes a key's record, intent and missing mark.
func (w writer) removeKey(source, key string) error {
	return errors.Join(w.removeRecord(source, key), w.Drop(source, key), w.ClearMissing(source, key))
}

func (w writer) removeRecord(source, key string) error {
	if getIn(w.tx, bucketContacts, source, key) == nil {
		return nil
	}
	b := w.tx.Bucket(bucketContacts).Bucket([]byte(source))
	return errors.Join(b.Delete([]byte(key)), b.SetSequence(b.Sequence()-1))
}

// addJournal adds an entry to its run's journal, or combines it with the one
// that is there.
func (w writer) addJournal(e store.JournalEntry) error {
	if value := getIn(w.tx, bucketJournal, e.Run, e.Key); value != nil {
		first, err := codec.DecodeJournal(e.Run, e.Key, value)
		if err != nil {
			return damaged(w.tx, "journal entry", e.Key, err)
		}
		combined, keep := first.Then(e)
		if !keep {
			return deleteIn(w.tx, bucketJournal, e.Run, e.Key)
		}
		e = combined
	}
	return putIn(w.tx, bucketJournal, e.Run, e.Key, codec.AppendJournal(nil, e))
}

// intentRun returns the run of a key's intent, "" if there is none.
func (w writer) intentRun(source, key string) string {
	intent, err := codec.DecodeIntent(key, getIn(w.tx, bucketIntents, source, key))
	if err != nil {
		return ""
	}
	return intent.Run
}

func (w writer) forgetJournals(source, key string) error {
	journals, runs := w.tx.Bucket(bucketJournal), w.tx.Bucket(bucketRuns)
	return journals.ForEachBucket(func(id []byte) error {
		run, err := codec.DecodeJSON[store.Run](runs.Get(id))
		if !store.ForgetsJournal(source, run, err == nil) {
			return nil
		}
		return journals.Bucket(id).Delete([]byte(key))
	})
}

func (w writer) forgetProblems(source, key string) error {
	b := w.tx.Bucket(bucketProblems)
	value := b.Get([]byte(source))
	if value == nil {
		return nil
	}
	problems, err := codec.DecodeProblems(value)
	if err != nil {
		return damaged(w.tx, "problems", source, err)
	}
	return b.Put([]byte(source), codec.AppendProblems(nil, store.ForgetProblems(problems, key)))
}

// putRecord keeps the number of records, which is the bucket's sequence.
func putRecord(b *bbolt.Bucket, key string, value []byte) error {
	if b.Get([]byte(key)) == nil {
		if err := b.SetSequence(b.Sequence() + 1); err != nil {
			return err
		}
	}
	return b.Put([]byte(key), value)
}

// getIn returns a value of the bucket top/name, nil if there is none.
func getIn(tx *bbolt.Tx, top []byte, name, key string) []byte {
	if b := tx.Bucket(top).Bucket([]byte(name)); b != nil {
		return b.Get([]byte(key))
	}
	return nil
}

func putIn(tx *bbolt.Tx, top []byte, name, key string, value []byte) error {
	b, err := tx.Bucket(top).CreateBucketIfNotExists([]byte(name))
	if err != nil {
		return err
	}
	return b.Put([]byte(key), value)
}

func deleteIn(tx *bbolt.Tx, top []byte, name, key string) error {
	if b := tx.Bucket(top).Bucket([]byte(name)); b != nil {
		return b.Delete([]byte(key))
	}
	return nil
}

// keys returns the keys that a cursor goes through, in order.
func keys(cursor *bbolt.Cursor) []string {
	var keys []string
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		keys = append(keys, string(key))
	}
	return keys
}

const (
	loadChunk = 20_000 // records in a transaction: about 10 MB of memory
	loadFill  = 0.9    // sorted records need no room between them
)

// Load puts many records, for a rebuild or an import of a state, in
// transactions of 20,000 records. Records of other keys stay. Sorted keys make
// the file smaller and Load faster. After an error some of the records are
// there.
func (s *Store) Load(ctx context.Context, source string, records iter.Seq2[string, store.Record]) error {
	chunk := make([]store.KeyRecord, 0, loadChunk)
	for key, r := range records {
		chunk = append(chunk, store.KeyRecord{Key: key, Record: r})
		if len(chunk) < loadChunk {
			continue
		}
		if err := s.loadChunk(ctx, source, chunk); err != nil {
			return err
		}
		chunk = chunk[:0]
	}
	return s.loadChunk(ctx, source, chunk)
}

func (s *Store) loadChunk(ctx context.Context, source string, chunk []store.KeyRecord) error {
	if len(chunk) == 0 {
		return nil
	}
	return s.update(ctx, func(tx *bbolt.Tx) error {
		b, err := tx.Bucket(bucketContacts).CreateBucketIfNotExists([]byte(source))
		if err != nil {
			return err
		}
		b.FillPercent = loadFill
		for _, kr := range chunk {
			if err := store.ValidateKey(kr.Key); err != nil {
				return err
			}
			if err := putRecord(b, kr.Key, codec.AppendRecord(nil, kr.Record)); err != nil {
				return err
			}
		}
		return nil
	})
}
