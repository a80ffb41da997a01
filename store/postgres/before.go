package postgres

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Most changes only write. What the others depend on is read before, all together:
// what a journal has of a key already, the runs and journals that there are, the
// intent of a key that is removed.

// place is a source or run, and a key.
type place struct{ in, key string }

// journals remembers the journals that were begun by this process, so that it need
// not be asked which of them has a key.
type journals map[string]map[uint64]struct{} // run → hashes of keys

// lacks reports whether the journal of a run surely has no entry of a key.
func (j journals) lacks(run, key string) bool {
	keys, ok := j[run]
	if !ok {
		return false
	}
	_, has := keys[store.KeyedRow(key)]
	return !has
}

// note notes what was committed.
func (j *journals) note(w *writes) {
	if *j == nil {
		*j = journals{}
	}
	for run := range w.pruned {
		delete(*j, run)
	}
	for run := range w.begun {
		(*j)[run] = map[uint64]struct{}{}
	}
	for at := range w.journal.cells {
		if keys, ok := (*j)[at.in]; ok {
			keys[store.KeyedRow(at.key)] = struct{}{}
		}
	}
}

// needs is the store.Writer that finds out what changes depend on.
type needs struct {
	journals *journals
	runOf    map[place]string // source and key → run of the intent; nil if not known yet

	begun    map[place]string // intents of the commit: their run, "" for none any more
	intents  map[place]bool   // whose run is to be read
	entries  map[place]bool   // of journals, by run
	problems map[string]bool  // by source
	runs     map[string]bool  // read with every
	every    bool             // all journals, with their runs
}

func newNeeds(j *journals, runOf map[place]string) *needs {
	return &needs{
		journals: j, runOf: runOf, begun: map[place]string{}, intents: map[place]bool{}, entries: map[place]bool{},
		problems: map[string]bool{}, runs: map[string]bool{},
	}
}

func (n *needs) empty() bool { return len(n.entries)+len(n.problems) == 0 && !n.every }

func (n *needs) entry(run, key string) {
	n.runs[run] = true
	if !n.journals.lacks(run, key) {
		n.entries[place{run, key}] = true
	}
}

func (n *needs) PutRun(run store.Run) error {
	n.runs[run.ID], n.every = true, true
	return nil
}

func (n *needs) Begin(source string, intent store.Intent) error {
	n.begun[place{source, intent.Key}] = intent.Run
	return nil
}

func (n *needs) Confirm(source, key string, _ store.Record, entry store.JournalEntry) error {
	n.entry(entry.Run, key)
	return n.Drop(source, key)
}

func (n *needs) Drop(source, key string) error {
	n.begun[place{source, key}] = ""
	return nil
}

func (n *needs) Remove(source, key string, entry store.JournalEntry) error {
	at := place{source, key}
	run, known := n.begun[at]
	if !known && entry.Run == "" {
		if run, known = n.runOf[at]; !known && n.runOf == nil {
			n.intents[at] = true
		}
	}
	if run = cmp.Or(entry.Run, run); run != "" {
		n.entry(run, key)
	}
	return n.Drop(source, key)
}

func (n *needs) Forget(source, key string) error {
	n.every, n.problems[source] = true, true
	return n.Drop(source, key)
}

func (n *needs) SetWorkspace(string) error                  { return nil }
func (n *needs) PutSource(string, store.Source) error       { return nil }
func (n *needs) Refresh(string, string, store.Record) error { return nil }
func (n *needs) Vacate(string, string) error                { return nil }
func (n *needs) MarkMissing(string, string, string) error   { return nil }
func (n *needs) ClearMissing(string, string) error          { return nil }
func (n *needs) PutProblems(string, []store.Problem) error  { return nil }

// before is what was read.
type before struct {
	runOf    map[place]string // source and key → run of the intent
	entries  map[place]store.JournalEntry
	problems map[string][]store.Problem
	runs     map[string]store.Run
	last     uint64          // Seq of the last run
	journals map[string]bool // runs that have one
}

