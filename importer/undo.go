package importer

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// LastRun stands for the last import of any source.
const LastRun = "last"

// RunError is a run that cannot be taken back, and why.
type RunError struct{ Run, Text string }

func (e *RunError) Error() string { return "run " + e.Run + " " + e.Text }

// FindUndo gives the run that "undo ID" is about, among all runs of a state.
// The error is a *RunError where it is not one to be taken back.
func FindUndo(runs []store.Run, id string) (store.Run, error) {
	var found *store.Run
	for i := range runs {
		r := &runs[i]
		last := id == LastRun && r.Kind == "import" && (found == nil || began(r, found) > 0)
		if last || r.ID == id {
			found = r
		}
	}
	switch {
	case found == nil && id == LastRun:
		return store.Run{}, &RunError{id, "is not there: nothing was imported with this state"}
	case found == nil:
		return store.Run{}, &RunError{id, "is not known: quo-import runs lists them"}
	case found.Kind == "undo":
		return store.Run{}, &RunError{id, "is an undo, and an undo is not taken back: import the file again instead"}
	case found.Kind != "import":
		return store.Run{}, &RunError{id, "wrote nothing to Quo: it is a " + found.Kind}
	}
	return *found, nil
}

// began compares two runs by when they began. Ids of the same second do not
// tell.
func began(a, b *store.Run) int {
	return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
}

// Undo takes back what an import wrote: contacts that it made are deleted,
// contacts that it changed are put back from their pre-images, and so is the
// state. Left alone, and told with the reason, are keys that a later run wrote
// and contacts that were changed or deleted in Quo since. Events gets a
// RowEvent without a position for each key; keys that an earlier, interrupted
// Undo took back are only counted, as Unchanged. In the counts, Read is the
// keys that the run wrote: Sum and Deleted together.
//
// It stops and goes on as Apply does: call it again, after Recover. A dry run
// reads everything and changes nothing, neither in Quo nor in the state. The
// Importer's Source must be the run's.
func (im *Importer) Undo(ctx context.Context, id string, dryRun bool) (Counts, error) {
	im = im.withDefaults()
	u, err := im.newUndo(id, dryRun)
	if err != nil {
		return Counts{}, err
	}
	if err := u.guardWorkspace(ctx, u.plan); err != nil {
		return Counts{}, u.reason(err)
	}
	if u.plan.Stop != nil {
		return Counts{}, u.plan.Stop
	}
	if err := u.open(); err != nil {
		return Counts{}, asStop(err)
	}
	u.rec = startRecorder(im, Counts{Read: u.plan.Writes}, u.plan.Writes, nil)
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	unwatch := u.watch(ctx, im.Options.MaxDuration, im.Options.Grace, cancel)

	err = u.work(work)
	unwatch()
	counts := u.rec.stop()
	if err != nil {
		u.stop(asStop(err))
	}
	stopped := u.end(counts.NotReached == 0)
	return counts, ended(stopped, u.close(counts, stopped))
}

// undo is one Undo.
type undo struct {
	*run
	of    store.Run
	since map[string]bool // runs that began after it
	dry   bool
	begun map[string]bool // of a dry run: keys whose outcome Recover would find out
}

func (im *Importer) newUndo(id string, dry bool) (*undo, error) {
	if im.State == nil || im.API == nil {
		return nil, errNoState
	}
	runs, err := im.State.Runs()
	if err != nil {
		return nil, err
	}
	of, err := FindUndo(runs, id)
	if err != nil {
		return nil, err
	}
	if of.Source != im.Source {
		return nil, &RunError{of.ID, fmt.Sprintf("is of source %q, not of %q", of.Source, im.Source)}
	}
	u := &undo{of: of, dry: dry, since: map[string]bool{}, begun: map[string]bool{}}
	for _, r := range runs {
		u.since[r.ID] = began(&r, &of) > 0
	}
	u.run = &run{im: im, plan: &Plan{}, began: time.Now(), breaker: newBreaker(), canary: newCanary(), stopper: newStopper()}
	return u, u.count()
}

// count finds how much there is to take back, before anything is asked of Quo.
func (u *undo) count() error {
	for _, err := range u.im.State.Journal(u.of.ID) {
		if err != nil {
			return err
		}
		u.plan.Writes++
	}
	if u.plan.Writes == 0 {
		if wrote := u.of.Counts["created"] + u.of.Counts["updated"] + u.of.Counts["deleted"]; wrote > 0 {
			return &RunError{u.of.ID, "is too long ago: what the last 30 runs wrote can be taken back"}
		}
		return &RunError{u.of.ID, "wrote nothing: there is nothing to take back"}
	}
	if u.dry {
		intents, err := u.im.State.Intents(u.im.Source)
		if err != nil {
			return err
		}
		for _, in := range intents {
			u.begun[in.Key] = true
		}
	}
	return u.im.view(func(s store.Snapshot) error {
		u.plan.Known = s.Len()
		return nil
	})
}

