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
	id := func(n int) string { return fmt.Sprintf("%03d", n) }
	ids := func(from, to int) []string {
		var list []string
		for n := from; n <= to; n++ {
			list = append(list, id(n))
		}
		return list
	}
	for name, c := range map[string]struct {
		run            Run
		runs, journals []string
		want           []string
	}{
		"the first run":                      {Run{ID: id(1)}, nil, nil, nil},
		"as many runs as are kept":           {Run{ID: id(30)}, ids(1, 29), ids(1, 29), nil},
		"one more":                           {Run{ID: id(31)}, ids(1, 30), ids(1, 30), ids(1, 1)},
		"several more":                       {Run{ID: id(40)}, ids(1, 39), ids(1, 39), ids(1, 10)},
		"a journal of a run that is unknown": {Run{ID: id(5)}, ids(3, 4), append(ids(1, 1), "9"), ids(1, 1)},
		"a run that is stored again":         {Run{ID: id(39)}, ids(1, 39), ids(1, 39), nil},
		"an undo":                            {Run{ID: id(40), Undoes: id(1)}, ids(1, 39), ids(1, 39), nil},
		"a run with an ID before the others": {Run{ID: id(0)}, ids(1, 30), ids(1, 30), nil},
	} {
		slices.Reverse(c.runs) // in no order
		before := slices.Clone(c.runs)
		if got := PruneJournals(c.run, c.runs, c.journals); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if !slices.Equal(c.runs, before) {
			t.Errorf("%s: the caller's list was changed", name)
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
