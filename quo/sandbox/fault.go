package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Fault is something that goes wrong with one request, or with Times of them.
// Where several kinds are set the first of this order counts: Hang, Reset,
// Truncate, HTML, Body and Status. The zero Fault does nothing.
type Fault struct {
	Name  string                   // in Counts and Unfired; made up where empty
	Op    Op                       // the operation that it hits, "" for any
	Match func(*http.Request) bool // hits only these; may read the body, must not call the sandbox
	Times int                      // how often; 0 means once, -1 for ever
	After bool                     // the request is carried out first

	Hang     bool // no answer until the client gives up
	Reset    bool // the connection is reset
	Truncate bool // half of the true answer; the request is carried out
	HTML     bool // a proxy's page, with Status or 502

	Status int         // this status, with an error body of the API's shape
	Body   string      // this body, with Status or 200
	Header http.Header // added to the answer, whatever it is

	// These bend the outcome itself; the request is carried out.
	Strangers bool           // lists: the filter is ignored (What bites 5)
	Empty     bool           // lists: nothing is found, as if the list lagged
	Alter     func(*Contact) // create, update: Quo keeps something else
}

// bends tells faults that need the request to be carried out.
func (f *Fault) bends() bool {
	return f.After || f.Truncate || f.Strangers || f.Empty || f.Alter != nil || !f.replaces()
}

// replaces tells faults that do not let the true answer through.
func (f *Fault) replaces() bool {
	return f.Hang || f.Reset || f.Truncate || f.HTML || f.Status != 0 || f.Body != ""
}

// String is the name, or a description such as "update: reset after".
func (f Fault) String() string {
	if f.Name != "" {
		return f.Name
	}
	words := []string{string(cmp.Or(f.Op, "any")) + ":"}
	for _, flag := range []struct {
		set  bool
		word string
	}{
		{f.Hang, "hang"},
		{f.Reset, "reset"},
		{f.Truncate, "truncate"},
		{f.HTML, "html"},
		{f.Status != 0, fmt.Sprint(f.Status)},
		{f.Body != "", "body"},
		{f.Header.Get("Retry-After") != "", "retry-after"},
		{f.Strangers, "strangers"},
		{f.Empty, "empty"},
		{f.Alter != nil, "alter"},
		{f.After, "after"},
	} {
		if flag.set {
			words = append(words, flag.word)
		}
	}
	return strings.Join(words, " ")
}

func (f *Fault) hits(c *call) bool {
	if f.Op != "" && f.Op != c.op {
		return false
	}
	return f.Match == nil || f.Match(c.request())
}

// queued is a fault and how often it fired.
type queued struct {
	Fault
	fired int
}

func (q *queued) spent() bool { return q.Times >= 0 && q.fired >= max(q.Times, 1) }

// Queue adds faults. A request takes the first of the queue that hits it; one
// request takes one fault. Requests that the limit or the key refuses take none.
func (s *Sandbox) Queue(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.queue = append(s.queue, &queued{Fault: f})
	}
}

// Unfired are the queued faults that did not fire as often as they should have
// (those with Times -1: that never fired). A test ends by asking for none.
func (s *Sandbox) Unfired() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []Fault
	for _, q := range s.queue {
		if q.Times >= 0 || q.fired == 0 {
			left = append(left, q.Fault)
		}
	}
	return left
}

// Outage is a time in which every request meets the same fault.
type Outage struct {
	From, To time.Time // by Options.Now; To is the first moment that is well again
	Fault    Fault     // the zero Fault means a proxy's 503; Times is ignored
}

// AddOutage plans an outage. Outages come before queued faults.
func (s *Sandbox) AddOutage(o Outage) {
	if !o.Fault.replaces() {
		o.Fault.HTML, o.Fault.Status = true, http.StatusServiceUnavailable
	}
	if o.Fault.Name == "" {
		o.Fault.Name = "outage"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outages = append(s.outages, o)
}

// pick chooses what goes wrong with a request: an outage, else a queued fault,
// else chaos, else nothing. The caller holds the lock.
func (s *Sandbox) pick(c *call, now time.Time) *Fault {
	f := s.choose(c, now)
	if f != nil {
		s.counts.Faults[f.String()]++
	}
	return f
}

func (s *Sandbox) choose(c *call, now time.Time) *Fault {
	for _, o := range s.outages {
		if !now.Before(o.From) && now.Before(o.To) && o.Fault.hits(c) {
			return &o.Fault
		}
	}
	for i, q := range s.queue {
		if !q.hits(c) {
			continue
		}
		q.fired++
		if q.spent() {
			s.queue = append(s.queue[:i:i], s.queue[i+1:]...)
		}
		return &q.Fault
	}
	return s.chaos.roll(c)
}
