package postgres

import (
	"context"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// read runs one statement and returns its rows.
func read[T any](ctx context.Context, s *Store, what string, scan func(row) (T, error), sql string, args ...any) (list []T, err error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	err = s.query(ctx, func(ctx context.Context, q querier) error {
		list, err = collect(ctx, q, scan, sql, append([]any{s.state}, args...)...)
		return err
	})
	return list, reading(what, err)
}

// Workspace returns the description of the state.
func (s *Store) Workspace(ctx context.Context) (store.Workspace, error) {
	w, _, err := first(read(ctx, s, "workspace", func(r row) (w store.Workspace, err error) {
		err = r.Scan(&w.BaseURL, &w.Created, &w.Version)
		w.Created = w.Created.UTC()
		return w, err
	}, "SELECT base_url, created, version FROM quo_import.states WHERE state = $1"))
	return w, err
}

// Sources returns the names of all sources that are pinned or have records,
// sorted.
func (s *Store) Sources(ctx context.Context) ([]string, error) {
	return read(ctx, s, "sources", pgx.RowTo[string], `
		WITH RECURSIVE used AS (
			(SELECT source FROM quo_import.records WHERE state = $1 ORDER BY source LIMIT 1)
			UNION ALL
			SELECT (SELECT r.source FROM quo_import.records r WHERE r.state = $1 AND r.source > used.source ORDER BY r.source LIMIT 1) FROM used WHERE used.source IS NOT NULL
		)
		SELECT source FROM (
			SELECT source FROM used WHERE source IS NOT NULL UNION SELECT source FROM quo_import.sources WHERE state = $1
		) AS names ORDER BY source COLLATE "C"`)
}

// Source returns what is pinned for a source; ok reports whether anything is.
func (s *Store) Source(ctx context.Context, name string) (source store.Source, ok bool, err error) {
	return first(read(ctx, s, "source", value(s.db, "source", func(_ string, b []byte) (store.Source, error) { return codec.DecodeJSON[store.Source](b) }),
		"SELECT source, value FROM quo_import.sources WHERE state = $1 AND source = $2", name))
}

// Intents returns the writes of a source without an outcome, oldest first.
func (s *Store) Intents(ctx context.Context, source string) ([]store.Intent, error) {
	intents, err := read(ctx, s, "intents", value(s.db, "intent", codec.DecodeIntent), "SELECT key, value FROM quo_import.intents WHERE state = $1 AND source = $2", source)
	slices.SortFunc(intents, store.CompareIntents)
	return intents, err
}

// Missing returns the keys that were missing from the last complete run of a
// source, each with the first run in which it was.
func (s *Store) Missing(ctx context.Context, source string) (map[string]string, error) {
	pairs, err := read(ctx, s, "missing keys", func(r row) (pair [2]string, err error) {
		err = r.Scan(&pair[0], &pair[1])
		return pair, err
	}, "SELECT key, run FROM quo_import.missing WHERE state = $1 AND source = $2", source)
	missing := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		missing[pair[0]] = pair[1]
	}
	return missing, err
}

// Problems returns the problems of the last complete run of a source, sorted;
// ok reports whether they are known.
func (s *Store) Problems(ctx context.Context, source string) (problems []store.Problem, ok bool, err error) {
	return first(read(ctx, s, "problems", value(s.db, "problems", func(_ string, b []byte) ([]store.Problem, error) { return codec.DecodeProblems(b) }),
		"SELECT source, value FROM quo_import.problems WHERE state = $1 AND source = $2", source))
}

// Runs returns all runs, by Seq.
func (s *Store) Runs(ctx context.Context) ([]store.Run, error) {
	return read(ctx, s, "runs", value(s.db, "run", func(_ string, b []byte) (store.Run, error) { return codec.DecodeJSON[store.Run](b) }),
		"SELECT run, value FROM quo_import.runs WHERE state = $1 ORDER BY seq")
}

// chunkSize is how many values an iteration reads at once.
const chunkSize = 1000

// Journal iterates over what a run wrote, in the order of the keys; there is
// nothing if the journal was deleted or the run wrote nothing. After an error
// it stops. The loop may commit to the store: no transaction is open meanwhile.
func (s *Store) Journal(ctx context.Context, run string) iter.Seq2[store.JournalEntry, error] {
	return store.InChunks(chunkSize, func(e store.JournalEntry) string { return e.Key }, func(after string) ([]store.JournalEntry, error) {
		decode := func(key string, b []byte) (store.JournalEntry, error) { return codec.DecodeJournal(run, key, b) }
		return read(ctx, s, "journal", value(s.db, "journal entry", decode),
			"SELECT key, value FROM quo_import.journal WHERE state = $1 AND run = $2 AND key > $3 ORDER BY key LIMIT $4", run, after, chunkSize)
	})
}

// Check decodes every value of the state, and checks the numbers of the runs. It
// returns store.ErrCorrupt with the first problem.
func (s *Store) Check(ctx context.Context) error {
	sources, err := s.Sources(ctx)
	if err != nil {
		return err
	}
	for _, source := range sources {
		if _, _, err := s.Source(ctx, source); err != nil {
			return err
		}
		if _, err := s.Intents(ctx, source); err != nil {
			return err
		}
		if _, _, err := s.Problems(ctx, source); err != nil {
			return err
		}
		err := s.View(ctx, source, func(snap store.Snapshot) error {
			for _, err := range snap.All() {
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.checkRuns(ctx)
}

func (s *Store) checkRuns(ctx context.Context) error {
	runs, err := s.Runs(ctx)
	if err != nil {
		return err
	}
	for i, run := range runs {
		if run.Seq != uint64(i)+1 {
			return s.db.corrupt("run", run.ID, errSeq)
		}
		for _, err := range s.Journal(ctx, run.ID) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}
