package sandbox

import (
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Load adds contacts as Put does, from JSON: a list of contacts in the shape of
// the API's answers, or an answer {"data": […]}. Properties may be missing, and
// unknown ones are ignored. A custom value names its field by key, or by name; a
// key that is not in the catalogue is that of a deleted field. Load returns the
// number of contacts; if one is wrong, it adds none.
func (s *Sandbox) Load(r io.Reader) (int, error) {
	contacts, err := decodeContacts(r)
	if err != nil {
		return 0, fmt.Errorf("read contacts: %w", err)
	}
	s.mu.Lock()
	err = s.workspace.fit(contacts)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	for _, c := range contacts {
		s.Put(c)
	}
	return len(contacts), nil
}

func decodeContacts(r io.Reader) (contacts []Contact, err error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	value := jsontext.Value(text)
	if value.Kind() == '{' {
		var answer struct {
			Data jsontext.Value `json:"data"`
		}
		if err := json.Unmarshal(value, &answer); err != nil {
			return nil, err
		}
		if value = answer.Data; value == nil {
			return nil, fmt.Errorf(`neither a list of contacts nor {"data": […]}`)
		}
	}
	return contacts, json.Unmarshal(value, &contacts)
}

// fit checks the ids of contacts and converts their custom values to what the
// catalogue expects.
func (w *workspace) fit(contacts []Contact) error {
	seen := make(map[string]bool, len(contacts))
	for i, c := range contacts {
		if c.ID != "" && (seen[c.ID] || w.book.byID[c.ID] != nil) {
			return fmt.Errorf("contact %d: the id %q is taken", i+1, c.ID)
		}
		seen[c.ID] = true
		for j := range c.CustomFields {
			if err := w.catalogue.fit(&c.CustomFields[j]); err != nil {
				return fmt.Errorf("contact %d: %w", i+1, err)
			}
		}
	}
	return nil
}

func (c catalogue) fit(v *CustomValue) error {
	if v.Key == "" {
		i := slices.IndexFunc(c.fields, func(f Field) bool { return f.Name == v.Name })
		if i < 0 {
			return fmt.Errorf("custom field %q is not in the catalogue", v.Name)
		}
		v.Key = c.fields[i].Key
	}
	field, known := c.byKey[v.Key]
	if !known { // deleted
		if choices, ok := texts(v.Value); ok {
			v.Value = choices
		}
		return nil
	}
	if v.Value == nil {
		return nil
	}
	value, reason := field.accept(v.Value)
	if reason != "" {
		return fmt.Errorf("custom field %q: %s", field.Name, reason)
	}
	v.Value = value
	return nil
}
