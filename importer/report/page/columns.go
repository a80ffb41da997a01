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
	Sample      string // one of its cells, and
	Result      string // what it becomes in Quo; "" for the same
	Text        string
}

var howWords = map[string]string{
	"": "mapped", mapping.NoteMatched: "matched", mapping.NoteGuessed: "guessed",
	mapping.NoteLeft: "left out", mapping.NotePreset: "known export",
}

func newColumnTable(r *Run) (t columnTable) {
	list, remarks := columns.List(columns.Inputs{Names: r.Inputs, Mapping: r.Mapping, Mappers: r.Mappers, Notes: r.Notes, Plan: r.Plan})
	understood := samples(r)
	for _, c := range list[:min(len(list), maxColumns)] {
		if c.Kind == mapping.NoteLeft && c.Values == 0 {
			t.Empty = append(t.Empty, shown(c.Name, maxName))
			continue
		}
		row := columnRow{
			Name: shown(c.Name, maxName), Field: shown(strings.Join(c.Fields, ", "), maxValue), How: howWords[c.Kind],
			Class: cmp.Or(c.Kind, "mapped"), Text: shown(strings.Join(c.Remarks, "; "), maxMessage),
		}
		if s, ok := understood[c.Name]; ok {
			row.Sample = shown(s.Name, maxCell)
			if s.Value != s.Name {
				row.Result = shown(s.Value, maxCell)
			}
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

// samples returns a cell of each mapped column that became something, with what it became.
func samples(r *Run) map[string]Fact {
	list := map[string]Fact{}
	if r.Plan == nil {
		return list
	}
	for i, mapper := range r.Mappers {
		worker := mapper.Worker()
		for _, s := range r.Plan.Samples {
			if s.Row.Input != i || s.Row.Cells == nil && s.Row.JSON == nil {
				continue
			}
			worker.Load(mapping.Row{Cells: s.Row.Cells, JSON: s.Row.JSON})
			worker.Map()
			cells := map[string]string{}
			for at, name := range mapper.Columns() {
				cells[name] = worker.Cells()[at]
			}
			add := func(name string, values ...string) {
				if _, ok := list[name]; !ok && len(values) > 0 && cells[name] != "" {
					list[name] = Fact{cells[name], strings.Join(values, ", ")}
				}
			}
			for _, result := range worker.Results() {
				for k, v := range result.Values {
					result.Values[k] = say.Day(v)
				}
				for _, name := range result.Columns {
					add(name, result.Values...)
				}
			}
			for _, name := range keyColumns(r) {
				add(name, s.Key)
			}
		}
	}
	return list
}

func keyColumns(r *Run) (names []string) {
	if r.Mapping != nil {
		for _, name := range r.Mapping.Key.Columns {
			names = append(names, name.Text)
		}
	}
	return names
}

// HasSamples reports whether any column has a sample.
func (t columnTable) HasSamples() bool {
	return slices.ContainsFunc(t.Rows, func(r columnRow) bool { return r.Sample != "" })
}

// HasTexts reports whether any column has a text.
func (t columnTable) HasTexts() bool {
	return slices.ContainsFunc(t.Rows, func(r columnRow) bool { return r.Text != "" })
}
