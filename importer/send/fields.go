package send

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/quo-import/quo-import/quo"
)

// fields knows which custom fields the workspace has. A contact may still show the
// values of deleted ones, and Quo refuses an update that names them. They are taken out of
// every contact that is read, so that nobody above compares, keeps or sends them.
type fields struct {
	turn      chan struct{} // of one at a time; a channel, so that ctx ends the wait
	catalogue []quo.CustomField
	asked     bool              // whether a refused update made us read it again
	deleted   map[string]string // those that a catalogue read by this Sender does not have: key → name
}

func newFields(catalogue []quo.CustomField) fields {
	return fields{turn: make(chan struct{}, 1), catalogue: catalogue, deleted: map[string]string{}}
}

// errDeleted is why an update was not sent.
var errDeleted = &quo.TransportError{Err: errors.New("a custom field of the contact was deleted in Quo")}

// Existing returns an encoded contact without the values of deleted custom fields.
func (s *Sender) Existing(ctx context.Context, encoded []byte) ([]byte, error) {
	if len(encoded) == 0 {
		return encoded, nil
	}
	c, err := quo.Decode(encoded)
	if err != nil {
		return nil, err
	}
	if err := s.existing(ctx, &c); err != nil {
		return nil, err
	}
	return c.Encode(), nil
}

// DeletedFields returns the names of custom fields that contacts still show, although
// they were deleted, in order. Call it when the requests are done.
func (s *Sender) DeletedFields() []string {
	return slices.Sorted(maps.Values(s.fields.deleted))
}

// existing takes the values of deleted custom fields out of a contact. The catalogue is
// read when a field is seen that the last one lacks: somebody may have added it since,
// and an update without its value would delete that.
func (s *Sender) existing(ctx context.Context, c *quo.Contact) error {
	if len(c.Custom) == 0 {
		return nil
	}
	f := &s.fields
	if err := f.lock(ctx); err != nil {
		return err
	}
	defer f.unlock()
	if f.clean(c) {
		return nil
	}
	return s.missing(ctx, c)
}

// missing reads the catalogue, and takes the values of fields that it lacks out of a
// contact.
func (s *Sender) missing(ctx context.Context, c *quo.Contact) error {
	f := &s.fields
	err := s.read(ctx, "fields", true, func(ctx context.Context) (err error) {
		f.catalogue, err = s.api.CustomFields(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("asking which custom fields there are: %w", err)
	}
	for _, v := range c.Custom {
		if !f.known(v) {
			f.deleted[v.Key] = cmp.Or(v.Name, v.Key)
		}
	}
	f.clean(c)
	return nil
}

// deletedSince reports whether a field of a refused update was deleted since the
// catalogue was read. It asks once in a run.
func (s *Sender) deletedSince(ctx context.Context, c *quo.Contact, err error) bool {
	f := &s.fields
	refused, ok := errors.AsType[*quo.APIError](err)
	if !ok || refused.Status != http.StatusBadRequest || len(c.Custom) == 0 {
		return false
	}
	if f.lock(ctx) != nil {
		return false
	}
	defer f.unlock()
	values := len(c.Custom)
	if f.clean(c); !f.asked {
		f.asked = true
		if s.missing(ctx, c) != nil {
			return false
		}
	}
	return len(c.Custom) < values
}

func (f *fields) lock(ctx context.Context) error {
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fields) unlock() { <-f.turn }

// clean takes the values of fields known to be deleted out of a contact, and reports
// whether the fields of all others are known.
func (f *fields) clean(c *quo.Contact) bool {
	c.Custom = slices.DeleteFunc(c.Custom, func(v quo.CustomValue) bool { return f.deleted[v.Key] != "" })
	return !slices.ContainsFunc(c.Custom, func(v quo.CustomValue) bool { return !f.known(v) })
}

// known reports whether the catalogue has the field of a value. One without a key stays:
// an update of its contact is refused, and says so.
func (f *fields) known(v quo.CustomValue) bool {
	return v.Key == "" || slices.ContainsFunc(f.catalogue, func(def quo.CustomField) bool { return def.Key == v.Key })
}
