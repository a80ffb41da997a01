package quo

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// A Contact is a whole contact of the workspace. In its texts "" stands for
// null: the API distinguishes the two, people do not.
type Contact struct {
	ID         string
	ExternalID string
	Source     string
	SourceURL  string

	FirstName    string
	LastName     string
	Company      string
	Role         string
	PhoneNumbers []Item
	Emails       []Item
	Custom       []CustomValue

	CreatedByUserID string
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// An Item is one entry of a list: a phone number, an email address, or, with
// no name, one choice of a multi-select. The ids that the API gives to items
// are not kept: sending them back fails on older contacts (docs/quo-api.md,
// rule 2).
type Item struct {
	Name  string // the label: "mobile", "work"
	Value string
}

// CustomValue is the value of a custom field in one contact.
type CustomValue struct {
	CustomField
	Text  string   // of every type but multi-select, in its canonical form, see FieldType
	Items []string // of a multi-select
	raw   []byte   // a value of an unknown type or shape, sent back as it came
}

// Blank reports whether the value is null, or an empty text or list.
func (v CustomValue) Blank() bool { return v.Text == "" && len(v.Items) == 0 && len(v.raw) == 0 }

// Equal reports whether both are the same field with exactly the same value.
// Canonical compares more loosely.
func (v CustomValue) Equal(w CustomValue) bool {
	return v.CustomField == w.CustomField && v.Text == w.Text && slices.Equal(v.Items, w.Items) && bytes.Equal(v.raw, w.raw)
}

func decodeValue(field CustomField, value json.RawMessage) CustomValue {
	v := CustomValue{CustomField: field}
	var ok bool
	if v.Text, v.Items, ok = field.Type.decode(value); ok {
		return v
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) == nil { // always: the JSON was valid
		v.raw = compact.Bytes()
		v.Text = compact.String() // so that a change is noticed
	}
	return v
}

func (v CustomValue) encode() (json.RawMessage, error) {
	if len(v.raw) > 0 {
		return v.raw, nil
	}
	return v.Type.encode(v.Text, v.Items)
}

// Field names a field of a contact as the mapping file and the reports do:
// "firstName", "phoneNumbers", "custom.<key>".
type Field string

// The default fields.
const (
	FirstName    Field = "firstName"
	LastName     Field = "lastName"
	Company      Field = "company"
	Role         Field = "role"
	SourceURL    Field = "sourceUrl"
	PhoneNumbers Field = "phoneNumbers"
	Emails       Field = "emails"
)

// ScalarFields returns the default fields that hold one value: firstName,
// lastName, company, role and sourceUrl, in this order.
func ScalarFields() []Field { return []Field{FirstName, LastName, Company, Role, SourceURL} }

// ListFields returns the default fields that hold a list: phoneNumbers and
// emails, in this order.
func ListFields() []Field { return []Field{PhoneNumbers, Emails} }

const customPrefix = "custom."

// Custom returns the name of the custom field with the given key.
func Custom(key string) Field { return Field(customPrefix + key) }

// CustomKey returns the key of a custom field. It is false for a default field.
func (f Field) CustomKey() (string, bool) { return strings.CutPrefix(string(f), customPrefix) }

// Text returns the value of a field that holds one value; "" is null.
func (c *Contact) Text(f Field) string {
	if p := c.text(f); p != nil {
		return *p
	}
	if v := c.custom(f); v != nil {
		return v.Text
	}
	return ""
}

// SetText sets a field that holds one value; "" is null. def is the type of a
// custom field that the contact does not have yet; nil for other fields.
func (c *Contact) SetText(f Field, value string, def *CustomField) {
	if p := c.text(f); p != nil {
		*p = value
		return
	}
	v := c.ensure(f, def)
	v.Text, v.raw = value, nil
}

// List returns the entries of a list: phone numbers, emails, or the choices of
// a multi-select (without names). The caller must not change them.
func (c *Contact) List(f Field) []Item {
	switch f {
	case PhoneNumbers:
		return c.PhoneNumbers
	case Emails:
		return c.Emails
	}
	v := c.custom(f)
	if v == nil {
		return nil
	}
	items := make([]Item, len(v.Items))
	for i, choice := range v.Items {
		items[i].Value = choice
	}
	return items
}

// SetList sets a list. See SetText for def.
func (c *Contact) SetList(f Field, items []Item, def *CustomField) {
	switch f {
	case PhoneNumbers:
		c.PhoneNumbers = items
		return
	case Emails:
		c.Emails = items
		return
	}
	v := c.ensure(f, def)
	v.Items, v.raw = make([]string, len(items)), nil
	for i, item := range items {
		v.Items[i] = item.Value
	}
}

// Clone returns a deep copy of the contact.
func (c *Contact) Clone() Contact {
	d := *c
	d.PhoneNumbers = append([]Item(nil), c.PhoneNumbers...)
	d.Emails = append([]Item(nil), c.Emails...)
	d.Custom = append([]CustomValue(nil), c.Custom...)
	for i := range d.Custom {
		d.Custom[i].Items = append([]string(nil), d.Custom[i].Items...)
	}
	return d
}

// FullName returns the first and last name, "" if the contact has neither.
func (c *Contact) FullName() string { return strings.TrimSpace(c.FirstName + " " + c.LastName) }

func (c *Contact) text(f Field) *string {
	switch f {
	case FirstName:
		return &c.FirstName
	case LastName:
		return &c.LastName
	case Company:
		return &c.Company
	case Role:
		return &c.Role
	case SourceURL:
		return &c.SourceURL
	}
	return nil
}

func (c *Contact) custom(f Field) *CustomValue {
	key, ok := f.CustomKey()
	if !ok {
		return nil
	}
	for i := range c.Custom {
		if c.Custom[i].Key == key {
			return &c.Custom[i]
		}
	}
	return nil
}

func (c *Contact) ensure(f Field, def *CustomField) *CustomValue {
	if v := c.custom(f); v != nil {
		return v
	}
	var v CustomValue
	if def != nil {
		v.CustomField = *def
	}
	if key, ok := f.CustomKey(); ok {
		v.Key = key
	}
	c.Custom = append(c.Custom, v)
	return &c.Custom[len(c.Custom)-1]
}
