package ratelimit

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A counter decides whether a request that arrives now is within the limit, and
// how many are left. Quo's documentation does not state which of the counters
// below its server uses.
type counter interface {
	arrive(now time.Time) (ok bool, left int)
}

const quota = 10 // a second

// fixedWindow restarts with every second of the clock, shifted by phase.
type fixedWindow struct {
	phase  time.Duration
	second int64
	used   int
}

func (f *fixedWindow) arrive(now time.Time) (bool, int) {
	if second := now.Add(f.phase).Unix(); second != f.second {
		f.second, f.used = second, 0
	}
	if f.used == quota {
		return false, 0
	}
	f.used++
	return true, quota - f.used
}

// slidingWindow counts the requests that it accepted in the last second.
type slidingWindow struct{ in []time.Time }

func (s *slidingWindow) arrive(now time.Time) (bool, int) {
	for len(s.in) > 0 && now.Sub(s.in[0]) >= time.Second {
		s.in = s.in[1:]
	}
	if len(s.in) == quota {
		return false, 0
	}
	s.in = append(s.in, now)
	return true, quota - len(s.in)
}

// tokenBucket has room for ten tokens and gains ten a second.
type tokenBucket struct {
	spent  float64
	filled time.Time
}

func (b *tokenBucket) arrive(now time.Time) (bool, int) {
	b.spent = max(0, b.spent-now.Sub(b.filled).Seconds()*quota)
	b.filled = now
	if b.spent > quota-1 {
		return false, 0
	}
	b.spent++
	return true, int(quota - b.spent)
}

// strictGap demands 100 ms between any two requests.
type strictGap struct{ last time.Time }

func (s *strictGap) arrive(now time.Time) (bool, int) {
	if now.Sub(s.last) < time.Second/quota {
		return false, 0
	}
	s.last = now
	return true, 0
}

// A network returns how long a request travels to the server and its answer back.
type network func() (there, back time.Duration)

// jitter is the network that the goals are for: 20 to 200 ms, half of it each way.
func jitter(random *rand.Rand) network { return jitterOf(random, 180*time.Millisecond) }

func moreJitter(random *rand.Rand) network { return jitterOf(random, 400*time.Millisecond) }

func jitterOf(random *rand.Rand, spread time.Duration) network {
	return func() (time.Duration, time.Duration) {
		half := 10*time.Millisecond + time.Duration(random.Int64N(int64(spread/2)))
		return half, half
	}
}

// constant takes the same time for every request.
func constant(latency time.Duration) network {
	return func() (time.Duration, time.Duration) { return latency / 2, latency / 2 }
}

// prompt reaches the server at once; only its answers are slow.
func prompt(random *rand.Rand) network {
	return func() (time.Duration, time.Duration) {
		return 0, 20*time.Millisecond + time.Duration(random.Int64N(int64(180*time.Millisecond)))
	}
}

// A simulation is one server and the processes that share a key for it. It
// runs in a synctest bubble.
type simulation struct {
	mu      sync.Mutex
	server  counter
	network network
	silent  bool // the server sends no headers
}

func (s *simulation) travel() (there, back time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.network()
}

// send carries out one request and returns its status and header.
func (s *simulation) send() (int, http.Header) {
	there, back := s.travel()
	<-time.After(there)
	s.mu.Lock()
	ok, left := s.server.arrive(time.Now())
	s.mu.Unlock()
	<-time.After(back)
	h := http.Header{}
	if !s.silent {
		h.Set("ratelimit-policy", `"per-second"; q=10; w=1`)
		h.Set("ratelimit", fmt.Sprintf(`"per-second"; r=%d; t=1`, left))
	}
	if !ok {
		return http.StatusTooManyRequests, h
	}
	return http.StatusOK, h
}

// A tally counts the requests of one process.
type tally struct {
	done    int
	limited int
	took    time.Duration
}

// share returns the part of the limit that was used.
func (t tally) share() float64 { return float64(t.done) / (quota * t.took.Seconds()) }

func (t tally) denied() float64 { return float64(t.limited) / float64(t.limited+t.done) }

// run sends with sixteen workers until rows requests were accepted or the time is
// over.
func (s *simulation) run(t *testing.T, l *Limiter, rows int, until time.Duration) tally {
	start := time.Now()
	var begun, done, limited atomic.Int64
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for begun.Add(1) <= int64(rows) {
				for {
					if err := l.Wait(t.Context()); err != nil {
						t.Error(err)
						return
					}
					status, h := s.send()
					l.Observe(status, h)
					if status == http.StatusOK {
						break
					}
					limited.Add(1)
				}
				done.Add(1)
				if until > 0 && time.Since(start) >= until {
					return
				}
			}
		})
	}
	workers.Wait()
	return tally{int(done.Load()), int(limited.Load()), time.Since(start)}
}
