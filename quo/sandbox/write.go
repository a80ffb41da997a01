package sandbox

import (
	"net/http"
	"time"
)

// data is the envelope of every answer about one contact.
type data struct {
	Data any `json:"data"`
}

// create carries a POST out.
func (s *Sandbox) create(header http.Header, body []byte, now time.Time) (*Contact, *refusal) {
	req, refusal := parse(header, body)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := validCreate(req); refusal != nil {
		return nil, refusal
	}
	values, refusal := s.catalogue.values(elements(req.CustomFields), s.id(now))
	if refusal != nil {
		return nil, refusal
	}
	c := &Contact{
		ID: s.book.newID(now), ExternalID: req.ExternalID.value, Source: req.Source.value,
		SourceURL: req.SourceURL.value, CustomFields: mergeValues(nil, values), CreatedByUserID: text(req.CreatedByUserID.value),
		CreatedAt: millisecond(now), UpdatedAt: millisecond(now),
	}
	if c.Source == nil {
		c.Source = new(defaultSource)
	}
	if c.CreatedByUserID == "" {
		c.CreatedByUserID = apiUser
	}
	c.DefaultFields.put(req.DefaultFields.value, s.id(now), s.opts)
	s.normalise(c)
	if p, ok := c.pair(); ok && !s.opts.AllowDoubles && s.book.taken[p] > 0 {
		return nil, pairTaken(p)
	}
	s.book.add(c, now.Add(s.opts.ListLag))
	return c, nil
}

// apiUser is who made a contact where the request does not say.
const apiUser = "USsandbox"

func pairTaken(p pair) *refusal {
	return refused(http.StatusConflict, "A contact with source "+p.source+" and external ID "+p.externalID+" already exists")
}

// update carries a PATCH out.
func (s *Sandbox) update(id string, header http.Header, body []byte, now time.Time) (*Contact, *refusal) {
	r, refusal := s.writable(id)
	if refusal != nil {
		return nil, refusal
	}
	req, refusal := parse(header, body)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := validUpdate(req); refusal != nil {
		return nil, refusal
	}
	values, refusal := s.catalogue.values(elements(req.CustomFields), s.id(now))
	if refusal != nil {
		return nil, refusal
	}
	c := s.patched(r.cur, req, values, now)
	s.normalise(c)
	if p, ok := c.pair(); ok && !s.opts.AllowDoubles && !r.holds(p) && s.book.taken[p] > 0 {
		return nil, pairTaken(p)
	}
	r.remember(now, s.opts.ListStale)
	s.book.replace(r, c)
	return c, nil
}

// remove carries a DELETE out.
func (s *Sandbox) remove(id string) *refusal {
	r, refusal := s.writable(id)
	if refusal == nil {
		s.book.remove(r, s.opts.FreeDeletedPairs)
	}
	return refusal
}

// find gives a living contact or a 404.
func (s *Sandbox) find(id string) (*record, *refusal) {
	if r, ok := s.book.byID[id]; ok {
		return r, nil
	}
	return nil, refused(http.StatusNotFound, "Contact not found")
}

// writable is find for a write: contacts of native integrations are read-only.
func (s *Sandbox) writable(id string) (*record, *refusal) {
	r, refusal := s.find(id)
	if refusal == nil && readOnly(r.cur) {
		refusal = refused(http.StatusForbidden, "This contact is synced by an integration and is read-only")
		refusal.code, refusal.title = "01403", described["01403"]
	}
	return r, refusal
}

// id makes ids for the items of one request.
func (s *Sandbox) id(now time.Time) func() string {
	return func() string { return s.book.newID(now) }
}

// millisecond is as fine as the API tells the time.
func millisecond(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// after is now, but later than before: updatedAt grows with every change.
func after(before Time, now time.Time) Time {
	t := millisecond(now)
	if !t.After(before.Time) {
		t = Time{before.Add(time.Millisecond)}
	}
	return t
}
