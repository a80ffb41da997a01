package fixes

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/importer/rows"
)

// applyJSON applies a fix to an object. Cells are compared with those before all fixes.
// A list is compared and replaced as its JSON; the values of a path through a list
// ("phones.#.number") are several, and are not fixed.
func (f *Fix) applyJSON(row *rows.Row, before []byte) Outcome {
	cell := gjson.GetBytes(before, f.Column)
	if strings.Contains(f.Column, "#") {
		return Absent
	}
	text := cell.String()
	switch {
	case !f.matches(text) && f.done(text):
		return Already
	case !f.matches(text):
		return Stale
	}
	value, err := json.Marshal(f.New)
	if err != nil {
		return Stale
	}
	if cell.IsArray() || cell.IsObject() {
		if !gjson.Valid(f.New) {
			return Stale
		}
		value = []byte(f.New)
	}
	changed, ok := set(row.JSON, f.Column, value)
	if !ok {
		return Stale
	}
	row.JSON = changed
	return Applied
}

// set returns a copy of an object with another value at a path. Of a name that the object
// does not have, only one at its top can be set.
func set(object []byte, path string, value []byte) ([]byte, bool) {
	if at := gjson.GetBytes(object, path); at.Exists() {
		if at.Index == 0 {
			return nil, false
		}
		return slices.Concat(object[:at.Index], value, object[at.Index+len(at.Raw):]), true
	}
	begin := slices.Index(object, '{')
	if begin < 0 || strings.ContainsAny(path, `.\`) {
		return nil, false
	}
	name, err := json.Marshal(path)
	if err != nil {
		return nil, false
	}
	rest := object[begin+1:]
	comma := []byte{','}
	if strings.TrimSpace(string(rest)) == "}" {
		comma = nil
	}
	return slices.Concat(object[:begin+1], name, []byte{':'}, value, comma, rest), true
}
