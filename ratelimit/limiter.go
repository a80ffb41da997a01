package ratelimit

import (
	"context"
	"fmt"
	"log/slog"
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
	Log  *slog.Logger // nil for none
}

// A Limiter paces the requests of one key. It may be used by many goroutines
// at once.
type Limiter struct {
	log  *slog.Logger
	turn chan struct{} // held by the caller that waits for the next slot; the runtime queues the others in order

	mu      sync.Mutex // guards what follows
	slots   *rate.Limiter
	pace    pace
	sent    int
	limited int
	waited  time.Duration
}

// New returns a limiter.
func New(opts Options) *Limiter {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	p := newPace(max(0, opts.Rate))
	return &Limiter{
		log:   opts.Log,
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

// BlockedUntil returns when the server allows requests again, zero if it does
// so within the time that Wait waits.
func (l *Limiter) BlockedUntil() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := l.pace.shut; time.Until(until) > patience {
		return until
	}
	return time.Time{}
}

// Wait returns when one request may be sent; callers are served in order. The
// caller sends at once. Wait fails when ctx is done, and with a *BlockedError if
// the server wants no requests for more than five minutes.
//
// One caller at a time asks for a slot, and only once it is awake. With slots
// reserved in advance, a caller that wakes late would send too close to the
// next one.
func (l *Limiter) Wait(ctx context.Context) error {
	start := time.Now()
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	for ctx.Err() == nil {
		if until := l.BlockedUntil(); !until.IsZero() {
			return &BlockedError{until}
		}
		wait := l.take(start)
		if wait <= 0 {
			return nil
		}
		sleep(ctx, wait)
	}
	return context.Cause(ctx)
}

// take takes a slot if one is free and the gate is open. Otherwise it returns
// how long to wait before asking again.
func (l *Limiter) take(start time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if wait := l.pace.shut.Sub(now); wait > 0 {
		return wait
	}
	slot := l.slots.ReserveN(now, 1)
	if wait := slot.DelayFrom(now); wait > 0 {
		slot.CancelAt(now)
		return wait
	}
	l.sent++
	l.waited += now.Sub(start)
	return 0
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
	limited := status == http.StatusTooManyRequests
	l.pace.observe(now, limited, read(h, now))
	if r := rate.Limit(l.pace.rate); r != l.slots.Limit() {
		l.slots.SetLimitAt(now, r)
	}
	if limited {
		l.limited++
		l.log.Debug("over the limit", "wait", l.pace.shut.Sub(now), "rate", l.pace.rate)
	}
}

// Stats are the figures of a limiter.
type Stats struct {
	Sent    int           // requests let through
	Limited int           // 429s among the answers
	Waited  time.Duration // the sum of all waits
	Rate    float64       // the pace now, in requests a second
	Limit   float64       // what the server and Options.Rate allow
}

// Stats returns the figures so far.
func (l *Limiter) Stats() Stats {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Stats{Sent: l.sent, Limited: l.limited, Waited: l.waited, Rate: l.pace.rate, Limit: l.pace.limit()}
}
