package mapping

import "github.com/quo-import/quo-import/quo"

// Mapping is a mapping file, as it says it: which column feeds which field.
// The reference of its keys is docs/mapping.md. What it leaves open (which
// column is the key, how a date column reads) is decided over the data by a
// Profile.
//
// A Mapping is plain data. It may be used concurrently as long as nobody
// changes it.
type Mapping struct {
	File   string // where it came from, for error messages
	Preset string // the known export it was proposed from, "" for none

	Source   string // "" where it is not said
	Key      Key
	KeyHints []string // of a preset: columns that may be the key while it is open
	Region   Region
	Where    Expr // rows for which it is false are left out; zero: none
	Contact  []Field
	Custom   []Field
	Fallback []quo.Field // what stands in for a missing name; nil: company, email, phone
	Options  []Option
}

// defaultFallback says what stands in for a first name where a row has neither
// a first nor a last one: the API takes no contact without a name (QUO_API,
// "The contact").
var defaultFallback = []quo.Field{quo.Company, quo.Emails, quo.PhoneNumbers}

// Pos is a place in a mapping file, counted from 1. The zero Pos is no place.
type Pos struct{ Line, Column int }

// Name is a column's name together with the place that names it.
type Name struct {
	Pos
	Text string
}

// Key says where the external key of a row comes from. At most one of Columns,
// Expr and Derived is set; none of them leaves it open.
type Key struct {
	Pos
	Columns []Name // joined where there are several
	Expr    Expr
	Derived bool // from the first number, else email, with the name
}

// Open says whether the key is yet to be chosen.
func (k Key) Open() bool { return len(k.Columns) == 0 && k.Expr.Text == "" && !k.Derived }

// Region says which country's numbers are meant where a number has no country
// code: the column of the row, else the default; neither is ever guessed.
type Region struct {
	Pos
	Column  Name
	Default string // a code or a country's name, as it was written
}

// Expr is an expression of the mapping file.
type Expr struct {
	Pos
	Text string
}

// Field is one line of the mapping: where the value of a field comes from and
// how it is to be read. Exactly one of Columns, Expr and Value is its origin.
//
// Mapper.Fingerprint hashes its JSON form: the names and the order of the
// fields must stay, and a new one must be left out where it is zero.
type Field struct {
	Pos
	Target string // a contact key ("phoneNumbers"), or a custom field's name or key

	Columns []Name
	Expr    Expr
	Value   *string // a constant

	Join     string   // joins what several columns or parts give; "" takes the first that is not blank
	Split    []string // separators of several values in one cell
	Label    Label    // the name of the item, for phone numbers and emails
	Default  string   // where the cell is blank
	Required bool     // a blank value is an error
	Allow    []string // the only values that are taken
	Blank    string   // "keep", "clear", or "" for what --blank says

	LastFirst bool // a whole name that begins with the last one: "Okafor Maya"

	Type     quo.FieldType // of a custom field, where there is no catalogue to ask
	Format   []string      // of a number; of dates, in the order in which they are tried
	Timezone string        // of dates with a time
	True     []string      // what a boolean column calls true
	False    []string      // and false
}

// Label is the name of a phone number or an email: a text, or what a column
// says, with the text where that is blank.
type Label struct {
	Column Name
	Text   string
}

// Option is one entry of "options": a flag's name and its value.
type Option struct {
	Pos
	Name, Value string
}

// fullName is the contact key of a column that holds the whole name. It gives
// first and last name where neither has a value of its own.
const fullName = "fullName"

// The other keys of "contact" that are no field of a contact.
const (
	contactID = "contactId"
	createdBy = "createdByUserId"
)
