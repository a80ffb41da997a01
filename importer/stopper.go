package importer

import (
	"context"
	"sync"
	"time"
)

// stopper knows whether a run has to end, and why. The first reason counts, and
// none is taken any more once the run has ended. Its methods may be called
// concurrently.
type stopper struct {
	mu     sync.Mutex
	reason *StopError
	ended  bool
	quit   chan struct{} // closed with the first reason
}

func newStopper() *stopper { return &stopper{quit: make(chan struct{})} }

// stop asks the run to begin no more rows.
func (s *stopper) stop(why *StopError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.reason != nil {
		return
	}
	s.reason = why
	close(s.quit)
}

// stopping reports whether the run has to end.
func (s *stopper) stopping() bool {
	select {
	case <-s.quit:
		return true
	default:
		return false
	}
}

// why returns the reason so far, nil for none.
func (s *stopper) why() *StopError {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason
}

// end returns the final reason. A signal or a deadline that arrives when
// everything is done has interrupted nothing: whole drops it.
func (s *stopper) end(whole bool) *StopError {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if whole && s.reason != nil && (s.reason.Kind == StopInterrupted || s.reason.Kind == StopTime) {
		s.reason = nil
	}
	return s.reason
}

// watch stops the run when ctx is cancelled or after the duration, 0 for none,
// and calls cut when the grace period after any reason has passed. The function
// that it returns ends the watching.
func (s *stopper) watch(ctx context.Context, after, grace time.Duration, cut func()) (unwatch func()) {
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
			s.stop(stopf(StopTime, nil, "stopped after --max-duration %s: run the same command again, it goes on where it stopped", after))
		case <-ctx.Done():
			s.stop(stopf(StopInterrupted, context.Cause(ctx), "interrupted: the state is whole, run the same command again"))
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
