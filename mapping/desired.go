package mapping

import (
	"slices"

	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/quo"
)

// Desired is the contact that a row maps to, with only the fields that the
// mapping owns in this row. Values are in their canonical form: a phone number
// is E.164, a date is UTC in RFC 3339, a number is plain decimal.
//
// It is plain data that survives encoding/gob. No distinction is made between
// nil and empty lists.
type Desired struct {
	Scalars []Scalar
	Slots   []Slot

	ContactID string // the contact's id in Quo, if the file has it
	CreatedBy string // the user to create it for, "" for none
}

// Scalar is a field that holds one value. A field that is left as it is in
// Quo (a blank cell under "keep") is not among the scalars; "" clears it.
type Scalar struct {
	Field  quo.Field
	Value  string
	Custom *quo.CustomField // the definition of a custom field; nil for others

	// StandIn: the row has no name, and this value (company, email or number)
	// stands in for the first name. It must not replace a name that the contact
	// in Quo has.
	StandIn bool
}

// Text returns the value of a field that holds one; "" if it has none.
func (d *Desired) Text(f quo.Field) string {
	for i := range d.Scalars {
		if d.Scalars[i].Field == f {
			return d.Scalars[i].Value
		}
	}
	return ""
}

// Clone returns a copy that outlives the next row of the Worker that made d.
func (d *Desired) Clone() Desired {
	c := *d
	c.Scalars = slices.Clone(d.Scalars)
	c.Slots = slices.Clone(d.Slots)
	for i := range c.Slots {
		c.Slots[i].Items = slices.Clone(c.Slots[i].Items)
	}
	return c
}

// Slot is one line of the mapping that feeds a list, with what it holds in
// this row.
type Slot struct {
	Field quo.Field
	Name  string // identifies the line across runs: the column, not the label
	Items []quo.Item
	Keep  bool // what this slot put there before stays, beside Items
	// LeftOut is true where a value was invalid and left out; then Keep is true, as it is
	// of a blank under "keep".
	LeftOut bool
	Custom  *quo.CustomField // of a multi-select
}

// FieldError is what is wrong with one value of a row; in a warning, also what
// was done about it.
type FieldError struct {
	Column  string // the column as the file calls it
	Field   string // the field it feeds, as the mapping file calls it
	Value   string // as the file has it
	Kind    string // stable, for counting and for programs: "phone-too-short"
	Message string // without the value: `is too short for a US number`
	Drops   bool   // with --on-invalid drop the row would be imported without the value
}

// Error returns the message with column and value.
func (e *FieldError) Error() string {
	switch {
	case e.Column == "":
		return e.Message
	case e.Value == "":
		return e.Column + ": " + e.Message
	}
	return e.Column + ": " + phrase.Quote(e.Value) + " " + e.Message
}

// Mapped is one row, mapped.
type Mapped struct {
	Key      string
	Desired  Desired
	Skip     bool         // left out: by the mapping's "where", or because the row is empty
	Reason   string       // why it is skipped, for a person
	Errors   []FieldError // the row is rejected if there are any
	Warnings []FieldError
}
