package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/quo-import/quo-import/importer"
)

// What the page shows at the most; the rest is counted.
const (
	shownGroups = 40
	gridColumns = 40 // columns of the file: the rows of the grid
	gridKinds   = 10
)

// issues are problems, or warnings, as a grid and as a list.
type issues struct {
	Total      int
	Kinds      []string
	Grid       []gridRow
	GridMore   int // columns that are not in the grid
	Groups     []*group
	GroupsMore int // problems of kinds that are not in the list
}

// gridRow is a column of the file with its problems by kind.
type gridRow struct {
	Column string
	Cells  []gridCell
	Total  int
	Filled int
	Share  string // of the values of the column
}

// gridCell is the count of one kind in one column; Heat is 0 for none to 4 for
// as many as in the worst.
type gridCell struct{ Count, Heat int }

func newIssues(gs *groups, plan *importer.Plan) issues {
	sorted := gs.sorted()
	is := issues{Total: gs.total, Groups: sorted, GroupsMore: gs.beyond}
	if len(sorted) > shownGroups {
		for _, g := range sorted[shownGroups:] {
			is.GroupsMore += g.Count
		}
		is.Groups = sorted[:shownGroups]
	}
	if len(sorted) > 1 { // a grid of one cell says nothing that the list does not
		is.grid(sorted, plan)
	}
	return is
}

// grid puts the worst column on top and the most frequent kind to the left.
func (is *issues) grid(sorted []*group, plan *importer.Plan) {
	kinds, columns := map[string]int{}, map[string]int{}
	for _, g := range sorted {
		kinds[g.kind] += g.Count
		columns[g.column] += g.Count
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
		row := gridRow{Column: groupKey{column: name}.Column(), Total: columns[name], Cells: make([]gridCell, len(is.Kinds))}
		for _, g := range sorted {
			if g.column != name {
				continue
			}
			at := slices.Index(order, g.kind)
			if at < 0 {
				at = len(order)
			}
			row.Cells[at].Count += g.Count
		}
		if plan != nil {
			row.Filled = plan.Filled[name]
			row.Share = share(row.Total, row.Filled)
		}
		is.Grid = append(is.Grid, row)
	}
	is.warm()
}

// warm gives each cell its heat, by the root of its count: a column that is
// wrong throughout stands out, and one of a few is still seen.
func (is *issues) warm() {
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
