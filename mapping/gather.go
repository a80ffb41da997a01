package mapping

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/vm"
	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/mapping/values"
)

// gather gives the texts that an origin has in this row, none of them blank,
// and the column they are from. The list is reused by the next call. It is not
// ok where the origin could not be read, which has then been said.
func (w *Worker) gather(o *origin) (parts []string, column string, ok bool) {
	w.parts = w.parts[:0]
	switch {
	case o.program != nil:
		column, ok = o.name, w.gatherExpr(o)
	case o.Value != nil:
		w.parts, ok = append(w.parts, *o.Value), true // also one that is ""
	default:
		column, ok = w.gatherColumns(o)
	}
	if len(w.parts) == 0 && o.Default != "" && ok {
		w.parts = append(w.parts, o.Default)
	}
	return w.parts, column, ok
}

// plain gives the text of an origin that is one cell, as most are: what gather
// would without a list, but for the default of a blank one. It is not ok for
// others. The column is the origin's name.
func (w *Worker) plain(o *origin) (text string, ok bool) {
	if !o.plain || w.kinds[o.cell] != textCell {
		return "", false
	}
	return w.cells[o.cell], true
}

// gatherColumns takes the first column that is not blank, or all of them where
// they are to be joined.
func (w *Worker) gatherColumns(o *origin) (column string, ok bool) {
	column = o.name
	for _, col := range o.cols {
		cell := w.cells[col]
		if values.Blank(cell) {
			continue
		}
		if column == o.name {
			column = w.m.table.names[col]
		}
		if !w.addCell(o, col, cell) {
			return column, false
		}
		if o.Join == "" && len(w.parts) > 0 {
			break
		}
	}
	return column, true
}

func (w *Worker) addCell(o *origin, col int, cell string) bool {
	switch w.kinds[col] {
	case listCell:
		return w.addList(o, col, cell)
	case objectCell:
		w.invalid(FieldError{Column: w.m.table.names[col], Field: o.field, Value: cell, Kind: "object-unexpected",
			Message: fmt.Sprintf("is an object: say which of its values is meant, such as %s.value", w.m.table.names[col])})
		return false
	}
	w.addText(o, cell)
	return true
}

// addText adds a text, split where the mapping says so. What is joined is
// trimmed first, so that no two spaces meet.
func (w *Worker) addText(o *origin, s string) {
	switch {
	case len(o.Split) == 1 && strings.IndexByte(s, '"') < 0:
		w.split(s, o.Split[0])
	case len(o.Split) > 0:
		w.parts = append(w.parts, splitAll(s, o.Split)...)
	case o.Join != "":
		w.parts = append(w.parts, values.Text(s))
	default:
		w.parts = append(w.parts, s)
	}
}

// split is values.Split without its list, for the cells without quotes that
// nearly all are.
func (w *Worker) split(s, sep string) {
	before := len(w.parts)
	for more := true; more; {
		var part string
		part, s, more = strings.Cut(s, sep)
		if part = values.Text(part); part != "" && !contains(w.parts[before:], part) {
			w.parts = append(w.parts, part)
		}
	}
}

// splitAll splits by every one of the separators.
func splitAll(s string, separators []string) []string {
	parts := []string{s}
	for _, sep := range separators {
		var next []string
		for _, part := range parts {
			next = append(next, values.Split(part, sep)...)
		}
		parts = next
	}
	return parts
}

// addList adds the values of a JSON list.
func (w *Worker) addList(o *origin, col int, cell string) bool {
	ok := true
	gjson.Parse(cell).ForEach(func(_, v gjson.Result) bool {
		if v.IsObject() || v.IsArray() {
			w.invalid(FieldError{Column: w.m.table.names[col], Field: o.field, Value: cell, Kind: "object-unexpected",
				Message: fmt.Sprintf("is a list of objects or lists: say which of their values are meant, such as %s.#.value", w.m.table.names[col])})
			ok = false
			return false
		}
		if s := v.String(); v.Type != gjson.Null && !values.Blank(s) {
			w.addText(o, s)
		}
		return true
	})
	return ok
}

func (w *Worker) gatherExpr(o *origin) bool {
	parts, problem := w.run(o.program)
	if problem != "" {
		w.reject(FieldError{Column: o.name, Field: o.field, Kind: "expression", Message: "the expression of " + o.field + " fails: " + problem})
		return false
	}
	for _, part := range parts {
		if !values.Blank(part) {
			w.addText(o, part)
		}
	}
	return true
}

// run evaluates an expression. What it gives becomes texts: nothing for nil,
// one for a value, several for a list.
func (w *Worker) run(program *vm.Program) (parts []string, problem string) {
	result, err := w.program.Run(program, w.env)
	if err != nil {
		return nil, plain(err).Error()
	}
	switch v := result.(type) {
	case []any:
		for _, element := range v {
			s, ok := scalarText(element)
			if !ok {
				return nil, fmt.Sprintf("it gives a list with a %T in it", element)
			}
			parts = append(parts, s)
		}
		return parts, ""
	case []string:
		return v, ""
	}
	s, ok := scalarText(result)
	if !ok {
		return nil, fmt.Sprintf("it gives a %T, not a text, a number, a boolean or a list of them", result)
	}
	return []string{s}, ""
}

func scalarText(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int:
		return strconv.Itoa(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return "", false
}

// label gives the name of an item in this row.
func (w *Worker) label(s *slot) string {
	if s.labelCol < 0 {
		return s.label
	}
	return cmp.Or(cleanLabel(w.cells[s.labelCol]), s.label)
}

// cleanLabel takes off the star by which Google marks the first of several.
func cleanLabel(raw string) string {
	label := values.Text(raw)
	if rest, starred := strings.CutPrefix(label, "*"); starred {
		label = strings.TrimSpace(rest)
	}
	return label
}
