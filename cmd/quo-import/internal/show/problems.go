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

// printProblems prints groups until most examples are shown: on a terminal as a table
// with values, elsewhere one example a line, without values.
func printProblems(s term.Screen, gs *problems.Groups, how term.Style, most int, oneFile bool) {
	groups, hidden := gs.Sorted(), gs.Total()
	shown, examples := 0, 0
	for shown < len(groups) && examples < most {
		examples += len(groups[shown].Examples)
		hidden -= groups[shown].Count
		shown++
	}
	if s.Terminal && shown > 0 {
		problemTable(s, groups[:shown], how, oneFile)
	} else {
		problemLines(s, groups[:shown])
	}
	if kinds := len(groups) - shown; kinds > 0 {
		s.Line(fmt.Sprintf("… and %s more of %s: pass a larger --max-shown to list them", say.Count(hidden), say.Plural(kinds, "other kind", "other kinds")))
	}
}

func problemLines(s term.Screen, groups []*problems.Group) {
	for _, g := range groups {
		column := cmp.Or(g.Column, "row")
		for _, e := range g.Examples {
			s.Line(fmt.Sprintf("%s: %s (%s)", e.Pos, column, g.Kind))
		}
		if more := g.Count - len(g.Examples); more > 0 {
			s.Line(fmt.Sprintf("… and %s more like this in %s (%s)", say.Count(more), column, g.Kind))
		}
	}
}

// problemTable prints a row for each group: count, column, message and examples.
func problemTable(s term.Screen, groups []*problems.Group, how term.Style, oneFile bool) {
	name, place := len("COLUMN"), len("EXAMPLES")
	for _, g := range groups {
		name = max(name, len([]rune(g.Column)))
		for _, e := range g.Examples {
			place = max(place, len([]rune(exampleWords(e, oneFile))))
		}
	}
	name, place = min(name, s.Width/4), min(place, s.Width/3)
	head := "WHAT IS WRONG"
	if how == term.Warning {
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
			examples += term.Printable(shortened(exampleWords(e, oneFile), place))
		}
		t.AppendRow([]any{
			s.Paint(how, say.Count(g.Count)), term.Printable(cmp.Or(g.Column, "(row)")), term.Printable(g.Message), examples,
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
