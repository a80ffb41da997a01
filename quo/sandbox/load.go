package sandbox

import (
	"bytes"
	"errors"
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
// number of contacts; if one is wrong, it adds none, and the error names its line.
func (s *Sandbox) Load(r io.Reader) (int, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return 0, fmt.Errorf("read contacts: %w", err)
	}
	l := loading{text: text}
	if err := l.decode(); err != nil {
		return 0, fmt.Errorf("read contacts: line %d: %w", l.lineOf(err), err)
	}
	s.mu.Lock()
	err = s.workspace.fit(&l)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	for i := range l.contacts {
		s.Put(l.contacts[i].Contact)
	}
	return len(l.contacts), nil
}

// loading is a file of contacts.
type loading struct {
	text     []byte
	contacts []located
}

// located is a contact and the place of what is before it.
type located struct {
	Contact
	after int64
}

// UnmarshalJSONFrom decodes the contact.
func (c *located) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	c.after = d.InputOffset()
	return json.UnmarshalDecode(d, &c.Contact)
}

var errNoList = errors.New(`neither a list of contacts nor {"data": […]}`)

// decode reads all contacts.
func (l *loading) decode() error {
	if jsontext.Value(l.text).Kind() == '[' {
		return json.Unmarshal(l.text, &l.contacts)
	}
	var answer struct {
		Data *[]located `json:"data"`
	}
	err := json.Unmarshal(l.text, &answer)
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok && (wrong.JSONPointer == "" || wrong.JSONPointer == "/data") || err == nil && answer.Data == nil {
		return errNoList
	}
	if err == nil {
		l.contacts = *answer.Data
	}
	return err
}

// line returns the line of what follows an offset.
func (l *loading) line(offset int64) int {
	rest := bytes.TrimLeft(l.text[offset:], ", \t\r\n")
	return 1 + bytes.Count(l.text[:len(l.text)-len(rest)], []byte{'\n'})
}

func (l *loading) lineOf(err error) int {
	if at, ok := errors.AsType[*json.SemanticError](err); ok {
		return l.line(at.ByteOffset)
	}
	if at, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return l.line(at.ByteOffset)
	}
	return l.line(int64(len(l.text)))
}

// fit checks the ids of contacts and converts their custom values to what the
// catalogue expects.
func (w *workspace) fit(l *loading) error {
	seen := make(map[string]bool, len(l.contacts))
	for i := range l.contacts {
		c := &l.contacts[i]
		wrong := func(err error) error { return fmt.Errorf("line %d: contact %d: %w", l.line(c.after), i+1, err) }
		if c.ID != "" && (seen[c.ID] || w.book.byID[c.ID] != nil) {
			return wrong(fmt.Errorf("the id %q is taken", c.ID))
		}
		seen[c.ID] = true
		for j := range c.CustomFields {
			if err := w.catalogue.fit(&c.CustomFields[j]); err != nil {
				return wrong(err)
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
