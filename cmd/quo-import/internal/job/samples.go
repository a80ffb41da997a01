package job

import (
	"context"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// ColumnSample shows what becomes of a column: which field it feeds, and some of its
// values with their results, as the mapping has it now.
type ColumnSample struct {
	Column string
	Field  string // that it feeds, as Answer takes it; "" for none
	Shared bool   // the field is made of several columns, or by an expression
	Key    bool   // it is the key of a row, or a part of it
	Values []Sample
}

// Sample is a value of a column with what it becomes.
type Sample struct {
	Raw     string
	Result  string // "" if it becomes nothing, or if no field takes it
	Problem string // why it is refused, without the value; "" if it is not
}

// ColumnSamples returns the columns of the first file in its order, each with at most
// most of the values of the first rows. If one of them is refused, it is among them.
func (j *Job) ColumnSamples(most int) []ColumnSample {
	c := j.columns[0]
	var list []ColumnSample
	for i, name := range c.Unique() {
		s := ColumnSample{Column: name, Key: slices.ContainsFunc(j.Mapping.Key.Columns, func(n mapping.Name) bool { return n.Text == name })}
		field, custom := j.feeds(name)
		var w *mapping.Worker
		if field != nil {
			s.Field, s.Shared = field.Target, len(field.Columns) != 1
			w = j.workerOf(field, custom)
		} else if j.Mapping.Region.Column.Text == name {
			s.Field = regionWord
		}
		s.Values = j.samplesOf(i, name, w, most)
		list = append(list, s)
	}
	return list
}

// CountValues returns how many rows the first file has, and how many cells of each column
// are not blank. It is for a job with open decisions: a plan counts by itself. JSON is not
// counted.
func (j *Job) CountValues(ctx context.Context) (rows int, filled map[string]int, err error) {
	if j.columns[0].JSON {
		return -1, nil, nil
	}
	names := j.columns[0].Unique()
	counts := make([]int, len(names))
	for row, err := range readable(ctx, j.Files[0].Rows) {
		if err != nil {
			return -1, nil, err
		}
		rows++
		for i := range min(len(row.Cells), len(counts)) {
			if !values.Blank(row.Cells[i]) {
				counts[i]++
			}
		}
	}
	filled = map[string]int{}
	for i, name := range names {
		filled[name] = counts[i]
	}
	return rows, filled, nil
}

// feeds returns the field that takes the value of a column, nil for none.
func (j *Job) feeds(column string) (field *mapping.Field, custom bool) {
	is := func(n mapping.Name) bool { return n.Text == column }
	for k, fields := range [][]mapping.Field{j.Mapping.Contact, j.Mapping.Custom} {
		for i := range fields {
			if f := &fields[i]; slices.ContainsFunc(f.Columns, is) || slices.ContainsFunc(f.Expr.Names(), is) {
				return f, k == 1
			}
		}
	}
	return nil, false
}

// workerOf returns a worker that maps nothing but one field; nil if that is not possible
// before a decision is made.
func (j *Job) workerOf(f *mapping.Field, custom bool) *mapping.Worker {
	m := mapping.Mapping{Region: j.Mapping.Region, Nulls: j.Mapping.Nulls, Key: mapping.Key{Derived: true}, Fallback: []quo.Field{}}
	if custom {
		m.Custom = []mapping.Field{*f}
	} else {
		m.Contact = []mapping.Field{*f}
	}
	mapper, err := m.Compile(j.columns[0], j.compileOptions())
	if err != nil {
		return nil
	}
	return mapper.Worker()
}

// samplesOf returns values of a column, each once, with their results. w is nil if no
// field takes them.
func (j *Job) samplesOf(at int, column string, w *mapping.Worker, most int) []Sample {
	texts := j.texts(at, column)
	var list []Sample
	seen := map[string]bool{}
	refused := false
	for i := range j.first {
		raw := texts(i)
		if raw == "" || seen[raw] {
			continue
		}
		seen[raw] = true
		s := Sample{Raw: raw}
		if w != nil {
			s.Result, s.Problem = become(w, j.first[i])
		}
		switch {
		case len(list) < most:
			list = append(list, s)
		case s.Problem != "" && !refused:
			list[most-1] = s
		}
		if refused = refused || s.Problem != ""; len(list) == most && (refused || w == nil) {
			break
		}
	}
	return list
}

// texts returns a function that returns what a column has in one of the first rows.
func (j *Job) texts(at int, column string) func(row int) string {
	if !j.columns[0].JSON {
		return func(row int) string {
			if cells := j.first[row].Cells; at < len(cells) {
				return strings.TrimSpace(cells[at])
			}
			return ""
		}
	}
	s, err := mapping.NewSampler(&mapping.Mapping{}, j.columns[0], []mapping.Field{{Target: string(quo.Company), Columns: []mapping.Name{{Text: column}}}})
	if err != nil {
		return func(int) string { return "" }
	}
	return func(row int) string {
		if !s.Load(j.first[row]) {
			return ""
		}
		return strings.Join(s.Texts(0), ", ")
	}
}

// become returns what a field has of a row, or why it is refused.
func become(w *mapping.Worker, row mapping.Row) (result, problem string) {
	w.Load(row)
	m := w.Map()
	for _, e := range m.Errors {
		if e.Kind != "name-missing" && e.Kind != "key-missing" { // of the row, which has other fields
			return "", e.Message
		}
	}
	var parts []string
	for _, s := range m.Desired.Scalars {
		if !s.StandIn && s.Value != "" {
			parts = append(parts, say.Day(s.Value))
		}
	}
	for _, s := range m.Desired.Slots {
		for _, item := range s.Items {
			parts = append(parts, item.Value)
		}
	}
	return strings.Join(parts, " · "), ""
}
