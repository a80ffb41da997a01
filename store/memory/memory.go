// Package memory keeps the importer's state (package store) in memory: for
// tests, for programs that store it themselves, and as the model for an
// implementation that keeps it in a database.
//
// An implementation needs three things:
//
//   - A transaction. Commit applies its changes, in order, to a store.Writer
//     and makes all of them visible at once, or none if one fails. Here the
//     writer changes a copy of the state, and Commit replaces the state by it.
//   - A snapshot. View shows the records as of one moment, whatever is
//     committed meanwhile. Here a state is never changed once it is visible.
//   - The rules, which package store has: JournalEntry.Then and Validate,
//     PruneJournals, ForgetsJournal, KnownProblems, ForgetProblems,
//     CompareIntents, Sample.
//
// Values that go in or come out are copies: the caller may change them. Times
// need to be exact to the millisecond. Every method returns an error if its
// context is done.
//
// storetest.Run checks all of this.
package memory

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/quo-import/quo-import/store"
)

// Store is a state in memory. Its methods can be called concurrently. A commit
// copies the maps, so its cost grows with the number of records.
type Store struct {
	writing sync.Mutex // one commit at a time
	mu      sync.RWMutex
	state   state // replaced as a whole by a commit, and never changed
}

// New returns an empty state.
func New() *Store {
	return &Store{state: state{
		workspace: store.Workspace{Created: time.Now().UTC()},
		sources:   map[string]*source{}, runs: map[string]store.Run{}, journals: map[string]map[string]store.JournalEntry{},
	}}
}

// current returns the state as of now.
func (s *Store) current(ctx context.Context) (state, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state, ctx.Err()
}

// Workspace returns the description of the state.
func (s *Store) Workspace(ctx context.Context) (store.Workspace, error) {
	now, err := s.current(ctx)
	return now.workspace, err
}

// Sources returns the names of all sources that are pinned or have records,
// sorted.
func (s *Store) Sources(ctx context.Context) ([]string, error) {
	now, err := s.current(ctx)
	var names []string
	for name, src := range now.sources {
		if src.pinned != nil || len(src.records) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// Source returns what is pinned for a source; ok reports whether anything is.
func (s *Store) Source(ctx context.Context, name string) (pinned store.Source, ok bool, err error) {
	now, err := s.current(ctx)
	if src := now.source(name); err == nil && src.pinned != nil {
		return copySource(*src.pinned), true, nil
	}
	return store.Source{}, false, err
}

// Intents returns the writes of a source without an outcome, oldest first.
func (s *Store) Intents(ctx context.Context, source string) ([]store.Intent, error) {
	now, err := s.current(ctx)
	var intents []store.Intent
	for _, in := range now.source(source).intents {
		intents = append(intents, copyIntent(in))
	}
	slices.SortFunc(intents, store.CompareIntents)
	return intents, err
}

// Missing returns the keys that were missing from the last complete run of a
// source, each with the first run in which it was.
func (s *Store) Missing(ctx context.Context, source string) (map[string]string, error) {
	now, err := s.current(ctx)
	missing := map[string]string{}
	maps.Copy(missing, now.source(source).missing)
	return missing, err
}

// Problems returns the problems of the last complete run of a source, sorted;
// ok reports whether they are known.
func (s *Store) Problems(ctx context.Context, source string) (problems []store.Problem, ok bool, err error) {
	now, err := s.current(ctx)
	if known := now.source(source).problems; err == nil && known != nil {
		return slices.Clone(known), true, nil
	}
	return nil, false, err
}

// Runs returns all runs, by Seq.
func (s *Store) Runs(ctx context.Context) ([]store.Run, error) {
	now, err := s.current(ctx)
	var runs []store.Run
	for _, run := range now.runs {
		runs = append(runs, copyRun(run))
	}
	slices.SortFunc(runs, func(a, b store.Run) int { return cmp.Compare(a.Seq, b.Seq) })
	return runs, err
}

// Journal iterates over what a run wrote, in the order of the keys. The loop
// may commit to the store.
func (s *Store) Journal(ctx context.Context, run string) iter.Seq2[store.JournalEntry, error] {
	return func(yield func(store.JournalEntry, error) bool) {
		now, err := s.current(ctx)
		if err != nil {
			yield(store.JournalEntry{}, err)
			return
		}
		inOrder(ctx, now.journals[run], func(_ string, e store.JournalEntry) store.JournalEntry { return copyEntry(e) })(yield)
	}
}

// inOrder iterates over the values of a map in the order of their keys, as show returns
// them.
func inOrder[V, T any](ctx context.Context, values map[string]V, show func(key string, v V) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if err := ctx.Err(); err != nil {
				var none T
				yield(none, err)
				return
			}
			if !yield(show(key, values[key]), nil) {
				return
			}
		}
	}
}

// View calls read with the records of a source as of one moment, and returns
// its error.
func (s *Store) View(ctx context.Context, source string, read func(store.Snapshot) error) error {
	now, err := s.current(ctx)
	if err != nil {
		return err
	}
	return read(snapshot{ctx, now.source(source).records})
}

type snapshot struct {
	ctx     context.Context // it lives as long as one call of View
	records map[string]store.Record
}

func (s snapshot) Hashes(keys []string, out []store.Hashes) error {
	for i, key := range keys {
		r, ok := s.records[key]
		out[i] = store.Hashes{Raw: r.Raw, Desired: r.Desired, Known: ok, Gone: r.Gone, Definition: r.Definition}
	}
	return s.ctx.Err()
}

func (s snapshot) Records(keys ...string) (map[string]store.Record, error) {
	records := make(map[string]store.Record, len(keys))
	for _, key := range keys {
		if r, ok := s.records[key]; ok {
			records[key] = copyRecord(r)
		}
	}
	return records, s.ctx.Err()
}

func (s snapshot) Len() (int, error) { return len(s.records), s.ctx.Err() }

func (s snapshot) All() iter.Seq2[store.KeyRecord, error] {
	return inOrder(s.ctx, s.records, func(key string, r store.Record) store.KeyRecord {
		return store.KeyRecord{Key: key, Record: copyRecord(r)}
	})
}

func (s snapshot) Sample(n int) ([]string, error) { return store.Sample(s.All(), n) }

// Commit makes all the changes, in order, or none of them.
func (s *Store) Commit(ctx context.Context, changes ...store.Change) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	now, err := s.current(ctx)
	if err != nil {
		return err
	}
	w := writer{now.clone()}
	if err := store.Apply(w, changes...); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = *w.state
	return nil
}
