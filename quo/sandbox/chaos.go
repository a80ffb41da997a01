package sandbox

import (
	"math/rand/v2"
	"net/http"
)

// Chaos lets faults happen at random.
type Chaos struct {
	Rate   float64 // the chance of each fault, for each request that it can hit: 0.05
	Seed   uint64
	Faults []Fault // nil means [Ordinary]
}

// chaos is a Chaos with its dice. The zero value is calm.
type chaos struct {
	Chaos
	dice *rand.Rand
}

// SetChaos starts random faults, or ends them with the zero Chaos. They come
// after queued faults and are counted in Counts.Faults, not in Unfired.
func (s *Sandbox) SetChaos(c Chaos) {
	if c.Faults == nil {
		c.Faults = Ordinary()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chaos = chaos{c, rand.New(rand.NewPCG(c.Seed, 0))}
}

// roll gives every fault its chance; the first that comes up is it.
func (c chaos) roll(call *call) *Fault {
	if c.Rate <= 0 {
		return nil
	}
	for i := range c.Faults {
		if f := &c.Faults[i]; f.hits(call) && c.dice.Float64() < c.Rate {
			return f
		}
	}
	return nil
}

// Ordinary are the faults that a client has to live with without losing or
// doubling anything: server errors, lost and spoilt answers, before and after
// the request was carried out, bursts over the limit, and a PATCH that answers
// 404 for a living contact. Not among them is what has to stop a run (401,
// strangers in an answer). A hang lasts as long as the client's time-out.
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
