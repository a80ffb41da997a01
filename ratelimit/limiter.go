package ratelimit

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Options configure a Limiter. The zero value goes as fast as the key allows.
type Options struct {
	// Rate is the maximum of requests a second; 0 means as many as the server
	// allows. It is also the assumed limit while no header states one.
	Rate float64
}

// A Limiter paces the requests of one key. It may be used by many goroutines
// at once.
type Limiter struct {
	turn chan struct{} // held by the caller that waits for the next slot; the runtime queues the others in order

	mu    sync.Mutex // guards what follows
	slots *rate.Limiter
	pace  pace
}

// New returns a limiter.
func New(opts Options) *Limiter {
	p := newPace(max(0, opts.Rate))
	return &Limiter{
		turn:  make(chan struct{}, 1),
		slots: rate.NewLimiter(rate.Limit(p.rate), 1),
		pace:  p,
	}
}

// patience is the longest that Wait waits for a server that wants no requests.
const patience = 5 * time.Minute

// A BlockedError means that the server, with a 429, asked for no requests for
// longer than Wait waits.
type BlockedError struct{ Until time.Time }

func (e *BlockedError) Error() string {
	return fmt.Sprintf("the server allows no requests before %s", e.Until.Local().Format("2006-01-02 15:04:05 MST"))
}

// Wait returns when one request may be sent; callers are served in order. The
// caller sends at once. Wait fails when ctx is done, and with a *BlockedError if
// the server wants no requests for more than five minutes.
//
// One caller at a time asks for a slot, and only once it is awake. With slots
// reserved in advance, a caller that wakes late would send too close to the
// next one.
func (l *Limiter) Wait(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	for ctx.Err() == nil {
		wait, err := l.take()
		if err != nil || wait <= 0 {
			return err
		}
		sleep(ctx, wait)
	}
	return context.Cause(ctx)
}

// take takes a slot if one is free and the gate is open. Otherwise it returns
// how long to wait before asking again, or a *BlockedError.
func (l *Limiter) take() (wait time.Duration, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	switch wait := l.pace.shut.Sub(now); {
	case wait > patience:
		return 0, &BlockedError{l.pace.shut}
	case wait > 0:
		return wait, nil
	}
	slot := l.slots.ReserveN(now, 1)
	if wait := slot.DelayFrom(now); wait > 0 {
		slot.CancelAt(now)
		return wait, nil
	}
	return 0, nil
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// Observe adjusts the pace to an answer: its status and its headers
// `ratelimit`, `ratelimit-policy` and Retry-After. Implausible values are
// ignored.
func (l *Limiter) Observe(status int, h http.Header) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.pace.observe(now, status == http.StatusTooManyRequests, read(h, now))
	if r := rate.Limit(l.pace.rate); r != l.slots.Limit() {
		l.slots.SetLimitAt(now, r)
	}
}

// Limit returns how many requests a second the server and Options.Rate allow.
func (l *Limiter) Limit() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pace.limit()
}
