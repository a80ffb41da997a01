package sandbox

import (
	"net/http"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
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
		return http.StatusOK, data{w.show(r.cur, nil)}, nil
	case Create:
		wr, refusal := w.create(c, now)
		return http.StatusCreated, data{w.written(wr, f)}, refusal
	case Update:
		wr, refusal := w.update(c, now)
		return http.StatusOK, data{w.written(wr, f)}, refusal
	case Dated:
		wr, refusal := w.updateDated(c, now)
		if refusal != nil {
			return 0, nil, refusal
		}
		return http.StatusOK, data{datedAnswer(wr.after)}, nil
	case Delete:
		return http.StatusNoContent, nil, w.remove(c.id)
	case Numbers:
		return http.StatusOK, data{w.opts.numbers()}, nil
	default:
		return 0, nil, refused(http.StatusMethodNotAllowed, "Method not allowed")
	}
}

// written returns the answer to a write. The fault may first change what was
// written, in the answer and in the book.
func (w *workspace) written(wr *write, f Fault) any {
	if wr == nil { // refused
		return nil
	}
	if f.Alter != nil {
		altered := wr.after.clone()
		f.Alter(&altered)
		w.book.replace(w.book.byID[wr.after.ID], &altered)
		wr.after = &altered
	}
	return w.show(wr.after, wr)
}

// show returns a contact as the answer to a write has it, or to a read if wr is
// nil.
func (w *workspace) show(c *Contact, wr *write) any {
	if !slices.ContainsFunc(w.behaviours, func(b behaviour) bool { return b.show != nil }) {
		return c
	}
	v := view{contact: c.clone(), write: wr}
	for _, b := range w.behaviours {
		if b.show != nil {
			b.show(&v)
		}
	}
	return v.encode()
}

// encode returns the contact without the properties that the answer lacks.
func (v *view) encode() any {
	if v.without == nil {
		return &v.contact
	}
	var answer map[string]any
	if err := json.Unmarshal(jsonAnswer(http.StatusOK, &v.contact).body, &answer); err != nil {
		panic("sandbox: decode an answer: " + err.Error())
	}
	for _, name := range v.without {
		delete(answer, name)
		delete(answer["defaultFields"].(map[string]any), name)
	}
	return answer
}
