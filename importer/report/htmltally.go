package report

import (
	"cmp"
	"slices"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

// What a tally keeps at the most, so that it does not grow with the file.
const (
	maxGroups   = 500 // pairs of column and kind
	maxExamples = 3   // of each pair
	maxFailures = 50  // different answers
	maxNotices  = 20
)

// tally sums the events of a run up for the page.
type tally struct {
	several            bool // inputs: a place names its file
	problems, warnings groups
	failures           []*failure // in the order in which they came
	failed             int
	notices            []string
}

// failure is what the server said to rows that were tried and refused.
type failure struct {
	Status int // 0: there was no answer
	Words  string
	Count  int
	New    int         // of Count, as RowEvent.New
	Rows   []failedRow // the first
}

type failedRow struct{ Place, Key string }

func newTally(inputs int) *tally {
	return &tally{several: inputs > 1, problems: newGroups(), warnings: newGroups()}
}

func (t *tally) event(e importer.Event) {
	switch e := e.(type) {
	case importer.RowEvent:
		t.row(&e)
	case importer.Notice:
		if len(t.notices) < maxNotices {
			t.notices = append(t.notices, shown(e.Text, maxMessage))
		}
	}
}

func (t *tally) row(e *importer.RowEvent) {
	if len(e.Errors) == 0 && len(e.Warnings) == 0 && e.Action != importer.Failed {
		return // nearly all rows
	}
	place := placeWords(e.Pos, t.several)
	for i := range e.Errors {
		t.problems.add(place, &e.Errors[i], e.New)
	}
	for i := range e.Warnings {
		t.warnings.add(place, &e.Warnings[i], false)
	}
	if e.Action == importer.Failed {
		t.fail(place, e)
	}
}

// fail counts a failure with those of the same words.
func (t *tally) fail(place string, e *importer.RowEvent) {
	t.failed++
	words := shown(e.Message, maxMessage)
	at := slices.IndexFunc(t.failures, func(f *failure) bool { return f.Status == e.Status && f.Words == words })
	if at < 0 {
		if len(t.failures) == maxFailures {
			return
		}
		at = len(t.failures)
		t.failures = append(t.failures, &failure{Status: e.Status, Words: words})
	}
	f := t.failures[at]
	f.Count++
	if e.New {
		f.New++
	}
	if len(f.Rows) < maxExamples {
		f.Rows = append(f.Rows, failedRow{place, shown(e.Key, maxName)})
	}
}

// nothingKnown marks nothing as new: there is no run to compare with.
func (t *tally) nothingKnown() {
	for _, g := range t.problems.byKind {
		g.New = 0
		for i := range g.Examples {
			g.Examples[i].New = false
		}
	}
	for _, f := range t.failures {
		f.New = 0
	}
}

// groups are problems by column and kind: a person mends a column, not a cell.
type groups struct {
	byKind map[groupKey]*group
	total  int
	beyond int // of pairs past maxGroups
}

type groupKey struct{ column, kind string }

type group struct {
	groupKey
	Count    int
	New      int // of Count, in rows that are new
	Examples []example
}

type example struct {
	Place, Value, Message string
	New                   bool
}

func newGroups() groups { return groups{byKind: map[groupKey]*group{}} }

func (gs *groups) add(place string, f *mapping.FieldError, fresh bool) {
	gs.total++
	key := groupKey{shown(f.Column, maxName), f.Kind}
	g := gs.byKind[key]
	if g == nil {
		if len(gs.byKind) == maxGroups {
			gs.beyond++
			return
		}
		g = &group{groupKey: key}
		gs.byKind[key] = g
	}
	g.Count++
	if fresh {
		g.New++
	}
	if len(g.Examples) == maxExamples && fresh { // people look for what is new
		at := slices.IndexFunc(g.Examples, func(e example) bool { return !e.New })
		if at >= 0 {
			g.Examples = slices.Delete(g.Examples, at, at+1)
		}
	}
	if len(g.Examples) < maxExamples {
		g.Examples = append(g.Examples, example{place, shown(f.Value, maxValue), shown(f.Message, maxMessage), fresh})
	}
}

// sorted gives the groups, the largest first.
func (gs *groups) sorted() []*group {
	list := make([]*group, 0, len(gs.byKind))
	for _, g := range gs.byKind {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *group) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.column, b.column), cmp.Compare(a.kind, b.kind))
	})
	return list
}

// Message is what is wrong, where all examples say the same; else each says its own.
func (g *group) Message() string {
	for _, e := range g.Examples {
		if e.Message != g.Examples[0].Message {
			return ""
		}
	}
	return g.Examples[0].Message
}

// Column is what the page calls the column.
func (k groupKey) Column() string { return cmp.Or(k.column, "The row as a whole") }

// Kind is the kind in words.
func (k groupKey) Kind() string { return kindWords(k.kind) }
