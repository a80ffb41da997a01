package ui

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
)

// mostFailures is how many failures are shown; all of them are in the files of the run.
const mostFailures = 200

// every is how often pages hear how far a run is.
const every = 150 * time.Millisecond

type runRequest struct {
	Limit int `json:"limit"` // rows to write at most; 0 for all
}

// beginRun begins the import of the plan that is shown.
func (d *desk) beginRun(_ context.Context, in runRequest) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch err := d.idle(); {
	case err != nil:
		return err
	case d.busy != "":
		return errors.New("wait until the plan is there")
	case d.sheet != nil && !d.sheet.checked:
		d.recheck()
		return errors.New("rows were corrected since the plan was made: it is made anew; look at it, and compare it with Quo")
	case d.found.plan == nil || !d.found.plan.Compared:
		return errors.New("compare the file with Quo first")
	case d.found.plan.Stop != "":
		return errors.New(d.found.plan.Stop)
	}
	s, approved := *d.session, d.found.approve
	r := d.newRun()
	r.ran.Limit = in.Limit
	opts := s.options()
	opts.API, opts.State = d.api(r.gate.pass), d.opts.State
	opts.State.Version = d.opts.Version
	return d.launch(r, func(ctx context.Context) error { return d.importFile(ctx, &s, r, opts, approved) })
}

func (d *desk) newRun() *run {
	now := d.opts.Now()
	r := &run{ran: ranRun{ID: importer.RunID(now), Began: now.UTC(), Counts: map[string]int{}}}
	if d.opts.Report != "" {
		r.ran.Report = filepath.Join(d.opts.Report, r.ran.ID)
	}
	return r
}

// launch starts a run. It goes on without any page. The caller holds the lock.
func (d *desk) launch(r *run, do func(context.Context) error) error {
	d.session.Run = &r.ran
	if err := d.session.save(d.opts.Now()); err != nil {
		return err
	}
	d.stopWork()
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel, d.run = cancel, r
	before := d.work
	d.changed()
	d.ended.Go(func() {
		defer cancel()
		if before != nil {
			<-before.done
		}
		err := event.Recovered(func() error { return do(ctx) })()
		d.mu.Lock()
		if err != nil && !errors.Is(err, show.ErrRows) && r.ran.Stopped == "" {
			r.ran.Stopped = d.secret.hide(err.Error())
			if stop, ok := errors.AsType[*event.StopError](err); ok && stop.Kind == event.StopInterrupted {
				r.ran.Stopped = "It was stopped. What was written is recorded: comparing again shows what is left."
			}
		}
		r.ran.Ended = d.opts.Now().UTC()
		ran := r.ran
		d.run, d.session.Run = nil, &ran
		if err := d.session.save(d.opts.Now()); err != nil {
			d.problem = err.Error()
		}
		d.found.plan = nil // it was of before
		d.refresh()
		d.mu.Unlock()
		d.ran()
	})
	return nil
}

// importFile plans once more and writes, if that is what was approved.
func (d *desk) importFile(ctx context.Context, s *session, r *run, opts job.Options, approved approval) (err error) {
	j, err := job.Open(ctx, opts)
	if err != nil {
		return named(s, err)
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	if err := j.OpenState(ctx); err != nil {
		return err
	}
	out, err := show.NewImport(d.setup("import", r), j, show.ImportOptions{
		Report: d.opts.Report, Progress: show.ProgressNever, JSON: true, Allows: func(c event.Counts) bool { return c.Rejected+c.Failed == 0 },
	})
	if err != nil {
		return err
	}
	im := j.Importer(policy.Options{MaxWrites: r.ran.Limit}, r.ran.ID, func(e event.Event) {
		out.Event(e)
		d.note(r, e)
	})
	counts, err := d.write(ctx, j, im, out, r, approved)
	d.count(r, counts)
	return named(s, out.Finish(counts, err))
}

// write applies the plan, as the command does.
func (d *desk) write(ctx context.Context, j *job.Job, im *importer.Importer, out *show.Import, r *run, approved approval) (event.Counts, error) {
	planned, err := im.Plan(ctx, j.Inputs...)
	if planned == nil {
		return event.Counts{}, job.PlanError(err)
	}
	defer planned.Close()
	p := planned.Plan
	if err == nil {
		out.Plan(p, true)
	}
	unwritten := p.Unwritten()
	switch now := approvalOf(p); {
	case err != nil:
		return unwritten, err
	case p.Stop != nil:
		return unwritten, p.Stop
	case r.ran.Limit == 0 && now != approved:
		return unwritten, job.Stoppedf("the plan is not the one that was approved any more (to create %s, was %s; to update %s, was %s): the file or Quo has changed. Nothing was written; look at the new plan",
			say.Count(now.Created), say.Count(approved.Created), say.Count(now.Updated), say.Count(approved.Updated))
	}
	if err := j.State.Pin(ctx, j.Client); err != nil {
		return unwritten, err
	}
	d.writing(r, j.Client, p.Writes)
	out.Begin(p)
	return planned.Apply(ctx)
}

// setup returns what the output of a run needs. Its events are sent to the pages: the very
// events of --json.
func (d *desk) setup(command string, r *run) show.Setup {
	return show.Setup{
		IO: term.Streams{In: strings.NewReader(""), Out: d.hub, Err: io.Discard}, Bar: term.NewBar(io.Discard), Clock: show.StartClock(),
		Code: d.opts.Code, Start: show.Start{Program: d.opts.Version, Command: command, Run: r.ran.ID},
	}
}

// writing is called before the first write, of how many contacts if that is known.
func (d *desk) writing(r *run, client *quo.Client, total int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r.began, r.client, r.ran.Total = d.opts.Now(), client, total
	d.showRun(r)
}

// note shows what a run reports.
func (d *desk) note(r *run, e event.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch e := e.(type) {
	case event.Row:
		if e.Action != event.Failed {
			return
		}
		r.ran.Failures = append(r.ran.Failures, failure{place(e.Pos), e.Key, e.Status, d.secret.hide(clip(e.Message))})
		if len(r.ran.Failures) > mostFailures {
			r.ran.Failures = slices.Delete(r.ran.Failures, 0, 1)
		}
	case event.Progress:
		r.done, r.ran.Total, r.ran.Counts = e.Done, e.Total, e.Counts.Map()
		if now := d.opts.Now(); now.Sub(r.shown) >= every || e.Done == e.Total {
			d.showRun(r)
		}
	}
}

// count takes the counts of the end.
func (d *desk) count(r *run, c event.Counts) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r.ran.Counts = c.Map()
}

