package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// catalogue holds the custom fields of the workspace, in order and by key.
type catalogue struct {
	fields []Field
	byKey  map[string]Field
}

func newCatalogue(fields []Field, id func() string) catalogue {
	c := catalogue{fields: slices.Clone(fields), byKey: make(map[string]Field, len(fields))}
	for i := range c.fields {
		if c.fields[i].Key == "" {
			c.fields[i].Key = id()
		}
		c.byKey[c.fields[i].Key] = c.fields[i]
	}
	return c
}

// values converts the items of a request to values, or refuses them all at once
// (0801400). A null becomes nil, which mergeValues clears.
func (c catalogue) values(items []customItem, id func() string) ([]CustomValue, *refusal) {
	var values []CustomValue
	var problems []any
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		key := *item.Key.value
		field, known := c.byKey[key]
		value, reason := any(nil), ""
		switch {
		case !known:
			reason = "Custom field not found"
		case seen[key]:
			reason = "Custom field given twice"
		case item.Value.value != nil:
			value, reason = field.accept(*item.Value.value)
		}
		seen[key] = true
		if reason != "" {
			problems = append(problems, fieldError{key, reason})
		} else {
			values = append(values, CustomValue{ID: id(), Name: field.Name, Key: key, Type: field.Type, Value: value})
		}
	}
	if problems == nil {
		return values, nil
	}
	return nil, &refusal{
		status: http.StatusBadRequest, code: "01400", title: "Invalid Custom Field Item",
		message: "Invalid custom field item", errors: problems,
	}
}

// mergeValues replaces the values of existing keys and appends the others; a nil
// value clears.
func mergeValues(old, values []CustomValue) []CustomValue {
	for _, v := range values {
		old = slices.DeleteFunc(old, func(o CustomValue) bool { return o.Key == v.Key })
		if v.Value != nil {
			old = append(old, v)
		}
	}
	return old
}

// accept returns a JSON value as it is stored, or the reason why it does not fit
// the field's type. A date is stored in UTC with milliseconds, as a server
// written in JavaScript does.
func (f Field) accept(v any) (accepted any, reason string) {
	switch f.Type {
	case "boolean":
		if b, ok := v.(bool); ok {
			return b, ""
		}
	case "number":
		if n, ok := v.(float64); ok {
			return n, ""
		}
	case "multi-select":
		if options, ok := texts(v); ok {
			return options, ""
		}
	case "date":
		if s, ok := v.(string); ok {
			if t, err := time.Parse(time.RFC3339, s); err == nil {
				return t.UTC().Format(timeLayout), ""
			}
		}
	default: // address, string, url
		if s, ok := v.(string); ok {
			return s, ""
		}
	}
	return nil, fmt.Sprintf("Invalid value for custom field of type %s", f.Type)
}

func texts(v any) ([]string, bool) {
	list, ok := v.([]any)
	if !ok {
		return nil, false
	}
	out := make([]string, 0, len(list))
	for _, e := range list {
		s, ok := e.(string)
		if !ok {
			return nil, false
		}
		out = append(out, s)
	}
	return out, true
}
