package bolt

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Workspace returns the description of the state.
func (s *Store) Workspace(ctx context.Context) (store.Workspace, error) {
	var w store.Workspace
	err := s.view(ctx, func(tx *bbolt.Tx) (err error) {
		meta := tx.Bucket(bucketMeta)
		w.BaseURL, w.Version = string(meta.Get(metaBaseURL)), string(meta.Get(metaVersion))
		w.Created, err = time.Parse(time.RFC3339Nano, string(meta.Get(metaCreated)))
		return err
	})
	return w, reading("workspace", err)
}

// Sources returns the names of all sources that are pinned or have records,
// sorted.
func (s *Store) Sources(ctx context.Context) ([]string, error) {
	var names []string
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		names = append(keys(tx.Bucket(bucketSources).Cursor()), keys(tx.Bucket(bucketContacts).Cursor())...)
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names), reading("sources", err)
}

// Source returns what is pinned for a source; ok reports whether anything is.
func (s *Store) Source(ctx context.Context, name string) (source store.Source, ok bool, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) (err error) {
		if value := tx.Bucket(bucketSources).Get([]byte(name)); value != nil {
			source, err = codec.DecodeJSON[store.Source](value)
			ok = err == nil
		}
		return s.damaged("source", name, err)
	})
	return source, ok, reading("source", err)
}

// Intents returns the writes of a source without an outcome, oldest first.
func (s *Store) Intents(ctx context.Context, source string) ([]store.Intent, error) {
	var intents []store.Intent
	err := s.each(ctx, bucketIntents, source, func(key string, value []byte) error {
		intent, err := codec.DecodeIntent(key, value)
		intents = append(intents, intent)
		return s.damaged("intent", key, err)
	})
	slices.SortFunc(intents, store.CompareIntents)
	return intents, reading("intents", err)
}

// Missing returns the keys that were missing from the last complete run of a
// source, each with the first run in which it was.
func (s *Store) Missing(ctx context.Context, source string) (map[string]string, error) {
	missing := map[string]string{}
	err := s.each(ctx, bucketMissing, source, func(key string, run []byte) error {
		missing[key] = string(run)
		return nil
	})
	return missing, reading("missing keys", err)
}

// each calls visit with the values of the bucket top/name.
func (s *Store) each(ctx context.Context, top []byte, name string, visit func(key string, value []byte) error) error {
	return s.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(top).Bucket([]byte(name))
		if b == nil {
			return nil
		}
		return b.ForEach(func(key, value []byte) error { return visit(string(key), value) })
	})
}

// Problems returns the problems of the last complete run of a source, sorted;
// ok reports whether they are known.
func (s *Store) Problems(ctx context.Context, source string) (problems []store.Problem, ok bool, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) (err error) {
		b := tx.Bucket(bucketProblems)
		if b == nil {
			return nil // of an older schema
		}
		if value := b.Get([]byte(source)); value != nil {
			problems, err = codec.DecodeProblems(value)
			ok = err == nil
		}
		return s.damaged("problems", source, err)
	})
	return problems, ok, reading("problems", err)
}

// Runs returns all runs, by Seq.
func (s *Store) Runs(ctx context.Context) ([]store.Run, error) {
	var runs []store.Run
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketRuns).ForEach(func(id, value []byte) error {
			run, err := codec.DecodeJSON[store.Run](value)
			if s.schema < schemaSeq {
				run.Seq = uint64(len(runs)) + 1 // as numberRuns will
			}
			runs = append(runs, run)
			return s.damaged("run", string(id), err)
		})
	})
	slices.SortFunc(runs, func(a, b store.Run) int { return cmp.Compare(a.Seq, b.Seq) })
	return runs, reading("runs", err)
}

// Journal iterates over what a run wrote, in the order of the keys; there is
// nothing if the journal was deleted or the run wrote nothing. After an error
// it stops. The loop may commit to the store: no transaction is open meanwhile.
func (s *Store) Journal(ctx context.Context, run string) iter.Seq2[store.JournalEntry, error] {
	return store.InChunks(chunkSize, func(e store.JournalEntry) string { return e.Key }, func(after string) (entries []store.JournalEntry, err error) {
		err = s.view(ctx, func(tx *bbolt.Tx) (err error) {
			entries, err = chunk(tx.Bucket(bucketJournal).Bucket([]byte(run)), after, func(key string, value []byte) (store.JournalEntry, error) {
				entry, err := codec.DecodeJournal(run, key, value)
				return entry, s.damaged("journal entry", key, err)
			})
			return err
		})
		return entries, reading("journal", err)
	})
}

