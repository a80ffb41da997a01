package grid

import (
	"cmp"
	"slices"

	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/mapping"
)

// clean is the set of rows without problems.
const clean problems.Set = -2

// duplicate is the problem of rows that share a key.
func duplicate(m *mapping.Mapper) mapping.FieldError {
	e := mapping.FieldError{Column: "key", Field: "key", Kind: "key-duplicate"}
	if names := m.KeyColumns(); len(names) == 1 {
		e.Column = names[0]
	}
	return e
}

// setOf returns the set of a row with its own problems.
func (g *Grid) setOf(own []mapping.FieldError) problems.Set {
	if len(own) == 0 {
		return clean
	}
	return g.tally.Set(own)
}

// set returns the set of a row, with that of sharing its key.
func (g *Grid) set(i int32) problems.Set {
	switch own := g.own[i]; {
	case !g.doubles(i):
		return own
	case own == clean:
		return g.tally.Set([]mapping.FieldError{g.duplicate})
	default:
		return g.tally.With(own, &g.duplicate)
	}
}

// count counts a row as it is now, by 1 or -1.
func (g *Grid) count(i int32, by int) {
	if s := g.set(i); s != clean {
		g.tally.Count(s, by)
	}
}

// Facet is the problems of one column, or those of them that are of one kind.
type Facet struct {
	Column  string `json:"column"`  // "" is the row as a whole
	Kind    string `json:"kind"`    // "" is any
	Words   string `json:"words"`   // the kind, in a few words
	Rows    int    `json:"rows"`    // that have it
	Rescues int    `json:"rescues"` // rows that fail for nothing else
}

// Counts is how many rows there are.
type Counts struct {
	Rows     int `json:"rows"`
	Problems int `json:"problems"` // rows that an import rejects
	Fixes    int `json:"fixes"`    // cells that were corrected, and keys of which the first row is kept
	Strays   int `json:"strays"`   // fixes that belong to no row of the input
}

// Counts returns how many rows there are.
func (g *Grid) Counts() Counts {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts()
}

func (g *Grid) counts() Counts {
	return Counts{Rows: len(g.lines), Problems: g.tally.Total(), Fixes: g.fixed + len(g.first), Strays: len(g.strays)}
}

// facets returns what is wrong: a facet for each column, those first that rescue the most
// rows, and after each those of its kinds.
func (g *Grid) facets() []Facet {
	type id struct{ column, kind string }
	all := map[id]*Facet{}
	note := func(at id, rows int, alone bool) {
		f := all[at]
		if f == nil {
			f = &Facet{Column: at.column, Kind: at.kind}
			if at.kind != "" {
				f.Words = problems.Words(at.kind)
			}
			all[at] = f
		}
		f.Rows += rows
		if alone {
			f.Rescues += rows
		}
	}
	g.tally.Each(func(_ problems.Set, list []problems.Problem, rows int) {
		if rows == 0 {
			return
		}
		var kinds, columns []id
		for _, p := range list {
			kinds, columns = append(kinds, id{p.Column, p.Kind}), append(columns, id{column: p.Column})
		}
		for _, ids := range [][]id{kinds, columns} {
			slices.SortFunc(ids, func(a, b id) int { return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.kind, b.kind)) })
			ids = slices.Compact(ids)
			for _, at := range ids {
				note(at, rows, len(ids) == 1)
			}
		}
	})
	list := make([]Facet, 0, len(all))
	for _, f := range all {
		list = append(list, *f)
	}
	slices.SortFunc(list, func(a, b Facet) int {
		one, two := all[id{column: a.Column}], all[id{column: b.Column}]
		return cmp.Or(two.Rescues-one.Rescues, two.Rows-one.Rows, cmp.Compare(a.Column, b.Column),
			cmp.Compare(min(1, len(a.Kind)), min(1, len(b.Kind))), b.Rescues-a.Rescues, b.Rows-a.Rows, cmp.Compare(a.Kind, b.Kind))
	})
	return list
}

// Filter chooses rows with problems: all of them, or those of a facet.
type Filter struct {
	All    bool   `json:"all"` // of any column
	Column string `json:"column"`
	Kind   string `json:"kind"` // "" is any
}

// matching returns the rows that a filter chooses, in the order of the input.
func (g *Grid) matching(f Filter) []int32 {
	var of []bool
	g.tally.Each(func(_ problems.Set, list []problems.Problem, _ int) {
		of = append(of, slices.ContainsFunc(list, func(p problems.Problem) bool {
			return p.Column == f.Column && (f.Kind == "" || p.Kind == f.Kind)
		}))
	})
	var list []int32
	for i := range g.own {
		s := g.own[i]
		if g.doubles(int32(i)) {
			s = g.set(int32(i))
		}
		if s != clean && (f.All || s != problems.Unknown && int(s) < len(of) && of[s]) {
			list = append(list, int32(i))
		}
	}
	return list
}
