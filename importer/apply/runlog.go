package apply

import (
	"context"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/store"
)

// runLog records in the state that a run began, and how it ended.
type runLog struct {
	plan   *plan.Plan
	state  State
	source string
	run    string
	began  time.Time
	pinned store.Source // as open left it
}

// open records that the run has begun, and pins the source's key.
func (l *runLog) open(ctx context.Context) error {
	src, _, err := l.state.Source(ctx, l.source)
	if err != nil {
		return err
	}
	l.plan.Pin(&src)
	if l.plan.Config().Options.AcceptAppends {
		src.Appends = ""
	}
	l.pinned = src
	return l.state.Commit(ctx, store.PutSource(l.source, src), store.PutRun(l.entry()))
}

// appends records that the server was seen to append to lists.
func (l *runLog) appends() store.Change {
	src := l.pinned
	src.Appends = l.run
	return store.PutSource(l.source, src)
}

func (l *runLog) entry() store.Run {
	r := store.Run{ID: l.run, Kind: "import", Source: l.source, Started: l.began, Files: l.plan.FileNames(), Scope: l.plan.Scope()}
	r.KeyWas, r.KeyIs = l.plan.Rekeys()
	return r
}

// close records how the run ended. The next run is compared with the last one that
// processed every row.
func (l *runLog) close(ctx context.Context, counts event.Counts, stopped *event.StopError) error {
	entry := l.entry()
	entry.Finished, entry.Counts, entry.Outcome = time.Now(), counts.Map(), stopped.Outcome()
	var changes []store.Change
	if stopped == nil && counts.NotReached == 0 && !l.plan.OfRejects() {
		src, _, err := l.state.Source(ctx, l.source)
		if err != nil {
			return err
		}
		src.LastComplete = &store.Complete{
			Run: l.run, Files: entry.Files, Fingerprint: l.plan.Fingerprint, Rows: counts.Read, Filled: l.plan.Filled,
		}
		changes = append(l.plan.Missing.Changes(l.source, l.run), store.PutSource(l.source, src), l.plan.Known.Change(l.source))
	}
	return l.state.Commit(ctx, append(changes, store.PutRun(entry))...)
}
