package storetest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
)

func commitTests() []test {
	return []test{
		{"a new state is empty", testEmpty},
		{"the workspace is stored", testWorkspace},
		{"a source is pinned", testSource},
		{"an outcome removes the intent", testOutcomes},
		{"a contact that moves to another key leaves nothing under the old one", testMove},
		{"intents come oldest first, one for a key", testIntentOrder},
		{"a missing mark names the first run", testMissing},
		{"problems are those of the last run that stored them", testProblems},
		{"too many problems are not stored", testTooManyProblems},
		{"forgetting removes a key and nothing else", testForget},
		{"changes are made in order", testOrder},
		{"an invalid change undoes the whole commit", testInvalid},
		{"a commit without changes is valid", func(t *testing.T, h Harness) { commit(t, h.Open(t)) }},
		{"values share no memory with the caller", testCopies},
	}
}

func testEmpty(t *testing.T, h Harness) {
	s := h.Open(t)
	got := contentOf(t, s, []string{"crm"}, []string{runID(0)})
	same(t, "content", got, content{
		Pinned:   map[string]store.Source{},
		Records:  map[string]map[string]store.Record{"crm": {}},
		Intents:  map[string][]store.Intent{"crm": nil},
		Missing:  map[string]map[string]string{"crm": {}},
		Problems: map[string][]store.Problem{"crm": nil},
		Journals: map[string][]store.JournalEntry{runID(0): nil},
	})
	names, err := s.Sources(t.Context())
	ok(t, err)
	same(t, "number of sources", len(names), 0)
}

func testWorkspace(t *testing.T, h Harness) {
	s := h.Open(t)
	commit(t, s, store.SetWorkspace("https://api.quo.com"))
	w, err := s.Workspace(t.Context())
	ok(t, err)
	same(t, "base URL", w.BaseURL, "https://api.quo.com")
	if w.Created.IsZero() {
		t.Error("the time of creation is missing")
	}
}

func testSource(t *testing.T, h Harness) {
	s := h.Open(t)
	want := store.Source{KeyDefinition: "column Customer ID", Normaliser: 1, LastComplete: &store.Complete{
		Run: runID(0), Files: []string{"contacts.csv"}, Fingerprint: 1<<63 + 7, Rows: 3, Filled: map[string]int{"Email": 2},
	}, Appends: runID(1), Definitions: []string{"column No", "column Customer ID"}}
	slot := func(field, slot string) store.SlotName { return store.SlotName{Field: field, Slot: slot} }
	put := want
	put.Slots = []store.SlotName{slot("phoneNumbers", "work"), slot("company", ""), slot("phoneNumbers", "mobile"), slot("company", "")}
	want.Slots = []store.SlotName{slot("company", ""), slot("phoneNumbers", "mobile"), slot("phoneNumbers", "work")}
	commit(t, s, store.PutSource("crm", store.Source{KeyDefinition: "row"}), store.PutSource("crm", put), store.Refresh("adopted", "k", record(1, 0)))
	got, known, err := s.Source(t.Context(), "crm")
	ok(t, err)
	same(t, "known", known, true)
	same(t, "source", got, want)
	_, known, err = s.Source(t.Context(), "adopted")
	ok(t, err)
	same(t, "a source that has only records is known", known, false)
	names, err := s.Sources(t.Context())
	ok(t, err)
	same(t, "names", names, []string{"adopted", "crm"})
}

func testOutcomes(t *testing.T, h Harness) {
	before, after := record(1, 2), record(2, 3)
	intent := store.Intent{
		Key: "k", Operation: store.Update, ContactID: "c", Target: []byte("{}"), PreImage: []byte("{1}"),
		Record: after, Run: runID(0), Begun: at(),
	}
	entry := func(op store.Operation) store.JournalEntry {
		return store.JournalEntry{Operation: op, ContactID: "c", PreImage: []byte("{1}"), Previous: &before}
	}
	stored := func(op store.Operation) []store.JournalEntry {
		e := entry(op)
		e.Key, e.Run = "k", runID(0)
		return []store.JournalEntry{e}
	}
	for _, c := range []struct {
		name    string
		outcome store.Change
		records map[string]store.Record
		missing map[string]string
		journal []store.JournalEntry
	}{
		{
			"confirm stores the record and the journal entry", store.Confirm("crm", "k", after, entry(store.Update)),
			map[string]store.Record{"k": after}, map[string]string{"k": "r"}, stored(store.Update),
		},
		{
			"drop leaves what was", store.Drop("crm", "k"),
			map[string]store.Record{"k": before}, map[string]string{"k": "r"}, nil,
		},
		{
			"remove leaves the journal entry, under the intent's run", store.Remove("crm", "k", entry(store.Delete)),
			map[string]store.Record{}, map[string]string{}, stored(store.Delete),
		},
		{
			"forget leaves nothing", store.Forget("crm", "k"),
			map[string]store.Record{}, map[string]string{}, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := h.Open(t)
			commit(t, s, store.Refresh("crm", "k", before), store.MarkMissing("crm", "k", "r"), store.Begin("crm", intent))
			same(t, "begun", intents(t, s, "crm"), []store.Intent{intent})
			same(t, "records while begun", records(t, s, "crm"), map[string]store.Record{"k": before})
			commit(t, s, c.outcome)
			same(t, "number of intents", len(intents(t, s, "crm")), 0)
			same(t, "records", records(t, s, "crm"), c.records)
			same(t, "missing", missing(t, s, "crm"), c.missing)
			same(t, "journal", journal(t, s, runID(0)), c.journal)
		})
	}
}

