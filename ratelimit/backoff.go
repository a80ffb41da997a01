package ratelimit

import "time"

// The waits of Backoff, before their jitter.
const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second
)

// Backoff gives how long to wait before the attempt after that many failed
// ones: half a second after the first, doubling up to half a minute, each cut
// by up to a half at random so that workers that failed together do not come
// back together. random gives numbers in [0, 1), as rand.Float64 does.
//
// It is a function and not cenkalti/backoff, because that one keeps the state
// of a loop that it runs itself, while here a look-up comes between attempts.
func Backoff(attempt int, random func() float64) time.Duration {
	wait := maxBackoff
	if attempt < 10 { // beyond it the shift is over the maximum anyway
		wait = min(maxBackoff, firstBackoff<<max(0, attempt-1))
	}
	return wait - time.Duration(random()*float64(wait)/2)
}