// chunkSize is the number of values that an iteration reads at once.
const chunkSize = 256

// chunk decodes up to chunkSize values of a bucket, those after a key.
func chunk[T any](b *bbolt.Bucket, after string, decode func(key string, value []byte) (T, error)) (values []T, err error) {
	if b == nil {
		return nil, nil
	}
	cursor := b.Cursor()
	key, value := cursor.Seek([]byte(after))
	if string(key) == after {
		key, value = cursor.Next()
	}
	for ; key != nil && len(values) < chunkSize; key, value = cursor.Next() {
		v, err := decode(string(key), value)
		if err != nil {
			return values, err
		}
		values = append(values, v)
	}
	return values, nil
}

// View calls read with the records of a source as of one moment, and returns
// its error. read must not call methods of the store: a Commit would wait for
// View to end.
func (s *Store) View(ctx context.Context, source string, read func(store.Snapshot) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	snap := snapshot{store: s, ctx: ctx}
	var tx *bbolt.Tx
	defer func() {
		if tx != nil {
			_ = tx.Rollback()
		}
	}()
	err := guard(s.path, func() (err error) {
		if tx, err = s.handle.db.Begin(false); err == nil {
			snap.records = tx.Bucket(bucketContacts).Bucket([]byte(source))
		}
		return err
	})
	if err != nil {
		return reading("records", err)
	}
	return read(snap)
}

// snapshot is the store.Snapshot of a transaction. Each method guards its own
// access to the file, so that a panic of View's caller is not taken for damage.
type snapshot struct {
	store   *Store
	ctx     context.Context // it lives as long as one call of View
	records *bbolt.Bucket   // nil if the source has no records
}

// read calls visit under guard, unless the context is done or there are no records.
func (s snapshot) read(visit func() error) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if s.records == nil {
		return nil
	}
	return reading("records", guard(s.store.path, visit))
}

func (s snapshot) Hashes(keys []string, out []store.Hashes) error {
	clear(out)
	return s.read(func() error {
		cursor := s.records.Cursor()
		for i, key := range keys {
			value := find(cursor, key)
			if value == nil {
				continue
			}
			var err error
			if out[i], err = codec.DecodeHashes(value); err != nil {
				return s.store.damaged("record", key, err)
			}
		}
		return nil
	})
}

func (s snapshot) Records(keys ...string) (map[string]store.Record, error) {
	records := make(map[string]store.Record, len(keys))
	err := s.read(func() error {
		cursor := s.records.Cursor()
		for _, key := range keys {
			value := find(cursor, key)
			if value == nil {
				continue
			}
			r, err := codec.DecodeRecord(value)
			if err != nil {
				return s.store.damaged("record", key, err)
			}
			records[key] = r
		}
		return nil
	})
	return records, err
}

// find returns the value of a key, nil if there is none.
func find(cursor *bbolt.Cursor, key string) []byte {
	if found, value := cursor.Seek([]byte(key)); string(found) == key {
		return value
	}
	return nil
}

func (s snapshot) Len() (n int, err error) {
	err = s.read(func() error { n = int(s.records.Sequence()); return nil })
	return n, err
}

func (s snapshot) All() iter.Seq2[store.KeyRecord, error] {
	return store.InChunks(chunkSize, func(kr store.KeyRecord) string { return kr.Key }, func(after string) (records []store.KeyRecord, err error) {
		err = s.read(func() (err error) {
			records, err = chunk(s.records, after, func(key string, value []byte) (store.KeyRecord, error) {
				r, err := codec.DecodeRecord(value)
				return store.KeyRecord{Key: key, Record: r}, s.store.damaged("record", key, err)
			})
			return err
		})
		return records, err
	})
}

func (s snapshot) Sample(n int) ([]string, error) { return store.Sample(s.All(), n) }
