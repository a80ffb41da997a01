package memory

import (
	"cmp"
	"maps"
	"slices"

	"github.com/quo-import/quo-import/store"
)

// state is everything that is stored.
type state struct {
	workspace store.Workspace
	sources   map[string]*source
	runs      map[string]store.Run
	journals  map[string]map[string]store.JournalEntry // by run and key
}

// source is everything that is stored for a source.
type source struct {
	pinned   *store.Source
	records  map[string]store.Record
	intents  map[string]store.Intent
	missing  map[string]string
	problems []store.Problem // nil if they are not known
}

// source returns what is stored for a source, to be read only.
func (s state) source(name string) *source {
	if src := s.sources[name]; src != nil {
		return src
	}
	return &source{}
}

// clone returns a copy whose maps can be changed. The values in them are shared.
func (s state) clone() *state {
	s.sources, s.runs, s.journals = maps.Clone(s.sources), maps.Clone(s.runs), maps.Clone(s.journals)
	for name, src := range s.sources {
		s.sources[name] = &source{src.pinned, maps.Clone(src.records), maps.Clone(src.intents), maps.Clone(src.missing), src.problems}
	}
	for run, entries := range s.journals {
		s.journals[run] = maps.Clone(entries)
	}
	return &s
}

// writer is the store.Writer of a commit: it changes a state that nobody else
// sees yet.
type writer struct{ state *state }

// source returns a source to be changed.
func (w writer) source(name string) *source {
	if w.state.sources[name] == nil {
		w.state.sources[name] = &source{records: map[string]store.Record{}, intents: map[string]store.Intent{}, missing: map[string]string{}}
	}
	return w.state.sources[name]
}

func (w writer) SetWorkspace(baseURL string) error {
	w.state.workspace.BaseURL = baseURL
	return nil
}

func (w writer) PutSource(name string, pinned store.Source) error {
	pinned = copySource(pinned)
	w.source(name).pinned = &pinned
	return nil
}

func (w writer) PutRun(run store.Run) error {
	if stored, ok := w.state.runs[run.ID]; ok {
		run.Seq = stored.Seq
	} else {
		run.Seq = uint64(len(w.state.runs)) + 1
		w.pruneJournals(run)
	}
	w.state.runs[run.ID] = copyRun(run)
	return nil
}

func (w writer) pruneJournals(run store.Run) {
	journals := map[string]uint64{}
	for id := range w.state.journals {
		journals[id] = w.state.runs[id].Seq
	}
	for _, id := range store.PruneJournals(run, journals) {
		delete(w.state.journals, id)
	}
}

func (w writer) Begin(source string, intent store.Intent) error {
	w.source(source).intents[intent.Key] = copyIntent(intent)
	return nil
}

func (w writer) Confirm(source, key string, record store.Record, entry store.JournalEntry) error {
	w.addJournal(entry)
	delete(w.source(source).intents, key)
	return w.Refresh(source, key, record)
}

func (w writer) Refresh(source, key string, record store.Record) error {
	w.source(source).records[key] = copyRecord(record)
	return nil
}

func (w writer) Vacate(source, key string) error {
	delete(w.source(source).records, key)
	delete(w.source(source).missing, key)
	return nil
}

func (w writer) Drop(source, key string) error {
	delete(w.source(source).intents, key)
	return nil
}

func (w writer) Remove(source, key string, entry store.JournalEntry) error {
	entry.Run = cmp.Or(entry.Run, w.source(source).intents[key].Run)
	if err := entry.Validate(); err != nil {
		return err
	}
	w.addJournal(entry)
	w.removeKey(source, key)
	return nil
}

func (w writer) MarkMissing(source, key, run string) error {
	missing := w.source(source).missing
	if _, ok := missing[key]; !ok {
		missing[key] = run
	}
	return nil
}

func (w writer) ClearMissing(source, key string) error {
	delete(w.source(source).missing, key)
	return nil
}

func (w writer) PutProblems(source string, problems []store.Problem) error {
	w.source(source).problems, _ = store.KnownProblems(problems)
	return nil
}

func (w writer) Forget(source, key string) error {
	for id, entries := range w.state.journals {
		if run, ok := w.state.runs[id]; store.ForgetsJournal(source, run, ok) {
			delete(entries, key)
		}
	}
	src := w.source(source)
	src.problems = store.ForgetProblems(slices.Clone(src.problems), key)
	w.removeKey(source, key)
	return nil
}

// removeKey removes a key's record, intent and missing mark.
func (w writer) removeKey(source, key string) {
	src := w.source(source)
	delete(src.records, key)
	delete(src.intents, key)
	delete(src.missing, key)
}

// addJournal adds an entry to its run's journal, or combines it with the one
// that is there.
func (w writer) addJournal(e store.JournalEntry) {
	entries := w.state.journals[e.Run]
	if entries == nil {
		entries = map[string]store.JournalEntry{}
		w.state.journals[e.Run] = entries
	}
	if first, ok := entries[e.Key]; ok {
		combined, keep := first.Then(e)
		if !keep {
			delete(entries, e.Key)
			return
		}
		e = combined
	}
	entries[e.Key] = copyEntry(e)
}

// The functions below return copies that share no memory. Empty slices become
// nil, and a Base is sorted.

func copySource(s store.Source) store.Source {
	if s.LastComplete != nil {
		c := *s.LastComplete
		c.Files, c.Filled = slices.Clone(c.Files), maps.Clone(c.Filled)
		s.LastComplete = &c
	}
	s.Slots, s.Definitions = slices.Clone(s.Slots), slices.Clone(s.Definitions)
	return s
}

func copyRun(r store.Run) store.Run {
	r.Counts, r.Files = maps.Clone(r.Counts), slices.Clone(r.Files)
	return r
}

func copyRecord(r store.Record) store.Record {
	r.Base = append(store.Base(nil), r.Base...)
	r.Base.Sort()
	r.Numbers = append([]uint64(nil), r.Numbers...)
	return r
}

func copyIntent(i store.Intent) store.Intent {
	i.Target, i.PreImage = append([]byte(nil), i.Target...), append([]byte(nil), i.PreImage...)
	i.Record = copyRecord(i.Record)
	return i
}

func copyEntry(e store.JournalEntry) store.JournalEntry {
	e.PreImage = append([]byte(nil), e.PreImage...)
	if e.Previous != nil {
		r := copyRecord(*e.Previous)
		e.Previous = &r
	}
	return e
}
