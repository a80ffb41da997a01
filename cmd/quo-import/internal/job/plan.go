package job

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Importer returns the importer of the job. If a region has to be decided first, its
// Plan returns the plan together with an *Undecided.
func (j *Job) Importer(opts policy.Options, run string, events func(event.Event)) *importer.Importer {
	j.numbers = numbers{}
	opts.Adopt = cmp.Or(j.opts.Adopt, opts.Adopt)
	im := &importer.Importer{Source: j.Mapping.Source, Options: opts, Run: run, Fields: j.Catalogue, Fixes: j.Fixes}
	im.Events = func(e event.Event) {
		if row, ok := e.(event.Row); ok {
			j.numbers.add(row.Errors)
		}
		events(e)
	}
	im.Approve = func(p *plan.Plan) error {
		if text, n := j.doubt(); n > 0 {
			p.Notices = append(p.Notices, event.Notice{Kind: "region-doubt", Text: text, Known: p.Known.Standing(known.Many("region-doubt", n))})
		}
		return j.regionMissing()
	}
	if j.Client != nil {
		im.API = j.Client
	}
	if j.State != nil {
		im.State = j.State
	}
	return im
}

// PlanError returns the error of a plan that could not be made. An error that is not
// one of Quo or the state is one of reading the input.
func PlanError(err error) error {
	if errors.As(err, new(*plan.KeyError)) || errors.As(err, new(*event.StopError)) || errors.As(err, new(*quo.APIError)) || errors.Is(err, store.ErrCorrupt) {
		return err
	}
	return unreadable(err)
}

// Estimate returns how long the writes of a plan take at the allowed rate.
func (j *Job) Estimate(p *plan.Plan) time.Duration {
	const full = 10 // requests a second, which p.Duration is for
	if rate := j.opts.API.Rate; rate > 0 && rate < full {
		return time.Duration(float64(p.Duration) * full / rate)
	}
	return p.Duration
}

// Wanted returns what the files say of some keys. Values that cannot be read are missing:
// an import would reject their rows.
func (j *Job) Wanted(ctx context.Context, keys map[string]bool) (map[string]mapping.Desired, error) {
	wanted := map[string]mapping.Desired{}
	for i, in := range j.Inputs {
		w := in.Mapper.Worker()
		for row, err := range readable(ctx, j.Fixes.Rows(in.Mapper, j.Files[i].Rows)) {
			if err != nil {
				return nil, err
			}
			w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Key: row.Key})
			if m := w.Map(); keys[m.Key] && !m.Skip {
				wanted[m.Key] = m.Desired.Clone()
			}
		}
	}
	return wanted, nil
}
