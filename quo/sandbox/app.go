package sandbox

import (
	"cmp"
	"slices"
	"time"
)

// This file is what people and integrations do in the app, past the API: no
// rule of the API holds here, and lists show it at once.

// Put adds a contact as the app would: any source, no check, doubles allowed.
// Empty ids, times and, for fields of the catalogue, names and types are filled
// in. It returns the contact as it is kept.
func (s *Sandbox) Put(c Contact) Contact {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	kept := c.clone()
	kept.ID = cmp.Or(kept.ID, s.book.newID(now))
	kept.CreatedByUserID = cmp.Or(kept.CreatedByUserID, appUser)
	if kept.CreatedAt.IsZero() {
		kept.CreatedAt = millisecond(now)
	}
	if kept.UpdatedAt.IsZero() {
		kept.UpdatedAt = kept.CreatedAt
	}
	s.complete(&kept, now)
	s.book.add(&kept, now)
	return kept.clone()
}

const appUser = "USperson"

// complete gives items their ids and custom values their name and type.
func (s *Sandbox) complete(c *Contact, now time.Time) {
	for _, items := range [][]Item{c.DefaultFields.Emails, c.DefaultFields.PhoneNumbers} {
		for i := range items {
			items[i].ID = cmp.Or(items[i].ID, s.book.newID(now))
		}
	}
	for i := range c.CustomFields {
		v := &c.CustomFields[i]
		field := s.catalogue.byKey[v.Key]
		v.ID = cmp.Or(v.ID, s.book.newID(now))
		v.Name, v.Type = cmp.Or(v.Name, field.Name), cmp.Or(v.Type, field.Type)
	}
}

// Edit changes a living contact as a person in the app would, and bumps
// updatedAt. It tells whether there was one; f must not call the sandbox.
func (s *Sandbox) Edit(id string, f func(*Contact)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.book.byID[id]
	if !ok {
		return false
	}
	now := s.opts.Now()
	c := r.cur.clone()
	f(&c)
	c.UpdatedAt = after(r.cur.UpdatedAt, now)
	s.complete(&c, now)
	r.old = nil
	s.book.replace(r, &c)
	return true
}

// Remove deletes a contact in the app. Its pair stays taken, as after a DELETE.
func (s *Sandbox) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.book.byID[id]
	if ok {
		s.book.remove(r, s.opts.FreeDeletedPairs)
	}
	return ok
}

// SetFields replaces the catalogue of custom fields. Contacts keep their values.
func (s *Sandbox) SetFields(fields ...Field) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue = newCatalogue(fields, s.id(s.opts.Now()))
}

// SetKey replaces the accepted key: the one before is revoked.
func (s *Sandbox) SetKey(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opts.Key, s.opts.RevokeAfter = key, 0
}

// Contacts are the living contacts, copied, in the order of their creation.
func (s *Sandbox) Contacts() []Contact {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Contact, 0, s.book.living)
	for _, r := range s.book.order {
		if !r.deleted {
			out = append(out, r.cur.clone())
		}
	}
	return out
}

// Find gives the first living contact of a pair; a source of "" means null.
func (s *Sandbox) Find(source, externalID string) (Contact, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.book.byExtID[externalID] {
		if text(r.cur.Source) == source {
			return r.cur.clone(), true
		}
	}
	return Contact{}, false
}

// Double is a pair that more than one living contact carries.
type Double struct {
	Source, ExternalID string
	IDs                []string
}

// Duplicates are all doubles, sorted; nil is what a test hopes for.
func (s *Sandbox) Duplicates() []Double {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make(map[pair][]string)
	for _, records := range s.book.byExtID {
		if len(records) < 2 {
			continue
		}
		for _, r := range records {
			p, _ := r.cur.pair()
			ids[p] = append(ids[p], r.cur.ID)
		}
	}
	var doubles []Double
	for p, ids := range ids {
		if len(ids) > 1 {
			doubles = append(doubles, Double{p.source, p.externalID, ids})
		}
	}
	slices.SortFunc(doubles, func(a, b Double) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ExternalID, b.ExternalID))
	})
	return doubles
}
