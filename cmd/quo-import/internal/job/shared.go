package job

import (
	"context"
	"iter"
	"sync"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/ratelimit"
)

// Shared is what jobs that run in one process share. It may be used concurrently.
type Shared struct {
	turns chan struct{}

	mu       sync.Mutex
	limiters map[account]*ratelimit.Limiter
}

// account is what Quo limits the requests of.
type account struct{ baseURL, key string }

// NewShared returns what jobs share. reading is how many of them read their files at a
// time: reading needs the processor and memory, while writing mostly waits for Quo.
func NewShared(reading int) *Shared {
	return &Shared{turns: make(chan struct{}, reading), limiters: map[account]*ratelimit.Limiter{}}
}

// limiter returns the one limiter of a key. Its rate is that of the first job that
// asks. A nil Shared shares nothing.
func (s *Shared) limiter(baseURL, key string, rate float64) *ratelimit.Limiter {
	opts := ratelimit.Options{Rate: rate}
	if s == nil {
		return ratelimit.New(opts)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := account{baseURL, key}
	if s.limiters[a] == nil {
		s.limiters[a] = ratelimit.New(opts)
	}
	return s.limiters[a]
}

// inTurn returns rows that are read when it is the job's turn.
func (s *Shared) inTurn(read func(context.Context) iter.Seq2[rows.Row, error]) func(context.Context) iter.Seq2[rows.Row, error] {
	if s == nil {
		return read
	}
	return func(ctx context.Context) iter.Seq2[rows.Row, error] {
		return func(yield func(rows.Row, error) bool) {
			select {
			case s.turns <- struct{}{}:
			case <-ctx.Done():
				yield(rows.Row{}, context.Cause(ctx))
				return
			}
			defer func() { <-s.turns }()
			read(ctx)(yield)
		}
	}
}
