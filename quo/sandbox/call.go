package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// call is one request with its body read.
type call struct {
	r       *http.Request
	op      Op
	id      string
	body    []byte
	refusal *refusal // the body could not be read
}

func newCall(w http.ResponseWriter, r *http.Request) *call {
	c := &call{r: r}
	c.op, c.id = operation(r)
	if r.Body == nil {
		return c
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		c.refusal = refused(http.StatusRequestEntityTooLarge, "The request body is larger than 1 MiB")
	case err != nil:
		c.refusal = refused(http.StatusBadRequest, "The request body could not be read")
	}
	c.body = body
	return c
}

// request is the request with its body to be read again, for Fault.Match.
func (c *call) request() *http.Request {
	r := c.r.Clone(c.r.Context())
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	return r
}

// admission is what is decided about a request when it arrives.
type admission struct {
	answer  *answer // not let in: this is the answer
	fault   *Fault
	latency time.Duration
	headers func(http.Header)
}

// admit counts a request, holds it against limit and key, and picks its fault.
// A path that nobody knows gets its 404 from the proxy, before any of that.
func (s *Sandbox) admit(c *call) admission {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	s.counts.arrived(now)
	in := admission{headers: func(http.Header) {}}
	refuse := func(a answer) admission { in.answer = &a; return in }
	if c.op == unknownPath {
		return refuse(htmlPage(http.StatusNotFound))
	}
	key := c.r.Header.Get("Authorization")
	accepted := s.accepts(key)
	if s.opts.RatePerSecond > 0 {
		allowed := s.limit(key, accepted).take(now)
		in.headers = func(h http.Header) { allowed.headers(h, s.opts.RatePerSecond) }
		if !allowed.ok {
			s.counts.RateLimited++
			return refuse(s.overLimit(c.op))
		}
	}
	if !accepted || s.revoked() {
		return refuse(s.shapeLocked(c.op, refused(http.StatusUnauthorized, "Unauthorized")))
	}
	s.admitted++
	in.fault = s.pick(c, now)
	if s.opts.Latency != nil {
		in.latency = s.opts.Latency()
	}
	return in
}

// accepts holds a key against Options.Key. The raw key is expected; "Bearer" in
// front of it is the mistake that everybody makes (QUO_API "Basics").
func (s *Sandbox) accepts(key string) bool {
	if scheme, _, ok := strings.Cut(key, " "); key == "" || ok && strings.EqualFold(scheme, "Bearer") {
		return false
	}
	return s.opts.Key == "" || key == s.opts.Key
}

func (s *Sandbox) revoked() bool {
	return s.opts.RevokeAfter > 0 && s.admitted >= s.opts.RevokeAfter
}

func (s *Sandbox) limit(key string, accepted bool) *limit {
	if !accepted {
		key = ""
	}
	l := s.limits[key]
	if l == nil {
		l = &limit{window: s.opts.Window, rate: s.opts.RatePerSecond}
		s.limits[key] = l
	}
	return l
}

func (s *Sandbox) overLimit(op Op) answer {
	a := s.shapeLocked(op, refused(http.StatusTooManyRequests, "Too many requests"))
	if s.opts.RetryAfter {
		a.header.Set("Retry-After", "1")
	}
	return a
}
