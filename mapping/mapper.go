package mapping

import (
	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Mapper maps the rows of one input. It may be used concurrently; each
// goroutine takes a Worker of its own.
type Mapper struct {
	table *table
	width int // columns of the header: a longer row is torn

	key       key
	where     *vm.Program
	region    region
	names     names
	scalars   []scalar // but the names
	slots     []slot
	contactID *scalar
	createdBy *scalar
	fallback  []quo.Field
	nulls     map[string]bool   // words for nothing, folded; nil for none but the usual ones
	custom    []quo.CustomField // that the mapping feeds

	mapping *Mapping // that it was compiled of, with the columns and options, for ByKey
	columns Columns
	options CompileOptions

	drop        bool // an invalid value is left out, not the row
	notes       []Note
	fingerprint uint64
}

// origin is where a value comes from, compiled.
type origin struct {
	*Field
	field   string // what the mapping file calls the field, for errors
	name    string // the columns it is made of: "Mobile", "Company + Account"
	cols    []int
	program *vm.Program
	clear   bool // a blank cell clears
	limited bool // the mapping lists the values it allows
	several bool // it feeds a list
	drop    bool // an invalid value is left out, not the row
	unlink  bool // a link or an address beside a name is dropped
	null    values.Type
	words   []string // that mean something, although they may be words for nothing
	plain   bool     // one column, taken as it is: most are
	cell    int      // that column

	takesFalse bool // the false of JSON is a value, as in a custom field
}

// scalar feeds a field that holds one value.
type scalar struct {
	origin
	target       quo.Field
	def          *quo.CustomField // nil for a default field
	convert      converter        // nil for a text
	blankIsValue bool             // a boolean whose words have "" among them
}

// slot feeds a list.
type slot struct {
	origin
	target   quo.Field
	id       string // Slot.Name
	def      *quo.CustomField
	label    string
	labelCol int   // -1 for none
	before   []int // the slots before it that feed the same field

	valuePath, labelPath string // in the objects of a JSON list; "" for none
}

// names feed first and last name.
type names struct {
	first, last, full *scalar
	clearFirst        bool // a blank name clears
	clearLast         bool
}

// key is where the external key of a row comes from, compiled.
type key struct {
	names   []string
	cols    []int
	program *vm.Program
	text    string // of the expression
	derived bool
}

// region is the country of numbers without a country code, compiled.
type region struct {
	name   string // of the column
	col    int    // -1 for none
	postal bool   // the column is of a postal address
	other  string // for a blank column, as a code; "" for none
}

// Columns returns the columns that are mapped, in the order of the mapping: of
// fields, key, region and where.
func (m *Mapper) Columns() []string { return m.table.names }

// Unmapped returns the columns of the file that nothing uses.
func (m *Mapper) Unmapped() []string { return m.table.unmapped() }

// Position returns where a column stands in the file's header, from 0; -1 for
// one that the file does not have, and for JSON.
func (m *Mapper) Position(column string) int {
	if at, ok := m.table.index[column]; ok && !m.table.json {
		return at
	}
	return -1
}

// KeyDerived reports whether the key of a row is made of its number or email and its name.
func (m *Mapper) KeyDerived() bool { return m.key.derived }

// KeyColumns returns the columns that the key of a row is made of; none if it is derived or
// computed.
func (m *Mapper) KeyColumns() []string { return m.key.names }

// CustomFields returns the custom fields that the mapping feeds.
func (m *Mapper) CustomFields() []quo.CustomField { return m.custom }

// Notes returns what a person should know about how the mapping was understood.
func (m *Mapper) Notes() []Note { return m.notes }

// Fingerprint changes when the same cells may become another contact: with the
// mapping, the flags that bear on it, the formats that were found in the data,
// the normaliser, the phone metadata, and the custom fields that the mapping
// names. It does not depend on the order of the file's columns.
func (m *Mapper) Fingerprint() uint64 { return m.fingerprint }

// Note is how a column was understood, or what a person should know.
type Note struct {
	Column string // of the file; "" for a note about the whole
	Kind   string
	Field  string // what the column feeds, as the mapping file calls it
	Text   string // for a person
}

// The kinds of notes.
const (
	NoteMatched = "matched" // by the header alone
	NoteGuessed = "guessed" // by the data, or by a header that is not plain
	NoteLeft    = "left"    // the column is not imported, and why
	NotePreset  = "preset"  // the file is a known export
	NoteWarning = "warning"
)
