package page

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxBuckets is the most intervals that requests are counted in: when a run
// outlasts them, two become one of twice the length.
const maxBuckets = 120

// Pace counts requests over time, for the chart of the page, in bounded memory.
// The zero Pace is ready. It is for concurrent use.
type Pace struct {
	mu      sync.Mutex
	began   time.Time
	width   time.Duration // of a bucket
	buckets []bucket
}

type bucket struct{ sent, limited int }

// Watch counts between a client and its limiter: it returns functions for the
// client that call wait and observe.
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

// Restart forgets what was counted, so that a question to a person does not look
// like a pause of the run.
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
	at := max(0, int(now.Sub(p.began)/p.width)) // an earlier request may be noted second
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

// counted returns what was counted so far.
func (p *Pace) counted() (buckets []bucket, width time.Duration) {
	if p == nil {
		return nil, 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.buckets), p.width
}
