package ratelimit

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestBackoff(t *testing.T) {
	never, always := func() float64 { return 0 }, func() float64 { return 1 }
	for attempt, want := range map[int]time.Duration{
		-1: 500 * time.Millisecond,
		0:  500 * time.Millisecond,
		1:  500 * time.Millisecond,
		2:  time.Second,
		5:  8 * time.Second,
		7:  30 * time.Second,
		99: 30 * time.Second,
	} {
		if got := backoff(attempt, never); got != want {
			t.Errorf("after %d attempts without luck: %v, want %v", attempt, got, want)
		}
		if got := backoff(attempt, always); got != want/2 {
			t.Errorf("after %d attempts with luck: %v, want %v", attempt, got, want/2)
		}
	}
}

func TestAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		attempts := Attempts{Max: 3, Random: func() float64 { return 0 }}
		start := time.Now()
		for i, want := range []bool{true, true, false, false} {
			if got := attempts.Next(ctx); got != want {
				t.Errorf("after %d failed attempts of 3: %v", i+1, got)
			}
		}
		if took := time.Since(start); took != 1500*time.Millisecond {
			t.Errorf("3 attempts waited %v between them, want half a second and one", took)
		}

		attempts = Attempts{Max: 3}
		time.AfterFunc(time.Millisecond, cancel)
		start = time.Now()
		if attempts.Next(ctx) || time.Since(start) != time.Millisecond {
			t.Error("a wait goes on after the context was cancelled")
		}
	})
}
