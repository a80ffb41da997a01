package sandbox

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// faults chooses what goes wrong with a request.
type faults struct {
	outages []Outage
	queue   []*queued
	chaos   Chaos
	dice    *rand.Rand // of chaos
}

// queued is a fault and how often it fired.
type queued struct {
	Fault
	fired int
}

func (q *queued) spent() bool { return q.Times >= 0 && q.fired >= max(q.Times, 1) }

// Outage is a period in which the same fault applies to every request.
type Outage struct {
	From, To time.Time // by Options.Now; To is exclusive
	Fault    Fault     // the zero Fault means a proxy's 503; Times is ignored
}

// Chaos are faults that happen at random.
type Chaos struct {
	Rate   float64 // the probability of each fault, for each request that it applies to: 0.05
	Seed   uint64
	Faults []Fault // nil means [Ordinary]
}

// Ordinary returns the faults that a client has to survive without losing or
// duplicating anything: server errors, lost and damaged answers, before and
// after the request was carried out, bursts over the limit, and a PATCH that is
// answered with 404 for a living contact. It has none that must stop a run (401,
// an ignored filter). A hang lasts as long as the client's timeout.
func Ordinary() []Fault {
	retryAfter := http.Header{"Retry-After": {"1"}}
	return []Fault{
		{Status: http.StatusInternalServerError},
		{Status: http.StatusInternalServerError, After: true},
		{Status: http.StatusBadGateway, HTML: true},
		{Status: http.StatusBadGateway, HTML: true, After: true},
		{Status: http.StatusServiceUnavailable},
		{Status: http.StatusServiceUnavailable, After: true},
		{Reset: true},
		{Reset: true, After: true},
		{Hang: true},
		{Hang: true, After: true},
		{Truncate: true},
		{HTML: true, Status: http.StatusOK, After: true},
		{Status: http.StatusTooManyRequests},
		{Status: http.StatusTooManyRequests, Header: retryAfter},
		{Op: Update, Status: http.StatusNotFound},
	}
}

// choose returns the fault of a request, if any: an outage, else a queued fault,
// else a random one.
func (f *faults) choose(c *call, now time.Time) (Fault, bool) {
	for _, o := range f.outages {
		if !now.Before(o.From) && now.Before(o.To) && o.Fault.applies(c) {
			return o.Fault, true
		}
	}
	for i, q := range f.queue {
		if !q.applies(c) {
			continue
		}
		q.fired++
		if q.spent() {
			f.queue = slices.Delete(f.queue, i, i+1)
		}
		return q.Fault, true
	}
	return f.roll(c)
}

// roll gives every fault of chaos its chance; the first one that happens counts.
func (f *faults) roll(c *call) (Fault, bool) {
	if f.chaos.Rate <= 0 {
		return Fault{}, false
	}
	for _, fault := range f.chaos.Faults {
		if fault.applies(c) && f.dice.Float64() < f.chaos.Rate {
			return fault, true
		}
	}
	return Fault{}, false
}
