package send

import (
	"context"
	"fmt"
)

// canary sends the first PATCH of a run alone: the others wait until its answer has
// been checked, so that a server that loses or appends values affects one contact.
type canary struct{ gate chan struct{} }

func newCanary() canary {
	c := canary{gate: make(chan struct{}, 1)}
	c.gate <- struct{}{}
	return c
}

// enter returns when a PATCH may be sent. leave must be called after it; ok reports
// whether the answer was as expected.
func (c *canary) enter(ctx context.Context, quit <-chan struct{}) (leave func(ok bool), err error) {
	select {
	case _, alone := <-c.gate:
		if !alone {
			return func(bool) {}, nil
		}
		return func(ok bool) {
			if ok {
				close(c.gate)
			} else {
				c.gate <- struct{}{}
			}
		}, nil
	case <-quit:
		return nil, ErrHalted
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the first update: %w", ctx.Err())
	}
}
