// Package undo reverts what an import wrote: contacts that it created are deleted,
// contacts that it changed are restored from the journal, and so is the state.
//
//	the run's journal ─► look-ups in twenties ─► workers: write.Revert ─► recorder
//
// Start with Find, which checks that a run can be undone, and Run. Keys that a later run
// wrote, and contacts that were changed or deleted in Quo since, are left alone and
// reported with the reason.
package undo

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/write"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// State is what an undo needs of the state.
type State interface {
	plan.State
	write.State
	Intents(ctx context.Context, source string) ([]store.Intent, error)
	Runs(ctx context.Context) ([]store.Run, error)
	Journal(ctx context.Context, run string) iter.Seq2[store.JournalEntry, error]
}

// Last stands for the last import of any source.
const Last = "last"

// RunError is why a run cannot be undone.
type RunError struct {
	Run, Text string
	Instead   string // the run that is probably meant, "" for none
	Flags     string // of the command that undoes that, which the caller may set
}

func (e *RunError) Error() string {
	text := "run " + e.Run + " " + e.Text
	if e.Instead != "" {
		text += ": quo-import undo " + e.Instead + e.Flags
	}
	return text
}

// Find returns the run with an id, or the Last one, among all runs of a state. The error
// is a *RunError if it cannot be undone.
func Find(runs []store.Run, id string) (store.Run, error) {
	var found *store.Run
	for i := range runs {
		r := &runs[i]
		last := id == Last && r.Kind == "import" && (found == nil || compare(r, found) > 0)
		if last || r.ID == id {
			found = r
		}
	}
	switch {
	case found == nil && id == Last:
		return store.Run{}, &RunError{Run: id, Text: "does not exist: nothing was imported with this state"}
	case found == nil:
		return store.Run{}, &RunError{Run: id, Text: "is not known: quo-import runs lists them"}
	case id == Last && !wrote(found):
		return store.Run{}, nothingWritten(found.ID, runs)
	case found.Kind == "undo":
		return store.Run{}, &RunError{Run: id, Text: "is an undo, which cannot be undone: import the file again instead"}
	case found.Kind != "import":
		return store.Run{}, &RunError{Run: id, Text: "wrote nothing to Quo: it is a " + found.Kind}
	}
	return *found, nil
}

// wrote reports whether a run may have written to Quo. One that did not end may have.
func wrote(r *store.Run) bool {
	return r.Finished.IsZero() || r.Counts["created"]+r.Counts["updated"]+r.Counts["deleted"] > 0
}

// nothingWritten is the error of a run that wrote nothing. It names the last import that
// wrote something and was not undone since.
func nothingWritten(id string, runs []store.Run) *RunError {
	var last *store.Run
	for i := range runs {
		r := &runs[i]
		undone := slices.ContainsFunc(runs, func(o store.Run) bool { return o.Undoes == r.ID })
		if r.Kind == "import" && wrote(r) && !undone && (last == nil || compare(r, last) > 0) {
			last = r
		}
	}
	if last == nil {
		return &RunError{Run: id, Text: "wrote nothing, and there is no run before it to undo"}
	}
	return &RunError{Run: id, Instead: last.ID, Text: fmt.Sprintf("wrote nothing: the last that did is of %s, begun %s",
		strings.Join(last.Files, ", "), last.Started.Local().Format("2 January 2006, 15:04"))}
}

// compare orders two runs by the number that the state gave them: a clock may be wrong.
func compare(a, b *store.Run) int { return cmp.Compare(a.Seq, b.Seq) }

