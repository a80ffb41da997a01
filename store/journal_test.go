package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTwoWritesOfARunAreUndoneToBeforeTheFirst(t *testing.T) {
	old, mid := Record{Raw: 1}, Record{Raw: 2}
	first := func(op Operation) JournalEntry {
		return JournalEntry{Key: "k", Run: "r", Operation: op, ContactID: "1", PreImage: []byte("old"), Previous: &old}
	}
	second := func(op Operation) JournalEntry {
		return JournalEntry{Key: "k", Run: "r", Operation: op, ContactID: "2", PreImage: []byte("mid"), Previous: &mid}
	}
	combined := func(op Operation) JournalEntry {
		e := first(op)
		e.ContactID = "2"
		return e
	}
	for _, c := range []struct {
		first, second Operation
		want          JournalEntry
		keep          bool
	}{
		{Create, Create, combined(Create), true},
		{Create, Update, combined(Create), true},
		{Create, Delete, JournalEntry{}, false},
		{Update, Create, combined(Create), true},
		{Update, Update, combined(Update), true},
		{Update, Delete, combined(Delete), true},
		{Delete, Create, combined(Create), true},
		{Delete, Update, combined(Update), true},
		{Delete, Delete, combined(Delete), true},
	} {
		got, keep := first(c.first).Then(second(c.second))
		if diff := cmp.Diff(c.want, got); diff != "" || keep != c.keep {
			t.Errorf("%s, %s: keep %v (-want +got):\n%s", c.first, c.second, keep, diff)
		}
	}
}

func TestPruningKeepsTheLastJournals(t *testing.T) {
	id := func(seq int) string { return fmt.Sprintf("%03d", 999-seq) } // as of a clock that goes backwards
	journals := func(from, to int) map[string]uint64 {
		m := map[string]uint64{}
		for seq := from; seq <= to; seq++ {
			m[id(seq)] = uint64(seq)
		}
		return m
	}
	run := func(seq int) Run { return Run{ID: id(seq), Seq: uint64(seq)} }
	unknown := func(m map[string]uint64) map[string]uint64 { m["unknown"] = 0; return m }
	for name, c := range map[string]struct {
		run      Run
		journals map[string]uint64
		want     []string
	}{
		"the first run":                         {run(1), nil, nil},
		"as many runs as are kept":              {run(30), journals(1, 29), nil},
		"one more":                              {run(31), journals(1, 30), []string{id(1)}},
		"several more":                          {run(40), journals(8, 39), []string{id(10), id(9), id(8)}},
		"runs without a journal count":          {run(31), journals(2, 3), nil},
		"a journal of a run that is not stored": {run(29), unknown(journals(1, 28)), nil},
		"it is the oldest":                      {run(30), unknown(journals(1, 29)), []string{"unknown"}},
		"a run that wrote before it was stored": {run(30), map[string]uint64{id(30): 0, id(1): 1}, nil},
		"an undo":                               {Run{ID: id(40), Seq: 40, Undoes: id(1)}, journals(1, 39), nil},
		"a run whose ID is before, and Seq after, theirs": {Run{ID: "!", Seq: 31}, journals(1, 30), []string{id(1)}},
	} {
		if got := PruneJournals(c.run, c.journals); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestForgettingAKeyConcernsTheJournalsOfItsSourceAndOfUnknownRuns(t *testing.T) {
	for name, c := range map[string]struct {
		run    Run
		stored bool
		want   bool
	}{
		"of the source":      {Run{Source: "crm"}, true, true},
		"of another source":  {Run{Source: "shop"}, true, false},
		"of no source":       {Run{}, true, false},
		"that is not stored": {Run{}, false, true},
	} {
		if got := ForgetsJournal("crm", c.run, c.stored); got != c.want {
			t.Errorf("a run %s: %v", name, got)
		}
	}
}

func TestWhatCannotBeStoredIsNamed(t *testing.T) {
	entry := func(key, run string, op Operation) error {
		return JournalEntry{Key: key, Run: run, Operation: op}.Validate()
	}
	for want, err := range map[string]error{
		"a key cannot be empty":                          ValidateKey(""),
		"a key of 32769 bytes is too long":               ValidateKey(strings.Repeat("k", MaxKeySize+1)),
		`journal entry of "k": no run`:                   entry("k", "", Update),
		`journal entry of "k": unknown operation "wipe"`: entry("k", "r", "wipe"),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for name, err := range map[string]error{
		"a long key": ValidateKey(strings.Repeat("k", MaxKeySize)), "an entry": entry("k", "r", Delete),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASourceKnowsTheDefinitionsOfItsKeys(t *testing.T) {
	s := Source{KeyDefinition: "a"}
	for _, step := range []struct {
		to     string
		number int
		list   string
	}{{"b", 1, "[a b]"}, {"c", 2, "[a b c]"}, {"a", 0, "[a b c]"}, {"b", 1, "[a b c]"}} {
		before := s
		if !s.Redefine(step.to) || s.Number() != step.number || fmt.Sprint(s.Definitions) != step.list {
			t.Errorf("%s is number %d of %v", step.to, s.Number(), s.Definitions)
		}
		if len(before.Definitions) == 2 && fmt.Sprint(before.Definitions) != "[a b]" {
			t.Errorf("a copy was changed: %v", before.Definitions)
		}
	}
	s.Rename("B")
	if s.Number() != 1 || fmt.Sprint(s.Definitions) != "[a B c]" {
		t.Errorf("renamed: %d of %v", s.Number(), s.Definitions)
	}
	for i := range MaxDefinitions {
		if full := !s.Redefine(fmt.Sprint(i)); full != (i >= MaxDefinitions-3) {
			t.Fatalf("definition %d more: full is %v", i, full)
		}
	}
}
