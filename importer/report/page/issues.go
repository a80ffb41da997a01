package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
)

// What the page shows at most; the rest is counted.
const (
	shownGroups   = 40
	shownFailures = 50
	shownColumns  = 40
	shownKinds    = 4 // of a column
)

// issues are problems, or warnings, by column as bars and by column and kind as a list.
type issues struct {
	Total      int
	Stacks     []stack
	StacksMore int // columns that have no bar
	Groups     []group
	GroupsMore int // problems that are not in the list
}

// stack is a column of the file with its problems by kind, as a bar.
type stack struct {
	Column string
	Total  int
	Share  string // of the values of the column
	Parts  []part
	Words  string // the bar in words
}

// part is the problems of one kind in one column. Shade is 4 for the most frequent, then
// less, and 0 for the others together.
type part struct {
	Kind     string
	Count    int
	Shade    int
	X, Width float64 // of 1000, which is the column with most problems
}

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
		g.Column, g.Kind = columnWords(g.Column), problems.Words(g.Kind)
	}
	is.stack(sorted, r)
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

// stack makes the bars, the worst column on top, its most frequent kind left.
func (is *issues) stack(sorted []*problems.Group, r *Run) {
	columns := map[string]int{}
	for _, g := range sorted {
		columns[g.Column] += g.Count
	}
	names := mostFirst(columns)
	if len(names) > shownColumns {
		is.StacksMore = len(names) - shownColumns
		names = names[:shownColumns]
	}
	for _, name := range names {
		s := stack{Column: columnWords(name), Total: columns[name]}
		for _, g := range sorted { // the most frequent first
			switch {
			case g.Column != name:
			case len(s.Parts) < shownKinds:
				s.Parts = append(s.Parts, part{Kind: problems.Words(g.Kind), Count: g.Count, Shade: shownKinds - len(s.Parts)})
			case len(s.Parts) == shownKinds:
				s.Parts = append(s.Parts, part{Kind: "other", Count: g.Count})
			default:
				s.Parts[shownKinds].Count += g.Count
			}
		}
		s.layOut(columns[names[0]])
		if r.Plan != nil {
			s.Share = share(s.Total, r.Plan.Filled[name])
		}
		is.Stacks = append(is.Stacks, s)
	}
}

// layOut sets the widths of the parts. The smallest is still visible.
func (s *stack) layOut(most int) {
	const whole, least = 1000.0, 8.0
	at := 0.0
	words := make([]string, len(s.Parts))
	for i := range s.Parts {
		p := &s.Parts[i]
		p.X, p.Width = at, max(least, (whole-least*(shownKinds+1))*float64(p.Count)/float64(most))
		at += p.Width
		words[i] = say.Count(p.Count) + " " + p.Kind
	}
	s.Words = strings.Join(words, ", ")
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
