package importer

import (
	"time"

	"github.com/quo-import/quo-import/store"
)

// open writes down that a run has begun, and pins the source's key.
func (r *run) open() error {
	src, _, err := r.im.State.Source(r.im.Source)
	if err != nil {
		return err
	}
	src.KeyDefinition = r.plan.KeyDefinition
	return r.im.State.Commit(
		store.PutSource(r.im.Source, src),
		store.PutRun(store.Run{ID: r.im.Run, Kind: "import", Source: r.im.Source, Started: r.began, Files: r.plan.files()}),
	)
}

// close writes down how the run ended. A run that dealt with every row is what
// the next one is compared with.
func (r *run) close(counts Counts, stopped *StopError) error {
	entry := store.Run{
		ID: r.im.Run, Kind: "import", Source: r.im.Source, Started: r.began, Finished: time.Now(),
		Files: r.plan.files(), Counts: counts.Map(), Outcome: "done",
	}
	changes := []store.Change{}
	if stopped != nil {
		entry.Outcome = "stopped: " + stopped.Text
	} else if counts.NotReached == 0 && !r.plan.ofRejects() {
		src, _, err := r.im.State.Source(r.im.Source)
		if err != nil {
			return err
		}
		src.LastComplete = &store.Complete{
			Run: r.im.Run, Files: r.plan.files(), Fingerprint: r.plan.Fingerprint,
			Rows: counts.Read, Filled: r.plan.Filled,
		}
		changes = append(r.plan.goneChanges(r.im.Source, r.im.Run), store.PutSource(r.im.Source, src), r.plan.troubles.change(r.im.Source))
	}
	return r.im.State.Commit(append(changes, store.PutRun(entry))...)
}

func (p *Plan) files() []string {
	names := make([]string, len(p.inputs))
	for i, in := range p.inputs {
		names[i] = in.Name
	}
	return names
}

// Map gives the counts by the names that the summary uses.
func (c *Counts) Map() map[string]int {
	return map[string]int{
		"read": c.Read, "created": c.Created, "updated": c.Updated, "unchanged": c.Unchanged,
		"skipped": c.Skipped, "rejected": c.Rejected, "failed": c.Failed, "notReached": c.NotReached,
		"rejectedNew": c.RejectedNew, "failedNew": c.FailedNew,
		"ready": c.Ready, "deleted": c.Deleted, "adopted": c.Adopted, "warnings": c.Warnings,
	}
}
