package ratelimit

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// stated returns the headers of an answer as observed (docs/quo-api.md, "Basics").
func stated(ratelimit string) http.Header {
	return http.Header{"Ratelimit": {`"per-second"; ` + ratelimit}, "Ratelimit-Policy": {`"per-second"; q=10; w=1`}}
}

// atFullPace returns a limiter that has seen a fresh window.
func atFullPace(opts Options) *Limiter {
	l := New(opts)
	l.Observe(http.StatusOK, stated("r=0; t=1"))
	l.Observe(http.StatusOK, stated("r=9; t=1"))
	return l
}

func wait(t *testing.T, l *Limiter) {
	t.Helper()
	if err := l.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// gap waits for two requests and returns the time between them.
func gap(t *testing.T, l *Limiter) time.Duration {
	t.Helper()
	wait(t, l)
	start := time.Now()
	wait(t, l)
	return time.Since(start)
}

func TestTheGapBetweenRequests(t *testing.T) {
	tests := []struct {
		name    string
		limiter func() *Limiter
		want    time.Duration
	}{
		{"is a little more than the limit's", func() *Limiter { return atFullPace(Options{}) }, 100500 * time.Microsecond},
		{"leaves room for jitter until the server is known", func() *Limiter { return New(Options{}) }, 108 * time.Millisecond},
		{"is what the user wants, if that is slower", func() *Limiter { return atFullPace(Options{Rate: 4}) }, 250 * time.Millisecond},
		{"is never shorter than the header allows", func() *Limiter { return atFullPace(Options{Rate: 50}) }, 100500 * time.Microsecond},
		{"follows the user above the documented limit, where no header states one", func() *Limiter {
			l := New(Options{Rate: 50})
			l.Observe(http.StatusOK, http.Header{})
			return l
		}, 21600 * time.Microsecond},
		{"follows the header when the limit is raised", func() *Limiter {
			l := atFullPace(Options{})
			l.Observe(200, http.Header{"Ratelimit-Policy": {`"per-second"; q=20; w=1`}})
			return l
		}, 50300 * time.Microsecond},
		{"follows a header of another window", func() *Limiter {
			l := atFullPace(Options{})
			l.Observe(200, http.Header{"Ratelimit-Policy": {`"per-minute"; q=60; w=60`}})
			return l
		}, 1005 * time.Millisecond},
		{"does not follow nonsense", func() *Limiter {
			l := atFullPace(Options{})
			l.Observe(200, http.Header{"Ratelimit-Policy": {`q=-1; w=0`, `"x"; q=nan; w=1`}, "Ratelimit": {"x", "r=1e9; t=-5"}, "Retry-After": {"soon"}})
			return l
		}, 100500 * time.Microsecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if got := gap(t, tt.limiter()); (got - tt.want).Abs() > 100*time.Microsecond {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestTimeThatPassedUnusedIsNotMadeUpFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := atFullPace(Options{})
		wait(t, l)
		<-time.After(time.Minute)
		if got := gap(t, l); got < 100*time.Millisecond {
			t.Errorf("the gap after a pause is %v", got)
		}
	})
}

func TestWaitersGoInTheOrderInWhichTheyCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := atFullPace(Options{})
		var mu sync.Mutex
		var order []int
		var waiters sync.WaitGroup
		for i := range 16 {
			waiters.Go(func() {
				wait(t, l)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait() // it stands in line before the next one comes
		}
		waiters.Wait()
		if !slices.IsSorted(order) {
			t.Errorf("went in the order %v", order)
		}
	})
}

func TestA429HoldsBackThoseWhoWaitAlready(t *testing.T) {
	tests := []struct {
		name   string
		header http.Header
		want   time.Duration
	}{
		{"until the window ends", stated("r=0; t=2"), 2 * time.Second},
		{"as long as Retry-After asks, if present", http.Header{"Retry-After": {"7"}, "Ratelimit": {"r=0; t=1"}}, 7 * time.Second},
		{"until the date of Retry-After, by the server's clock", http.Header{
			"Retry-After": {"Mon, 23 Nov 2026 07:00:03 GMT"}, "Date": {"Mon, 23 Nov 2026 07:00:00 GMT"},
		}, 3 * time.Second},
		{"for a window and a little, if nothing is said", http.Header{}, 1100 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := New(Options{})
				wait(t, l)
				start := time.Now()
				var waiters sync.WaitGroup
				for range 3 {
					waiters.Go(func() {
						wait(t, l)
						if since := time.Since(start); since < tt.want {
							t.Errorf("one went after %v, want %v", since, tt.want)
						}
					})
				}
				synctest.Wait()
				l.Observe(http.StatusTooManyRequests, tt.header)
				waiters.Wait()
			})
		})
	}
}

