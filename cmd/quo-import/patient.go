package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/ratelimit"
)

// patient sends a read of the start of a run up to five times, so that one
// lost packet does not cost a night.
func patient[T any](ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		v, err := read(ctx)
		if attempt == 5 || !quo.Classify(err).Again() || ctx.Err() != nil {
			return v, err
		}
		pause := time.NewTimer(ratelimit.Backoff(attempt, rand.Float64))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return v, err
		}
	}
}
