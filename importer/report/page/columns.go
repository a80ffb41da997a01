package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/report/columns"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// maxColumns is how many columns the page lists, and how many remarks.
const maxColumns = 200

// columnTable has a row for each column in the order of the file, apart from
// those that hold nothing and feed nothing.
type columnTable struct {
	Rows    []columnRow
	Empty   []string // left out, with every cell blank
	Remarks []string // about no single column
}

// columnRow is how one column of the file was understood.
type columnRow struct {
	Name, Field string
	How         string // "mapped", "matched", "guessed", "left out", "known export"
	Class       string // of the badge
	Values      string // how many of its cells are not blank
	Text        string
}

var howWords = map[string]string{
	"": "mapped", mapping.NoteMatched: "matched", mapping.NoteGuessed: "guessed",
	mapping.NoteLeft: "left out", mapping.NotePreset: "known export",
}

func newColumnTable(r *Run) (t columnTable) {
	list, remarks := columns.List(columns.Inputs{Names: r.Inputs, Mapping: r.Mapping, Mappers: r.Mappers, Notes: r.Notes, Plan: r.Plan})
	for _, c := range list[:min(len(list), maxColumns)] {
		if c.Kind == mapping.NoteLeft && c.Values == 0 {
			t.Empty = append(t.Empty, shown(c.Name, maxName))
			continue
		}
		row := columnRow{
			Name: shown(c.Name, maxName), Field: shown(strings.Join(c.Fields, ", "), maxValue), How: howWords[c.Kind],
			Class: cmp.Or(c.Kind, "mapped"), Text: shown(strings.Join(c.Remarks, "; "), maxMessage),
		}
		if c.Values >= 0 {
			row.Values = say.Count(c.Values)
		}
		t.Rows = append(t.Rows, row)
	}
	for _, text := range remarks[:min(len(remarks), maxColumns)] {
		t.Remarks = append(t.Remarks, shown(text, maxMessage))
	}
	return t
}

// HasTexts reports whether any column has a text.
func (t columnTable) HasTexts() bool {
	return slices.ContainsFunc(t.Rows, func(r columnRow) bool { return r.Text != "" })
}
