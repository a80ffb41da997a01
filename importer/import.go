package importer

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
)

// RunID names a run that begins now: names sort by time, and those of one
// second differ.
func RunID(now time.Time) string {
	return now.UTC().Format("20060102T150405Z") + "-" + strings.ToLower(rand.Text()[:4])
}

// Import is a whole import, for a program that has nobody to ask: Recover,
// Plan, Prepare and Apply. A run that ended before its time, or that a guard
// kept from writing anything, gives a *StopError; a row that failed is not an
// error, but an event and a count. Cancelling ctx stops it as it does Apply.
func (im *Importer) Import(ctx context.Context, inputs ...Input) (counts Counts, err error) {
	if im.State == nil || im.API == nil {
		return Counts{}, errNoState
	}
	if err := im.Recover(ctx); err != nil {
		return Counts{}, err
	}
	p, err := im.Plan(ctx, inputs)
	if err != nil {
		return Counts{}, err
	}
	defer p.Close()
	if err := im.Prepare(ctx, p); err != nil {
		return p.Unwritten(), err
	}
	return im.Apply(ctx, p)
}
