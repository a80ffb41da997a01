package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// problems gathers what is wrong with rows, by column and kind, with the first
// examples: a person mends a column, not a cell.
type problems struct {
	groups map[problemKind]*problemGroup
	total  int
}

type problemKind struct{ column, kind string }

type problemGroup struct {
	problemKind
	count    int
	message  string // what the messages have in common
	examples []example
}

// example is one place where something is wrong. Its value is for terminals
// only.
type example struct {
	pos   rows.Position
	value string
}

const examplesShown = 3

func (p *problems) add(pos rows.Position, f *mapping.FieldError) {
	if p.groups == nil {
		p.groups = map[problemKind]*problemGroup{}
	}
	kind := problemKind{cmp.Or(f.Column, f.Field), f.Kind}
	g := p.groups[kind]
	if g == nil {
		g = &problemGroup{problemKind: kind, message: f.Message}
		p.groups[kind] = g
	}
	g.count++
	p.total++
	if !covers(g.message, f.Message) {
		g.message = inCommon(g.message, f.Message)
	}
	if len(g.examples) < examplesShown {
		g.examples = append(g.examples, example{pos, f.Value})
	}
}

// covers says that a message is what inCommon made of others: nearly always so
// from the second one on, and told without taking them apart.
func covers(common, message string) bool {
	if strings.HasSuffix(common, andOthers) {
		return true
	}
	for {
		same, after, differs := strings.Cut(common, "…")
		if !differs {
			return common == message
		}
		if !strings.HasPrefix(message, same) {
			return false
		}
		_, common, differs = strings.Cut(after, " ") // what is left of the word
		_, rest, more := strings.Cut(message[len(same):], " ")
		if !differs || !more {
			return differs == more
		}
		message = rest
	}
}

// andOthers ends a message that is one of several.
const andOthers = ", …"

// inCommon is a message with … for the words in which another differs: "is also
// the key of line …". Where that one is built otherwise the message stays, as an
// example: "is not a date: there is no month 13, …".
func inCommon(message, other string) string {
	words, others := strings.Fields(message), strings.Fields(other)
	if len(words) != len(others) {
		return message + andOthers
	}
	differ := 0
	for i, w := range words {
		if rest := strings.TrimRight(w, ",:;"); w != others[i] {
			words[i] = "…" + w[len(rest):]
			differ++
		}
	}
	if 2*differ > len(words) {
		return message + andOthers
	}
	return strings.Join(words, " ")
}

// sorted gives the groups, the largest first, until most examples are shown;
// hidden is how many groups are left.
func (p *problems) sorted(most int) (groups []*problemGroup, hidden []*problemGroup) {
	for _, g := range p.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b *problemGroup) int {
		return cmp.Or(b.count-a.count, cmp.Compare(a.column, b.column), cmp.Compare(a.kind, b.kind))
	})
	shown := 0
	for i, g := range groups {
		if shown >= most {
			return groups[:i], groups[i:]
		}
		shown += len(g.examples)
	}
	return groups, nil
}

// print shows the groups: as a table with values on a terminal, elsewhere one
// example a line, without any value.
func (p *problems) print(s screen, how style, most int, oneFile bool) {
	groups, hidden := p.sorted(most)
	if s.terminal && len(groups) > 0 {
		s.problemTable(groups, how, oneFile)
	} else {
		s.problemLines(groups)
	}
	if len(hidden) > 0 {
		n := 0
		for _, g := range hidden {
			n += g.count
		}
		s.line(fmt.Sprintf("… and %s more in %s; --max-shown shows them", say.Count(n), say.Plural(len(hidden), "more kind", "more kinds")))
	}
}

func (s screen) problemLines(groups []*problemGroup) {
	for _, g := range groups {
		column := cmp.Or(g.column, "row")
		for _, e := range g.examples {
			s.line(fmt.Sprintf("%s: %s (%s)", e.pos, column, g.kind))
		}
		if more := g.count - len(g.examples); more > 0 {
			s.line(fmt.Sprintf("… and %s like this in %s (%s)", say.Count(more), column, g.kind))
		}
	}
}

// problemTable has one row a group: how often, where, what, and examples.
func (s screen) problemTable(groups []*problemGroup, how style, oneFile bool) {
	name, place := len("COLUMN"), len("EXAMPLES")
	for _, g := range groups {
		name = max(name, len([]rune(g.column)))
		for _, e := range g.examples {
			place = max(place, len([]rune(e.words(oneFile))))
		}
	}
	name, place = min(name, s.width/4), min(place, s.width/3)
	t := s.table(column{head: "COUNT", width: 6, right: true}, column{head: "COLUMN", width: name},
		column{head: "WHAT IS WRONG"}, column{head: "EXAMPLES", width: place, whole: true})
	for _, g := range groups {
		examples := ""
		for i, e := range g.examples {
			if i > 0 {
				examples += "\n"
			}
			examples += printable(shortened(e.words(oneFile), place))
		}
		t.AppendRow([]any{
			s.paint(how, say.Count(g.count)), printable(cmp.Or(g.column, "(row)")), printable(g.message), examples,
		})
	}
	s.show(t)
}

// words are the place and, where there is one, the value.
func (e example) words(oneFile bool) string {
	place := "line " + strconv.Itoa(e.pos.Line)
	switch {
	case e.pos.Index >= 0:
		place = "item " + strconv.Itoa(e.pos.Index)
	case e.pos.Sheet != "":
		place = "row " + strconv.Itoa(e.pos.Line)
	}
	if !oneFile {
		place = filepath.Base(e.pos.File) + " " + place
	}
	if e.value == "" {
		return place
	}
	return place + " " + strconv.Quote(e.value)
}

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
