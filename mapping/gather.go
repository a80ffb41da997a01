package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/vm"
	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
)

// plain returns the text of an origin that is one cell, as most are: what
// gather would, without a list, but for the default of a blank cell. It is not
// ok for other origins. The column is the origin's name.
func (w *Worker) plain(o *origin) (text string, ok bool) {
	if !o.plain || w.kinds[o.cell] != textCell {
		return "", false
	}
	text = w.cells[o.cell]
	if text != "" && (text[0] == '[' || text[0] == '{') {
		return "", false // it may be a list
	}
	return values.Unwrap(text), true
}

// nothing reports whether a text means nothing for an origin: it is blank, a word for
// nothing in its type, or one of the mapping's nulls. A word that the mapping accepts
// as a value is one.
func (w *Worker) nothing(o *origin, text string) bool {
	if !values.Nothing(text, o.null) && (w.m.nulls == nil || !w.m.nulls[foldNull(text)]) {
		return false
	}
	return len(o.words) == 0 || values.Blank(text) || !slices.Contains(o.words, values.Text(text))
}

// foldNull returns the form in which a text is compared with the mapping's nulls.
func foldNull(text string) string { return strings.ToLower(values.Text(text)) }

// gather returns the texts that an origin has in this row, none of them blank,
// and the column they are from. The list is reused by the next call. It is not
// ok if the origin could not be read, which has then been added to the errors.
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

// gatherColumns takes the first column that is not blank, or all of them if
// they are to be joined.
func (w *Worker) gatherColumns(o *origin) (column string, ok bool) {
	column = o.name
	for _, col := range o.cols {
		cell := values.Unwrap(w.cells[col])
		if w.nothing(o, cell) || w.kinds[col] == falseCell && !o.takesFalse {
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
		w.unexpectedObject(o, col, fmt.Sprintf("is an object: write which of its values is meant, such as %s.value", w.m.table.names[col]))
		return false
	}
	if list, ok := values.List(cell); ok && (o.several || len(list) < 2) {
		for _, item := range list {
			if !w.nothing(o, item) {
				w.parts = append(w.parts, item)
			}
		}
		return true
	}
	w.addText(o, cell)
	return true
}

// addText adds a text, split if the mapping has "split". What is joined is trimmed
// first, so that no two spaces meet.
func (w *Worker) addText(o *origin, s string) {
	switch {
	case len(o.Split) == 1:
		w.parts = values.AppendSplit(w.parts, s, o.Split[0])
	case len(o.Split) > 1:
		w.parts = append(w.parts, splitAll(s, o.Split)...)
	case o.Join != "":
		w.parts = append(w.parts, values.Text(s))
	default:
		w.parts = append(w.parts, s)
	}
}

// splitAll splits by every one of the separators.
func splitAll(s string, separators []string) []string {
	parts := []string{s}
	for _, sep := range separators {
		var next []string
		for _, part := range parts {
			next = values.AppendSplit(next, part, sep)
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
			w.unexpectedObject(o, col, fmt.Sprintf("is a list of objects or lists: write which of their values are meant, such as %s.#.value", w.m.table.names[col]))
			ok = false
			return false
		}
		if s := values.Unwrap(v.String()); v.Type != gjson.Null && !w.nothing(o, s) {
			w.addText(o, s)
		}
		return true
	})
	return ok
}

func (w *Worker) unexpectedObject(o *origin, col int, message string) {
	w.invalid(o, w.m.table.names[col], w.cells[col], "object-unexpected", message)
}

func (w *Worker) gatherExpr(o *origin) bool {
	parts, problem := w.run(o.program)
	if problem != "" {
		w.reject(FieldError{Column: o.name, Field: o.field, Kind: "expression", Message: "the expression of " + o.field + " fails: " + problem})
		return false
	}
	for _, part := range parts {
		if !w.nothing(o, part) {
			w.addText(o, part)
		}
	}
	return true
}

// run evaluates an expression. Its result becomes texts: nothing for nil, one
// for a value, several for a list.
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
				return nil, fmt.Sprintf("it returns a list with a %T in it", element)
			}
			parts = append(parts, s)
		}
		return parts, ""
	case []string:
		return v, ""
	}
	s, ok := scalarText(result)
	if !ok {
		return nil, fmt.Sprintf("it returns a %T, not a text, a number, a boolean or a list of them", result)
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

// passes reports whether "where" lets the row in.
func (w *Worker) passes() bool {
	if w.m.where == nil {
		return true
	}
	result, err := w.program.Run(w.m.where, w.env)
	if err != nil {
		w.reject(FieldError{Field: "where", Kind: "expression", Message: `the expression of "where" fails: ` + plain(err).Error()})
		return true
	}
	yes, ok := result.(bool)
	if !ok {
		w.reject(FieldError{Field: "where", Kind: "expression", Message: `the expression of "where" returns neither true nor false`})
	}
	return yes || !ok
}

// valueState is what became of a value.
type valueState uint8

const (
	valueThere valueState = iota
	valueBlank
	valueRefused // with an error or a warning
)

// value reads the one value of a field.
func (w *Worker) value(s *scalar) (string, valueState) {
	raw, ok := w.plain(&s.origin)
	column := s.name
	if !ok {
		if raw, column, ok = w.one(&s.origin); !ok {
			return "", valueRefused
		}
	}
	if w.nothing(&s.origin, raw) {
		if s.plain { // gather does it for the others
			raw = s.Default
		}
		if !s.blankIsValue && values.Blank(raw) {
			return w.blank(&s.origin)
		}
	}
	if s.limited && !w.allowed(&s.origin, column, raw) {
		return "", valueRefused
	}
	if s.unlink {
		raw = values.UnlinkName(raw)
	}
	if s.convert == nil {
		return values.Text(raw), valueThere
	}
	value, err := s.convert(raw)
	if err != nil {
		w.invalid(&s.origin, column, raw, err.Kind, err.Message)
		return "", valueRefused
	}
	if value == "" { // 0/0/00 is a way to write no date
		return w.blank(&s.origin)
	}
	return value, valueThere
}

func (w *Worker) blank(o *origin) (string, valueState) {
	if o.Required {
		w.required(o)
		return "", valueRefused
	}
	return "", valueBlank
}

func (w *Worker) required(o *origin) {
	w.reject(FieldError{Column: o.name, Field: o.field, Kind: "required", Message: "is blank, but required by the mapping"})
}

// allowed reports whether the mapping's "allow" has the value.
func (w *Worker) allowed(o *origin, column, raw string) bool {
	if slices.Contains(o.Allow, values.Text(raw)) {
		return true
	}
	w.invalid(o, column, raw, "not-allowed", "is not one of the values that the mapping allows: "+phrase.Either(o.Allow))
	return false
}

// one returns the one text of an origin that is not plain.
func (w *Worker) one(o *origin) (raw, column string, ok bool) {
	parts, column, ok := w.gather(o)
	switch {
	case !ok || len(parts) == 0:
		return "", column, ok
	case len(parts) == 1:
		return parts[0], column, true
	case o.Join != "":
		return strings.Join(parts, o.Join), column, true
	}
	cells := make([]string, len(o.cols))
	for i, col := range o.cols {
		cells[i] = w.cells[col]
	}
	w.invalid(o, column, strings.Join(cells, ", "), "several-values",
		`holds several values, and the field one: write in the mapping join: ", " or which of them is meant`)
	return "", column, false
}
