package page

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPaceCountsWhatIsSentAndWhatWasTooMuch(t *testing.T) {
	var p Pace
	stop := errors.New("stop")
	waited, observed := 0, 0
	var mu sync.Mutex
	before, seen := p.Watch(
		func(ctx context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			if waited++; waited > 100 {
				return stop
			}
			return nil
		},
		func(int, http.Header) { mu.Lock(); observed++; mu.Unlock() },
	)
	var wg sync.WaitGroup
	for i := range 110 {
		wg.Go(func() {
			if err := before(t.Context()); err != nil && !errors.Is(err, stop) {
				t.Error(err)
			}
			seen(map[bool]int{true: http.StatusTooManyRequests, false: http.StatusOK}[i%10 == 0], nil)
		})
	}
	wg.Wait()
	if sent, limited := sums(&p); sent != 100 || limited != 11 || observed != 110 {
		t.Errorf("%d sent, %d over the limit, %d answers seen", sent, limited, observed)
	}
	p.Restart()
	if sent, _ := sums(&p); sent != 0 {
		t.Errorf("%d sent after a new start", sent)
	}
}

func TestPaceKeepsEveryRequestInBoundedMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Pace
		now, wantSent, wantLimited := time.Now(), 0, 0
		for _, gap := range rapid.SliceOf(rapid.Int64Range(-10, int64(20*time.Minute))).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap))
			b := bucket{sent: 1}
			if gap%3 == 0 {
				b = bucket{limited: 1}
			}
			p.note(now, b)
			wantSent, wantLimited = wantSent+b.sent, wantLimited+b.limited
		}
		if sent, limited := sums(&p); sent != wantSent || limited != wantLimited {
			t.Fatalf("%d of %d requests, %d of %d answers", sent, wantSent, limited, wantLimited)
		}
		if len(p.buckets) > maxBuckets {
			t.Fatalf("%d buckets", len(p.buckets))
		}
	})
}

func sums(p *Pace) (sent, limited int) {
	buckets, _ := p.counted()
	for _, b := range buckets {
		sent, limited = sent+b.sent, limited+b.limited
	}
	return sent, limited
}