// Run undoes a run of the source. Events are rows without a position, one for each key;
// keys that an earlier, interrupted undo reverted are only counted, as unchanged. In the
// counts, Read is the number of keys that the run wrote: Sum and Deleted together.
//
// It stops like package apply, and continues when it is called again. A dry run reads
// everything and changes nothing, neither in Quo nor in the state.
func Run(ctx context.Context, c plan.Config, state State, sender *send.Sender, run, of string, dryRun bool) (event.Counts, error) {
	u := &undo{config: c, state: state, sender: sender, run: run, began: time.Now(), dry: dryRun}
	if err := u.prepare(ctx, of); err != nil {
		return event.Counts{}, err
	}
	stop, err := plan.GuardWorkspace(ctx, sender, c, u.records, func(n event.Notice) { c.Emit(n) })
	if err != nil {
		return event.Counts{}, sender.Reason(err)
	}
	if stop != nil {
		return event.Counts{}, stop
	}
	durable := context.WithoutCancel(ctx)
	if err := u.record(durable, u.entry()); err != nil {
		return event.Counts{}, event.AsStop(err)
	}
	u.writer = &write.Writer{
		Sender:   sender,
		Recorder: write.NewRecorder(durable, state, c.Emit, &known.Problems{}, sender.Stopper, c.Options, event.Counts{Read: u.writes}, u.writes),
		Source:   c.Source, Run: run, ListLag: c.Options.ListLag,
	}
	return u.writer.Do(ctx, c.Options, write.Work{
		Do: u.work, Whole: func(c event.Counts) bool { return c.NotReached == 0 }, End: u.close,
	})
}

// undo is one Run.
type undo struct {
	config plan.Config
	state  State
	sender *send.Sender
	writer *write.Writer
	run    string
	began  time.Time
	dry    bool

	of      store.Run
	since   map[string]bool // runs that began after it
	begun   map[string]bool // of a dry run: keys with an intent, which an undo would resolve first
	writes  int             // keys that the run wrote
	records int             // of the source
}

// prepare finds the run and counts what there is to undo, without Quo.
func (u *undo) prepare(ctx context.Context, id string) error {
	runs, err := u.state.Runs(ctx)
	if err != nil {
		return err
	}
	if u.of, err = Find(runs, id); err != nil {
		return err
	}
	if u.of.Source != u.config.Source {
		return &RunError{Run: u.of.ID, Text: fmt.Sprintf("is of source %q, not of %q", u.of.Source, u.config.Source)}
	}
	u.since, u.begun = map[string]bool{}, map[string]bool{}
	for _, r := range runs {
		u.since[r.ID] = compare(&r, &u.of) > 0
	}
	for _, err := range u.state.Journal(ctx, u.of.ID) {
		if err != nil {
			return err
		}
		u.writes++
	}
	if u.writes == 0 {
		if wrote := u.of.Counts["created"] + u.of.Counts["updated"] + u.of.Counts["deleted"]; wrote > 0 {
			return &RunError{Run: u.of.ID, Text: fmt.Sprintf("is too old: only the last %d runs can be undone", store.KeptJournals)}
		}
		return &RunError{Run: u.of.ID, Text: "wrote nothing: there is nothing to undo"}
	}
	if u.dry {
		intents, err := u.state.Intents(ctx, u.config.Source)
		if err != nil {
			return err
		}
		for _, in := range intents {
			u.begun[cmp.Or(in.From, in.Key)] = true
		}
	}
	return u.state.View(ctx, u.config.Source, func(s store.Snapshot) (err error) {
		u.records, err = s.Len()
		return err
	})
}

func (u *undo) entry() store.Run {
	return store.Run{ID: u.run, Kind: "undo", Undoes: u.of.ID, Source: u.config.Source, Started: u.began, Files: u.of.Files}
}

// close records how the undo ended.
func (u *undo) close(ctx context.Context, counts event.Counts, stopped *event.StopError) error {
	entry := u.entry()
	entry.Finished, entry.Counts, entry.Outcome = time.Now(), counts.Map(), stopped.Outcome()
	changes, err := u.repin(ctx, stopped == nil)
	if err != nil {
		return err
	}
	return u.record(ctx, entry, changes...)
}

func (u *undo) record(ctx context.Context, entry store.Run, changes ...store.Change) error {
	if u.dry {
		return nil
	}
	return u.state.Commit(ctx, append(changes, store.PutRun(entry))...)
}

// repin returns the change that makes the keys of the source those from before the run,
// if the run changed them and its undo is done. Contacts that were left alone keep their
// new keys, and move back when they are imported.
func (u *undo) repin(ctx context.Context, done bool) ([]store.Change, error) {
	if u.dry || !done || u.of.KeyIs == "" {
		return nil, nil
	}
	src, _, err := u.state.Source(ctx, u.config.Source)
	if err != nil || src.KeyDefinition != u.of.KeyIs {
		return nil, err
	}
	if slices.Contains(src.Definitions, u.of.KeyWas) {
		src.Redefine(u.of.KeyWas)
	} else { // the keys are the same, under another name
		src.Rename(u.of.KeyWas)
	}
	return []store.Change{store.PutSource(u.config.Source, src)}, nil
}

