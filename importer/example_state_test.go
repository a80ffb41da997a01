package importer_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// memory is a state of one source, kept in maps: a program with a database of
// its own would keep it there. It is an importer.State to the importer, and a
// store.Writer to the changes that the importer commits.
type memory struct {
	mu      sync.Mutex
	source  *store.Source
	known   snapshot
	intents map[string]store.Intent
	gone    map[string]string
	runs    map[string]store.Run
	journal map[string]map[string]store.JournalEntry // by run and key
	trouble *[]store.Trouble
}

func newMemory() *memory {
	return &memory{
		known: snapshot{}, intents: map[string]store.Intent{}, gone: map[string]string{},
		runs: map[string]store.Run{}, journal: map[string]map[string]store.JournalEntry{},
	}
}

// Commit has to make all changes or none, and last: a database has
// transactions for that.
func (m *memory) Commit(changes ...store.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		if err := c.Apply(m); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Source(string) (store.Source, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.source == nil {
		return store.Source{}, false, nil
	}
	return *m.source, true, nil
}

func (m *memory) View(_ string, read func(store.Snapshot) error) error {
	m.mu.Lock()
	known := maps.Clone(m.known)
	m.mu.Unlock()
	return read(known)
}

func (m *memory) Intents(string) ([]store.Intent, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.intents), func(a, b store.Intent) int { return a.Begun.Compare(b.Begun) }), nil
}

func (m *memory) Gone(string) (map[string]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.gone), nil
}

func (m *memory) Troubles(string) ([]store.Trouble, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.trouble == nil {
		return nil, false, nil
	}
	return *m.trouble, true, nil
}

func (m *memory) Runs() ([]store.Run, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.runs), func(a, b store.Run) int { return cmp.Compare(a.ID, b.ID) }), nil
}

func (m *memory) Journal(run string) iter.Seq2[store.JournalEntry, error] {
	m.mu.Lock()
	entries := maps.Clone(m.journal[run])
	m.mu.Unlock()
	return func(yield func(store.JournalEntry, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			if !yield(entries[key], nil) {
				return
			}
		}
	}
}

func (m *memory) SetWorkspace(string) error { return nil }

func (m *memory) PutSource(_ string, s store.Source) error { m.source = &s; return nil }

func (m *memory) PutRun(r store.Run) error { m.runs[r.ID] = r; return nil }

func (m *memory) Begin(_ string, in store.Intent) error { m.intents[in.Key] = in; return nil }

func (m *memory) Land(_, key string, r store.Record, e store.JournalEntry) error {
	m.known[key] = r
	m.enter(e)
	delete(m.intents, key)
	return nil
}

func (m *memory) Refresh(_, key string, r store.Record) error { m.known[key] = r; return nil }

func (m *memory) Drop(_, key string) error { delete(m.intents, key); return nil }

func (m *memory) Remove(_, key string, e store.JournalEntry) error {
	e.Run = cmp.Or(e.Run, m.intents[key].Run)
	m.enter(e)
	return m.remove(key)
}

func (m *memory) MarkGone(_, key, run string) error {
	m.gone[key] = cmp.Or(m.gone[key], run)
	return nil
}

func (m *memory) ClearGone(_, key string) error { delete(m.gone, key); return nil }

func (m *memory) PutTroubles(_ string, t []store.Trouble) error {
	slices.SortFunc(t, func(a, b store.Trouble) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Reason, b.Reason))
	})
	m.trouble = &t
	return nil
}

func (m *memory) Forget(_, key string) error {
	for _, entries := range m.journal {
		delete(entries, key)
	}
	if m.trouble != nil {
		*m.trouble = slices.DeleteFunc(*m.trouble, func(t store.Trouble) bool { return t.Row == store.KeyedRow(key) })
	}
	return m.remove(key)
}

func (m *memory) remove(key string) error {
	delete(m.known, key)
	delete(m.intents, key)
	delete(m.gone, key)
	return nil
}

// enter keeps of a key that a run wrote twice what was before the first time.
func (m *memory) enter(e store.JournalEntry) {
	entries := m.journal[e.Run]
	if entries == nil {
		entries = map[string]store.JournalEntry{}
		m.journal[e.Run] = entries
	}
	first, again := entries[e.Key]
	switch {
	case again && first.Operation == store.Create && e.Operation == store.Delete:
		delete(entries, e.Key)
		return
	case again && first.Operation == store.Create:
		e.Operation = store.Create
		fallthrough
	case again:
		e.PreImage, e.Previous = first.PreImage, first.Previous
	}
	entries[e.Key] = e
}

// snapshot is the records as they were when View began.
type snapshot map[string]store.Record

func (s snapshot) Get(key string) (store.Record, bool, error) {
	r, ok := s[key]
	return r, ok, nil
}

func (s snapshot) RawHash(key string) (uint64, bool) {
	r, ok := s[key]
	return r.Raw, ok
}

func (s snapshot) Len() int { return len(s) }

func (s snapshot) All() iter.Seq2[string, store.Record] {
	return func(yield func(string, store.Record) bool) {
		for _, key := range slices.Sorted(maps.Keys(s)) {
			if !yield(key, s[key]) {
				return
			}
		}
	}
}

func (s snapshot) Sample(n int) []string {
	keys := slices.Collect(maps.Keys(s))
	return keys[:min(n, len(keys))]
}

// A program that keeps the state itself: the second import finds nothing to do.
func Example_ownState() {
	client, _ := quo.New(quo.Options{BaseURL: "http://127.0.0.1:1", Key: "key", Transport: sandbox.New(sandbox.Options{}).RoundTripper()})
	m, err := mapping.Load("mapping.yaml", strings.NewReader(
		"{version: 1, source: my-shop, key: id, contact: {firstName: name, phoneNumbers: [{column: phone, name: mobile}]}}"))
	if err != nil {
		fmt.Println(err)
		return
	}
	header := []string{"id", "name", "phone"}
	mapper, _ := m.Compile(mapping.Columns{Names: header}, mapping.CompileOptions{})
	customers := func(context.Context) iter.Seq2[rows.Row, error] {
		return func(yield func(rows.Row, error) bool) {
			yield(rows.Row{Cells: []string{"1", "Maya", "+14155550134"}, Pos: rows.Position{Line: 1, Index: -1}}, nil)
		}
	}
	state := newMemory()
	for range 2 {
		im := &importer.Importer{API: client, State: state, Source: m.Source, Run: importer.RunID(time.Now())}
		counts, err := im.Import(context.Background(), importer.Input{Name: "shop", Header: header, Rows: customers, Mapper: mapper})
		fmt.Println(counts.Created, "created,", counts.Unchanged, "unchanged,", err)
	}
	// Output:
	// 1 created, 0 unchanged, <nil>
	// 0 created, 1 unchanged, <nil>
}
