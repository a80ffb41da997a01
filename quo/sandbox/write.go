package sandbox

import (
	"cmp"
	"time"
)

// Values of a created contact that the request leaves out.
const (
	defaultSource = "public-api"
	apiUser       = "USsandbox"
)

// create carries out a POST.
func (w *workspace) create(c *call, now time.Time) (*write, *refusal) {
	wr, refusal := w.newWrite(c, validCreate, now)
	if refusal != nil {
		return nil, refusal
	}
	req := wr.request
	wr.after = &Contact{
		ID: w.book.newID(now), ExternalID: req.ExternalID.value, Source: req.Source.value, SourceURL: req.SourceURL.value,
		CreatedByUserID: cmp.Or(text(req.CreatedByUserID.value), apiUser),
		CreatedAt:       millisecond(now), UpdatedAt: millisecond(now),
	}
	if wr.after.Source == nil {
		wr.after.Source = new(defaultSource)
	}
	wr.setFields(w.book.ids(now))
	return w.store(nil, wr)
}

// update carries out a PATCH (docs/quo-api.md, rule 1):
//
//   - emails, phone numbers and custom values that the request leaves out are
//     removed, even if it leaves out the whole list;
//   - externalId, source and sourceUrl that it leaves out are wiped, except a
//     reserved source;
//   - a scalar of defaultFields that it leaves out stays; null clears it.
func (w *workspace) update(c *call, now time.Time) (*write, *refusal) {
	r, refusal := w.writable(c.id)
	if refusal != nil {
		return nil, refusal
	}
	wr, refusal := w.newWrite(c, validUpdate, now)
	if refusal != nil {
		return nil, refusal
	}
	req, after := wr.request, r.cur.clone()
	after.UpdatedAt = later(r.cur.UpdatedAt, now)
	after.ExternalID, after.SourceURL = req.ExternalID.value, req.SourceURL.value
	if req.Source.sent || !reserved(text(r.cur.Source)) {
		after.Source = req.Source.value
	}
	wr.before, wr.after = r.cur, &after
	wr.setFields(w.book.ids(now))
	return w.store(r, wr)
}

// remove carries out a DELETE.
func (w *workspace) remove(id string) *refusal {
	r, refusal := w.writable(id)
	if refusal == nil {
		w.book.remove(r, w.opts.FreeDeletedPairs)
	}
	return refusal
}

// newWrite parses and validates the body of a POST or a PATCH.
func (w *workspace) newWrite(c *call, validate func(*contactRequest) *refusal, now time.Time) (*write, *refusal) {
	req, refusal := parse(c.r.Header, c.body)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := validate(req); refusal != nil {
		return nil, refusal
	}
	values, refusal := w.catalogue.values(elements(req.CustomFields), w.book.ids(now))
	if refusal != nil {
		return nil, refusal
	}
	return &write{request: req, values: values, now: now}, nil
}

// setFields sets the default fields and custom values of the request.
func (wr *write) setFields(newID func() string) {
	req := wr.request.DefaultFields.value
	if req == nil {
		req = new(fieldsRequest)
	}
	f := &wr.after.DefaultFields
	setSent(&f.FirstName, req.FirstName)
	setSent(&f.LastName, req.LastName)
	setSent(&f.Company, req.Company)
	setSent(&f.Role, req.Role)
	f.Emails = newItems(elements(req.Emails), newID)
	f.PhoneNumbers = newItems(elements(req.PhoneNumbers), newID)
	wr.after.CustomFields = mergeValues(nil, wr.values)
}

func setSent(to **string, property optional[string]) {
	if property.sent {
		*to = property.value
	}
}

// newItems returns the items with new ids: a PATCH replaces them.
func newItems(requested []listItem, newID func() string) []Item {
	var items []Item
	for _, item := range requested {
		items = append(items, Item{ID: newID(), Name: *item.Name.value, Value: item.Value.value})
	}
	return items
}

// store applies the behaviours and stores the contact: as r, or as a new record
// if r is nil.
func (w *workspace) store(r *record, wr *write) (*write, *refusal) {
	for _, b := range w.behaviours {
		if b.change != nil {
			b.change(w, wr)
		}
	}
	if refusal := w.conflict(wr.after, r); refusal != nil {
		return nil, refusal
	}
	if r == nil {
		r = w.book.add(wr.after)
	} else {
		w.book.replace(r, wr.after)
	}
	for _, b := range w.behaviours {
		if b.delay != nil {
			b.delay(wr, r)
		}
	}
	return wr, nil
}
