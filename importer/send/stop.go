package send

import (
	"context"
	"sync"
	"time"

	"github.com/quo-import/quo-import/importer/event"
)

// Stopper records whether a run has to end, and why. The first reason counts; after
// End none is accepted. Its methods may be called concurrently.
type Stopper struct {
	mu     sync.Mutex
	reason *event.StopError
	ended  bool
	quit   chan struct{} // closed with the first reason
}

// newStopper returns a Stopper without a reason to stop.
func newStopper() *Stopper { return &Stopper{quit: make(chan struct{})} }

// Stop makes the run begin no more rows.
func (s *Stopper) Stop(why *event.StopError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.reason != nil {
		return
	}
	s.reason = why
	close(s.quit)
}

// Stopping reports whether the run has to end.
func (s *Stopper) Stopping() bool {
	select {
	case <-s.quit:
		return true
	default:
		return false
	}
}

// Quit is closed when the run has to end.
func (s *Stopper) Quit() <-chan struct{} { return s.quit }

// Reason returns why the run has to end, or err if it does not have to: the reason
// explains an error that it caused.
func (s *Stopper) Reason(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reason != nil {
		return s.reason
	}
	return err
}

// End returns the final reason, nil for none. If the run is whole, an interruption or
// a deadline is dropped: it came when nothing was left to do.
func (s *Stopper) End(whole bool) *event.StopError {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if whole && s.reason != nil && (s.reason.Kind == event.StopInterrupted || s.reason.Kind == event.StopTime) {
		s.reason = nil
	}
	return s.reason
}

// Watch stops the run when ctx is cancelled, or after a time, 0 for never. After any
// reason to stop it waits for the grace period and calls cut. unwatch ends it.
func (s *Stopper) Watch(ctx context.Context, after, grace time.Duration, cut func()) (unwatch func()) {
	ended := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		var deadline <-chan time.Time
		if after > 0 {
			t := time.NewTimer(after)
			defer t.Stop()
			deadline = t.C
		}
		select {
		case <-ended:
			return
		case <-s.quit:
		case <-deadline:
			s.Stop(event.Stopf(event.StopTime, nil, "stopped after --max-duration %s: run the same command again to continue", after))
		case <-ctx.Done():
			s.Stop(event.Stopf(event.StopInterrupted, context.Cause(ctx), "interrupted: the state is complete, run the same command again to continue"))
		}
		if pauseOr(context.Background(), grace, ended) == nil {
			cut()
		}
	})
	return func() {
		close(ended)
		wg.Wait()
	}
}

// Pause waits, and returns the context's error if that ends first.
func Pause(ctx context.Context, d time.Duration) error { return pauseOr(ctx, d, nil) }

// pauseOr waits for a time, or until wake is closed.
func pauseOr(ctx context.Context, d time.Duration, wake <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wake:
		return nil
	case <-t.C:
		return nil
	}
}
