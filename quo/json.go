package quo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// marshal encodes v without HTML escapes, so that the server's logs show the
// texts as they are. It returns nil for nil.
func marshal(v any) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// withoutValue removes the value from an error of encoding/json, because it
// may be a customer's.
func withoutValue(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s has an unexpected type", wrong.Field)
	}
	return err
}

// text is a string that is encoded as null if empty.
type text string

func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return marshal(string(t))
}

// stamp is a time that is encoded as null if zero. An unreadable one is decoded
// as zero: no contact is refused because of a date.
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
