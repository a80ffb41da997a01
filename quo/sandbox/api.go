package sandbox

import (
	"net/http"
	"time"
)

// data is the envelope of an answer.
type data struct {
	Data any `json:"data"`
}

// perform carries out a request as the API does. The fault may change the
// outcome.
func (w *workspace) perform(c *call, f Fault, now time.Time) (status int, payload any, refusal *refusal) {
	if c.refusal != nil {
		return 0, nil, c.refusal
	}
	switch c.op {
	case Fields:
		return http.StatusOK, data{w.catalogue.fields}, nil
	case List, Lookup:
		page, refusal := w.list(c.r.URL.Query(), f, now)
		return http.StatusOK, page, refusal
	case Get:
		r, refusal := w.find(c.id)
		if refusal != nil {
			return 0, nil, refusal
		}
		return http.StatusOK, data{r.cur}, nil
	case Create:
		contact, refusal := w.create(c, now)
		return http.StatusCreated, data{w.alter(contact, f)}, refusal
	case Update:
		contact, refusal := w.update(c, now)
		return http.StatusOK, data{w.alter(contact, f)}, refusal
	case Delete:
		return http.StatusNoContent, nil, w.remove(c.id)
	default:
		return 0, nil, refused(http.StatusMethodNotAllowed, "Method not allowed")
	}
}

// alter lets a fault change what was written, in the answer and in the book.
func (w *workspace) alter(contact *Contact, f Fault) *Contact {
	if contact == nil || f.Alter == nil {
		return contact
	}
	altered := contact.clone()
	f.Alter(&altered)
	w.book.replace(w.book.byID[contact.ID], &altered)
	return &altered
}
