package storetest

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/memory"
)

// testModel makes random changes to a state and to one in memory, reopening
// the former in between: both hold the same.
func testModel(t *testing.T, h Harness) {
	rapid.Check(t, func(rt *rapid.T) {
		s, model := h.Open(t), store.State(memory.New())
		defer func() {
			if h.Close != nil {
				ok(rt, h.Close(s))
			}
		}()
		rt.Repeat(map[string]func(*rapid.T){
			"commit": func(rt *rapid.T) {
				changes := rapid.SliceOfN(rapid.Custom(anyChange), 1, 5).Draw(rt, "changes")
				err, want := s.Commit(rt.Context(), changes...), model.Commit(rt.Context(), changes...)
				if (err == nil) != (want == nil) {
					rt.Fatalf("Commit: %v, the model: %v", err, want)
				}
			},
			"reopen": func(rt *rapid.T) {
				if h.Reopen != nil && rapid.IntRange(0, 9).Draw(rt, "rarely") == 0 {
					s = h.Reopen(t, s)
				}
			},
			"": func(rt *rapid.T) {
				sources, runs := []string{"crm", "shop"}, []string{"r1", "r2", "r3"}
				same(rt, "content", contentOf(rt, s, sources, runs), contentOf(rt, model, sources, runs))
			},
		})
	})
}

func anyChange(t *rapid.T) store.Change {
	source := rapid.SampledFrom([]string{"crm", "shop"}).Draw(t, "source")
	key := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "key")
	run := rapid.SampledFrom([]string{"r1", "r2", "r3"}).Draw(t, "run")
	operation := rapid.SampledFrom(store.Operations()).Draw(t, "operation")
	r := anyRecord(t)
	from := rapid.SampledFrom([]string{"", "", "a", "b"}).Draw(t, "from")
	e := store.JournalEntry{
		Run: run, Operation: operation, ContactID: r.ContactID,
		PreImage: []byte(rapid.StringN(1, 5, -1).Draw(t, "pre-image")), Previous: &r, From: from,
	}
	changes := map[string]func() store.Change{
		"workspace": func() store.Change { return store.SetWorkspace(run) },
		"source": func() store.Change {
			return store.PutSource(source, store.Source{KeyDefinition: key, Slots: []store.SlotName{{Field: run}, {Field: key, Slot: run}}})
		},
		"run": func() store.Change {
			undoes := rapid.SampledFrom([]string{"", "r1"}).Draw(t, "undoes")
			return store.PutRun(store.Run{ID: run, Source: source, Undoes: undoes, Started: r.UpdatedAt, Seq: r.Raw, Scope: key})
		},
		"begin": func() store.Change {
			return store.Begin(source, store.Intent{Key: key, Operation: operation, ContactID: r.ContactID, Run: run, Record: r, Begun: r.UpdatedAt, From: from})
		},
		"confirm": func() store.Change { return store.Confirm(source, key, r, e) },
		"refresh": func() store.Change { return store.Refresh(source, key, r) },
		"vacate":  func() store.Change { return store.Vacate(source, key) },
		"drop":    func() store.Change { return store.Drop(source, key) },
		"remove": func() store.Change {
			e.Operation = store.Delete
			e.Run = rapid.SampledFrom([]string{run, ""}).Draw(t, "run of the entry")
			return store.Remove(source, key, e)
		},
		"mark":  func() store.Change { return store.MarkMissing(source, key, run) },
		"clear": func() store.Change { return store.ClearMissing(source, key) },
		"problems": func() store.Change {
			row := rapid.SampledFrom([]uint64{1, 2, store.KeyedRow(key)})
			return store.PutProblems(source, []store.Problem{{Row: row.Draw(t, "row"), Reason: 1}, {Row: row.Draw(t, "row"), Reason: 2}})
		},
		"forget":  func() store.Change { return store.Forget(source, key) },
		"invalid": func() store.Change { return store.Refresh("", key, r) },
	}
	names := []string{
		"workspace", "source", "run", "begin", "begin", "confirm", "confirm", "confirm", "refresh", "refresh", "vacate",
		"drop", "remove", "remove", "mark", "clear", "problems", "forget", "invalid",
	}
	return changes[rapid.SampledFrom(names).Draw(t, "change")]()
}

func anyRecord(t *rapid.T) store.Record {
	id := rapid.OneOf(rapid.StringMatching(`[0-9a-f]{24}`), rapid.StringMatching(`[0-9A-Fa-f]{24}`), rapid.StringMatching(`[ -~]{0,30}`))
	r := store.Record{
		ContactID: id.Draw(t, "id"), Raw: rapid.Uint64().Draw(t, "raw"), Desired: rapid.Uint64().Draw(t, "desired"),
		UpdatedAt: time.UnixMilli(rapid.Int64Range(0, 1e14).Draw(t, "ms")).UTC(), Run: rapid.SampledFrom([]string{"r1", "r2", runID(1)}).Draw(t, "run"),
		Created: rapid.Bool().Draw(t, "created"), Gone: rapid.Bool().Draw(t, "gone"), ReadBy: rapid.SampledFrom([]string{"", "r1", runID(2)}).Draw(t, "read by"),
		Numbers: rapid.SliceOfN(rapid.Uint64(), 0, 3).Draw(t, "numbers"), Name: rapid.Uint64().Draw(t, "name"),
		Definition: rapid.SampledFrom([]int{0, 0, 1, store.MaxDefinitions - 1}).Draw(t, "definition"),
	}
	if len(r.Numbers) == 0 {
		r.Numbers = nil
	}
	for range rapid.IntRange(0, 5).Draw(t, "entries") {
		r.Base = append(r.Base, anyEntry(t))
	}
	return r
}

// anyEntry returns an entry that was shown as it was sent, or otherwise.
func anyEntry(t *rapid.T) store.Entry {
	e := store.Entry{
		Field: rapid.Uint32Range(0, 5).Draw(t, "field"), Value: rapid.Uint64().Draw(t, "value"),
		Label: rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "label"),
	}
	e.Shown = rapid.OneOf(rapid.Just(e.Value), rapid.Uint64()).Draw(t, "shown")
	e.ShownLabel = rapid.OneOf(rapid.Just(e.Label), rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "shown label")
	return e
}