// showRun tells the pages how far a run is. The caller holds the lock.
func (d *desk) showRun(r *run) {
	r.shown = d.opts.Now()
	if text, err := json.Marshal(d.runView()); err == nil {
		d.hub.send("run", string(text))
	}
}

// runView returns the run that is going on, else the last one; nil for none. The caller
// holds the lock.
func (d *desk) runView() *runView {
	if d.session == nil || d.session.Run == nil {
		return nil
	}
	ran := d.session.Run
	if d.run != nil {
		ran = &d.run.ran
	}
	v := &runView{
		ID: ran.ID, Kind: "import", Trial: ran.Limit > 0, Total: ran.Total, Counts: ran.Counts, Stopped: ran.Stopped, Report: ran.Report,
		Failures: append([]failure{}, ran.Failures...), Files: []reportFileView{},
	}
	if ran.Undoes != "" {
		v.Kind = "undo"
	}
	if r := d.run; r != nil {
		v.Going, v.Paused, v.Stopping, v.Done = true, r.paused, r.stopping, r.done
		v.Rate, v.Left = r.pace(d.opts.Now())
		return v
	}
	v.Done = ran.Total
	if v.Interrupted = ran.Ended.IsZero(); v.Interrupted {
		v.Stopped = "quo-import was ended while this run was going on."
		return v
	}
	v.Files = reportFiles(ran.Report)
	return v
}

// pause pauses the run, or lets it go on.
func (d *desk) pause(_ context.Context, in struct {
	Paused bool `json:"paused"`
}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.run
	if r == nil || r.stopping {
		return errors.New("no import is running")
	}
	if in.Paused == r.paused {
		return nil
	}
	now := d.opts.Now()
	if r.paused = in.Paused; r.paused {
		r.since = now
		r.gate.close()
	} else {
		r.idle += now.Sub(r.since)
		r.gate.open()
	}
	d.changed()
	d.showRun(r)
	return nil
}

// stopRun stops the run.
func (d *desk) stopRun(context.Context, struct{}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run == nil {
		return errors.New("no import is running")
	}
	d.run.stop()
	d.changed()
	d.showRun(d.run)
	return nil
}

// reportFiles returns the files of a report.
func reportFiles(folder string) []reportFileView {
	list := []reportFileView{}
	if folder == "" {
		return list
	}
	entries, _ := os.ReadDir(folder) // a person may have removed it
	for _, e := range entries {
		if e.Type().IsRegular() {
			list = append(list, reportFileView{e.Name(), page.FileWords(e.Name())})
		}
	}
	return list
}

// report sends a file of the last run, to be saved and not to be shown.
func (d *desk) report(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	var folder string
	if d.session != nil && d.session.Run != nil && d.session.Run.ID == r.URL.Query().Get("run") {
		folder = d.session.Run.Report
	}
	d.mu.Unlock()
	name := r.URL.Query().Get("file")
	if !slices.ContainsFunc(reportFiles(folder), func(f reportFileView) bool { return f.Name == name }) {
		respondError(w, http.StatusNotFound, errors.New("this run has no such file"))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment; filename=\""+name+"\"")
	http.ServeFile(w, r, filepath.Join(folder, name))
}
