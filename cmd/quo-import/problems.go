package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
)

// problems prints groups until most examples are shown: as a table with values
// on a terminal, elsewhere one example a line, without any value.
func (s screen) problems(gs *problems.Groups, how style, most int, oneFile bool) {
	groups, hidden := gs.Sorted(), gs.Total()
	shown, examples := 0, 0
	for shown < len(groups) && examples < most {
		examples += len(groups[shown].Examples)
		hidden -= groups[shown].Count
		shown++
	}
	if s.terminal && shown > 0 {
		s.problemTable(groups[:shown], how, oneFile)
	} else {
		s.problemLines(groups[:shown])
	}
	if kinds := len(groups) - shown; kinds > 0 {
		s.line(fmt.Sprintf("… and %s more in %s; --max-shown shows them", say.Count(hidden), say.Plural(kinds, "more kind", "more kinds")))
	}
}

func (s screen) problemLines(groups []*problems.Group) {
	for _, g := range groups {
		column := cmp.Or(g.Column, "row")
		for _, e := range g.Examples {
			s.line(fmt.Sprintf("%s: %s (%s)", e.Pos, column, g.Kind))
		}
		if more := g.Count - len(g.Examples); more > 0 {
			s.line(fmt.Sprintf("… and %s like this in %s (%s)", say.Count(more), column, g.Kind))
		}
	}
}

// problemTable has one row a group: how often, where, what, and examples.
func (s screen) problemTable(groups []*problems.Group, how style, oneFile bool) {
	name, place := len("COLUMN"), len("EXAMPLES")
	for _, g := range groups {
		name = max(name, len([]rune(g.Column)))
		for _, e := range g.Examples {
			place = max(place, len([]rune(exampleWords(e, oneFile))))
		}
	}
	name, place = min(name, s.width/4), min(place, s.width/3)
	t := s.table(column{head: "COUNT", width: 6, right: true}, column{head: "COLUMN", width: name},
		column{head: "WHAT IS WRONG"}, column{head: "EXAMPLES", width: place, whole: true})
	for _, g := range groups {
		examples := ""
		for i, e := range g.Examples {
			if i > 0 {
				examples += "\n"
			}
			examples += printable(shortened(exampleWords(e, oneFile), place))
		}
		t.AppendRow([]any{
			s.paint(how, say.Count(g.Count)), printable(cmp.Or(g.Column, "(row)")), printable(g.Message), examples,
		})
	}
	s.show(t)
}

// exampleWords returns the place of an example and, where there is one, its
// value.
func exampleWords(e problems.Example, oneFile bool) string {
	if e.Value == "" {
		return placeWords(e.Pos, oneFile)
	}
	return placeWords(e.Pos, oneFile) + " " + strconv.Quote(e.Value)
}

// placeWords returns where a row is, with its file where there are several.
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
