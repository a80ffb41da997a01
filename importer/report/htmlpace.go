package report

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// maxBuckets is how finely requests are counted over a run: when a run outlasts
// them, two become one, and each is twice as long.
const maxBuckets = 120

// Pace counts requests over time, for the chart of report.html, in a memory
// that does not grow with the run. The zero Pace is ready. It may be used by
// many goroutines at once.
type Pace struct {
	mu      sync.Mutex
	began   time.Time
	width   time.Duration // of a bucket
	buckets []bucket
}

type bucket struct{ sent, limited int }

// Watch puts the count between a client and its limiter: it gives functions
// for the client that call these and count on the way.
func (p *Pace) Watch(wait func(context.Context) error, observe func(int, http.Header)) (before func(context.Context) error, seen func(int, http.Header)) {
	before = func(ctx context.Context) error {
		if err := wait(ctx); err != nil {
			return err
		}
		p.note(time.Now(), bucket{sent: 1})
		return nil
	}
	seen = func(status int, h http.Header) {
		observe(status, h)
		if status == http.StatusTooManyRequests {
			p.note(time.Now(), bucket{limited: 1})
		}
	}
	return before, seen
}

// Restart forgets what was counted: a person who was asked a question in the
// meantime is no pause of the run.
func (p *Pace) Restart() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.began, p.buckets = time.Time{}, nil
}

func (p *Pace) note(now time.Time, b bucket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.buckets == nil {
		p.began, p.width = now, time.Second
	}
	at := max(0, int(now.Sub(p.began)/p.width)) // who asked first for the time may come second
	for at >= maxBuckets {
		p.halve()
		at = int(now.Sub(p.began) / p.width)
	}
	for len(p.buckets) <= at {
		p.buckets = append(p.buckets, bucket{})
	}
	p.buckets[at].sent += b.sent
	p.buckets[at].limited += b.limited
}

// halve makes one bucket of two.
func (p *Pace) halve() {
	half := p.buckets[:0]
	for i, b := range p.buckets {
		if i%2 == 0 {
			half = append(half, b)
			continue
		}
		half[i/2].sent += b.sent
		half[i/2].limited += b.limited
	}
	p.buckets, p.width = half, 2*p.width
}

// counted gives what was counted so far.
func (p *Pace) counted() (buckets []bucket, width time.Duration) {
	if p == nil {
		return nil, 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]bucket(nil), p.buckets...), p.width
}