// testMove: the record of the new key, the end of the old one, the journal entry and
// the end of the intent are one commit.
func testMove(t *testing.T, h Harness) {
	s := h.Open(t)
	before, after := record(1, 2), record(2, 3)
	after.Definition = 1
	intent := store.Intent{
		Key: "new", From: "old", Operation: store.Update, ContactID: "c", Target: []byte("{}"), PreImage: []byte("{1}"),
		Record: after, Run: runID(0), Begun: at(),
	}
	commit(t, s, store.Refresh("crm", "old", before), store.MarkMissing("crm", "old", "r"), store.Begin("crm", intent))
	same(t, "begun", intents(t, s, "crm"), []store.Intent{intent})
	entry := store.JournalEntry{Run: runID(0), Operation: store.Update, ContactID: "c", PreImage: []byte("{1}"), Previous: &before, From: "old"}
	later := entry
	later.PreImage, later.Previous, later.From = []byte("{2}"), &after, ""
	commit(t, s, store.Vacate("crm", "old"), store.Confirm("crm", "new", after, entry))
	commit(t, s, store.Vacate("crm", "absent"), store.Confirm("crm", "new", after, later))
	same(t, "records", records(t, s, "crm"), map[string]store.Record{"new": after})
	same(t, "missing", missing(t, s, "crm"), map[string]string{})
	same(t, "number of intents", len(intents(t, s, "crm")), 0)
	entry.Key = "new"
	same(t, "journal", journal(t, s, runID(0)), []store.JournalEntry{entry})
	ok(t, s.View(t.Context(), "crm", func(snap store.Snapshot) error {
		hashes := make([]store.Hashes, 2)
		err := snap.Hashes([]string{"new", "old"}, hashes)
		same(t, "hashes", hashes, []store.Hashes{{Raw: after.Raw, Desired: after.Desired, Known: true, Definition: 1}, {}})
		n, lenErr := snap.Len()
		same(t, "number of records", n, 1)
		return errors.Join(err, lenErr)
	}))
}

func testIntentOrder(t *testing.T, h Harness) {
	s := h.Open(t)
	begin := func(source, key string, seconds int) store.Change {
		return store.Begin(source, store.Intent{Key: key, Operation: store.Create, Run: "r", Begun: at().Add(time.Duration(seconds) * time.Second)})
	}
	commit(t, s, begin("crm", "a", 3), begin("crm", "e", 1), begin("crm", "d", 2), begin("shop", "a", 0))
	commit(t, s, begin("crm", "e", 4), begin("crm", "c", 2))
	var keys []string
	for _, i := range intents(t, s, "crm") {
		keys = append(keys, i.Key)
	}
	same(t, "keys", keys, []string{"c", "d", "a", "e"})
}

func testMissing(t *testing.T, h Harness) {
	s := h.Open(t)
	commit(t, s, store.MarkMissing("crm", "a", "r1"), store.MarkMissing("crm", "b", "r1"), store.MarkMissing("crm", "c", "r1"))
	commit(t, s, store.MarkMissing("crm", "a", "r2"), store.MarkMissing("shop", "a", "r2"),
		store.ClearMissing("crm", "b"), store.ClearMissing("crm", "c"), store.MarkMissing("crm", "c", "r3"), store.ClearMissing("crm", "never"))
	same(t, "missing", missing(t, s, "crm"), map[string]string{"a": "r1", "c": "r3"})
	same(t, "missing of another source", missing(t, s, "shop"), map[string]string{"a": "r2"})
}

