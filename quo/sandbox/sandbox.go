package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Sandbox is the stand-in. It is an http.Handler, and safe for concurrent use.
type Sandbox struct {
	now     func() time.Time
	latency func() time.Duration // nil for none
	wrapped bool                 // Options.WrappedErrors
	maxURL  int                  // Options.MaxURL
	traces  atomic.Uint64

	mu        sync.Mutex // guards what follows
	gate      gate
	faults    faults
	workspace *workspace
	counts    Counts
}

// New returns an empty sandbox.
func New(opts Options) *Sandbox {
	opts = opts.withDefaults()
	return &Sandbox{
		now:       opts.Now,
		latency:   opts.Latency,
		wrapped:   opts.WrappedErrors,
		maxURL:    opts.MaxURL,
		gate:      newGate(opts),
		workspace: newWorkspace(opts),
		counts:    newCounts(),
	}
}

// ServeHTTP answers one request: it admits it (rate, key), chooses a fault,
// carries it out, applies the fault to the answer, and writes it.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := newCall(w, r)
	in := s.arrive(c)
	maps.Copy(w.Header(), in.header)
	a := in.answer
	if a == nil {
		a = s.serve(c, in.fault, in.latency)
	}
	status := 0 // no whole answer
	if a != nil && !in.fault.breaks() {
		status = a.status
	}
	s.answered(c.op, status) // counted before the client can see it
	if a == nil {            // the client has left
		panic(http.ErrAbortHandler)
	}
	emit(w, r, in.fault, *a)
}

// An arrival is what is decided about a request when it arrives.
type arrival struct {
	header  http.Header // of the answer, whatever it is
	answer  *answer     // to a request that is not admitted
	fault   Fault
	latency time.Duration
}

// arrive counts a request, admits it and chooses its fault. A request for an
// unknown path gets the 404 of a proxy before any of that, and one whose URL is
// too long a 414.
func (s *Sandbox) arrive(c *call) arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.counts.Total++
	if c.op == unknownPath {
		page := htmlPage(http.StatusNotFound)
		return arrival{answer: &page}
	}
	if len(c.r.URL.RequestURI()) > s.maxURL {
		page := htmlPage(http.StatusRequestURITooLong)
		return arrival{answer: &page}
	}
	header, refusal := s.gate.admit(c.r.Header.Get("Authorization"), now)
	in := arrival{header: header}
	if refusal != nil {
		if refusal.status == http.StatusTooManyRequests {
			s.counts.RateLimited++
		}
		a := s.shape(c.op, refusal)
		in.answer = &a
		return in
	}
	if f, ok := s.faults.choose(c, now); ok {
		in.fault = f
		s.counts.Faults[f.String()]++
	}
	if s.latency != nil {
		in.latency = s.latency()
	}
	return in
}

// serve carries a request out, unless the fault prevents it, within the given
// latency. It returns nil if the client left meanwhile.
func (s *Sandbox) serve(c *call, f Fault, latency time.Duration) *answer {
	if !wait(c, latency/2) {
		return nil
	}
	var a answer
	if f.executes() {
		a = s.perform(c, f)
	}
	if !wait(c, latency-latency/2) {
		return nil
	}
	a = f.spoil(a, func(r *refusal) answer { return s.shape(c.op, r) })
	return &a
}

// perform carries a request out. The answer is encoded after the lock was
// released; contacts in the book are never changed.
func (s *Sandbox) perform(c *call, f Fault) answer {
	s.mu.Lock()
	status, payload, refusal := s.workspace.perform(c, f, s.now())
	s.mu.Unlock()
	switch {
	case refusal != nil:
		return s.shape(c.op, refusal)
	case status == http.StatusNoContent:
		return answer{status: status}
	default:
		return jsonAnswer(status, payload)
	}
}

// shape turns a refusal into an answer with a trace of its own.
func (s *Sandbox) shape(op Op, r *refusal) answer {
	return r.shape(op, s.wrapped, fmt.Sprintf("%016x", s.traces.Add(1)*0x9e3779b97f4a7c15))
}

func (s *Sandbox) answered(op Op, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts.answered(op, status)
}

// wait waits for d and reports whether the client is still there.
func wait(c *call, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.r.Context().Done():
		return false
	}
}
