package mapping

import "github.com/quo-import/quo-import/quo"

// Mapping is a mapping file: which column feeds which field. docs/mapping.md
// is the reference of its keys. What it leaves open (which column is the key,
// how a date column reads) is decided over the data by propose.Profile.
//
// A Mapping is plain data. It may be used concurrently as long as nobody
// changes it.
type Mapping struct {
	File   string // where it came from, for error messages
	Preset string // the known export it was proposed from, "" for none

	Source   string // "" if the file names none
	Key      Key
	KeyHints []string // of a preset: columns that may be the key while it is open
	Region   Region
	Where    Expr // rows for which it is false are left out; zero for none
	Contact  []Field
	Custom   []Field
	Nulls    []string    // words that mean nothing in any column, besides the usual ones
	Fallback []quo.Field // what stands in for a missing name; nil for company, email, phone
	Options  []Option
}

// defaultFallback is what stands in for the first name of a row that has
// neither a first nor a last one: the API accepts no contact without a name
// (docs/quo-api.md, "The contact").
var defaultFallback = []quo.Field{quo.Company, quo.Emails, quo.PhoneNumbers}

// Key is where the external key of a row comes from. At most one of Columns,
// Expr and Derived is set; with none of them the key is open.
type Key struct {
	Pos
	Columns []Name // joined if there are several
	Expr    Expr
	Derived bool // from the first number, else email, with the name
}

// Open reports whether the key is yet to be chosen.
func (k Key) Open() bool { return len(k.Columns) == 0 && k.Expr.Text == "" && !k.Derived }

// Region is the country of the numbers that have no country code: that of the
// row's column, else the default. Neither is ever guessed.
type Region struct {
	Column  Name
	Postal  bool   // the column is of a postal address, which need not be where a number is
	Default string // a code or a country's name, as it was written
}

// noRegion is the region of those who want numbers without a country code
// rejected.
const noRegion = "none"

// Expr is an expression of the mapping file.
type Expr struct {
	Pos
	Text string
}

// Field is one line of the mapping: where the value of a field comes from and
// how it is read. Exactly one of Columns, Expr and Value is its origin.
//
// Mapper.Fingerprint hashes its JSON form: the names and the order of the
// fields must stay, and a new one must be left out if it is zero.
type Field struct {
	Pos
	Target string // a contact key ("phoneNumbers"), or a custom field's name or key

	Columns []Name
	Expr    Expr
	Value   *string // a constant

	Join     string   // between the values of several columns or parts; "" takes the first that is not blank
	Split    []string // separators of several values in one cell
	Label    Label    // the name of the item, for phone numbers and emails
	Default  string   // for a blank cell
	Required bool     // a blank value is an error
	Allow    []string // the only values that are accepted
	Blank    string   // "keep", "clear", or "" for the value of --blank

	OnInvalid string `json:",omitempty"` // "reject", "drop", or "" for the value of --on-invalid

	LastFirst bool // a whole name that begins with the last one: "Okafor Maya"

	Type     quo.FieldType // of a custom field, if there is no catalogue
	Format   []string      // of a number; of dates, in the order in which they are tried
	Timezone string        // of dates with a time
	True     []string      // what a boolean column calls true
	False    []string      // and false
}

// Label is the name of a phone number or an email: a text, or the value of a
// column, with the text for a blank one.
type Label struct {
	Column Name
	Text   string
}

// Option is one entry of "options": a flag's name and its value.
type Option struct {
	Pos
	Name, Value string
}

// The keys of "contact" that are no field of a contact.
const (
	FullName  = "fullName" // a whole name: first and last name of a row that has neither
	ContactID = "contactId"
	CreatedBy = "createdByUserId"
)

// Option returns the value of an option, "" if the file does not have it.
func (m *Mapping) Option(name string) string {
	for _, o := range m.Options {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

// Overrides are the flags that replace parts of a mapping.
type Overrides struct {
	Source string   // --source; "" keeps the mapping's
	Key    []string // --key: columns, or "derived" alone; empty keeps the mapping's
	Region string   // --region: the default only; "" keeps the mapping's, "none" removes it
}

// With returns a copy of the mapping with the flags in it, so that the mapping
// file of a report does the same without them.
func (m *Mapping) With(o Overrides) *Mapping {
	c := *m
	if o.Source != "" {
		c.Source = o.Source
	}
	if len(o.Key) > 0 {
		c.Key = Key{Columns: Named(o.Key...)}
	}
	if len(o.Key) == 1 && o.Key[0] == "derived" {
		c.Key = Key{Derived: true}
	}
	if o.Region != "" {
		c.Region.Default = o.Region
	}
	return &c
}
