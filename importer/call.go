package importer

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/ratelimit"
)

// attempts counts how often a row was tried, and waits between.
type attempts struct {
	r    *run
	key  string
	made int
}

// next waits before another try, and says no when the row has had enough.
func (a *attempts) next(ctx context.Context, counts bool) bool {
	if !counts {
		return ctx.Err() == nil
	}
	a.made++
	if a.made >= maxAttempts {
		return false
	}
	return pauseOr(ctx, ratelimit.Backoff(a.made, a.r.im.random), nil) == nil
}

func (im *Importer) random() float64 {
	if im.Random != nil {
		return im.Random()
	}
	return rand.Float64()
}

// call sends one request about a row, when the breaker lets it. counts says
// whether a failure is an attempt of the row.
func (r *run) call(ctx context.Context, row string, several bool, send func(context.Context) error) (counts bool, err error) {
	if err := r.breaker.wait(ctx); err != nil {
		return false, err
	}
	err = send(ctx)
	if ctx.Err() != nil && err != nil {
		return false, err // the run's end, not the server's fault
	}
	counts, gaveUp := r.breaker.observe(row, several, quo.Classify(err))
	if gaveUp {
		r.halt(stopf(StopOutage, err, "nothing has succeeded for %s, the last answer was: %v; run the same command again when Quo answers: it goes on where it stopped", breakerPatience, err))
	}
	if quo.Classify(err) == quo.Fatal {
		r.halt(fatalStop(err))
	}
	return counts, err
}

// fatalStop says what a person has to do about an answer that stops the run.
func fatalStop(err error) *StopError {
	var filter *quo.FilterIgnoredError
	if errors.As(err, &filter) {
		return stopf(StopFilter, err, "%v", err)
	}
	return stopf(StopRefused, err, "stopped: %v", err)
}

// read sends a read until it is answered, refused, or has failed too often.
func (r *run) read(ctx context.Context, row string, several bool, send func(context.Context) error) error {
	tries := attempts{r: r, key: row}
	for {
		counts, err := r.call(ctx, row, several, send)
		if errors.Is(err, errHalted) || decide(opRead, err) != again {
			return err
		}
		if !tries.next(ctx, counts) {
			return err
		}
	}
}

// lookup reads the contacts with some external ids.
func (r *run) lookup(ctx context.Context, keys ...string) (found []quo.Contact, err error) {
	err = r.read(ctx, keys[0], len(keys) > 1, func(ctx context.Context) (err error) {
		found, err = r.im.API.Lookup(ctx, keys)
		return err
	})
	return found, err
}

// get reads a contact by id; nil where there is none.
func (r *run) get(ctx context.Context, key, id string) (*quo.Contact, error) {
	var c quo.Contact
	err := r.read(ctx, key, false, func(ctx context.Context) (err error) {
		c, err = r.im.API.Get(ctx, id)
		return err
	})
	switch decide(opRead, err) {
	case done:
		return &c, nil
	case absent:
		return nil, nil
	}
	return nil, err
}
