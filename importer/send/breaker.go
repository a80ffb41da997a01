package send

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/quo-import/quo-import/quo"
)

// breaker is a circuit breaker for all workers: after five failures in a row, of
// different rows, it lets one request through at a time, after 5, 10, 20, 40, 60 s
// and then every minute. If nothing has succeeded for five minutes, it ends the run.
type breaker struct {
	mu       sync.Mutex
	failing  time.Time           // of the first failure since the last success
	rows     map[string]struct{} // that failed since
	failures int
	open     bool
	probing  bool
	step     int
	next     time.Time     // when the next probe may go
	changed  chan struct{} // closed when waiters have to check again
	dead     error
}

const (
	breakerFailures = 5
	breakerTimeout  = 5 * time.Minute
)

var probes = []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute}

// ErrHalted is the error of a request that was not sent because the run is ending.
var ErrHalted = errors.New("the run was stopped")

func newBreaker() *breaker {
	return &breaker{rows: map[string]struct{}{}, changed: make(chan struct{})}
}

// wait returns nil when a request may be sent.
func (b *breaker) wait(ctx context.Context) error {
	for {
		b.mu.Lock()
		switch {
		case b.dead != nil:
			b.mu.Unlock()
			return b.dead
		case !b.open:
			b.mu.Unlock()
			return nil
		}
		now := time.Now()
		if !b.probing && !now.Before(b.next) {
			b.probing = true
			b.mu.Unlock()
			return nil
		}
		changed, pause := b.changed, b.next.Sub(now)
		if b.probing {
			pause = time.Hour // until the answer to the probe
		}
		b.mu.Unlock()
		if err := pauseOr(ctx, pause, changed); err != nil {
			return err
		}
	}
}

// observe records the answer to a request about one row, or about several. counts
// reports whether a failure counts as an attempt of the row, which it does not in an
// outage. exhausted reports whether nothing has succeeded for too long.
func (b *breaker) observe(row string, several bool, class quo.Class) (counts, exhausted bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	if !class.Outage() && class != quo.Limited {
		b.reset()
		return true, false
	}
	now := time.Now()
	if b.failing.IsZero() {
		b.failing = now
	}
	if now.Sub(b.failing) >= breakerTimeout && b.dead == nil {
		b.dead = ErrHalted
		b.wake()
		return false, true
	}
	if class == quo.Limited {
		b.wake()
		return false, false
	}
	b.failures++
	b.rows[row] = struct{}{}
	if b.open {
		b.pause(now)
	} else if b.failures >= breakerFailures && (several || len(b.rows) > 1) {
		b.open, b.step = true, 0
		b.pause(now)
	}
	return !b.open, false
}

func (b *breaker) pause(now time.Time) {
	b.next = now.Add(probes[min(b.step, len(probes)-1)])
	b.step++
	b.wake()
}

func (b *breaker) reset() {
	if b.failures == 0 && b.failing.IsZero() {
		return
	}
	b.failing, b.failures, b.open, b.step = time.Time{}, 0, false, 0
	clear(b.rows)
	b.wake()
}

// halt lets no more requests through.
func (b *breaker) halt() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dead == nil {
		b.dead = ErrHalted
		b.wake()
	}
}

func (b *breaker) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
}
