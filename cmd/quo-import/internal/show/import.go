package show

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/mapping/document"
)

// ErrRows is the error of a run in which rows were rejected or failed. They have
// been printed.
var ErrRows = errors.New("rows were rejected or failed")

// Import is what an import or a check prints and keeps: on the terminal, as
// --json, in the report. The importer's events arrive here one at a time.
type Import struct {
	view
	Setup
	results  term.Screen // standard output
	stream   *Stream     // nil: none
	progress *progress
	page     page.Events

	workspace string // "" if nobody asked
}

// Workspace notes what a person calls the workspace, for the report.
func (out *Import) Workspace(name string) { out.workspace = name }

// NewImport begins the output of a run.
func NewImport(s Setup, j *job.Job, opts ImportOptions) (*Import, error) {
	out := &Import{
		view:  view{ImportOptions: opts, job: j, screen: term.NewScreen(s.IO.Err), knows: true, findings: findings{job: j, newOnly: opts.Quiet, values: opts.ShowValues}},
		Setup: s, results: term.NewScreen(s.IO.Out), progress: newProgress(s, j.Connection, opts.Progress, opts.Quiet || opts.silent() && opts.Progress == ProgressAuto),
	}
	if opts.silent() {
		out.screen = term.NewScreen(io.Discard)
	}
	if opts.JSON {
		s.Start.Source, s.Start.Files = j.Mapping.Source, j.Names()
		out.stream = NewStream(s.IO.Out, s.Start)
	}
	if opts.Report == "" {
		return out, nil
	}
	ro := report.Options{Folder: opts.Report, Run: s.Start.Run, Mapping: j.Mapping.Write}
	for _, f := range j.Files {
		ro.Inputs = append(ro.Inputs, report.Input{
			Key: document.Texts(j.Mapping.Key.Columns), Header: f.Header, Delimiter: f.Delimiter, Workbook: len(f.Sheets) > 0, BOM: f.BOM || f.Encoding != "UTF-8",
		})
	}
	var err error
	out.report, err = report.New(ro)
	return out, err
}

// Event prints and records an event of the importer.
func (out *Import) Event(e event.Event) {
	if out.report != nil {
		out.report.Event(e)
		out.page.Event(e)
	}
	if out.stream != nil {
		out.stream.Event(e)
	}
	for _, o := range out.Also {
		o.Event(e)
	}
	switch e := e.(type) {
	case event.Row:
		out.findings.row(&e)
	case event.Notice:
		if !out.silent() && (!e.Known || !out.Quiet) {
			out.Bar.Interrupt(func() { out.IO.Warn("%s", e.Text) })
		}
	case event.Progress:
		out.progress.Show(e)
	}
}

// Plan prints what is going to happen. knows reports whether creates can be told
// from updates.
func (out *Import) Plan(p *plan.Plan, knows bool) {
	out.planned, out.knows = p, knows
	if out.stream != nil {
		out.stream.Plan(out.summary(p.Counts))
	}
	for _, n := range p.Notices {
		out.Event(n)
	}
	if out.Quiet {
		return
	}
	if !out.Dry { // a check has the warnings as events of rows
		if err := out.findings.plan(p); err != nil {
			out.IO.Warn("reading the plan again for its warnings: %v", err)
		}
	}
	out.view.plan(p)
}

// Adoptions prints the people who are in Quo already, for the question about them.
func (out *Import) Adoptions(p *plan.Plan) {
	adoptionTable(out.screen, p, out.MaxShown, len(out.job.Files) == 1)
	out.listed = true
}

// Note prints what a person must know before contacts are written, once.
func (out *Import) Note() {
	if out.noted || out.job.Sandbox() {
		return
	}
	out.noted = true
	fmt.Fprintln(out.screen)
	out.screen.Line(appWarning)
	fmt.Fprintln(out.screen)
}

// Declined is called if a person did not want what the plan shows: the end of the run
// has no result then.
func (out *Import) Declined() { out.declined = true }

// Kept is called when the answers of a conversation were kept in a mapping file, "" for
// none; the end of the run names it.
func (out *Import) Kept(path string) { out.answers, out.kept = true, path }

// Preview looks up what would be written, and shows the progress.
func (out *Import) Preview(ctx context.Context, p *importer.Planned) error {
	out.progress.Begin(p.Plan.Writes)
	defer out.progress.End()
	seen := 0
	return p.Preview(ctx, func(c plan.Change) {
		seen++
		out.change(c)
		// What the plan compared already is shown, too, and needs no request.
		out.progress.Show(event.Progress{Done: min(seen, p.Plan.Writes), Total: p.Plan.Writes, Counts: p.Plan.Counts})
	})
}

