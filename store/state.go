package store

import (
	"context"
	"iter"
)

// Reader is a state that is read. Its methods can be called concurrently, and return the
// error of a context that is done.
type Reader interface {
	// Workspace returns the description of the state.
	Workspace(ctx context.Context) (Workspace, error)
	// Sources returns the names of all sources that are pinned or have records, sorted.
	Sources(ctx context.Context) ([]string, error)
	// Source returns what is pinned for a source; ok reports whether anything is.
	Source(ctx context.Context, name string) (source Source, ok bool, err error)
	// View calls read with the records of a source as of one moment, and returns its
	// error. read must not commit.
	View(ctx context.Context, source string, read func(Snapshot) error) error
	// Intents returns the writes of a source without an outcome, in the order of
	// CompareIntents.
	Intents(ctx context.Context, source string) ([]Intent, error)
	// Missing returns the keys that were missing from the last complete run of a source,
	// each with the first run in which it was.
	Missing(ctx context.Context, source string) (map[string]string, error)
	// Problems returns the problems of the last complete run of a source, sorted; ok
	// reports whether they are known.
	Problems(ctx context.Context, source string) (problems []Problem, ok bool, err error)
	// Runs returns all runs, by Seq.
	Runs(ctx context.Context) ([]Run, error)
	// Journal iterates over what a run wrote, in the order of the keys; there is nothing
	// if the journal was deleted or the run wrote nothing. After an error it stops. The
	// loop may commit to the state.
	Journal(ctx context.Context, run string) iter.Seq2[JournalEntry, error]
}

// State is a state that is read and written: all that every implementation has.
type State interface {
	Reader
	// Commit makes all the changes, in order, or none of them.
	Commit(ctx context.Context, changes ...Change) error
}
