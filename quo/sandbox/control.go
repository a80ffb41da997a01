package sandbox

import (
	"cmp"
	"math/rand/v2"
	"net/http"
	"slices"
)

// Queue adds faults. A request takes the first queued fault that applies to it,
// and no other. Requests that are not admitted take none.
func (s *Sandbox) Queue(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.faults.queue = append(s.faults.queue, &queued{Fault: f})
	}
}

// Unfired returns the queued faults that fired less often than Times (or never,
// if Times is -1). A test ends by checking that there are none.
func (s *Sandbox) Unfired() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []Fault
	for _, q := range s.faults.queue {
		if q.Times >= 0 || q.fired == 0 {
			left = append(left, q.Fault)
		}
	}
	return left
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
	s.faults.outages = append(s.faults.outages, o)
}

// SetChaos starts random faults, or ends them with the zero Chaos. Queued faults
// come before them; they are in Counts.Faults but not in Unfired.
func (s *Sandbox) SetChaos(c Chaos) {
	if c.Faults == nil {
		c.Faults = Ordinary()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.chaos, s.faults.dice = c, rand.New(rand.NewPCG(c.Seed, 0))
}

// SetKey replaces the accepted key; the old one is revoked.
func (s *Sandbox) SetKey(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate.opts.Key = key
}

// Counts returns a copy of the counts.
func (s *Sandbox) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts.clone()
}

// ResetCounts sets the counts to zero, for a test that measures its second run.
func (s *Sandbox) ResetCounts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts = newCounts()
}

// Contacts returns copies of the living contacts in the order of their creation.
func (s *Sandbox) Contacts() []Contact {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Contact, 0, s.workspace.book.living)
	for _, r := range s.workspace.book.order {
		if !r.deleted {
			out = append(out, r.cur.clone())
		}
	}
	return out
}

// Find returns the first living contact with a pair; a source of "" means null.
func (s *Sandbox) Find(source, externalID string) (Contact, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	book := s.workspace.book
	for _, r := range book.byExtID[book.folded(externalID)] {
		if text(r.cur.Source) == source {
			return r.cur.clone(), true
		}
	}
	return Contact{}, false
}

// Double is a pair that more than one living contact has.
type Double struct {
	Source, ExternalID string
	IDs                []string
}

// Duplicates returns all doubles, sorted; a test expects none.
func (s *Sandbox) Duplicates() []Double {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make(map[pair][]string)
	for _, records := range s.workspace.book.byExtID {
		if len(records) < 2 {
			continue
		}
		for _, r := range records {
			p, _ := r.cur.pair()
			ids[p] = append(ids[p], r.cur.ID)
		}
	}
	var doubles []Double
	for p, ids := range ids {
		if len(ids) > 1 {
			doubles = append(doubles, Double{p.source, p.externalID, ids})
		}
	}
	slices.SortFunc(doubles, func(a, b Double) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ExternalID, b.ExternalID))
	})
	return doubles
}
