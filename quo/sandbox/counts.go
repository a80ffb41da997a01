package sandbox

import (
	"maps"
	"slices"
	"time"
)

// Counts is what a sandbox has seen.
type Counts struct {
	// Requests by operation and status answered; 0 is a request that got no whole
	// answer (reset, hang, truncation, a client that left).
	Requests map[Op]map[int]int
	// Total of all requests that arrived, also those without an answer yet.
	Total int
	// RateLimited are those over the limit. Queued 429s are in Requests only.
	RateLimited int
	// Arrivals are when requests came, by Options.Now: the last 100,000 at most.
	Arrivals []time.Time
	// Faults that fired, by Fault.String.
	Faults map[string]int
}

// maxArrivals bounds the memory of a sandbox that runs for days.
const maxArrivals = 100_000

// Of sums the requests of the operations that had an answer, or lost it; of
// every operation where none is named.
func (c Counts) Of(ops ...Op) int {
	sum := 0
	for op, byStatus := range c.Requests {
		if len(ops) == 0 || slices.Contains(ops, op) {
			for _, n := range byStatus {
				sum += n
			}
		}
	}
	return sum
}

// Counts gives a copy of what was counted.
func (s *Sandbox) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counts
	c.Requests = make(map[Op]map[int]int, len(s.counts.Requests))
	for op, byStatus := range s.counts.Requests {
		c.Requests[op] = maps.Clone(byStatus)
	}
	c.Arrivals = slices.Clone(s.counts.Arrivals)
	c.Faults = maps.Clone(s.counts.Faults)
	return c
}

// ResetCounts starts counting anew, for a test that measures its second run.
func (s *Sandbox) ResetCounts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts = newCounts()
}

func newCounts() Counts {
	return Counts{Requests: make(map[Op]map[int]int), Faults: make(map[string]int)}
}

func (c *Counts) arrived(now time.Time) {
	c.Total++
	if len(c.Arrivals) >= 2*maxArrivals {
		c.Arrivals = slices.Clone(c.Arrivals[maxArrivals:])
	}
	c.Arrivals = append(c.Arrivals, now)
}

func (c *Counts) answered(op Op, status int) {
	if c.Requests[op] == nil {
		c.Requests[op] = make(map[int]int)
	}
	c.Requests[op][status]++
}
