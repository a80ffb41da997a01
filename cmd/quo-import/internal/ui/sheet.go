package ui

import (
	"context"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// openSheet opens the grid of a job, unless the one that is open is of it.
func (d *desk) openSheet(ctx context.Context, s *session, j *job.Job) error {
	of := sheetOf{d.bench.as, j.Inputs[0].Mapper.Fingerprint()}
	d.mu.Lock()
	open := d.sheet != nil && d.sheet.of == of
	d.mu.Unlock()
	if open {
		return nil
	}
	g, err := grid.Open(ctx, grid.Options{Input: j.Inputs[0], Fixes: s.fixes()})
	if err != nil {
		return named(s, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil {
		return g.Close()
	}
	edition := 0
	if d.sheet != nil {
		edition = d.sheet.edition + 1
	}
	err = d.closeSheet()
	d.sheet = &sheet{g, of, edition, true}
	return err
}