func testProblems(t *testing.T, h Harness) {
	s := h.Open(t)
	a, b, c := store.Problem{Row: 1 << 63, Reason: 1}, store.Problem{Row: 1, Reason: 2}, store.Problem{Row: 1, Reason: 1}
	list := []store.Problem{a, b, a, c}
	commit(t, s, store.PutProblems("crm", list), store.PutProblems("shop", []store.Problem{a}))
	same(t, "the caller's list", list, []store.Problem{a, b, a, c})
	same(t, "sorted, without duplicates", problems(t, s, "crm"), []store.Problem{c, b, a})
	commit(t, s, store.PutProblems("crm", nil))
	same(t, "of a run without any", problems(t, s, "crm"), []store.Problem{})
	same(t, "of another source", problems(t, s, "shop"), []store.Problem{a})
}

func testTooManyProblems(t *testing.T, h Harness) {
	s := h.Open(t)
	many := make([]store.Problem, store.MaxProblems+1)
	for i := range many {
		many[i] = store.Problem{Row: uint64(i), Reason: 1}
	}
	commit(t, s, store.PutProblems("crm", many[1:]))
	same(t, "as many as possible", len(problems(t, s, "crm")), store.MaxProblems)
	commit(t, s, store.PutProblems("crm", many))
	same(t, "one more", problems(t, s, "crm"), []store.Problem(nil))
}

func testForget(t *testing.T, h Harness) {
	s := h.Open(t)
	entry := store.JournalEntry{Operation: store.Create, ContactID: "c", PreImage: []byte("Ada")}
	intent := store.Intent{Key: "k", Operation: store.Update, Target: []byte("Ada"), Run: "r1", Begun: at()}
	known := []store.Problem{{Row: store.KeyedRow("k"), Reason: 1}, {Row: store.KeyedRow("k"), Reason: 2}, {Row: store.KeyedRow("other"), Reason: 1}}
	commit(t, s,
		store.PutRun(store.Run{ID: "r1", Source: "crm"}), store.PutRun(store.Run{ID: "r2", Source: "shop"}))
	for _, source := range []string{"crm", "shop"} {
		run := map[string]string{"crm": "r1", "shop": "r2"}[source]
		commit(t, s,
			store.Confirm(source, "k", store.Record{Run: run}, entry), store.Confirm(source, "other", store.Record{Run: run}, entry),
			store.Begin(source, intent), store.MarkMissing(source, "k", run), store.PutProblems(source, known))
	}
	commit(t, s, store.Confirm("crm", "k", store.Record{Run: "unknown"}, entry))

	before := contentOf(t, s, []string{"shop"}, []string{"r2"})
	commit(t, s, store.Forget("crm", "k"), store.Forget("empty", "k"))
	same(t, "another source", contentOf(t, s, []string{"shop"}, []string{"r2"}), before)

	got := contentOf(t, s, []string{"crm", "empty"}, []string{"r1", "unknown"})
	same(t, "records", got.Records, map[string]map[string]store.Record{"crm": {"other": records(t, s, "crm")["other"]}, "empty": {}})
	same(t, "number of intents", len(got.Intents["crm"]), 0)
	same(t, "missing", got.Missing, map[string]map[string]string{"crm": {}, "empty": {}})
	same(t, "problems", got.Problems, map[string][]store.Problem{"crm": {{Row: store.KeyedRow("other"), Reason: 1}}, "empty": nil})
	entry.Key, entry.Run = "other", "r1"
	same(t, "journals", got.Journals, map[string][]store.JournalEntry{"r1": {entry}, "unknown": nil})
}

func testOrder(t *testing.T, h Harness) {
	s := h.Open(t)
	begin := store.Begin("crm", store.Intent{Key: "k", Operation: store.Update, Run: "r", Begun: at()})
	commit(t, s, store.Refresh("crm", "k", record(1, 1)), store.Forget("crm", "k"), store.Refresh("crm", "k", record(2, 1)), store.Refresh("crm", "k", record(3, 1)),
		begin, store.Drop("crm", "k"), store.Drop("crm", "l"), store.Refresh("crm", "l", record(4, 1)), store.Forget("crm", "l"))
	same(t, "records", records(t, s, "crm"), map[string]store.Record{"k": record(3, 1)})
	same(t, "number of intents", len(intents(t, s, "crm")), 0)
}

