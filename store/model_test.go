package store

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// model is what a store should hold, as plain maps. It knows one source at a
// time by name, and the journal rules of Land.
type model struct {
	records map[string]map[string]Record
	intents map[string]map[string]Intent
	gone    map[string]map[string]string
	journal map[string]map[string]JournalEntry
	source  string // of each run: they are all known
}

func newModel() *model {
	m := &model{map[string]map[string]Record{}, map[string]map[string]Intent{}, map[string]map[string]string{}, map[string]map[string]JournalEntry{}, "crm"}
	for _, source := range []string{"crm", "shop"} {
		m.records[source], m.intents[source], m.gone[source] = map[string]Record{}, map[string]Intent{}, map[string]string{}
	}
	for _, run := range []string{"r1", "r2"} {
		m.journal[run] = map[string]JournalEntry{}
	}
	return m
}

func (m *model) log(e JournalEntry) {
	first, ok := m.journal[e.Run][e.Key]
	switch {
	case ok && first.Operation == Create && e.Operation == Delete:
		delete(m.journal[e.Run], e.Key)
		return
	case ok && first.Operation == Create:
		e.Operation = Create
	}
	if ok {
		e.PreImage, e.Previous = first.PreImage, first.Previous
	}
	m.journal[e.Run][e.Key] = e
}

func (m *model) remove(source, key string) {
	delete(m.records[source], key)
	delete(m.intents[source], key)
	delete(m.gone[source], key)
}

// step draws one change, for the store and for the model.
func (m *model) step(t *rapid.T) (Change, func()) {
	source := rapid.SampledFrom([]string{"crm", "shop"}).Draw(t, "source")
	key := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "key")
	run := rapid.SampledFrom([]string{"r1", "r2"}).Draw(t, "run")
	r := anyRecord(t)
	e := JournalEntry{
		Key: key, Run: run, Operation: rapid.SampledFrom([]Operation{Create, Update}).Draw(t, "operation"),
		ContactID: r.ContactID, PreImage: []byte(rapid.StringN(1, 5, -1).Draw(t, "pre-image")), Previous: &r,
	}
	switch rapid.SampledFrom([]string{"begin", "land", "refresh", "drop", "remove", "mark", "clear", "forget"}).Draw(t, "change") {
	case "begin":
		i := Intent{Key: key, Operation: e.Operation, ContactID: r.ContactID, Run: run, Record: r, Begun: r.UpdatedAt}
		return Begin(source, i), func() { m.intents[source][key] = i }
	case "land":
		return Land(source, key, r, e), func() { m.records[source][key] = r; delete(m.intents[source], key); m.log(e) }
	case "refresh":
		return Refresh(source, key, r), func() { m.records[source][key] = r }
	case "drop":
		return Drop(source, key), func() { delete(m.intents[source], key) }
	case "remove":
		e.Operation = Delete
		return Remove(source, key, e), func() { m.remove(source, key); m.log(e) }
	case "mark":
		return MarkGone(source, key, run), func() {
			if m.gone[source][key] == "" {
				m.gone[source][key] = run
			}
		}
	case "clear":
		return ClearGone(source, key), func() { delete(m.gone[source], key) }
	default:
		return Forget(source, key), func() {
			m.remove(source, key)
			for _, entries := range m.journal { // no run is known by PutRun: all of them
				delete(entries, key)
			}
		}
	}
}

func (m *model) check(t *rapid.T, tb testing.TB, s *Store) {
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	for source := range m.records {
		same(t, "records", all(tb, s, source), m.records[source])
		found := map[string]Intent{}
		for _, i := range intents(tb, s, source) {
			found[i.Key] = i
		}
		same(t, "intents", found, m.intents[source])
		gone, err := s.Gone(source)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "gone", gone, m.gone[source])
		m.checkLookups(t, s, source)
	}
	for run, want := range m.journal {
		found := map[string]JournalEntry{}
		for _, e := range journal(tb, s, run) {
			found[e.Key] = e
		}
		same(t, "journal", found, want)
	}
}

func (m *model) checkLookups(t *rapid.T, s *Store, source string) {
	err := s.View(source, func(snap Snapshot) error {
		for _, key := range []string{"", "a", "b", "bb", "c", "d", "e", "z"} {
			want, ok := m.records[source][key]
			if raw, found := snap.RawHash(key); found != ok || raw != want.Raw {
				t.Fatalf("RawHash(%q) = %d, %v; want %d, %v", key, raw, found, want.Raw, ok)
			}
			if r, found, err := snap.Get(key); found != ok || err != nil {
				t.Fatalf("Get(%q) = %v, %v, %v", key, r, found, err)
			}
		}
		if got := snap.Sample(100); len(got) != len(m.records[source]) {
			t.Fatalf("Sample gives %d of %d", len(got), len(m.records[source]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// openQuick opens a state that does not wait for the disk: no power is cut here.
func openQuick(t *rapid.T, path string) *Store {
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.handle.db.NoSync = true
	return s
}

// Whatever is done, in whatever order, with the file closed, compacted or
// copied in between: the store holds what plain maps would.
func TestTheStoreIsItsModel(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(t.TempDir(), fmt.Sprint(n, ".db"))
		s := openQuick(rt, path)
		defer func() { _ = s.Close() }()
		m := newModel()
		rt.Repeat(map[string]func(*rapid.T){
			"commit": func(rt *rapid.T) {
				var changes []Change
				var effects []func()
				for range rapid.IntRange(1, 5).Draw(rt, "changes") {
					change, effect := m.step(rt)
					changes, effects = append(changes, change), append(effects, effect)
				}
				failing := rapid.IntRange(0, 4).Draw(rt, "fails") == 0
				if failing {
					changes = append(changes, Refresh("", "", Record{}))
				}
				if err := s.Commit(changes...); (err != nil) != failing {
					rt.Fatal(err)
				}
				if failing {
					return
				}
				for _, effect := range effects {
					effect()
				}
			},
			"load": func(rt *rapid.T) {
				records := rapid.MapOfN(rapid.SampledFrom([]string{"a", "c", "e"}), rapid.Custom(anyRecord), 0, 3).Draw(rt, "records")
				if err := s.Load("crm", maps.All(records)); err != nil {
					rt.Fatal(err)
				}
				maps.Copy(m.records["crm"], records)
			},
			"reopen": func(rt *rapid.T) {
				switch rapid.IntRange(0, 9).Draw(rt, "how") { // seldom: each waits for the disk
				default:
					return
				case 2, 3:
				case 0:
					if err := s.Compact(); err != nil {
						rt.Fatal(err)
					}
				case 1:
					n++
					path = filepath.Join(t.TempDir(), fmt.Sprint(n, ".db"))
					if err := s.Backup(path); err != nil {
						rt.Fatal(err)
					}
				}
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				s = openQuick(rt, path)
			},
			"": func(rt *rapid.T) { m.check(rt, t, s) },
		})
	})
}

func TestLoadTakesMoreThanOneTransactionHolds(t *testing.T) {
	s := testStore(t)
	const n = 2*loadChunk + 1
	records := func(yield func(string, Record) bool) {
		for i := range n {
			if !yield(fmt.Sprintf("%08d", i), Record{Raw: uint64(i)}) {
				return
			}
		}
	}
	if err := s.Load("crm", records); err != nil {
		t.Fatal(err)
	}
	got := all(t, s, "crm")
	if last := slices.Max(slices.Collect(maps.Keys(got))); len(got) != n || got[last].Raw != n-1 {
		t.Errorf("%d records, the last %s", len(got), last)
	}
}
