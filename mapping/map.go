package mapping

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Map turns the row into a contact, or says everything that is wrong with it.
// What it gives is the worker's: to be read, and valid until the next Load.
func (w *Worker) Map() *Mapped {
	m := w.mapOnce()
	if w.whole {
		return m
	}
	w.whole = true
	key, err := w.Key()
	m.Key = key
	switch {
	case err == nil, m.Skip: // a row that is left out is not gone
	case w.m.key.derived && len(m.Errors) > 0: // a key of a broken number, of which has been complained
	default:
		w.reject(*err)
	}
	return m
}

func (w *Worker) mapOnce() *Mapped {
	if w.done {
		return &w.mapped
	}
	w.done = true
	w.clear()
	if w.empty {
		w.skip("the row is empty")
		return &w.mapped
	}
	if w.torn > 0 {
		w.reject(FieldError{Kind: "row-too-long", Message: fmt.Sprintf(
			"the row has %d cells, the header %d: is there a separator in an unquoted cell?", w.torn, w.m.width)})
	}
	keep := w.passes()
	w.fields()
	if !keep {
		w.mapped.Errors, w.mapped.Warnings = w.mapped.Errors[:0], w.mapped.Warnings[:0]
		w.skip("left out by the mapping's \"where\"")
	}
	return &w.mapped
}

// clear empties what was mapped for the next row. Field by field: a new Mapped
// would be made beside it, and moved.
func (w *Worker) clear() {
	m := &w.mapped
	d := &m.Desired
	w.items, d.Scalars, d.Slots, d.ContactID, d.CreatedBy = w.items[:0], d.Scalars[:0], d.Slots[:0], "", ""
	m.Key, m.Skip, m.Reason, m.Errors, m.Warnings = "", false, "", m.Errors[:0], m.Warnings[:0]
}

func (w *Worker) skip(why string) { w.mapped.Skip, w.mapped.Reason = true, why }

func (w *Worker) reject(e FieldError) { w.mapped.Errors = append(w.mapped.Errors, e) }

// invalid notes a value that is not what its field takes, and says whether the
// row goes on without it.
func (w *Worker) invalid(e FieldError) {
	if w.m.drop {
		e.Message += "; the value is left out"
		w.mapped.Warnings = append(w.mapped.Warnings, e)
		return
	}
	w.reject(e)
}

// passes says whether "where" lets the row in.
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
		w.reject(FieldError{Field: "where", Kind: "expression", Message: `the expression of "where" gives no true or false`})
	}
	return yes || !ok
}

func (w *Worker) fields() {
	m := w.m
	d := &w.mapped.Desired
	first, last := w.fullName()
	for i := range m.scalars {
		w.scalar(&m.scalars[i])
	}
	for i := range m.slots {
		w.slot(&m.slots[i], &w.slots[i])
		d.Slots = w.slots[:i+1]
	}
	if m.contactID != nil {
		d.ContactID, _ = w.value(m.contactID)
	}
	if m.createdBy != nil {
		d.CreatedBy, _ = w.value(m.createdBy)
	}
	w.name(first, last)
}

// fullName gives first and last name of the row: their own columns, else both
// from the column that holds the whole name.
func (w *Worker) fullName() (first, last string) {
	n := &w.m.names
	if n.first != nil {
		first, _ = w.value(n.first)
	}
	if n.last != nil {
		last, _ = w.value(n.last)
	}
	if n.full == nil {
		return first, last
	}
	full, _ := w.value(n.full)
	switch {
	case first != "" || last != "" || full == "":
		return first, last
	case n.full.LastFirst:
		return headers.SplitLastFirst(full)
	}
	return headers.SplitName(full)
}

// name puts the names into the contact; where there are none, what the
// mapping's fallback says stands in for the first name.
func (w *Worker) name(first, last string) {
	if first != "" || last != "" {
		w.put(quo.FirstName, first, w.m.names.clearFirst)
		w.put(quo.LastName, last, w.m.names.clearLast)
		return
	}
	w.put(quo.LastName, "", w.m.names.clearLast)
	d := &w.mapped.Desired
	for _, f := range w.m.fallback {
		value := d.Text(f)
		if f == quo.Emails || f == quo.PhoneNumbers {
			value = firstItem(d, f)
		}
		if value != "" {
			d.Scalars = append(d.Scalars, Scalar{Field: quo.FirstName, Value: value, StandIn: true})
			return
		}
	}
	w.reject(FieldError{Field: string(quo.FirstName), Kind: "name-missing", Message: "the row has no name, and nothing that could stand in for one" + w.fallbackWords()})
}

func (w *Worker) put(f quo.Field, value string, orBlank bool) {
	if d := &w.mapped.Desired; value != "" || orBlank {
		d.Scalars = append(d.Scalars, Scalar{Field: f, Value: value})
	}
}

func (w *Worker) fallbackWords() string {
	words := map[quo.Field]string{quo.Company: "company", quo.Emails: "email", quo.PhoneNumbers: "phone number"}
	var list []string
	for _, f := range w.m.fallback {
		list = append(list, words[f])
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + either(list) + ")"
}

func (w *Worker) scalar(s *scalar) {
	value, state := w.value(s)
	if state == valueBlank && s.clear || state == valueThere {
		d := &w.mapped.Desired
		d.Scalars = append(d.Scalars, Scalar{Field: s.target, Value: value, Custom: s.def})
	}
}

// valueState is what became of a value.
type valueState uint8

const (
	valueThere valueState = iota
	valueBlank
	valueRefused // an error or a warning says why
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
	if values.Blank(raw) {
		if s.plain { // for others gather has seen to it
			raw = s.Default
		}
		if !s.blankIsValue && values.Blank(raw) {
			return w.blank(&s.origin)
		}
	}
	if s.limited && !w.allowed(&s.origin, column, raw) {
		return "", valueRefused
	}
	if s.convert == nil {
		return values.Text(raw), valueThere
	}
	value, err := s.convert(w, raw)
	if err != nil {
		w.invalid(FieldError{Column: column, Field: s.field, Value: raw, Kind: err.Kind, Message: err.Message})
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
	w.reject(FieldError{Column: o.name, Field: o.field, Kind: "required", Message: "is blank, and the mapping says that it is required"})
}

// allowed holds a value against the mapping's "allow", where it is limited.
func (w *Worker) allowed(o *origin, column, raw string) bool {
	if contains(o.Allow, values.Text(raw)) {
		return true
	}
	w.invalid(FieldError{Column: column, Field: o.field, Value: raw, Kind: "not-allowed", Message: "is not one of the values that the mapping allows: " + either(o.Allow)})
	return false
}

// one gives the one text of an origin that is not plain.
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
	w.invalid(FieldError{Column: column, Field: o.field, Value: w.shown(o), Kind: "several-values",
		Message: `holds several values, and the field one: say in the mapping join: ", " or which of them is meant`})
	return "", column, false
}

// shown is what the file has where an origin of several cells went wrong.
func (w *Worker) shown(o *origin) string {
	cells := make([]string, len(o.cols))
	for i, col := range o.cols {
		cells[i] = w.cells[col]
	}
	return strings.Join(cells, ", ")
}
