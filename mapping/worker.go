package mapping

import (
	"strings"

	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Worker maps one row at a time: Load it, then ask. It reuses its memory, so
// what it gives is valid until the next Load; see Desired.Clone. It must not be
// used concurrently.
type Worker struct {
	m     *Mapper
	cells []string // of the mapped columns, in the mapping's order
	kinds []cellKind
	torn  int  // cells of the row beyond the header that are not blank: how many it has; 0 for none
	empty bool // no cell of the row holds anything

	program vm.VM
	env     map[string]any
	json    *extractor
	regions map[string]string // of what region columns say
	hashing []byte
	parts   []string
	text    []byte // a value, before it is one of texts
	texts   texts

	region      string // of this row
	regionKnown bool
	strange     string // what the region column says, where that is no country

	done   bool // the fields are mapped
	whole  bool // the key, too
	mapped Mapped
	items  []quo.Item
	slots  []Slot // of the mapper, to be filled: a row brings items only

	// Of the slot that is being read:
	begin   int // where its items begin
	repeats int // values that the contact has already
}

// cellKind tells a text from the lists and objects of JSON.
type cellKind uint8

const (
	textCell cellKind = iota
	listCell
	objectCell
)

// Worker gives a new worker.
func (m *Mapper) Worker() *Worker {
	n := len(m.table.names)
	w := &Worker{m: m, cells: make([]string, n), kinds: make([]cellKind, n), regions: map[string]string{}}
	w.env = map[string]any{cellsName: w.cells}
	for i := range m.slots {
		s := &m.slots[i]
		w.slots = append(w.slots, Slot{Field: s.target, Name: s.id, Custom: s.def})
	}
	if m.table.json {
		w.json = newExtractor(m.table.names)
	}
	return w
}

// Load takes a row. It keeps the strings of the row, not the slices.
func (w *Worker) Load(row Row) {
	w.done, w.whole, w.regionKnown, w.torn = false, false, false, 0
	if w.json != nil {
		w.json.load(row.JSON, w.cells, w.kinds)
		w.empty = false
		return
	}
	for i, at := range w.m.table.at {
		var cell string
		if at >= 0 && at < len(row.Cells) {
			cell = row.Cells[at]
		}
		w.cells[i] = cell
	}
	if len(row.Cells) > w.m.width && !allBlank(row.Cells[w.m.width:]) {
		w.torn = len(row.Cells)
	}
	w.empty = allBlank(w.cells) && allBlank(row.Cells)
}

func allBlank(cells []string) bool {
	for _, cell := range cells {
		if !values.Blank(cell) {
			return false
		}
	}
	return true
}

// Cells are the mapped cells of the row, in the order of Mapper.Columns: the
// text as the file has it, of JSON lists and objects the JSON.
func (w *Worker) Cells() []string { return w.cells }

// Key is the external key of the row. Where the key is derived the row is
// mapped first; otherwise this is cheap.
func (w *Worker) Key() (string, *FieldError) {
	k := &w.m.key
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
	if w.kinds[col] != textCell {
		return "", &FieldError{Column: k.names[i], Field: "key", Value: w.cells[col], Kind: "key-list", Message: "is a list: a key is one value"}
	}
	text := values.Key(w.cells[col])
	if text == "" {
		return "", &FieldError{Column: k.names[i], Field: "key", Kind: "key-missing", Message: "is blank: without its key the row cannot be recognised in the next run"}
	}
	return text, nil
}

// keySeparator stands between the parts of a key of several columns. A part
// that has it, or a backslash, has a backslash put before it, so that
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
		return "", &FieldError{Field: "key", Kind: "key-list", Message: "the expression of the key gives a list: a key is one value"}
	}
	if len(parts) == 0 || values.Key(parts[0]) == "" {
		return "", &FieldError{Field: "key", Kind: "key-missing", Message: "the expression of the key gives nothing: without its key the row cannot be recognised in the next run"}
	}
	return values.Key(parts[0]), nil
}

// derivedKey knows a contact by its first number, else its first email,
// together with the name, so that people who share a line stay two.
func (w *Worker) derivedKey() (string, *FieldError) {
	d := &w.mapOnce().Desired
	anchor := firstItem(d, quo.PhoneNumbers)
	if anchor == "" {
		anchor = values.CanonicalEmail(firstItem(d, quo.Emails))
	}
	if anchor == "" {
		return "", &FieldError{Field: "key", Kind: "key-missing",
			Message: "the row has neither a phone number nor an email to recognise it by in the next run: say in the mapping which column is the key"}
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
