package mapping

import (
	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Worker maps one row at a time: Load it, then call Key, Hash or Map. It reuses
// its memory, so what it returns is valid until the next Load; see
// Desired.Clone. It must not be used concurrently.
type Worker struct {
	m      *Mapper
	cells  []string // of the mapped columns, in the mapping's order
	kinds  []cellKind
	unread []int  // columns of the file, from 1, whose values it does not hold
	torn   int    // how many cells the row has, if one beyond the header is not blank; 0 for none
	empty  bool   // no cell of the row holds anything
	key    string // if set, the key of the row

	program vm.VM
	env     map[string]any
	json    *extractor
	regions map[string]string // country codes by the values of region columns
	faxes   map[string]bool   // labels of numbers, and whether they are those of a fax
	hashing []byte
	parts   []string
	size    int // bytes of the row, while an expression works on it
	worked  int // what expressions have gone through in this row (maxWork)

	region      string // of this row
	regionKnown bool
	regionCell  string // the value of the region column, if it is no country

	done   bool // the fields are mapped
	whole  bool // the key, too
	mapped Mapped
	items  []quo.Item
	slots  []Slot // of the mapper, to be filled: a row brings items only

	// Of the slot that is being read:
	begin   int // where its items begin
	repeats int // values that the contact has already

	noPhones int // numbers of a slot that are no telephones
}

// Worker returns a new worker.
func (m *Mapper) Worker() *Worker {
	n := len(m.table.names)
	w := &Worker{m: m, cells: make([]string, n), kinds: make([]cellKind, n), regions: map[string]string{}, faxes: map[string]bool{}}
	w.env = map[string]any{cellsName: w.cells, workName: w.work}
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
	w.done, w.whole, w.regionKnown, w.torn, w.unread, w.key, w.worked = false, false, false, 0, row.Unread, row.Key, 0
	if w.json != nil {
		w.json.load(row.JSON, w.cells, w.kinds)
		w.empty = false
		return
	}
	for i, at := range w.m.table.at {
		var cell string
		if at < len(row.Cells) {
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

// Cells returns the mapped cells of the row, in the order of Mapper.Columns:
// the text as the file has it, of JSON lists and objects the JSON.
func (w *Worker) Cells() []string { return w.cells }

func (w *Worker) reject(e FieldError) { w.mapped.Errors = append(w.mapped.Errors, e) }

func (w *Worker) warn(e FieldError) { w.mapped.Warnings = append(w.mapped.Warnings, e) }

// invalid adds a value that is not what its field takes: an error, or a warning
// if the row goes on without it.
func (w *Worker) invalid(o *origin, column, value, kind, message string) {
	e := FieldError{Column: column, Field: o.field, Value: value, Kind: kind, Message: message}
	if o.drop {
		e.Message += "; the value is left out"
		w.warn(e)
		return
	}
	e.Drops = true
	w.reject(e)
}
