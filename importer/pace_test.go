package importer_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
)

// The rates that docs/performance.md promises: contacts a second, with a limit of ten
// requests a second. An update costs a twentieth more than a create: one read for
// twenty.
func TestTheBudgetOfTheKeyIsUsed(t *testing.T) {
	between := func(from, to time.Duration) func() time.Duration {
		r := rand.New(rand.NewPCG(1, 2))
		return func() time.Duration { return from + time.Duration(r.Int64N(int64(to-from+1))) }
	}
	const ms = time.Millisecond
	for _, c := range []struct {
		name            string
		window          sandbox.Window
		latency         func() time.Duration
		creates, update float64 // at least
	}{
		{"a fixed window", sandbox.Fixed, between(20*ms, 200*ms), 9.7, 9.0},
		{"a sliding window", sandbox.Sliding, between(20*ms, 200*ms), 9.2, 8.3},
		{"a token bucket", sandbox.TokenBucket, between(20*ms, 200*ms), 9.7, 9.0},
		{"a slower network", sandbox.Fixed, between(100*ms, 200*ms), 9.7, 9.0},
		// the first list, look-up and PATCH go alone, and the last answer takes a second, too
		{"a latency of a second", sandbox.Fixed, between(1000*ms, 1000*ms), 9.3, 8.4},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, sandbox.Options{RatePerSecond: 10, Window: c.window, Latency: c.latency}, func(w *world) {
				const rows = 300
				changed := manyRows(rows)
				for i := range changed {
					changed[i] = row(i, "Buyer")
				}
				w.expectPace("creates", c.creates, event.Counts{Read: rows, Created: rows}, manyRows(rows))
				w.expectPace("updates", c.update, event.Counts{Read: rows, Updated: rows}, changed)
			})
		})
	}
}

// expectPace imports lines as a process of its own, and checks how many it imports a
// second.
func (w *world) expectPace(what string, atLeast float64, want event.Counts, lines []string) {
	w.t.Helper()
	w.limiter = ratelimit.New(ratelimit.Options{})
	before, began := w.sandbox.Counts(), time.Now()
	counts, err := w.run(context.Background(), w.file(lines...))
	took := time.Since(began)
	if err != nil {
		w.t.Fatal(err)
	}
	w.expect(counts, want)
	seen := w.sandbox.Counts()
	requests, limited := seen.Total-before.Total, seen.RateLimited-before.RateLimited
	pace := float64(len(lines)) / took.Seconds()
	w.t.Logf("%s: %.2f a second, %d of %d requests over the limit", what, pace, limited, requests)
	if pace < atLeast || float64(limited) > 0.02*float64(requests) {
		w.t.Errorf("%s: %.2f a second, want %.1f; %d of %d requests over the limit, want 2 %% at most", what, pace, atLeast, limited, requests)
	}
}
