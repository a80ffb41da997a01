package page

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// What the page shows of rows that were not imported.
const (
	shownRows    = 200
	keptCells    = 100 // of each row
	keptJSON     = 1 << 12
	shownBad     = 6  // columns with problems
	shownNames   = 3  // columns that say who it is
	shownReasons = 6  // of each row
	maxCell      = 80 // characters
)

// rejectedRow is a row that was not imported, clipped.
type rejectedRow struct {
	pos      rows.Position
	input    int
	isNew    bool
	cells    []string // nil for JSON, and for a row that could not be read
	json     []byte
	problems []rowProblem
}

type rowProblem struct{ column, value, message string }

// keep keeps the first rows that were not imported.
func (ev *Events) keep(e *event.Row) {
	if e.Action != event.Rejected && e.Action != event.Failed {
		return
	}
	if e.Action == event.Rejected {
		ev.rejected.Add(e.Errors)
	}
	if ev.unimported++; len(ev.rows) == shownRows {
		return
	}
	r := rejectedRow{pos: e.Pos, input: e.Input, isNew: e.New}
	for _, cell := range e.Cells[:min(len(e.Cells), keptCells)] {
		r.cells = append(r.cells, shown(cell, maxCell))
	}
	if len(e.JSON) <= keptJSON {
		r.json = bytes.Clone(e.JSON)
	}
	for i := range e.Errors[:min(len(e.Errors), shownReasons)] {
		f := &e.Errors[i]
		r.problems = append(r.problems, rowProblem{cmp.Or(f.Column, f.Field), shown(f.Value, maxCell), shown(f.Message, maxMessage)})
	}
	if e.Message != "" {
		r.problems = append(r.problems, rowProblem{message: shown(e.Message, maxMessage)})
	}
	ev.rows = append(ev.rows, r)
}

// fixTable is what rescues rows.
type fixTable struct {
	Rows    []fixRow
	Dropped int // rows that are imported with Drop
	Drop    string
}

type fixRow struct {
	Rows int
	Why  string
	Do   []string
}

// shownFixes is how many fixes are shown.
const shownFixes = 8

func newFixTable(ev *Events) fixTable {
	t := fixTable{Drop: problems.Drop}
	all := ev.rejected.Fixes()
	for i := range all[:min(len(all), shownFixes)] {
		f := &all[i]
		t.Rows = append(t.Rows, fixRow{f.Rows, shown(f.Why(true), maxMessage), f.Do})
	}
	if len(all) > 1 {
		t.Dropped = ev.rejected.Dropped()
	}
	return t
}

// rejectedTable are the first rows that were not imported, with the columns that say who
// they are and those that are wrong.
type rejectedTable struct {
	Columns []string
	Rows    []rejectedLine
	All     int // rows that were not imported
	HasNew  bool
}

type rejectedLine struct {
	Place   string
	Cells   []rejectedCell
	Reasons []Fact // column and message
	New     bool
}

type rejectedCell struct {
	Text  string
	Class string
}

// shortCell is how many characters are not broken into lines.
const shortCell = 14

func newRejectedTable(r *Run, ev *Events) rejectedTable {
	t := rejectedTable{All: ev.unimported}
	names := identifying(r)
	bad := map[string]int{}
	for i := range ev.rows {
		for _, p := range ev.rows[i].problems {
			for _, name := range columnsOf(p.column, r) {
				bad[name]++
			}
		}
	}
	worst := mostFirst(bad)
	for _, name := range worst[:min(len(worst), shownBad)] {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		t.Columns = append(t.Columns, shown(name, maxName))
	}
	slices.SortStableFunc(ev.rows, func(a, b rejectedRow) int {
		return cmp.Or(cmp.Compare(a.input, b.input), cmp.Compare(a.pos.Line, b.pos.Line), cmp.Compare(a.pos.Index, b.pos.Index))
	})
	for i := range ev.rows {
		line := newRejectedLine(r, &ev.rows[i], names)
		t.HasNew = t.HasNew || line.New
		t.Rows = append(t.Rows, line)
	}
	return t
}

func newRejectedLine(r *Run, row *rejectedRow, names []string) rejectedLine {
	line := rejectedLine{Place: placeWords(row.pos, len(r.Inputs) > 1), New: row.isNew && r.Summary.Since != ""}
	for _, name := range names {
		line.Cells = append(line.Cells, newRejectedCell(r, row, name))
	}
	for _, p := range row.problems {
		line.Reasons = append(line.Reasons, Fact{shown(p.column, maxName), p.message})
	}
	return line
}

func newRejectedCell(r *Run, row *rejectedRow, column string) rejectedCell {
	c := rejectedCell{Text: row.cell(r, column)}
	bad := false
	for _, p := range row.problems {
		if slices.Contains(columnsOf(p.column, r), column) {
			bad, c.Text = true, cmp.Or(c.Text, p.value)
		}
	}
	var classes []string
	if bad {
		classes = append(classes, "bad")
	}
	switch n := utf8.RuneCountInString(c.Text); {
	case n == 0:
		classes = append(classes, "blank")
	case n <= shortCell:
		classes = append(classes, "short")
	}
	c.Class = strings.Join(classes, " ")
	return c
}

// cell returns a cell of the row, "" if it has none.
func (row *rejectedRow) cell(r *Run, column string) string {
	if row.input >= len(r.Mappers) {
		return ""
	}
	if row.json != nil {
		m := r.Mappers[row.input]
		w := m.Worker()
		w.Load(mapping.Row{JSON: row.json})
		if at := slices.Index(m.Columns(), column); at >= 0 {
			return shown(w.Cells()[at], maxCell)
		}
		return ""
	}
	if at := r.Mappers[row.input].Position(column); at >= 0 && at < len(row.cells) {
		return row.cells[at]
	}
	return ""
}

// columnsOf returns the columns of the file that a problem is about.
func columnsOf(column string, r *Run) []string {
	if column == "" {
		return nil
	}
	return problems.Columns(column, keyColumns(r), func(name string) bool {
		return slices.ContainsFunc(r.Mappers, func(m *mapping.Mapper) bool {
			return slices.Contains(m.Columns(), name)
		})
	})
}

// identifying returns the columns that say who a row is: key, name and company.
func identifying(r *Run) []string {
	if r.Mapping == nil {
		return nil
	}
	var list []string
	add := func(name string) {
		if len(list) < shownNames && name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	for _, name := range keyColumns(r) {
		add(name)
	}
	for _, target := range []string{"firstName", "lastName", "fullName", "company"} {
		for i := range r.Mapping.Contact {
			if f := &r.Mapping.Contact[i]; f.Target == target {
				for _, name := range f.Columns {
					add(name.Text)
				}
			}
		}
	}
	return list
}
