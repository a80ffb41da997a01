package importer

import "sync/atomic"

// firstRefusals is how many writes may be refused, with none accepted, before
// the run stops: then it is the mapping or the workspace that is wrong, not the
// rows.
const firstRefusals = 20

// failuresFrom is how many rows must have been tried before a share of
// failures means anything.
const failuresFrom = 50

// refusals counts what the server said to rows, to stop a run that fails.
type refusals struct{ refused, failed, accepted atomic.Int64 }

func (f *refusals) note(r *run, e *RowEvent) {
	switch {
	case e.Action == Failed && e.Status >= 400 && e.Status < 500:
		f.refused.Add(1)
		f.failed.Add(1)
	case e.Action == Failed:
		f.failed.Add(1)
	case e.Action == Created, e.Action == Updated, e.Action == Unchanged, e.Action == Deleted:
		f.accepted.Add(1)
	}
	if f.accepted.Load() == 0 && f.refused.Load() >= firstRefusals {
		r.stop(stopf(StopRefused, nil, "the first %d contacts were all refused, the last with: %s", firstRefusals, e.Message))
	}
	f.tooMany(r)
}

// tooMany holds --max-failures.
func (f *refusals) tooMany(r *run) {
	limit := r.im.Options.MaxFailures
	failed := f.failed.Load()
	tried := failed + f.accepted.Load()
	if !limit.Set || tried < min(failuresFrom, int64(r.plan.Writes)) {
		return
	}
	if limit.Over(int(failed), r.plan.Writes) {
		r.stop(stopf(StopGuard, nil, "%d of %d contacts failed, more than --max-failures %s", failed, tried, limit))
	}
}
