package ui

import (
	"context"
	"sync"
)

// gate pauses a run: while it is closed, no request is sent. What was recorded as about to
// be sent waits; that is safe, because the next run looks it up if this one is killed.
type gate struct {
	mu     sync.Mutex
	opened chan struct{} // closed when requests may go; nil while the gate is open
}

// close lets no request pass.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened == nil {
		g.opened = make(chan struct{})
	}
}

// open lets all requests pass.
func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened != nil {
		close(g.opened)
		g.opened = nil
	}
}

// pass waits until the gate is open.
func (g *gate) pass(ctx context.Context) error {
	for {
		g.mu.Lock()
		opened := g.opened
		g.mu.Unlock()
		if opened == nil {
			return nil
		}
		select {
		case <-opened:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