// work runs the pipeline. All goroutines are started and joined here.
func (u *undo) work(ctx context.Context) error {
	ready := make(chan *write.Revert, send.LookupSize) // one batch ahead, so that workers need not wait for a look-up
	g, ctx := errgroup.WithContext(ctx)
	g.Go(event.Recovered(func() error {
		defer close(ready)
		return u.feed(ctx, ready)
	}))
	for range u.config.Options.Workers {
		g.Go(event.Recovered(func() error {
			for v := range ready {
				u.finish(v, v.Run(ctx))
			}
			return nil
		}))
	}
	return g.Wait()
}

func (u *undo) feed(ctx context.Context, ready chan<- *write.Revert) error {
	var batch []store.JournalEntry
	for entry, err := range u.state.Journal(ctx, u.of.ID) {
		if err != nil {
			return err
		}
		batch = append(batch, entry)
		if len(batch) == send.LookupSize {
			if err := u.send(ctx, batch, ready); err != nil {
				return err
			}
			batch = nil
		}
	}
	return u.send(ctx, batch, ready)
}

// send finishes the keys that the state alone decides, looks up the others and passes
// them to the workers.
func (u *undo) send(ctx context.Context, batch []store.JournalEntry, ready chan<- *write.Revert) error {
	all, err := u.reversals(ctx, batch)
	if err != nil {
		return err
	}
	var left []*write.Revert
	var keys []string
	for _, v := range all {
		if res, decided := u.decide(v); decided {
			u.finish(v, res)
			continue
		}
		left, keys = append(left, v), append(keys, v.Entry.Key)
	}
	if len(left) == 0 {
		return nil
	}
	found, err := u.sender.Lookup(ctx, keys...)
	for _, v := range left {
		v.Listed(found)
		switch {
		case err != nil && quo.Classify(err) != quo.Permanent: // a refused key is read by its contact's id
			u.finish(v, u.writer.Unread(err))
		case u.sender.Stopping():
			u.finish(v, write.NotReached(nil))
		default:
			select {
			case ready <- v: // workers receive even while the run is stopping
			case <-ctx.Done(): // unless one ended with a bug
				u.finish(v, write.NotReached(nil))
			}
		}
	}
	return nil
}

// reversals returns the reverts of some journal entries, with the records of the state.
func (u *undo) reversals(ctx context.Context, batch []store.JournalEntry) (all []*write.Revert, err error) {
	if len(batch) == 0 {
		return nil, nil
	}
	keys := make([]string, len(batch))
	for i, e := range batch {
		keys[i] = e.Key
	}
	records, err := store.RecordsOf(ctx, u.state, u.config.Source, keys...)
	if err != nil {
		return nil, err
	}
	for _, entry := range batch {
		var known *store.Record
		if rec, ok := records[entry.Key]; ok {
			known = &rec
		}
		v := u.writer.Revert(entry, known)
		v.DryRun = u.dry
		all = append(all, v)
	}
	return all, nil
}

// decide returns the result of a key if the state alone decides it.
func (u *undo) decide(v *write.Revert) (write.Result, bool) {
	switch rec := v.Record; {
	case u.sender.Stopping():
		return write.NotReached(nil), true
	case v.Entry.Operation == store.Delete:
		return write.Left("was deleted by that run: import its row again to create the contact again", v.Entry.ContactID), true
	case rec == nil, rec.Run != u.of.ID && !u.since[rec.Run]:
		return write.Result{Event: event.Row{Action: event.Unchanged, Message: "undone before"}}, true
	case rec.Run != u.of.ID:
		return write.Left("imported again since, by run "+rec.Run, rec.ContactID), true
	case u.begun[v.Entry.Key]:
		return write.Result{Event: event.Row{Action: v.Action(), ContactID: rec.ContactID}}, true
	}
	return write.Result{}, false
}

// finish records what became of a key and reports it.
func (u *undo) finish(v *write.Revert, res write.Result) {
	e := res.Event
	e.Key = v.Entry.Key
	changes := res.Changes
	if u.dry {
		changes = nil
	}
	u.writer.Record(changes, true, e)
}
