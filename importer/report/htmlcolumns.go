package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// maxColumns is how many columns the page lists, and how many remarks.
const maxColumns = 200

// columnRow is how one column of the file was understood.
type columnRow struct {
	Name   string
	Field  string // what it feeds, as the mapping file calls it
	How    string // "mapped" by the mapping file, "matched", "guessed", "left out", "known export"
	Class  string // of the badge
	Values string // how many of its cells are not blank
	Text   string
}

var howWords = map[string]string{
	mapping.NoteMatched: "matched", mapping.NoteGuessed: "guessed",
	mapping.NoteLeft: "left out", mapping.NotePreset: "known export",
}

// columns is what the page says of the columns: a row for each in the file's
// order, apart from those that hold nothing and go nowhere.
type columns struct {
	Rows    []columnRow
	Empty   []string // left out, with every cell blank
	Remarks []string // about no single column
}

func newColumns(p Page) (c columns) {
	feeds := fieldsOf(p.Mapping)
	list := inputColumns(p.Mappers)
	if len(list) > maxColumns {
		list = list[:maxColumns]
	}
	said := map[string]bool{}
	for _, col := range list {
		said[col.name] = true
		row := understood(p, col, feeds, said)
		if row.Class == mapping.NoteLeft && row.Values == "0" {
			c.Empty = append(c.Empty, row.Name)
			continue
		}
		c.Rows = append(c.Rows, row)
	}
	if len(list) > 0 {
		c.remark(p.Notes, said)
	}
	return c
}

// HasTexts says whether anything is to be said of any column.
func (c columns) HasTexts() bool {
	return slices.ContainsFunc(c.Rows, func(r columnRow) bool { return r.Text != "" })
}

// remark takes the notes that no row has taken.
func (c *columns) remark(notes []mapping.Note, said map[string]bool) {
	for _, n := range notes {
		if said[n.Column] || n.Text == "" || len(c.Remarks) == maxColumns {
			continue
		}
		text := n.Text
		switch {
		case n.Column != "":
			text = n.Column + ": " + text
		case n.Kind == mapping.NotePreset:
			text = "The file " + text
		}
		c.Remarks = append(c.Remarks, shown(text, maxMessage))
	}
}

// understood is one column: the notes say how it was found, the mapping what
// it feeds.
func understood(p Page, col inputColumn, feeds map[string][]string, said map[string]bool) columnRow {
	fields := fieldsIn(feeds, col.name, col.whole)
	row := columnRow{Name: shown(col.name, maxName)}
	kind := mapping.NoteLeft
	if col.used {
		kind = ""
	}
	var texts []string
	for _, n := range p.Notes {
		if !within(n.Column, col.name, col.whole) {
			continue
		}
		said[n.Column] = true
		if n.Text != "" && (n.Kind != mapping.NoteLeft || !col.used) && !slices.Contains(texts, n.Text) {
			texts = append(texts, n.Text)
		}
		if col.used && howWords[n.Kind] != "" && n.Kind != mapping.NoteLeft && kind != mapping.NoteGuessed {
			kind = n.Kind
		}
		if len(fields) == 0 && col.used && n.Field != "" {
			fields = append(fields, n.Field)
		}
	}
	if col.used && len(fields) == 0 {
		fields = []string{"an expression"}
	}
	if only := col.only(p.Inputs); only != "" {
		texts = append(texts, only)
	}
	row.Field, row.Text = shown(strings.Join(fields, ", "), maxValue), shown(strings.Join(texts, "; "), maxMessage)
	row.How, row.Class = cmp.Or(howWords[kind], "mapped"), cmp.Or(kind, "mapped")
	row.Values = values(p, col)
	return row
}

func values(p Page, col inputColumn) string {
	if p.Plan == nil {
		return ""
	}
	if col.used {
		return say.Count(p.Plan.Filled[col.name])
	}
	for _, c := range p.Plan.Unmapped {
		if c.Name == col.name {
			return say.Count(c.Values)
		}
	}
	if col.whole {
		return "" // of JSON, only what is mapped is counted
	}
	return "0"
}

// within says whether a note or a line of the mapping is about a column, or
// about what is in it.
func within(column, name string, whole bool) bool {
	return column == name || whole && strings.HasPrefix(column, name+".")
}

// fieldsIn are the fields that a column feeds, in the order of their names
// where it feeds several through what is in it.
func fieldsIn(feeds map[string][]string, name string, whole bool) []string {
	list := slices.Clone(feeds[name])
	for _, column := range slices.Sorted(maps.Keys(feeds)) {
		if column != name && within(column, name, whole) {
			list = append(list, feeds[column]...)
		}
	}
	return list
}

// fieldsOf says what each column feeds.
func fieldsOf(m *mapping.Mapping) map[string][]string {
	feeds := map[string][]string{}
	add := func(column, field string) {
		if column != "" && !slices.Contains(feeds[column], field) {
			feeds[column] = append(feeds[column], field)
		}
	}
	if m == nil {
		return feeds
	}
	for _, name := range m.Key.Columns {
		add(name.Text, "key")
	}
	for i := range m.Contact {
		f := &m.Contact[i]
		target := f.Target
		if f.Label.Text != "" {
			target += " (" + f.Label.Text + ")"
		}
		for _, name := range f.Columns {
			add(name.Text, target)
		}
		add(f.Label.Column.Text, f.Target+" (label)")
	}
	for i := range m.Custom {
		for _, name := range m.Custom[i].Columns {
			add(name.Text, "custom: "+m.Custom[i].Target)
		}
	}
	add(m.Region.Column.Text, "region of numbers")
	return feeds
}
