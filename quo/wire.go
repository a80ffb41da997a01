package quo

import (
	"encoding/json"
	"fmt"
	"time"
)

// wireContact is a contact as the API answers with it, and as Encode keeps it.
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

// Encode gives the contact in the shape of the API's answers, for Decode. It
// is what the state keeps; it is not what is sent.
func (c Contact) Encode() []byte {
	w := wireContact{
		ID: text(c.ID), ExternalID: text(c.ExternalID), Source: text(c.Source), SourceURL: text(c.SourceURL),
		DefaultFields:   c.wireDefaults(),
		CustomFields:    make([]wireCustom, len(c.Custom)),
		CreatedByUserID: text(c.CreatedByUserID), CreatedAt: stamp(c.CreatedAt), UpdatedAt: stamp(c.UpdatedAt),
	}
	for i, v := range c.Custom {
		value, err := v.encode()
		if err != nil { // text that is not of its type: kept all the same
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

// Decode reads a contact as the API answers with it and as Encode wrote it. It
// ignores fields that it does not know, takes a timestamp that it cannot read
// for none, and leaves out emails and phone numbers without a value, which the
// API takes for removed.
func Decode(encoded []byte) (Contact, error) {
	var w wireContact
	if err := json.Unmarshal(encoded, &w); err != nil {
		return Contact{}, fmt.Errorf("decode a contact: %w", unvalued(err))
	}
	return w.contact(), nil
}

func (w *wireContact) contact() Contact {
	d := &w.DefaultFields
	c := Contact{
		ID: string(w.ID), ExternalID: string(w.ExternalID), Source: string(w.Source), SourceURL: string(w.SourceURL),
		FirstName: string(d.FirstName), LastName: string(d.LastName), Company: string(d.Company), Role: string(d.Role),
		PhoneNumbers: readItems(d.PhoneNumbers), Emails: readItems(d.Emails),
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

// text is a string that is null where it is empty.
type text string

func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return marshal(string(t))
}

// stamp is a time that is null where it is zero, and zero where it cannot be
// read: no contact is refused over its date.
type stamp time.Time

func (s stamp) MarshalJSON() ([]byte, error) {
	if time.Time(s).IsZero() {
		return []byte("null"), nil
	}
	return time.Time(s).UTC().MarshalJSON()
}

func (s *stamp) UnmarshalJSON(value []byte) error {
	var t time.Time
	err := json.Unmarshal(value, &t)
	if t = t.UTC(); err == nil && t.Year() >= 0 && t.Year() <= 9999 { // what MarshalJSON can write
		*s = stamp(t)
	}
	return nil
}