func (u *undo) entry() store.Run {
	return store.Run{ID: u.im.Run, Kind: "undo", Undoes: u.of.ID, Source: u.im.Source, Started: u.began, Files: u.of.Files}
}

// open writes down that the undo has begun.
func (u *undo) open() error {
	if u.dry {
		return nil
	}
	return u.im.State.Commit(store.PutRun(u.entry()))
}

// close writes down how it ended.
func (u *undo) close(counts Counts, stopped *StopError) error {
	if u.dry {
		return nil
	}
	entry := u.entry()
	entry.Finished, entry.Counts, entry.Outcome = time.Now(), counts.Map(), "done"
	if stopped != nil {
		entry.Outcome = "stopped: " + stopped.Text
	}
	return u.im.State.Commit(store.PutRun(entry))
}

// work runs the journal through look-ups in twenties and the workers. All
// goroutines are started and joined here.
func (u *undo) work(ctx context.Context) error {
	ready := make(chan *reversal, lookupSize) // one batch ahead, so that workers need not wait for a look-up
	g, ctx := errgroup.WithContext(ctx)
	g.Go(caught(func() error {
		defer close(ready)
		return u.feed(ctx, ready)
	}))
	for range u.im.Options.Workers {
		g.Go(caught(func() error {
			for v := range ready {
				u.finish(v, v.take(ctx))
			}
			return nil
		}))
	}
	return g.Wait()
}

func (u *undo) feed(ctx context.Context, ready chan<- *reversal) error {
	var batch []*reversal
	for entry, err := range u.im.State.Journal(u.of.ID) {
		if err != nil {
			return err
		}
		batch = append(batch, u.reversal(entry))
		if len(batch) == lookupSize {
			if err := u.send(ctx, batch, ready); err != nil {
				return err
			}
			batch = nil
		}
	}
	return u.send(ctx, batch, ready)
}

// send deals with what the state alone decides, looks the rest up and hands it
// to the workers.
func (u *undo) send(ctx context.Context, batch []*reversal, ready chan<- *reversal) error {
	var left []*reversal
	var keys []string
	err := u.im.view(func(s store.Snapshot) (err error) {
		for _, v := range batch {
			if v.j.rec, v.j.known, err = s.Get(v.j.key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, v := range batch {
		if res, decided := u.decided(v); decided {
			u.finish(v, res)
			continue
		}
		left, keys = append(left, v), append(keys, v.j.key)
	}
	if len(left) == 0 {
		return nil
	}
	found, err := u.lookup(ctx, keys...)
	for _, v := range left {
		v.listed(found)
		switch {
		case err != nil && quo.Classify(err) != quo.Permanent: // a refused id is read by its contact's id
			u.finish(v, u.unread(err))
		case u.stopping():
			u.finish(v, notReached(nil))
		default:
			select {
			case ready <- v: // the workers take everything, stopping or not
			case <-ctx.Done(): // but for workers that met a bug
				u.finish(v, notReached(nil))
			}
		}
	}
	return nil
}

// decided answers for keys that need no look at Quo.
func (u *undo) decided(v *reversal) (result, bool) {
	rec := &v.j.rec
	switch {
	case u.stopping():
		return notReached(nil), true
	case v.entry.Operation == store.Delete:
		return skipped("was deleted by that run: import its row again to make it anew", v.entry.ContactID), true
	case !v.j.known, rec.Run != u.of.ID && !u.since[rec.Run]:
		return result{event: RowEvent{Action: Unchanged, Message: "taken back before"}}, true
	case rec.Run != u.of.ID:
		return skipped("imported again since, by run "+rec.Run, rec.ContactID), true
	case u.begun[v.j.key]:
		return result{event: RowEvent{Action: v.action(), ContactID: rec.ContactID}}, true
	}
	return result{}, false
}

// finish records what became of a key and tells it.
func (u *undo) finish(v *reversal, res result) {
	e := res.event
	e.Key = v.j.key
	rec := record{changes: res.changes, events: []Event{e}, told: true}
	if u.dry {
		rec.changes = nil
	}
	if err := u.rec.write(rec); err != nil {
		u.halt(unrecorded(err, "what is in flight was sent but could not be recorded; free the disk and run again, the next run finds it"))
	}
	u.refused.note(u.run, &e)
}