func testInvalid(t *testing.T, h Harness) {
	s := h.Open(t)
	create := store.JournalEntry{Operation: store.Create}
	commit(t, s, store.Refresh("crm", "old", record(1, 1)))
	before := contentOf(t, s, []string{"crm", "shop"}, []string{"r"})
	for name, bad := range map[string]store.Change{
		"no key":                         store.Refresh("crm", "", store.Record{}),
		"no source":                      store.Refresh("", "k", store.Record{}),
		"a key that is too long":         store.Refresh("crm", strings.Repeat("k", store.MaxKeySize+1), store.Record{}),
		"a confirm without a run":        store.Confirm("crm", "k", store.Record{}, create),
		"a confirm without an operation": store.Confirm("crm", "k", store.Record{Run: "r"}, store.JournalEntry{}),
		"a remove without a run":         store.Remove("crm", "old", store.JournalEntry{Operation: store.Delete}),
		"a remove without an operation":  store.Remove("crm", "k", store.JournalEntry{Run: "r"}),
		"an intent without an operation": store.Begin("crm", store.Intent{Key: "k"}),
		"a run without an ID":            store.PutRun(store.Run{}),
		"problems without a source":      store.PutProblems("", nil),
		"a move from no key":             store.Vacate("crm", ""),
	} {
		err := s.Commit(t.Context(),
			store.SetWorkspace("x"), store.PutSource("shop", store.Source{Normaliser: 1}), store.PutRun(store.Run{ID: "r", Source: "crm"}),
			store.Begin("crm", store.Intent{Key: "k", Operation: store.Create, Run: "r", Begun: at()}),
			store.Confirm("shop", "k", record(1, 1), store.JournalEntry{Run: "r", Operation: store.Create}),
			store.MarkMissing("crm", "old", "r"), store.PutProblems("crm", nil), store.Forget("crm", "old"),
			bad, store.Refresh("crm", "after", record(2, 1)))
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		same(t, name, contentOf(t, s, []string{"crm", "shop"}, []string{"r"}), before)
	}
}

func testCopies(t *testing.T, h Harness) {
	s := h.Open(t)
	r, previous := record(1, 3), record(2, 3)
	run := store.Run{ID: "r", Source: "crm", Counts: map[string]int{"created": 1}, Files: []string{"a.csv"}}
	pinned := store.Source{
		LastComplete: &store.Complete{Run: "r", Files: []string{"a.csv"}, Filled: map[string]int{"Email": 2}},
		Slots:        []store.SlotName{{Field: "emails", Slot: "work"}},
		Definitions:  []string{"column No", ""},
	}
	intent := store.Intent{Key: "l", Operation: store.Update, Target: []byte("target"), PreImage: []byte("before"), Record: record(3, 3), Run: "r", Begun: at()}
	entry := store.JournalEntry{Run: "r", Operation: store.Update, PreImage: []byte("before"), Previous: &previous}
	list := []store.Problem{{Row: 1, Reason: 1}}
	commit(t, s, store.PutRun(run), store.PutSource("crm", pinned), store.Begin("crm", intent), store.Confirm("crm", "k", r, entry), store.PutProblems("crm", list))
	read := func() content { return contentOf(t, s, []string{"crm"}, []string{"r"}) }
	text := func() string { // not a value, which could share memory too
		b, err := json.MarshalIndent(read(), "", " ")
		ok(t, err)
		return string(b)
	}
	want := text()

	r.Base[0].Value++
	r.Numbers[0]++
	previous.Base[0].Value++
	pinned.Slots[0].Slot, pinned.Definitions[0] = "x", "x"
	run.Counts["created"], run.Files[0] = 9, "x"
	pinned.LastComplete.Files[0], pinned.LastComplete.Filled["Email"] = "x", 9
	intent.Target[0], intent.PreImage[0], entry.PreImage[0] = 'x', 'x', 'x'
	intent.Record.Base[0].Value++
	list[0].Row = 9
	same(t, "after changing what was committed", text(), want)

	got := read()
	got.Records["crm"]["k"].Base[0].Value++
	got.Records["crm"]["k"].Numbers[0]++
	got.Pinned["crm"].Slots[0].Slot, got.Pinned["crm"].Definitions[0] = "x", "x"
	got.Intents["crm"][0].Target[0], got.Intents["crm"][0].PreImage[0] = 'x', 'x'
	got.Intents["crm"][0].Record.Base[0].Value++
	got.Journals["r"][0].PreImage[0] = 'x'
	got.Journals["r"][0].Previous.Base[0].Value++
	got.Problems["crm"][0].Row = 9
	got.Missing["crm"]["k"] = "x"
	got.Runs[0].Counts["created"], got.Runs[0].Files[0] = 9, "x"
	got.Pinned["crm"].LastComplete.Files[0], got.Pinned["crm"].LastComplete.Filled["Email"] = "x", 9
	same(t, "after changing what was read", text(), want)
}
