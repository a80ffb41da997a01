package sandbox

import (
	"fmt"
	"net/http"
)

// carry carries one request out: it is the API proper. Writing the answer as
// JSON is left until the lock is free; contacts never change once made.
func (s *Sandbox) carry(c *call, f *Fault) answer {
	status, payload, refusal := s.perform(c, f)
	switch {
	case refusal != nil:
		return s.shape(c.op, refusal)
	case status == http.StatusNoContent:
		return answer{status: status}
	default:
		return jsonAnswer(status, payload)
	}
}

func (s *Sandbox) perform(c *call, f *Fault) (status int, payload any, refusal *refusal) {
	if c.refusal != nil {
		return 0, nil, c.refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	switch c.op {
	case Fields:
		return http.StatusOK, data{s.catalogue.fields}, nil
	case List, Lookup:
		page, refusal := s.list(c.r.URL.Query(), now, f)
		return http.StatusOK, page, refusal
	case Get:
		r, refusal := s.find(c.id)
		if refusal != nil {
			return 0, nil, refusal
		}
		return http.StatusOK, data{r.cur}, nil
	case Create:
		contact, refusal := s.create(c.r.Header, c.body, now)
		return http.StatusCreated, data{s.altered(contact, f)}, refusal
	case Update:
		contact, refusal := s.update(c.id, c.r.Header, c.body, now)
		return http.StatusOK, data{s.altered(contact, f)}, refusal
	case Delete:
		return http.StatusNoContent, nil, s.remove(c.id)
	default:
		return 0, nil, refused(http.StatusMethodNotAllowed, "Method not allowed")
	}
}

// altered lets a fault change what was written, in the answer and for good.
func (s *Sandbox) altered(contact *Contact, f *Fault) *Contact {
	if contact == nil || f == nil || f.Alter == nil {
		return contact
	}
	c := contact.clone()
	f.Alter(&c)
	s.book.replace(s.book.byID[contact.ID], &c)
	return &c
}

// shape writes a refusal as Options.WrappedErrors says, with a trace of its own.
func (s *Sandbox) shape(op Op, r *refusal) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shapeLocked(op, r)
}

func (s *Sandbox) shapeLocked(op Op, r *refusal) answer {
	s.traces++
	return r.shape(op, s.opts.WrappedErrors, fmt.Sprintf("%016x", uint64(s.traces)*0x9e3779b97f4a7c15))
}
