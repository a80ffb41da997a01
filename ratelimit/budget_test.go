package ratelimit

import (
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const seeds = 40 // simulations of each kind

func fixed(random *rand.Rand) counter {
	return &fixedWindow{phase: time.Duration(random.Int64N(int64(time.Second)))}
}
func sliding(*rand.Rand) counter { return &slidingWindow{} }
func bucket(*rand.Rand) counter  { return &tokenBucket{} }
func strict(*rand.Rand) counter  { return &strictGap{} }

// The goals are for 300 creates by sixteen workers over a network of 20 to 200 ms.
// Without headers the kind of server is unknown, so the pace leaves room for
// jitter.
func TestOneProcessUsesTheBudget(t *testing.T) {
	tests := []struct {
		name    string
		server  func(*rand.Rand) counter
		network func(*rand.Rand) network
		silent  bool
		share   float64 // in the mean
		least   float64 // of any
	}{
		{"a fixed window", fixed, jitter, false, 0.97, 0.94},
		{"a sliding window", sliding, jitter, false, 0.92, 0.9},
		{"a token bucket", bucket, jitter, false, 0.97, 0.94},
		{"a gap of 100 ms, without jitter on the way there", strict, prompt, false, 0.92, 0.9},
		{"a fixed window without headers", fixed, jitter, true, 0.92, 0.9},
		{"a sliding window without headers", sliding, jitter, true, 0.92, 0.9},
		{"a token bucket without headers", bucket, jitter, true, 0.92, 0.9},
		// no goal: more jitter than there is room for lowers the pace without 429s
		{"a sliding window and 20 to 420 ms", sliding, moreJitter, false, 0.75, 0.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var share, denied, least float64
			least = 1
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					random := rand.New(rand.NewPCG(seed, 1))
					s := &simulation{server: tt.server(random), network: tt.network(random), silent: tt.silent}
					got := s.run(t, New(Options{}), 300, 0)
					share, denied, least = share+got.share()/seeds, denied+got.denied()/seeds, min(least, got.share())
				})
			}
			t.Logf("share %.1f %% (least %.1f %%), 429s %.2f %%", 100*share, 100*least, 100*denied)
			if share < tt.share || least < tt.least || denied > 0.02 {
				t.Errorf("want at least %.0f %% (never under %.0f %%), and at most 2 %% of 429s", 100*tt.share, 100*tt.least)
			}
		})
	}
}

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

// together runs processes with one key for a minute each, three seconds apart.
func together(t *testing.T, s *simulation, processes int) []tally {
	got := make([]tally, processes)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			<-time.After(time.Duration(i) * 3 * time.Second)
			got[i] = s.run(t, New(Options{}), 1e6, time.Minute)
		})
	}
	all.Wait()
	return got
}

// The pace is made for two processes. With three, each must still get a part.
func TestProcessesShareAKey(t *testing.T) {
	tests := []struct {
		name      string
		processes int
		server    func(*rand.Rand) counter
		silent    bool
		least     float64 // of the limit, for the one that gets least
		denied    float64
	}{
		{"two, a fixed window", 2, fixed, false, 0.35, 0.02},
		{"two, a sliding window", 2, sliding, false, 0.35, 0.02},
		{"two, a token bucket", 2, bucket, false, 0.35, 0.02},
		{"two, a fixed window without headers", 2, fixed, true, 0.35, 0.02},
		{"two, a sliding window without headers", 2, sliding, true, 0.35, 0.02},
		{"two, a token bucket without headers", 2, bucket, true, 0.35, 0.02},
		{"three, a fixed window", 3, fixed, false, 0.15, 0.1},
		{"three, a sliding window", 3, sliding, false, 0.15, 0.1},
		{"three, a token bucket", 3, bucket, false, 0.15, 0.1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var least, sum, denied float64
			least = 1
			for seed := range uint64(seeds) {
				synctest.Test(t, func(t *testing.T) {
					random := rand.New(rand.NewPCG(seed, 2))
					s := &simulation{server: tt.server(random), network: jitter(random), silent: tt.silent}
					for _, got := range together(t, s, tt.processes) {
						least = min(least, got.share())
						sum += got.share() / seeds
						denied += got.denied() / float64(tt.processes) / seeds
					}
				})
			}
			t.Logf("together %.1f %%, the least of them %.1f %%, 429s %.2f %%", 100*sum, 100*least, 100*denied)
			if least < tt.least || denied > tt.denied {
				t.Errorf("want at least %.0f %% for each, and at most %.0f %% of 429s", 100*tt.least, 100*tt.denied)
			}
		})
	}
}

func TestThePaceComesBackWhenTheOtherProcessHasEnded(t *testing.T) {
	for _, tt := range []struct {
		name   string
		silent bool
		within time.Duration
	}{
		{"with headers", false, 120 * time.Second},
		{"without", true, 180 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(1, 4))
				s := &simulation{server: fixed(random), network: jitter(random), silent: tt.silent}
				l := New(Options{})
				var both sync.WaitGroup
				both.Go(func() { s.run(t, New(Options{}), 1e6, 30*time.Second) })
				both.Go(func() { s.run(t, l, 1e6, 30*time.Second) })
				both.Wait()
				shared := l.pace.rate
				s.run(t, l, 1e6, tt.within)
				t.Logf("from %.1f/s to %.1f/s", shared, l.pace.rate)
				if shared > 6 || l.pace.rate < 9.2 {
					t.Errorf("want a pace near half, and 9.2/s after %v", tt.within)
				}
			})
		})
	}
}
