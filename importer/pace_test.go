package importer_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
)

// The figure of the limit: contacts a second as a share of ten.
func TestTheBudgetOfTheKeyIsUsed(t *testing.T) {
	jitter := func(from, to time.Duration) func() time.Duration {
		r := rand.New(rand.NewPCG(1, 2))
		return func() time.Duration { return from + time.Duration(r.Int64N(int64(to-from))) }
	}
	for _, c := range []struct {
		name    string
		opts    sandbox.Options
		rows    int
		atLeast float64
	}{
		{"creates at 100–200 ms", sandbox.Options{Latency: jitter(100*time.Millisecond, 200*time.Millisecond)}, 100, 9.5},
		{"creates under a fixed window", sandbox.Options{Latency: jitter(20*time.Millisecond, 200*time.Millisecond)}, 300, 9.7},
		{"creates under a sliding window", sandbox.Options{Window: sandbox.Sliding, Latency: jitter(20*time.Millisecond, 200*time.Millisecond)}, 300, 9.1},
		{"creates under a token bucket", sandbox.Options{Window: sandbox.TokenBucket, Latency: jitter(20*time.Millisecond, 200*time.Millisecond)}, 300, 9.7},
		{"creates at a latency of a second", sandbox.Options{Latency: func() time.Duration { return time.Second }}, 300, 9.3},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.opts.RatePerSecond = 10
				w := newWorld(t, c.opts)
				l := ratelimit.New(ratelimit.Options{})
				w.limiter = l
				began := time.Now()
				counts, err := w.run(context.Background(), w.file(manyRows(c.rows)...))
				took := time.Since(began)
				if err != nil {
					t.Fatal(err)
				}
				w.expect(counts, importer.Counts{Read: c.rows, Created: c.rows})
				seen := w.sandbox.Counts()
				rate := float64(c.rows) / took.Seconds()
				t.Logf("%d contacts in %s: %.2f/s of 10, %d of %d requests over the limit", c.rows, took, rate, seen.RateLimited, seen.Total)
				if rate < c.atLeast || float64(seen.RateLimited) > 0.02*float64(seen.Total) {
					t.Errorf("%.2f contacts a second, want %.2f; %d requests of %d over the limit", rate, c.atLeast, seen.RateLimited, seen.Total)
				}
			})
		})
	}
}
