package show

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
)

// problemStyle is how problems are printed.
type problemStyle struct {
	how     term.Style
	most    int  // examples
	oneFile bool // examples need no name of a file
	values  bool // print values of the input
}

// printProblems prints groups until most examples are shown: as a table with values, or
// to a log one example a line, without values.
func printProblems(s term.Screen, gs *problems.Groups, style problemStyle) {
	groups, hidden := gs.Sorted(), gs.Total()
	shown, examples := 0, 0
	for shown < len(groups) && examples < style.most {
		examples += len(groups[shown].Examples)
		hidden -= groups[shown].Count
		shown++
	}
	if style.values && shown > 0 {
		problemTable(s, groups[:shown], style)
	} else {
		problemLines(s, groups[:shown])
	}
	if kinds := len(groups) - shown; kinds > 0 {
		s.Line(fmt.Sprintf("… and %s of %s: pass a larger --max-shown to list them", say.Plural(hidden, "more problem", "more problems"), say.Plural(kinds, "other kind", "other kinds")))
	}
}

// problemLines prints examples as sentences that quote no value.
func problemLines(s term.Screen, groups []*problems.Group) {
	for _, g := range groups {
		column := g.Column + " "
		if g.Column == "" {
			column = ""
		}
		for _, e := range g.Examples {
			s.Line(fmt.Sprintf("%s: %s%s (%s)", e.Pos, column, problems.Sentence(g.Kind, e.Message), g.Kind))
		}
		if more := g.Count - len(g.Examples); more > 0 {
			s.Line(fmt.Sprintf("… and %s more like this in %s (%s)", say.Count(more), cmp.Or(g.Column, "the row as a whole"), g.Kind))
		}
	}
}

// logWidth is the width of a table that is printed to a file or a pager.
const logWidth = 120

// problemTable prints a row for each group: count, column, message and examples.
func problemTable(s term.Screen, groups []*problems.Group, style problemStyle) {
	if !s.Terminal {
		s.Width = logWidth
	}
	name, place := len("COLUMN"), len("EXAMPLES")
	for _, g := range groups {
		name = max(name, len([]rune(g.Column)))
		for _, e := range g.Examples {
			place = max(place, len([]rune(exampleWords(e, style.oneFile))))
		}
	}
	name, place = min(name, s.Width/4), min(place, s.Width/3)
	head := "WHAT IS WRONG"
	if style.how == term.Warning {
		head = "WARNING"
	}
	t := s.Table(term.Column{Head: "COUNT", Width: 6, Right: true}, term.Column{Head: "COLUMN", Width: name},
		term.Column{Head: head}, term.Column{Head: "EXAMPLES", Width: place, Whole: true})
	for _, g := range groups {
		examples := ""
		for i, e := range g.Examples {
			if i > 0 {
				examples += "\n"
			}
			examples += term.Printable(shortened(exampleWords(e, style.oneFile), place))
		}
		t.AppendRow([]any{
			s.Paint(style.how, say.Count(g.Count)), term.Printable(cmp.Or(g.Column, "(row)")), term.Printable(g.Message), examples,
		})
	}
	s.Show(t)
}

// exampleWords returns the place of an example and its value, if it has one.
func exampleWords(e problems.Example, oneFile bool) string {
	if e.Value == "" {
		return placeWords(e.Pos, oneFile)
	}
	return placeWords(e.Pos, oneFile) + " " + strconv.Quote(e.Value)
}

// placeWords returns where a row is, with its file if there are several.
func placeWords(pos rows.Position, oneFile bool) string {
	place := "line " + strconv.Itoa(pos.Line)
	switch {
	case pos.Index >= 0:
		place = "item " + strconv.Itoa(pos.Index)
	case pos.Sheet != "":
		place = "row " + strconv.Itoa(pos.Line)
	}
	if !oneFile {
		place = filepath.Base(pos.File) + " " + place
	}
	return place
}

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
