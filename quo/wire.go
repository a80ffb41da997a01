package quo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// wireContact is a contact as the API answers with it and as Encode writes it.
type wireContact struct {
	ID              text         `json:"id"`
	ExternalID      text         `json:"externalId"`
	Source          text         `json:"source"`
	SourceURL       text         `json:"sourceUrl"`
	DefaultFields   wireDefaults `json:"defaultFields"`
	CustomFields    []wireCustom `json:"customFields"`
	CreatedByUserID text         `json:"createdByUserId"`
	CreatedAt       stamp        `json:"createdAt"`
	UpdatedAt       stamp        `json:"updatedAt"`
}

type wireDefaults struct {
	FirstName    text       `json:"firstName"`
	LastName     text       `json:"lastName"`
	Company      text       `json:"company"`
	Role         text       `json:"role"`
	Emails       []wireItem `json:"emails"`
	PhoneNumbers []wireItem `json:"phoneNumbers"`
}

type wireItem struct {
	Name  string `json:"name"`
	Value text   `json:"value"`
}

type wireCustom struct {
	CustomField
	Value json.RawMessage `json:"value"`
}

// Encode returns the contact in the shape of the API's answers, for Decode. The
// state keeps it; requests have another shape.
func (c Contact) Encode() []byte {
	w := wireContact{
		ID: text(c.ID), ExternalID: text(c.ExternalID), Source: text(c.Source), SourceURL: text(c.SourceURL),
		DefaultFields:   c.wireDefaults(),
		CustomFields:    make([]wireCustom, len(c.Custom)),
		CreatedByUserID: text(c.CreatedByUserID), CreatedAt: stamp(c.CreatedAt), UpdatedAt: stamp(c.UpdatedAt),
	}
	for i, v := range c.Custom {
		value, err := v.encode()
		if err != nil { // text that does not fit its type is kept all the same
			value, _ = marshal(v.Text)
		}
		w.CustomFields[i] = wireCustom{v.CustomField, value}
	}
	encoded, err := marshal(w)
	if err != nil { // raw is valid JSON, and nothing else here can fail
		panic(fmt.Sprintf("quo: encoding a contact: %v", err))
	}
	return encoded
}

// Decode reads a contact as the API answers with it or as Encode wrote it. It
// ignores unknown fields and unreadable timestamps, and leaves out emails and
// phone numbers without a value, because the API treats them as removed.
func Decode(encoded []byte) (Contact, error) {
	var w wireContact
	if err := json.Unmarshal(encoded, &w); err != nil {
		return Contact{}, fmt.Errorf("decode a contact: %w", withoutValue(err))
	}
	return w.contact(), nil
}

func (w *wireContact) contact() Contact {
	d := &w.DefaultFields
	c := Contact{
		ID: string(w.ID), ExternalID: string(w.ExternalID), Source: string(w.Source), SourceURL: string(w.SourceURL),
		FirstName: string(d.FirstName), LastName: string(d.LastName), Company: string(d.Company), Role: string(d.Role),
		PhoneNumbers: plainNumbers(readItems(d.PhoneNumbers)), Emails: readItems(d.Emails),
		CreatedByUserID: string(w.CreatedByUserID), CreatedAt: time.Time(w.CreatedAt), UpdatedAt: time.Time(w.UpdatedAt),
	}
	for _, f := range w.CustomFields {
		c.Custom = append(c.Custom, decodeValue(f.CustomField, f.Value))
	}
	return c
}

func readItems(wire []wireItem) []Item {
	var items []Item
	for _, w := range wire {
		if w.Value != "" {
			items = append(items, Item{w.Name, string(w.Value)})
		}
	}
	return items
}

// plainNumbers writes international numbers as E.164, as a request has to have them: the
// server may show +1 415-555-0134 for what it only takes as +14155550134.
func plainNumbers(items []Item) []Item {
	for i, item := range items {
		if strings.HasPrefix(item.Value, "+") && strings.Trim(item.Value, "+0123456789 -.()\u00a0") == "" {
			items[i].Value = canonicalPhone(item.Value)
		}
	}
	return items
}

func (c *Contact) wireDefaults() wireDefaults {
	return wireDefaults{
		FirstName: text(c.FirstName), LastName: text(c.LastName), Company: text(c.Company), Role: text(c.Role),
		Emails: writeItems(c.Emails), PhoneNumbers: writeItems(c.PhoneNumbers),
	}
}

func writeItems(items []Item) []wireItem {
	wire := make([]wireItem, len(items)) // not nil: an empty list is []
	for i, item := range items {
		wire[i] = wireItem{item.Name, text(item.Value)}
	}
	return wire
}

// body is what a POST and a PATCH send: the whole contact, without the ids of
// items (docs/quo-api.md, rules 1 and 2).
type body struct {
	ExternalID      text         `json:"externalId"`
	Source          string       `json:"source,omitempty"`
	SourceURL       *text        `json:"sourceUrl,omitempty"` // null clears, absent leaves out
	CreatedByUserID string       `json:"createdByUserId,omitempty"`
	DefaultFields   wireDefaults `json:"defaultFields"`
	CustomFields    []wireValue  `json:"customFields"`
}

type wireValue struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

// createBody returns the body of a POST. It leaves out blank values where the
// API allows it.
func (c *Contact) createBody() (body, error) {
	filled := slices.DeleteFunc(slices.Clone(c.Custom), CustomValue.Blank)
	values, err := wireValues(filled)
	b := body{
		ExternalID:      text(c.ExternalID),
		Source:          c.Source,
		CreatedByUserID: c.CreatedByUserID,
		DefaultFields:   c.wireDefaults(),
		CustomFields:    values,
	}
	if c.SourceURL != "" {
		b.SourceURL = (*text)(&c.SourceURL)
	}
	return b, err
}

// updateBody returns the body of a PATCH. It leaves out nothing, because a PATCH
// deletes what it leaves out, except a reserved source: the API refuses one in
// a request and keeps it if left out.
func (c *Contact) updateBody() (body, error) {
	values, err := wireValues(c.Custom)
	b := body{
		ExternalID:    text(c.ExternalID),
		SourceURL:     (*text)(&c.SourceURL),
		DefaultFields: c.wireDefaults(),
		CustomFields:  values,
	}
	if !Reserved(c.Source) {
		b.Source = c.Source
	}
	return b, err
}

func wireValues(custom []CustomValue) ([]wireValue, error) {
	values := make([]wireValue, 0, len(custom)) // not nil: an empty list is []
	for _, v := range custom {
		if v.Key == "" && v.Blank() {
			continue // nothing is lost with it
		}
		value, err := v.wire()
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

// wire returns the value as it is sent.
func (v CustomValue) wire() (wireValue, error) {
	if v.Key == "" {
		return wireValue{}, &ValueError{v.CustomField, "it came without a key: it cannot be sent back, and leaving it out would delete it"}
	}
	value, err := v.encode()
	if err != nil {
		return wireValue{}, &ValueError{v.CustomField, err.Error()}
	}
	return wireValue{v.Key, value}, nil
}
