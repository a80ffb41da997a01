package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Map turns the row into a contact, or finds everything that is wrong with it.
// The result is the worker's: to be read, and valid until the next Load.
func (w *Worker) Map() *Mapped {
	m := w.mapOnce()
	if w.whole {
		return m
	}
	w.whole = true
	key, err := w.Key()
	m.Key = key
	switch {
	case err == nil, m.Skip: // a row that is left out is not missing
	case w.m.key.derived && len(m.Errors) > 0: // the errors of the number are enough
		for i := range m.Errors {
			m.Errors[i].Drops = false // without the number the row has no key
		}
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
	for i, at := range w.m.table.at {
		if slices.Contains(w.unread, at+1) {
			w.reject(FieldError{Column: w.m.table.names[i], Kind: "formula-no-result",
				Message: "holds a formula whose result is not in the file: open the workbook in a spreadsheet, save it, and import that"})
		}
	}
	if w.empty && len(w.mapped.Errors) == 0 {
		w.skip("the row is empty")
		return &w.mapped
	}
	if w.repeatsHeader() {
		w.skip("the row has the names of the columns")
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

// repeatsHeader reports whether the row is the header again, as in files that were put one
// behind the other.
func (w *Worker) repeatsHeader() bool {
	if w.json != nil || len(w.cells) < 2 {
		return false
	}
	for i, name := range w.m.table.names {
		if w.cells[i] != name {
			return false
		}
	}
	return true
}

// clear empties what was mapped for the next row, field by field: a new Mapped
// would be copied.
func (w *Worker) clear() {
	m := &w.mapped
	d := &m.Desired
	w.items, d.Scalars, d.Slots, d.ContactID, d.CreatedBy = w.items[:0], d.Scalars[:0], d.Slots[:0], "", ""
	m.Key, m.Skip, m.Reason, m.Errors, m.Warnings = "", false, "", m.Errors[:0], m.Warnings[:0]
}

func (w *Worker) skip(why string) { w.mapped.Skip, w.mapped.Reason = true, why }

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

// fullName returns first and last name of the row: of their own columns, else
// both of the column that holds the whole name.
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
		return fullname.SplitLastFirst(full)
	}
	return fullname.Split(full)
}

// name puts the names into the contact; if there are none, the first value of
// the mapping's fallback stands in for the first name.
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
	return " (" + phrase.Either(list) + ")"
}

func (w *Worker) scalar(s *scalar) {
	value, state := w.value(s)
	if state == valueBlank && s.clear || state == valueThere {
		d := &w.mapped.Desired
		d.Scalars = append(d.Scalars, Scalar{Field: s.target, Value: value, Custom: s.def})
	}
}

// Key returns the external key of the row. If the key is derived the row is
// mapped first; otherwise this is cheap.
func (w *Worker) Key() (string, *FieldError) {
	k := &w.m.key
	if w.key != "" {
		return w.key, nil
	}
	if k.derived {
		return w.derivedKey()
	}
	var text string
	var err *FieldError
	switch {
	case k.program != nil:
		text, err = w.exprKey()
	case len(k.cols) == 1:
		text, err = w.keyPart(0)
	default:
		text, err = w.compositeKey()
	}
	if err != nil {
		return "", err
	}
	return values.ShortenKey(text), nil
}

func (w *Worker) keyPart(i int) (string, *FieldError) {
	k := &w.m.key
	col := k.cols[i]
	if kind := w.kinds[col]; kind == listCell || kind == objectCell {
		return "", &FieldError{Column: k.names[i], Field: "key", Value: w.cells[col], Kind: "key-list", Message: "is a list: a key is one value"}
	}
	text := values.Key(values.Unwrap(w.cells[col]))
	if text == "" { // a key is opaque: "-" and "null" are ones, too
		return "", &FieldError{Column: k.names[i], Field: "key", Kind: "key-missing", Message: "is blank: without its key the row cannot be recognised in the next run"}
	}
	return text, nil
}

// keySeparator stands between the parts of a key of several columns. In a part
// it and the backslash are escaped by a backslash, so that
// ("a|b", "c") and ("a", "b|c") stay two.
const keySeparator = "|"

func (w *Worker) compositeKey() (string, *FieldError) {
	var b strings.Builder
	for i := range w.m.key.cols {
		part, err := w.keyPart(i)
		if err != nil {
			return "", err
		}
		if i > 0 {
			b.WriteString(keySeparator)
		}
		if strings.ContainsAny(part, `|\`) {
			part = strings.NewReplacer(`\`, `\\`, `|`, `\|`).Replace(part)
		}
		b.WriteString(part)
	}
	return b.String(), nil
}

func (w *Worker) exprKey() (string, *FieldError) {
	k := &w.m.key
	parts, err := w.run(k.program)
	if err != "" {
		return "", &FieldError{Field: "key", Kind: "expression", Message: "the expression of the key fails: " + err}
	}
	if len(parts) > 1 {
		return "", &FieldError{Field: "key", Kind: "key-list", Message: "the expression of the key returns a list: a key is one value"}
	}
	if len(parts) == 0 || values.Key(parts[0]) == "" {
		return "", &FieldError{Field: "key", Kind: "key-missing", Message: "the expression of the key returns nothing: without its key the row cannot be recognised in the next run"}
	}
	return values.Key(parts[0]), nil
}

// derivedKey is made of the first number, else the first email, and the name,
// so that people who share a line stay two.
func (w *Worker) derivedKey() (string, *FieldError) {
	d := &w.mapOnce().Desired
	anchor := firstItem(d, quo.PhoneNumbers)
	if anchor == "" {
		anchor = values.CanonicalEmail(firstItem(d, quo.Emails))
	}
	if anchor == "" {
		return "", &FieldError{Field: "key", Kind: "key-missing",
			Message: "the row has neither a phone number nor an email to recognise it by in the next run: write in the mapping which column is the key"}
	}
	name := values.NormaliseName(d.Text(quo.FirstName) + " " + d.Text(quo.LastName))
	return values.ShortenKey(strings.TrimSpace(anchor + " " + name)), nil
}

func firstItem(d *Desired, f quo.Field) string {
	for i := range d.Slots {
		if d.Slots[i].Field == f && len(d.Slots[i].Items) > 0 {
			return d.Slots[i].Items[0].Value
		}
	}
	return ""
}