func TestNoRequestIsSentBeforeALongRetryAfter(t *testing.T) {
	const date = "Mon, 23 Nov 2026 07:00:00 GMT"
	tests := []struct {
		name    string
		header  http.Header
		after   time.Duration
		blocked bool
	}{
		{"20 seconds are waited for", http.Header{"Retry-After": {"20"}}, 20 * time.Second, false},
		{"so is a date in 30 seconds", http.Header{"Retry-After": {"Mon, 23 Nov 2026 07:00:30 GMT"}, "Date": {date}}, 30 * time.Second, false},
		{"so are five minutes", http.Header{"Retry-After": {"300"}}, 5 * time.Minute, false},
		{"an hour is an error", http.Header{"Retry-After": {"3600"}}, time.Hour, true},
		{"so is a date in an hour", http.Header{"Retry-After": {"Mon, 23 Nov 2026 08:00:00 GMT"}, "Date": {date}}, time.Hour, true},
		{"and a window of ten minutes", stated("r=0; t=600"), 10 * time.Minute, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := New(Options{})
				start := time.Now()
				l.Observe(http.StatusTooManyRequests, tt.header)
				if !tt.blocked {
					wait(t, l)
					if since := time.Since(start); since != tt.after {
						t.Errorf("sent after %v, want %v", since, tt.after)
					}
					return
				}
				for range 3 { // however often one asks
					var blocked *BlockedError
					if err := l.Wait(t.Context()); !errors.As(err, &blocked) || !blocked.Until.Equal(start.Add(tt.after)) || time.Since(start) != 0 {
						t.Fatalf("got %v after %v, want to be blocked until %v", err, time.Since(start), start.Add(tt.after))
					}
				}
				<-time.After(tt.after)
				wait(t, l)
				if since := time.Since(start); since != tt.after {
					t.Errorf("sent after %v", since)
				}
			})
		})
	}
}

// The workers that wait already learn of it too.
func TestALongRetryAfterEndsTheWaitOfEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		l.Observe(http.StatusTooManyRequests, http.Header{"Retry-After": {"20"}})
		start := time.Now()
		var waiters sync.WaitGroup
		for range 5 {
			waiters.Go(func() {
				var blocked *BlockedError
				if err := l.Wait(t.Context()); !errors.As(err, &blocked) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		l.Observe(http.StatusTooManyRequests, http.Header{"Retry-After": {"3600"}}) // was in flight
		waiters.Wait()
		if since := time.Since(start); since > 20*time.Second {
			t.Errorf("the last one waited %v", since)
		}
	})
}

func TestOneEventWithManyAnswersSlowsDownOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one, many := New(Options{}), New(Options{})
		one.Observe(429, stated("r=0; t=1"))
		for range 16 { // in flight when the gate was shut
			many.Observe(429, stated("r=0; t=1"))
		}
		if one.pace.rate != many.pace.rate {
			t.Errorf("one 429 slowed down to %v, sixteen at once to %v", one.pace.rate, many.pace.rate)
		}
	})
}

func TestThePaceComesBackAfterABurstOf429s(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := atFullPace(Options{})
		for range 10 {
			wait(t, l)
			l.Observe(429, stated("r=0; t=1"))
		}
		low := l.pace.rate
		start := time.Now()
		for l.pace.rate < 9.9 && time.Since(start) < time.Minute {
			wait(t, l)
			l.Observe(200, stated("r=8; t=1"))
		}
		t.Logf("from %.1f/s back to the full pace in %v", low, time.Since(start))
		if low > 3 || time.Since(start) > 15*time.Second {
			t.Error("want a pace under 3/s, and back within 15 s")
		}
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	stop := errors.New("stopped by a person")
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		l.Observe(429, http.Header{"Retry-After": {"60"}})
		ctx, cancel := context.WithCancelCause(t.Context())
		var waiters sync.WaitGroup
		for range 3 {
			waiters.Go(func() {
				if err := l.Wait(ctx); !errors.Is(err, stop) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		cancel(stop)
		waiters.Wait()
		if err := l.Wait(ctx); !errors.Is(err, stop) {
			t.Errorf("a context that is over gave %v", err)
		}
		start := time.Now()
		wait(t, l)
		if since := time.Since(start); since != time.Minute {
			t.Errorf("the next one went after %v: nobody was to take its slot", since)
		}
	})
}

func TestTheLimitIsTheLowerOfTheServersAndTheUsers(t *testing.T) {
	for rate, want := range map[float64]float64{0: 10, 2: 2, 50: 10} {
		if got := atFullPace(Options{Rate: rate}).Limit(); got != want {
			t.Errorf("with %v/s: %v, want %v", rate, got, want)
		}
	}
}
