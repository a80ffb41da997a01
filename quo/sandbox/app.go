package sandbox

import (
	"cmp"
	"time"
)

// This file has what people and integrations do in the app. The rules of the API
// do not apply to it, and lists show it at once.

// Put adds a contact as in the app: any source, no validation, doubles allowed.
// Missing ids and times are filled in, and so are names and types of fields of
// the catalogue. It returns the contact as it is stored.
func (s *Sandbox) Put(c Contact) Contact {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	kept := c.clone()
	kept.ID = cmp.Or(kept.ID, s.workspace.book.newID(now))
	kept.CreatedByUserID = cmp.Or(kept.CreatedByUserID, appUser)
	if kept.CreatedAt.IsZero() {
		kept.CreatedAt = millisecond(now)
	}
	if kept.UpdatedAt.IsZero() {
		kept.UpdatedAt = kept.CreatedAt
	}
	s.workspace.complete(&kept, now)
	s.workspace.book.add(&kept)
	return kept.clone()
}

const appUser = "USperson"

// complete fills in the ids of items and the names and types of custom values.
func (w *workspace) complete(c *Contact, now time.Time) {
	for _, items := range [][]Item{c.DefaultFields.Emails, c.DefaultFields.PhoneNumbers} {
		for i := range items {
			items[i].ID = cmp.Or(items[i].ID, w.book.newID(now))
		}
	}
	for i := range c.CustomFields {
		v := &c.CustomFields[i]
		field := w.catalogue.byKey[v.Key]
		v.ID = cmp.Or(v.ID, w.book.newID(now))
		v.Name, v.Type = cmp.Or(v.Name, field.Name), cmp.Or(v.Type, field.Type)
	}
}

// Edit changes a living contact as a person in the app does, and raises
// updatedAt. It reports whether there was one; f must not call the sandbox.
func (s *Sandbox) Edit(id string, f func(*Contact)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.workspace.book.byID[id]
	if !ok {
		return false
	}
	now := s.now()
	c := r.cur.clone()
	f(&c)
	c.UpdatedAt = later(r.cur.UpdatedAt, now)
	s.workspace.complete(&c, now)
	r.old = nil
	s.workspace.book.replace(r, &c)
	return true
}

// Remove deletes a contact in the app and reports whether there was one. Its
// pair stays taken, as after a DELETE.
func (s *Sandbox) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.workspace.book.byID[id]
	if ok {
		s.workspace.book.remove(r, s.workspace.opts.FreeDeletedPairs)
	}
	return ok
}

// SetFields replaces the catalogue of custom fields. Contacts keep their values.
func (s *Sandbox) SetFields(fields ...Field) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.catalogue = newCatalogue(fields, s.workspace.book.ids(s.now()))
}
