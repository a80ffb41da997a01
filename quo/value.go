package quo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// dateLayout is the form of dates: midnight UTC where there is no time.
const dateLayout = "2006-01-02T15:04:05.000Z"

// Decode reads a value as the API sends it (QUO_API, "The contact") into its
// canonical form: a number as plain decimal digits, a date as
// 2006-01-02T15:04:05.000Z in UTC, a boolean as true or false, the choices of
// a multi-select as items, anything else as its text. null is "" and no items.
// It is false for a value that does not fit the type, and for every value but
// null of a type that is not known.
func (t FieldType) Decode(value json.RawMessage) (text string, items []string, ok bool) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 || string(value) == "null" {
		return "", nil, true
	}
	switch t {
	case Address, String, URL:
		ok = value[0] == '"' && json.Unmarshal(value, &text) == nil
	case Number:
		text, ok = plainNumber(string(value))
	case Boolean:
		text, ok = string(value), isBoolean(string(value))
	case Date:
		ok = json.Unmarshal(value, &text) == nil
		if ok {
			text, ok = plainDate(text)
		}
	case MultiSelect:
		items, ok = choices(value)
	}
	if !ok {
		return "", nil, false
	}
	return text, items, true
}

// Encode is the inverse of Decode: the JSON value to send. Blank is null. Text
// that is not of the type is an error. A type that is not known is sent as
// text, or as a list if it has items.
func (t FieldType) Encode(text string, items []string) (json.RawMessage, error) {
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
		return nil, fmt.Errorf("the value is no %s", t)
	}
	return json.RawMessage(text), nil
}

func isBoolean(s string) bool { return s == "true" || s == "false" }

// plainDate puts a date into dateLayout. It refuses what that form cannot
// hold, so that nothing is cut off.
func plainDate(s string) (string, bool) {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		at, err = time.Parse(time.DateOnly, s)
	}
	at = at.UTC()
	whole := at.Truncate(time.Millisecond).Equal(at) && at.Year() >= 0 && at.Year() <= 9999
	return at.Format(dateLayout), err == nil && whole
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

func decodeValue(field CustomField, value json.RawMessage) CustomValue {
	v := CustomValue{CustomField: field}
	var ok bool
	if v.Text, v.Items, ok = field.Type.Decode(value); ok {
		return v
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) == nil { // always: it was decoded
		v.raw = compact.Bytes()
		v.Text = compact.String() // so that a change of it is seen
	}
	return v
}

func (v CustomValue) encode() (json.RawMessage, error) {
	if len(v.raw) > 0 {
		return v.raw, nil
	}
	return v.Type.Encode(v.Text, v.Items)
}

// wire is the value as it is sent.
func (v CustomValue) wire() (wireValue, error) {
	if v.Key == "" {
		return wireValue{}, &ValueError{v.CustomField, "it came without a key, so it cannot be sent back, and leaving it out would delete it"}
	}
	value, err := v.encode()
	if err != nil {
		return wireValue{}, &ValueError{v.CustomField, err.Error()}
	}
	return wireValue{v.Key, value}, nil
}

// Equal says whether both are the same field with the same value, by the
// letter; see Canonical for what people would call the same.
func (v CustomValue) Equal(w CustomValue) bool {
	return v.CustomField == w.CustomField && v.Text == w.Text && slices.Equal(v.Items, w.Items) && bytes.Equal(v.raw, w.raw)
}

// unvalued takes the value out of an error of encoding/json, which may be a
// customer's.
func unvalued(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s has an unexpected type", wrong.Field)
	}
	return err
}
