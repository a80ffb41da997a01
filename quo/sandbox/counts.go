package sandbox

import (
	"maps"
	"slices"
)

// Counts are the numbers of requests and faults of a sandbox.
type Counts struct {
	// Requests by operation and status; 0 is a request without a whole answer
	// (reset, hang, truncation, a client that left).
	Requests map[Op]map[int]int
	// Total is the number of requests that arrived, even if not yet answered.
	Total int
	// RateLimited is the number of requests over the limit, without queued 429s.
	RateLimited int
	// Faults counts the faults that fired, by Fault.String.
	Faults map[string]int
}

// Of returns the number of answered requests of the operations, or of all
// operations if there are none; lost answers count.
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

func newCounts() Counts {
	return Counts{Requests: make(map[Op]map[int]int), Faults: make(map[string]int)}
}

func (c *Counts) answered(op Op, status int) {
	if c.Requests[op] == nil {
		c.Requests[op] = make(map[int]int)
	}
	c.Requests[op][status]++
}

func (c *Counts) clone() Counts {
	d := *c
	d.Requests = make(map[Op]map[int]int, len(c.Requests))
	for op, byStatus := range c.Requests {
		d.Requests[op] = maps.Clone(byStatus)
	}
	d.Faults = maps.Clone(c.Faults)
	return d
}