// change prints and records what a check found out about a row.
func (out *Import) change(c plan.Change) {
	if c.Action == event.Failed {
		out.findings.fails(&event.Row{Pos: c.Pos, New: c.New}, "would-fail", c.Message)
	}
	out.drifts += len(c.Drifts)
	switch {
	case !out.Diff || c.Action != event.Updated && len(c.Drifts) == 0:
	case out.stream != nil:
		out.stream.Change(c)
	default:
		out.Bar.Interrupt(func() { difference(out.results, c) })
	}
}

// Begin is called before the first write.
func (out *Import) Begin(p *plan.Plan) {
	out.findings.forget() // a quiet run has printed nothing and keeps them for the end
	out.job.Pace.Restart()
	out.progress.Begin(p.Writes)
}

// AnnounceStop prints what happens next if ctx is cancelled before ended is called.
func (out *Import) AnnounceStop(ctx context.Context) (ended func()) {
	return out.progress.AnnounceStop(ctx)
}

// Finish prints the end of a run, writes the report, and returns the error that
// decides the exit code.
func (out *Import) Finish(c event.Counts, err error) error {
	out.progress.End()
	s := out.summary(c)
	end := err
	switch {
	case err != nil:
		s.Stopped = err.Error()
	case !out.Allows(c):
		end = ErrRows
	}
	s.ExitCode = new(out.Code(end))
	if out.report != nil {
		failed := errors.Join(out.report.Close(s), page.WriteFile(out.report.Dir(), out.describe(c, s), &out.page))
		if failed != nil && err == nil {
			end, s.ExitCode = failed, new(out.Code(failed))
		} else if failed != nil {
			out.IO.Warn("%v", failed)
		}
	}
	out.ending(c, s, err)
	if out.stream != nil {
		out.stream.Summary(s)
	}
	for _, o := range out.Also {
		o.End(s)
	}
	out.tidy(s)
	return end
}

// summary returns the summary of a run.
func (out *Import) summary(c event.Counts) report.Summary {
	s := report.NewSummary(c, out.knows)
	s.Run, s.Source, s.Since, s.Seconds = out.Start.Run, out.job.Mapping.Source, out.since(), out.Clock.Took().Seconds()
	if out.job.Client != nil {
		s.Requests, s.RateLimited = out.job.Client.Requests()
	}
	if out.report != nil {
		s.Report = out.report.Dir()
	}
	return s
}

// describe returns what report.html shows beside the events.
func (out *Import) describe(c event.Counts, s report.Summary) *page.Run {
	j := out.job
	p := &page.Run{
		Dry: out.Dry, Began: out.Clock.Began, Counts: c, Summary: s, Plan: out.planned, Inputs: out.inputs(),
		Mapping: j.Mapping, MappingFile: j.Mapping.File, Notes: j.Notes,
	}
	for _, in := range j.Inputs {
		p.Mappers = append(p.Mappers, in.Mapper)
	}
	switch {
	case j.Sandbox():
		p.Workspace = "the sandbox"
	case out.workspace != "":
		p.Workspace = out.workspace
	case j.Client != nil:
		p.Workspace = j.Client.BaseURL()
	}
	p.Next = out.nextOfPage(c)
	if !out.Dry && j.Limiter != nil {
		p.Pace, p.Limit = &j.Pace, j.Limiter.Limit()
	}
	return p
}

// nextOfPage returns what report.html says to do.
func (out *Import) nextOfPage(c event.Counts) page.Next {
	bad := c.Rejected + c.Failed
	if out.Dry {
		words, command := out.afterCheck(c, bad)
		return page.Next{Words: upper(words), Command: command}
	}
	for _, path := range out.report.Rejected() {
		switch filepath.Ext(path) {
		case ".csv":
			return page.Next{Words: "Correct rejected.xlsx and import it", Command: out.reimport(strings.TrimSuffix(path, ".csv") + ".xlsx")}
		case ".xlsx", ".jsonl":
			return page.Next{Words: "Correct " + filepath.Base(path) + " and import it", Command: out.reimport(path)}
		}
	}
	return page.Next{}
}

// upper returns a text with its first letter large.
func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// prune removes the reports of old runs.
func (out *Import) prune() error {
	var order []string
	if out.job.State != nil {
		runs, err := out.job.State.Runs(context.Background()) // also after an interrupted run
		if err != nil {
			return err
		}
		for i := range runs {
			order = append(order, runs[i].ID)
		}
	}
	return report.Prune(out.ImportOptions.Report, out.Start.Run, order, out.KeepReports)
}

// tidy removes the reports of old runs, and writes the metrics of this one.
// Neither changes the exit code: the import is done.
func (out *Import) tidy(s report.Summary) {
	if out.report != nil && out.KeepReports > 0 {
		if err := out.prune(); err != nil {
			out.IO.Warn("removing the reports of old runs: %v", err)
		}
	}
	if out.MetricsFile != "" {
		if err := report.WriteMetrics(out.MetricsFile, s, time.Now()); err != nil {
			out.IO.Warn("%v", err)
		}
	}
}
