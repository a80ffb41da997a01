package sandbox

import (
	"slices"
	"time"
)

// Contact is a contact as the API answers it. Tests read it from
// [Sandbox.Contacts] and seed it with [Sandbox.Put].
type Contact struct {
	ID              string        `json:"id"`
	ExternalID      *string       `json:"externalId"`
	Source          *string       `json:"source"`
	SourceURL       *string       `json:"sourceUrl"`
	DefaultFields   DefaultFields `json:"defaultFields"`
	CustomFields    []CustomValue `json:"customFields"`
	CreatedAt       Time          `json:"createdAt"`
	UpdatedAt       Time          `json:"updatedAt"`
	CreatedByUserID string        `json:"createdByUserId"`

	// SharedWith is in no published schema, so that clients are tested with an
	// unknown field (docs/quo-api.md, "Basics").
	SharedWith []string `json:"sharedWith"`
}

// DefaultFields are the fields that every workspace has. A nil scalar is null.
type DefaultFields struct {
	FirstName    *string `json:"firstName"`
	LastName     *string `json:"lastName"`
	Company      *string `json:"company"`
	Role         *string `json:"role"`
	Emails       []Item  `json:"emails"`
	PhoneNumbers []Item  `json:"phoneNumbers"`
}

// Item is one email address or phone number.
type Item struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Value *string `json:"value"`
}

// CustomValue is the value of one custom field. Value is a string, a bool, a
// float64 or a []string, by Type.
type CustomValue struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Key   string `json:"key"`
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// Field is one entry of the workspace's catalogue of custom fields. Type is
// address, boolean, date, multi-select, number, string or url. An empty Key is
// replaced by one of 24 hex digits, as most real fields have.
type Field struct {
	Name string `json:"name"`
	Key  string `json:"key"`
	Type string `json:"type"`
}

// PhoneNumber is a number of the workspace itself.
type PhoneNumber struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Name   string `json:"name"`
}

// Time is encoded as the API does: UTC, always three decimals.
type Time struct{ time.Time }

const timeLayout = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes ISO 8601 with milliseconds; time.Time omits trailing zeros.
func (t Time) MarshalJSON() ([]byte, error) {
	return t.UTC().AppendFormat(nil, `"`+timeLayout+`"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes, in any precision and zone.
func (t *Time) UnmarshalJSON(b []byte) (err error) {
	t.Time, err = time.Parse(`"`+time.RFC3339+`"`, string(b))
	return err
}

// pair is what Quo keeps unique (docs/quo-api.md, rule 4).
type pair struct{ source, externalID string }

// pair returns the pair of a contact, false without an externalId. A source of
// null is a namespace of its own.
func (c *Contact) pair() (pair, bool) {
	if c.ExternalID == nil {
		return pair{}, false
	}
	return pair{text(c.Source), *c.ExternalID}, true
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// clone returns a deep copy.
func (c *Contact) clone() Contact {
	d := *c
	d.ExternalID, d.Source, d.SourceURL = copied(c.ExternalID), copied(c.Source), copied(c.SourceURL)
	f := &d.DefaultFields
	f.FirstName, f.LastName = copied(f.FirstName), copied(f.LastName)
	f.Company, f.Role = copied(f.Company), copied(f.Role)
	f.Emails, f.PhoneNumbers = copiedItems(f.Emails), copiedItems(f.PhoneNumbers)
	d.CustomFields = slices.Clone(c.CustomFields)
	for i, v := range d.CustomFields {
		if list, ok := v.Value.([]string); ok {
			d.CustomFields[i].Value = slices.Clone(list)
		}
	}
	d.SharedWith = slices.Clone(c.SharedWith)
	return d
}

func copied(s *string) *string {
	if s == nil {
		return nil
	}
	return new(*s)
}

func copiedItems(items []Item) []Item {
	items = slices.Clone(items)
	for i := range items {
		items[i].Value = copied(items[i].Value)
	}
	return items
}

// millisecond rounds a time down to the API's precision.
func millisecond(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// later returns now, or the millisecond after before if that is later: updatedAt
// grows with every change.
func later(before Time, now time.Time) Time {
	t := millisecond(now)
	if !t.After(before.Time) {
		t = Time{before.Add(time.Millisecond)}
	}
	return t
}
