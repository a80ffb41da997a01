package postgres

import (
	"cmp"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// writes is the store.Writer that collects what a commit changes, so that each table
// is changed by one statement, whatever the number of changes.
type writes struct {
	before *before

	baseURL  *string
	sources  cells
	records  cells
	intents  cells
	missing  cells
	problems cells
	runs     map[string]store.Run
	values   map[string][]byte // of runs
	journal  cells
	begun    map[string]bool  // runs whose journal is empty but for what is written here
	pruned   map[string]bool  // runs whose journal is removed
	runOf    map[place]string // runs of the intents that are written here, "" for one that is removed
}

// cells are what becomes of some rows of a table.
type cells struct {
	table   string
	columns [2]string // of the key, after the state; the second may be ""
	value   string    // its column
	keep    bool      // a row that exists stays as it is, unless it is removed first
	cells   map[place]cell
}

type cell struct {
	value  []byte // nil: the row is removed
	remove bool   // before the value is put
}

func newWrites(b *before) *writes {
	table := func(name, first, second string) cells {
		return cells{table: name, columns: [2]string{first, second}, value: "value", cells: map[place]cell{}}
	}
	w := &writes{
		before: b, sources: table("sources", "source", ""), records: table("records", "source", "key"), intents: table("intents", "source", "key"),
		missing: table("missing", "source", "key"), problems: table("problems", "source", ""), journal: table("journal", "run", "key"),
		runs: map[string]store.Run{}, values: map[string][]byte{}, begun: map[string]bool{}, pruned: map[string]bool{}, runOf: map[place]string{},
	}
	w.missing.value, w.missing.keep = "run", true
	return w
}

func (c *cells) put(in, key string, value []byte) {
	at := place{in, key}
	old := c.cells[at]
	if c.keep && old.value != nil {
		return
	}
	c.cells[at] = cell{value, old.remove}
}

func (c *cells) remove(in, key string) { c.cells[place{in, key}] = cell{remove: true} }

func (w *writes) SetWorkspace(baseURL string) error {
	w.baseURL = &baseURL
	return nil
}

func (w *writes) PutSource(name string, source store.Source) error {
	value, err := codec.EncodeJSON(source)
	w.sources.put(name, "", value)
	return err
}

func (w *writes) PutRun(run store.Run) error {
	if stored, ok := w.run(run.ID); ok {
		run.Seq = stored.Seq
	} else {
		w.before.last++
		run.Seq = w.before.last
		w.prune(run)
		if !w.before.journals[run.ID] {
			w.begun[run.ID] = true
		}
	}
	value, err := codec.EncodeJSON(run)
	w.runs[run.ID], w.values[run.ID] = run, value
	return err
}

// run returns a run that is stored.
func (w *writes) run(id string) (store.Run, bool) {
	run, ok := w.runs[id]
	if !ok {
		run, ok = w.before.runs[id]
	}
	return run, ok
}

func (w *writes) prune(run store.Run) {
	journals := map[string]uint64{}
	for id := range w.before.journals {
		stored, _ := w.run(id)
		journals[id] = stored.Seq
	}
	for _, id := range store.PruneJournals(run, journals) {
		w.pruned[id] = true
		delete(w.before.journals, id)
		delete(w.begun, id)
		maps.DeleteFunc(w.journal.cells, func(at place, _ cell) bool { return at.in == id })
		maps.DeleteFunc(w.before.entries, func(at place, _ store.JournalEntry) bool { return at.in == id })
	}
}

func (w *writes) Begin(source string, intent store.Intent) error {
	w.intents.put(source, intent.Key, codec.AppendIntent(nil, intent))
	w.runOf[place{source, intent.Key}] = intent.Run
	return nil
}

func (w *writes) Confirm(source, key string, record store.Record, entry store.JournalEntry) error {
	w.addJournal(entry)
	_ = w.Drop(source, key)
	return w.Refresh(source, key, record)
}

func (w *writes) Refresh(source, key string, record store.Record) error {
	w.records.put(source, key, codec.AppendRecord(nil, record))
	return nil
}

func (w *writes) Vacate(source, key string) error {
	w.records.remove(source, key)
	w.missing.remove(source, key)
	return nil
}

func (w *writes) Drop(source, key string) error {
	w.intents.remove(source, key)
	w.runOf[place{source, key}] = ""
	return nil
}

func (w *writes) Remove(source, key string, entry store.JournalEntry) error {
	run, ok := w.runOf[place{source, key}]
	if !ok {
		run = w.before.runOf[place{source, key}]
	}
	entry.Run = cmp.Or(entry.Run, run)
	if err := entry.Validate(); err != nil {
		return err
	}
	w.addJournal(entry)
	w.removeKey(source, key)
	return nil
}

func (w *writes) MarkMissing(source, key, run string) error {
	w.missing.put(source, key, []byte(run))
	return nil
}

func (w *writes) ClearMissing(source, key string) error {
	w.missing.remove(source, key)
	return nil
}

func (w *writes) PutProblems(source string, problems []store.Problem) error {
	known, ok := store.KnownProblems(problems)
	delete(w.before.problems, source)
	if !ok {
		w.problems.remove(source, "")
		return nil
	}
	w.before.problems[source] = known
	w.problems.put(source, "", codec.AppendProblems(nil, known))
	return nil
}

func (w *writes) Forget(source, key string) error {
	for id := range w.before.journals {
		if run, ok := w.run(id); store.ForgetsJournal(source, run, ok) {
			w.removeEntry(id, key)
		}
	}
	if known, ok := w.before.problems[source]; ok {
		known = store.ForgetProblems(slices.Clone(known), key)
		w.before.problems[source] = known
		w.problems.put(source, "", codec.AppendProblems(nil, known))
	}
	w.removeKey(source, key)
	return nil
}

// removeKey removes a key's record, intent and missing mark.
func (w *writes) removeKey(source, key string) {
	w.records.remove(source, key)
	_ = w.Drop(source, key)
	w.missing.remove(source, key)
}

// addJournal adds an entry to its run's journal, or combines it with the one
// that is there.
func (w *writes) addJournal(e store.JournalEntry) {
	at := place{e.Run, e.Key}
	if first, ok := w.before.entries[at]; ok {
		combined, keep := first.Then(e)
		if !keep {
			w.removeEntry(e.Run, e.Key)
			return
		}
		e = combined
	}
	w.before.entries[at], w.before.journals[e.Run] = e, true
	w.journal.put(e.Run, e.Key, codec.AppendJournal(nil, e))
}

func (w *writes) removeEntry(run, key string) {
	delete(w.before.entries, place{run, key})
	w.journal.remove(run, key)
}

// queue adds the statements of a commit.
func (w *writes) queue(batch *pgx.Batch, state int32) {
	if w.baseURL != nil {
		batch.Queue("UPDATE quo_import.states SET base_url = $2 WHERE state = $1", state, *w.baseURL)
	}
	if len(w.pruned) > 0 {
		batch.Queue("DELETE FROM quo_import.journal WHERE state = $1 AND run = ANY($2::text[])", state, slices.Sorted(maps.Keys(w.pruned)))
	}
	for _, c := range []*cells{&w.sources, &w.records, &w.intents, &w.missing, &w.problems, &w.journal} {
		c.queue(batch, state)
	}
	if len(w.runs) > 0 {
		ids := slices.Sorted(maps.Keys(w.runs))
		var numbers []int64
		var values [][]byte
		for _, id := range ids {
			numbers, values = append(numbers, int64(w.runs[id].Seq)), append(values, w.values[id])
		}
		batch.Queue(`INSERT INTO quo_import.runs (state, run, seq, value) SELECT $1::integer, * FROM unnest($2::text[], $3::bigint[], $4::bytea[])
			ON CONFLICT (state, run) DO UPDATE SET value = EXCLUDED.value`, state, ids, numbers, values)
	}
}

// queue adds the statements for a table.
func (c *cells) queue(batch *pgx.Batch, state int32) {
	var removed, put []place
	var values [][]byte
	sorted := slices.SortedFunc(maps.Keys(c.cells), func(a, b place) int { return cmp.Or(cmp.Compare(a.in, b.in), cmp.Compare(a.key, b.key)) })
	for _, at := range sorted {
		cell := c.cells[at]
		if cell.remove {
			removed = append(removed, at)
		}
		if cell.value != nil {
			put, values = append(put, at), append(values, cell.value)
		}
	}
	if len(removed) > 0 {
		batch.Queue(c.deleting(), c.arguments(state, removed, nil)...)
	}
	if len(put) > 0 {
		batch.Queue(c.putting(), c.arguments(state, put, values)...)
	}
}

func (c *cells) deleting() string {
	if c.columns[1] == "" {
		return "DELETE FROM quo_import." + c.table + " WHERE state = $1 AND " + c.columns[0] + " = ANY($2::text[])"
	}
	return "DELETE FROM quo_import." + c.table + " AS t USING unnest($2::text[], $3::text[]) AS w(a, b) WHERE t.state = $1 AND t." + c.columns[0] + " = w.a AND t." + c.columns[1] + " = w.b"
}

func (c *cells) putting() string {
	columns, from, kind := c.columns[0]+", "+c.columns[1], "$2::text[], $3::text[], $4", "bytea"
	if c.columns[1] == "" {
		columns, from = c.columns[0], "$2::text[], $3"
	}
	if c.value == "run" {
		kind = "text"
	}
	then := "DO UPDATE SET " + c.value + " = EXCLUDED." + c.value
	if c.keep {
		then = "DO NOTHING"
	}
	return "INSERT INTO quo_import." + c.table + " (state, " + columns + ", " + c.value + ") SELECT $1::integer, * FROM unnest(" + from + "::" + kind + "[]) ON CONFLICT (state, " + columns + ") " + then
}

// arguments returns what the statements are given: the state, a column or two, and the
// values if there are any.
func (c *cells) arguments(state int32, places []place, values [][]byte) []any {
	in, keys := columns(places)
	args := []any{state, in}
	if c.columns[1] != "" {
		args = append(args, keys)
	}
	switch {
	case values == nil:
	case c.value == "run":
		runs := make([]string, len(values))
		for i, v := range values {
			runs[i] = string(v)
		}
		args = append(args, runs)
	default:
		args = append(args, values)
	}
	return args
}
