package ratelimit

import (
	"context"
	"math/rand/v2"
	"time"
)

// The waits of backoff, before their jitter.
const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second
)

// backoff returns how long to wait after that many failed attempts: half a
// second after the first, doubling up to half a minute, each shortened by up
// to a half at random, so that workers that failed together do not come back
// together. random returns numbers in [0, 1), as rand.Float64 does.
func backoff(failed int, random func() float64) time.Duration {
	wait := maxBackoff
	if failed < 10 { // beyond it the shift is over the maximum anyway
		wait = min(maxBackoff, firstBackoff<<max(0, failed-1))
	}
	return wait - time.Duration(random()*float64(wait)/2)
}

// Attempts counts the attempts of one operation and waits between them. It is
// a counter and not a loop, because other requests may come between two
// attempts: a write whose outcome is unknown is looked up first.
//
//	attempts := ratelimit.Attempts{Max: 5}
//	for {
//		err := send(ctx)
//		if !retryable(err) || !attempts.Next(ctx) {
//			return err
//		}
//	}
type Attempts struct {
	Max    int            // attempts in all
	Random func() float64 // of the jitter, in [0, 1); nil means rand.Float64

	failed int
}

// Next is called after a failed attempt. It waits as long as backoff says and
// reports whether to make another: not after Max attempts, nor once ctx is
// done.
func (a *Attempts) Next(ctx context.Context) bool {
	a.failed++
	if a.failed >= a.Max || ctx.Err() != nil {
		return false
	}
	random := a.Random
	if random == nil {
		random = rand.Float64
	}
	sleep(ctx, backoff(a.failed, random))
	return ctx.Err() == nil
}
