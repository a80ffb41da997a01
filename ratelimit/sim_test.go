package ratelimit

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A counter decides whether a request that arrives now is within the limit,
// and how many are left. The servers below are those that Quo's might be: its
// documentation does not say.
type counter interface {
	arrive(now time.Time) (ok bool, left int)
}

const quota = 10 // a second

// fixedWindow starts anew with every second of the clock, moved by phase.
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

// slidingWindow counts what it let in during the last second.
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

// tokenBucket holds ten and fills by ten a second.
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

// strictGap wants 100 ms between any two.
type strictGap struct{ last time.Time }

func (s *strictGap) arrive(now time.Time) (bool, int) {
	if now.Sub(s.last) < time.Second/quota {
		return false, 0
	}
	s.last = now
	return true, 0
}

// A network says how long a request travels to the server and its answer back.
type network func() (there, back time.Duration)

// jitter is the network that the goals are for: 20 to 200 ms, half of it each way.
func jitter(random *rand.Rand) network {
	return func() (time.Duration, time.Duration) {
		half := 10*time.Millisecond + time.Duration(random.Int64N(int64(90*time.Millisecond)))
		return half, half
	}
}

// constant takes the same time for every request.
func constant(latency time.Duration) network {
	return func() (time.Duration, time.Duration) { return latency / 2, latency / 2 }
}

// prompt reaches the server at once; only its answers take their time.
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

// send carries one request out, and gives its status and header.
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

// A tally is what one process got done.
type tally struct {
	done    int
	limited int
	took    time.Duration
}

// share is the part of the limit that was used.
func (t tally) share() float64 { return float64(t.done) / (quota * t.took.Seconds()) }

func (t tally) denied() float64 { return float64(t.limited) / float64(t.limited+t.done) }

// run sends until rows requests are through or the time is over, with sixteen
// workers.
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

const seeds = 20 // simulations of each kind

// The goals of issue 5 (4): 300 creates by sixteen workers over a network of
// 20 to 200 ms.
func TestOneProcessUsesTheBudget(t *testing.T) {
	tests := []struct {
		name    string
		server  func(*rand.Rand) counter
		network func(*rand.Rand) network
		share   float64
	}{
		{"a fixed window", fixed, jitter, 0.97},
		{"a sliding window", sliding, jitter, 0.92},
		{"a token bucket", bucket, jitter, 0.97},
		{"a gap of 100 ms, without jitter on the way there", strict, prompt, 0.92},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var share, denied, least float64
			least = 1
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					random := rand.New(rand.NewPCG(seed, 1))
					s := &simulation{server: tt.server(random), network: tt.network(random)}
					got := s.run(t, New(Options{}), 300, 0)
					share, denied, least = share+got.share()/seeds, denied+got.denied()/seeds, min(least, got.share())
				})
			}
			t.Logf("share %.1f %% (least %.1f %%), 429s %.2f %%", 100*share, 100*least, 100*denied)
			if share < tt.share || denied > 0.02 {
				t.Errorf("want at least %.0f %% and at most 2 %%", 100*tt.share)
			}
		})
	}
}

func fixed(random *rand.Rand) counter {
	return &fixedWindow{phase: time.Duration(random.Int64N(int64(time.Second)))}
}
func sliding(*rand.Rand) counter { return &slidingWindow{} }
func bucket(*rand.Rand) counter  { return &tokenBucket{} }
func strict(*rand.Rand) counter  { return &strictGap{} }

func TestLatencyChangesNothing(t *testing.T) {
	for name, server := range map[string]func(*rand.Rand) counter{"a fixed window": fixed, "a sliding window": sliding, "a token bucket": bucket} {
		t.Run(name, func(t *testing.T) {
			took := func(latency time.Duration) (took time.Duration) {
				synctest.Test(t, func(t *testing.T) {
					s := &simulation{server: server(rand.New(rand.NewPCG(1, 3))), network: constant(latency)}
					took = s.run(t, New(Options{}), 300, 0).took
				})
				return took
			}
			near, far := took(20*time.Millisecond), took(time.Second)
			t.Logf("300 requests: %v at 20 ms, %v at 1 s", near, far)
			if far-near > 1500*time.Millisecond {
				t.Error("want no more between them than what the last answer takes longer")
			}
		})
	}
}

func TestTwoProcessesShareAKey(t *testing.T) {
	tests := []struct {
		name   string
		server func(*rand.Rand) counter
		silent bool
	}{
		{"a fixed window", fixed, false},
		{"a sliding window", sliding, false},
		{"a token bucket", bucket, false},
		{"a fixed window without headers", fixed, true},
		{"a sliding window without headers", sliding, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var least, sum, denied float64
			least = 1
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					random := rand.New(rand.NewPCG(seed, 2))
					s := &simulation{server: tt.server(random), network: jitter(random), silent: tt.silent}
					var got [2]tally
					var both sync.WaitGroup
					for i := range got {
						both.Go(func() {
							<-time.After(time.Duration(i) * 3 * time.Second) // the second comes later
							got[i] = s.run(t, New(Options{}), 1e6, 60*time.Second)
						})
					}
					both.Wait()
					least = min(least, got[0].share(), got[1].share())
					sum += (got[0].share() + got[1].share()) / seeds
					denied += (got[0].denied() + got[1].denied()) / 2 / seeds
				})
			}
			t.Logf("together %.1f %%, the lesser %.1f %%, 429s %.2f %%", 100*sum, 100*least, 100*denied)
			if least < 0.35 {
				t.Error("want at least 35 % for each")
			}
		})
	}
}
