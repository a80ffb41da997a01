package quo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// A CustomField is one entry of the workspace's catalogue of custom fields.
// Its key is often a 24-digit hex id, so people refer to fields by name.
type CustomField struct {
	Name string    `json:"name"`
	Key  string    `json:"key"`
	Type FieldType `json:"type"`
}

// label is what people call the field.
func (f CustomField) label() string { return cmp.Or(f.Name, f.Key) }

// FieldType is the type of a custom field. The canonical form of a value is a number
// as plain decimal digits, a date as 2006-01-02T15:04:05.000Z in UTC, a boolean as
// true or false, and anything else as its text.
type FieldType string

// The types that the API documents. Values of other types are kept and sent
// back as they are.
const (
	Address     FieldType = "address"
	Boolean     FieldType = "boolean"
	Date        FieldType = "date"
	MultiSelect FieldType = "multi-select"
	Number      FieldType = "number"
	String      FieldType = "string"
	URL         FieldType = "url"
)

// dateLayout is the format of dates: midnight UTC if there is no time.
const dateLayout = "2006-01-02T15:04:05.000Z"

// decode returns the canonical form of a value as the API sends it
// (docs/quo-api.md, "The contact"), the choices of a multi-select as items. null
// is "" and no items.
//
// The server may show a value in another type than it takes: a number or a
// boolean as text, a text as a number, a date without milliseconds, time or zone.
// The result is the same, so that the value can be sent back. ok is false if the
// value does not fit the type, and for every value but null of an unknown type.
func (t FieldType) decode(value json.RawMessage) (text string, items []string, ok bool) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 || string(value) == "null" {
		return "", nil, true
	}
	switch t {
	case Address, String, URL:
		text, ok = scalar(value)
	case Number, Boolean, Date:
		if text, ok = scalar(value); ok && text != "" {
			text, ok = t.plain(strings.TrimSpace(text))
		}
	case MultiSelect:
		items, ok = choices(value)
	}
	if !ok {
		return "", nil, false
	}
	return text, items, true
}

// scalar returns a JSON string as its text, and a number or a boolean as it is
// written.
func scalar(value json.RawMessage) (text string, ok bool) {
	switch value[0] {
	case '"':
		return text, json.Unmarshal(value, &text) == nil
	case '{', '[':
		return "", false
	}
	return string(value), true
}

// plain returns the canonical form of the text of a number, a boolean or a date.
func (t FieldType) plain(text string) (string, bool) {
	switch t {
	case Number:
		return plainNumber(text)
	case Boolean:
		return plainBoolean(text)
	}
	return plainDate(text)
}

// encode is the inverse of decode: it returns the JSON value to send, null for
// a blank one. Text that does not fit the type is an error. A value of an
// unknown type is a text, or a list if it has items.
func (t FieldType) encode(text string, items []string) (json.RawMessage, error) {
	if text == "" && len(items) == 0 {
		return json.RawMessage("null"), nil
	}
	var ok bool
	switch t {
	case Number:
		text, ok = plainNumber(text)
	case Boolean:
		ok = isBoolean(text)
	case Date:
		if text, ok = plainDate(text); ok {
			return marshal(text)
		}
	default:
		if t == MultiSelect || len(items) > 0 {
			return marshal(append([]string{}, items...))
		}
		return marshal(text)
	}
	if !ok {
		return nil, fmt.Errorf("the value is not a %s", t)
	}
	return json.RawMessage(text), nil
}

func isBoolean(s string) bool { return s == "true" || s == "false" }

// plainBoolean returns true or false for the words and numbers by which
// databases write them.
func plainBoolean(s string) (string, bool) {
	switch strings.ToLower(s) {
	case "true", "1":
		return "true", true
	case "false", "0":
		return "false", true
	}
	return "", false
}

// plainDate formats a date as dateLayout; one without a zone is in UTC. It is
// false for a date that the layout cannot hold, so that nothing is cut off.
func plainDate(s string) (string, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", time.DateTime} {
		if at, err := time.Parse(layout, s); err == nil {
			at = at.UTC()
			whole := at.Truncate(time.Millisecond).Equal(at) && at.Year() >= 0 && at.Year() <= 9999
			return at.Format(dateLayout), whole
		}
	}
	return "", false
}

func choices(value []byte) ([]string, bool) {
	var list []*string
	if json.Unmarshal(value, &list) != nil {
		return nil, false
	}
	items := make([]string, len(list))
	for i, choice := range list {
		if choice == nil {
			return nil, false
		}
		items[i] = *choice
	}
	return items, true
}