func newBefore(runOf map[place]string) *before {
	return &before{
		runOf: runOf, entries: map[place]store.JournalEntry{}, problems: map[string][]store.Problem{},
		runs: map[string]store.Run{}, journals: map[string]bool{},
	}
}

// runsOf returns the runs of some intents.
func runsOf(ctx context.Context, d *database, state int32, asked map[place]bool) (runs map[place]string, err error) {
	sources, keys := columns(slices.Collect(maps.Keys(asked)))
	err = d.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		runs = map[place]string{}
		rows, err := conn.Query(ctx, `SELECT i.source, i.key, i.value FROM unnest($2::text[], $3::text[]) AS w(source, key)
			JOIN quo_import.intents i ON i.state = $1 AND i.source = w.source AND i.key = w.key`, state, sources, keys)
		if err != nil {
			return err
		}
		var at place
		var value []byte
		return each([]any{&at.in, &at.key, &value}, func() error {
			intent, err := codec.DecodeIntent(at.key, value)
			runs[at] = intent.Run
			return d.corrupt("intent", at.key, err)
		})(rows)
	})
	return runs, err
}

// journalRuns are the runs that have a journal: a scan of the index that jumps from
// run to run.
const journalRuns = `WITH RECURSIVE found AS (
	(SELECT run FROM quo_import.journal WHERE state = $1 ORDER BY run LIMIT 1)
	UNION ALL
	SELECT (SELECT j.run FROM quo_import.journal j WHERE j.state = $1 AND j.run > found.run ORDER BY j.run LIMIT 1) FROM found WHERE found.run IS NOT NULL
) `

// read reads what is needed, in one message.
func (b *before) read(ctx context.Context, conn *pgxpool.Conn, d *database, state int32, n *needs) error {
	batch := &pgx.Batch{}
	var at place
	var value []byte
	if len(n.entries) > 0 {
		runs, keys := columns(slices.Collect(maps.Keys(n.entries)))
		batch.Queue(`SELECT j.run, j.key, j.value FROM unnest($2::text[], $3::text[]) AS w(run, key)
			JOIN quo_import.journal j ON j.state = $1 AND j.run = w.run AND j.key = w.key`, state, runs, keys).Query(each([]any{&at.in, &at.key, &value}, func() error {
			e, err := codec.DecodeJournal(at.in, at.key, value)
			b.entries[at] = e
			return d.corrupt("journal entry", at.key, err)
		}))
	}
	for source := range n.problems {
		batch.Queue("SELECT value FROM quo_import.problems WHERE state = $1 AND source = $2", state, source).Query(each([]any{&value}, func() error {
			list, err := codec.DecodeProblems(value)
			b.problems[source] = list
			return d.corrupt("problems", source, err)
		}))
	}
	if n.every {
		b.queueRuns(batch, d, state, n)
	}
	return conn.SendBatch(ctx, batch).Close()
}

func (b *before) queueRuns(batch *pgx.Batch, d *database, state int32, n *needs) {
	var id string
	var value []byte
	batch.Queue("SELECT coalesce(max(seq), 0) FROM quo_import.runs WHERE state = $1", state).Query(each([]any{&b.last}, func() error { return nil }))
	batch.Queue(journalRuns+"SELECT run FROM found WHERE run IS NOT NULL", state).Query(each([]any{&id}, func() error {
		b.journals[id] = true
		return nil
	}))
	batch.Queue(journalRuns+`SELECT run, value FROM quo_import.runs WHERE state = $1 AND (run = ANY($2::text[]) OR run IN (SELECT run FROM found))`,
		state, slices.Collect(maps.Keys(n.runs))).Query(each([]any{&id, &value}, func() error {
		run, err := codec.DecodeJSON[store.Run](value)
		b.runs[id] = run
		return d.corrupt("run", id, err)
	}))
}

// each returns a function that scans each row of a result into to, and then calls see.
func each(to []any, see func() error) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, to, see)
		return err
	}
}

// columns returns places as two columns.
func columns(places []place) (in, keys []string) {
	in, keys = make([]string, len(places)), make([]string, len(places))
	for i, at := range places {
		in[i], keys[i] = at.in, at.key
	}
	return in, keys
}
