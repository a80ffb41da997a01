package sandbox

import (
	"slices"
	"strings"
	"time"
)

// patched is what a PATCH makes of a contact (QUO_API, What bites 1):
//
//   - emails, phone numbers and custom values that the request leaves out are
//     gone, also where it leaves out the whole list;
//   - externalId, source and sourceUrl that it leaves out are wiped, but for a
//     reserved source, which stays; Options.KeepOmitted keeps all three;
//   - a scalar of defaultFields that it leaves out stays; null empties it.
//
// With Options.MergePatch lists are appended to, as an old server did.
func (s *Sandbox) patched(cur *Contact, req *contactRequest, values []CustomValue, now time.Time) *Contact {
	c := cur.clone()
	c.UpdatedAt = after(cur.UpdatedAt, now)
	keepSource := s.opts.KeepOmitted || reserved(text(cur.Source))
	assign(&c.ExternalID, req.ExternalID, s.opts.KeepOmitted)
	assign(&c.Source, req.Source, keepSource)
	assign(&c.SourceURL, req.SourceURL, s.opts.KeepOmitted)
	if !s.opts.MergePatch {
		c.CustomFields = nil
	}
	c.CustomFields = mergeValues(c.CustomFields, values)
	c.DefaultFields.put(req.DefaultFields.value, s.id(now), s.opts)
	return &c
}

// put sets what the request sends.
func (f *DefaultFields) put(req *fieldsRequest, id func() string, opts Options) {
	if req == nil {
		req = new(fieldsRequest)
	}
	assign(&f.FirstName, req.FirstName, true)
	assign(&f.LastName, req.LastName, true)
	assign(&f.Company, req.Company, true)
	if !opts.IgnoreNullRole || !req.Role.null() {
		assign(&f.Role, req.Role, true)
	}
	if !opts.MergePatch {
		f.Emails, f.PhoneNumbers = nil, nil
	}
	f.Emails = append(f.Emails, items(elements(req.Emails), id)...)
	f.PhoneNumbers = append(f.PhoneNumbers, items(elements(req.PhoneNumbers), id)...)
}

// assign sets a property that was sent, null included; one that was not is kept
// or wiped.
func assign(to **string, sent optional[string], keep bool) {
	if sent.sent || !keep {
		*to = sent.value
	}
}

// items gives each item an id of its own: a PATCH makes new ones, as it replaces.
func items(requested []listItem, id func() string) []Item {
	var out []Item
	for _, item := range requested {
		out = append(out, Item{ID: id(), Name: *item.Name.value, Value: item.Value.value})
	}
	return out
}

// mergeValues sets the values of keys that are there and appends the others; a
// value of nil clears.
func mergeValues(old, values []CustomValue) []CustomValue {
	for _, v := range values {
		old = slices.DeleteFunc(old, func(o CustomValue) bool { return o.Key == v.Key })
		if v.Value != nil {
			old = append(old, v)
		}
	}
	return old
}

// normalise is what a tidy server does to texts (Options.Normalise).
func (s *Sandbox) normalise(c *Contact) {
	if !s.opts.Normalise {
		return
	}
	f := &c.DefaultFields
	for _, scalar := range []**string{&f.FirstName, &f.LastName, &f.Company, &f.Role} {
		if trimmed := strings.TrimSpace(text(*scalar)); trimmed == "" {
			*scalar = nil
		} else {
			*scalar = &trimmed
		}
	}
	for i, email := range f.Emails {
		if email.Value != nil {
			f.Emails[i].Value = new(strings.ToLower(strings.TrimSpace(*email.Value)))
		}
	}
}
