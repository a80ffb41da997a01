package report

import (
	"cmp"
	"slices"
	"strings"

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

// columnRows lists the columns in the file's order, and apart from them what is
// to be said about no single one.
func columnRows(p Page) (list []columnRow, remarks []string) {
	if p.Mapper == nil {
		return nil, nil
	}
	feeds := fieldsOf(p.Mapping)
	used := p.Mapper.Columns()
	names := append(slices.Clone(used), p.Mapper.Unmapped()...)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(p.Mapper.Position(a), p.Mapper.Position(b)) })
	if len(names) > maxColumns {
		names = names[:maxColumns]
	}
	for _, name := range names {
		row := understood(p, name, slices.Contains(used, name), feeds[name])
		list = append(list, row)
	}
	for _, n := range p.Notes {
		if slices.Contains(names, n.Column) || len(remarks) == maxColumns {
			continue
		}
		text := n.Text
		if n.Column != "" {
			text = n.Column + ": " + text
		}
		remarks = append(remarks, shown(text, maxMessage))
	}
	return list, remarks
}

// understood is one column: the notes say how it was found, the mapping what
// it feeds.
func understood(p Page, name string, used bool, feeds []string) columnRow {
	row := columnRow{Name: shown(name, maxName)}
	kind := mapping.NoteLeft
	if used {
		kind = ""
	}
	var texts []string
	for _, n := range p.Notes {
		if n.Column != name {
			continue
		}
		if n.Text != "" && (n.Kind != mapping.NoteLeft || !used) {
			texts = append(texts, n.Text)
		}
		if used && howWords[n.Kind] != "" && n.Kind != mapping.NoteLeft && kind != mapping.NoteGuessed {
			kind = n.Kind
		}
		if len(feeds) == 0 && used && n.Field != "" {
			feeds = append(feeds, n.Field)
		}
	}
	if used && len(feeds) == 0 {
		feeds = []string{"an expression"}
	}
	row.Field, row.Text = shown(strings.Join(feeds, ", "), maxValue), shown(strings.Join(texts, "; "), maxMessage)
	row.How, row.Class = cmp.Or(howWords[kind], "mapped"), cmp.Or(kind, "mapped")
	row.Values = values(p, name, used)
	return row
}

func values(p Page, name string, used bool) string {
	if p.Plan == nil {
		return ""
	}
	if used {
		return count(p.Plan.Filled[name])
	}
	for _, c := range p.Plan.Unmapped {
		if c.Name == name {
			return count(c.Values)
		}
	}
	if p.Mapper.Position(name) < 0 {
		return "" // of JSON, only what is mapped is counted
	}
	return "0"
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
