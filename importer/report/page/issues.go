package page

import (
	"cmp"
	"math"
	"slices"

	"github.com/quo-import/quo-import/importer/report/problems"
)

// What the page shows at most; the rest is counted.
const (
	shownGroups   = 40
	shownFailures = 50
	gridColumns   = 40 // columns of the file: the rows of the grid
	gridKinds     = 10
)

// issues are problems, or warnings, as a grid and as a list.
type issues struct {
	Total      int
	Kinds      []string
	Grid       []gridRow
	GridMore   int // columns that are not in the grid
	Groups     []group
	GroupsMore int // problems that are not in the list
}

// gridRow is a column of the file with its problems by kind.
type gridRow struct {
	Column string
	Cells  []gridCell
	Total  int
	Share  string // of the values of the column
}

// gridCell is the count of one kind in one column; Heat is 0 for none to 4 for
// as many as in the worst.
type gridCell struct{ Count, Heat int }

// group is the problems of one column and kind, or the failures of one answer.
type group struct {
	Column, Kind string
	Message      string // of all examples; "" if each has its own
	Count        int
	New          int
	Examples     []example
}

type example struct {
	Place, Value, Message string
	New                   bool
}

func newIssues(gs *problems.Groups, r *Run) issues {
	sorted := gs.Sorted()
	is := issues{Total: gs.Total()}
	is.Groups, is.GroupsMore = firstGroups(gs, r, shownGroups)
	for i := range is.Groups {
		g := &is.Groups[i]
		g.Column, g.Kind = columnWords(g.Column), kindWords(g.Kind)
	}
	if len(sorted) > 1 { // a grid of one cell shows no more than the list
		is.grid(sorted, r)
	}
	return is
}

// firstGroups returns the largest groups as they are shown, and how many
// problems are in none of them.
func firstGroups(gs *problems.Groups, r *Run, most int) (list []group, more int) {
	more = gs.Total()
	sorted := gs.Sorted()
	for _, g := range sorted[:min(len(sorted), most)] {
		list = append(list, newGroup(g, r))
		more -= g.Count
	}
	return list, more
}

func newGroup(g *problems.Group, r *Run) group {
	v := group{Column: shown(g.Column, maxName), Kind: g.Kind, Count: g.Count, Message: shown(g.Examples[0].Message, maxMessage)}
	compared := r.Summary.Since != ""
	if compared {
		v.New = g.New
	}
	for _, e := range g.Examples {
		words := example{placeWords(e.Pos, len(r.Inputs) > 1), shown(e.Value, maxValue), shown(e.Message, maxMessage), e.New && compared}
		if e.Message != g.Examples[0].Message {
			v.Message = ""
		}
		v.Examples = append(v.Examples, words)
	}
	return v
}

func columnWords(column string) string { return cmp.Or(shown(column, maxName), "The row as a whole") }

// grid fills the grid, the worst column on top, the most frequent kind left.
func (is *issues) grid(sorted []*problems.Group, r *Run) {
	kinds, columns := map[string]int{}, map[string]int{}
	for _, g := range sorted {
		kinds[g.Kind] += g.Count
		columns[g.Column] += g.Count
	}
	order := mostFirst(kinds)
	others := len(order) > gridKinds
	if others {
		order = order[:gridKinds-1]
	}
	for _, kind := range order {
		is.Kinds = append(is.Kinds, kindWords(kind))
	}
	if others {
		is.Kinds = append(is.Kinds, "Other")
	}
	names := mostFirst(columns)
	if len(names) > gridColumns {
		is.GridMore = len(names) - gridColumns
		names = names[:gridColumns]
	}
	for _, name := range names {
		row := gridRow{Column: columnWords(name), Total: columns[name], Cells: make([]gridCell, len(is.Kinds))}
		for _, g := range sorted {
			if g.Column != name {
				continue
			}
			at := slices.Index(order, g.Kind)
			if at < 0 {
				at = len(order)
			}
			row.Cells[at].Count += g.Count
		}
		if r.Plan != nil {
			row.Share = share(row.Total, r.Plan.Filled[name])
		}
		is.Grid = append(is.Grid, row)
	}
	is.heat()
}

// heat sets the heat of each cell by the square root of its count: a column that
// is wrong throughout stands out, and one with few problems is still visible.
func (is *issues) heat() {
	most := 0
	for _, row := range is.Grid {
		for _, c := range row.Cells {
			most = max(most, c.Count)
		}
	}
	for _, row := range is.Grid {
		for i := range row.Cells {
			if c := &row.Cells[i]; c.Count > 0 {
				c.Heat = int(math.Ceil(4 * math.Sqrt(float64(c.Count)/float64(most))))
			}
		}
	}
}

func mostFirst(counts map[string]int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})
	return names
}
