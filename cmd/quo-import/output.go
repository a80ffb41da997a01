package main

import (
	"errors"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/mapping"
)

// output is what a run shows and keeps: the terminal, --json, the report. The
// importer's events arrive here one at a time.
type output struct {
	ses      *session
	run      string
	began    time.Time
	dry      bool
	knows    bool           // created and updated can be told apart
	report   *report.Report // nil: none
	page     page.Events
	screen   screen
	results  screen // standard output
	drifts   int    // values changed in Quo, of check --remote
	problems problems.Groups
	warnings problems.Groups
	known    int // mistakes that are not among problems, because the run before had them
	numbers  foreignNumbers
	shown    bool        // problems, warnings and numbers were shown
	json     *jsonEvents // nil: none
	progress *progress
	planned  *plan.Plan
}

func newOutput(ses *session, command string, began time.Time) (*output, error) {
	out := &output{ses: ses, run: importer.RunID(began), began: began, knows: true, progress: ses.bar, screen: newScreen(ses.io.Err), results: newScreen(ses.io.Out)}
	if ses.settings.json {
		out.json = newJSONEvents(ses.io.Out, startEvent{Command: command, Run: out.run, Source: ses.mapped.Source, Files: ses.fileNames()})
	}
	if ses.settings.report == "none" {
		return out, nil
	}
	opts := report.Options{Folder: ses.settings.report, Run: out.run, Mapping: ses.mapped.Write}
	for _, f := range ses.files {
		in := report.Input{Header: f.Header, Delimiter: f.Delimiter, Workbook: len(f.Sheets) > 0}
		in.BOM = f.BOM || f.Encoding != "UTF-8"
		opts.Inputs = append(opts.Inputs, in)
	}
	var err error
	out.report, err = report.New(opts)
	return out, err
}

// event takes what the importer tells.
func (out *output) event(e event.Event) {
	if out.report != nil {
		out.report.Event(e)
		out.page.Event(e)
	}
	if out.json != nil {
		out.json.event(e)
	}
	switch e := e.(type) {
	case event.Row:
		out.row(&e)
	case event.Notice:
		if !e.Known || !out.ses.quiet {
			out.progress.line(func() { warn(out.ses.io, "%s", e.Text) })
		}
	case event.Progress:
		out.progress.show(e)
	}
}

// row gathers what is wrong with a row.
func (out *output) row(e *event.Row) {
	for i := range e.Errors {
		f := &e.Errors[i]
		if out.numbers.add(f) && !out.ses.regionGiven() {
			continue // they are one question, not that many mistakes
		}
		out.problem(e, f)
	}
	for i := range e.Warnings {
		out.warnings.Add(e.Pos, &e.Warnings[i], false)
	}
	if e.Action == event.Failed && len(e.Errors) == 0 {
		out.problem(e, &mapping.FieldError{Kind: "failed", Message: e.Message})
	}
}

// problem gathers a mistake; a quiet run only those that are new.
func (out *output) problem(e *event.Row, f *mapping.FieldError) {
	if out.ses.quiet && !e.New {
		out.known++
		return
	}
	out.problems.Add(e.Pos, f, false)
}

// begin is called before the first write.
func (out *output) begin(p *plan.Plan) {
	if out.shown { // else, in a quiet run, they are told at its end
		out.problems, out.warnings, out.numbers = problems.Groups{}, problems.Groups{}, foreignNumbers{}
		out.shown = false
	}
	out.ses.pace.Restart()
	out.progress.begin(p.Writes)
}

// summary is what a run has come to.
func (out *output) summary(c event.Counts) report.Summary {
	s := report.NewSummary(c, out.knows)
	s.Run, s.Source, s.Since, s.Seconds = out.run, out.ses.mapped.Source, out.since(), out.took().Seconds()
	if out.ses.client != nil {
		s.Requests, s.RateLimited = out.ses.client.Requests()
	}
	if out.report != nil {
		s.Report = out.report.Dir()
	}
	return s
}

// took is how long the run has been at work, without the time in which it
// waited for a person.
func (out *output) took() time.Duration { return time.Since(out.began) - out.ses.waited }

// finish shows the end of a run, writes the report, and gives the error that
// decides the exit code.
func (out *output) finish(c event.Counts, err error) error {
	out.progress.end()
	s := out.summary(c)
	if err != nil {
		s.Stopped = err.Error()
	}
	ends := err
	if ends == nil {
		ends = out.rowsCode(c)
	}
	s.ExitCode = new(codeOf(ends))
	if out.report != nil {
		werr := errors.Join(out.report.Close(s), page.WriteFile(out.report.Dir(), out.pageRun(c, s), &out.page))
		if werr != nil {
			warn(out.ses.io, "%v", werr)
			if err == nil {
				ends = &codeError{exitUnfinished, werr}
				s.ExitCode = new(exitUnfinished)
			}
		}
	}
	out.last(c, s, err)
	if out.json != nil {
		out.json.summary(s)
	}
	out.tidy(s)
	return ends
}

// tidy removes the reports of old runs, and writes the metrics of this one.
// Neither is worth an exit code of its own: the import is done.
func (out *output) tidy(s report.Summary) {
	ses := out.ses
	if out.report != nil && ses.keepReports > 0 {
		if err := report.Prune(ses.settings.report, ses.keepReports); err != nil {
			warn(ses.io, "removing the reports of old runs: %v", err)
		}
	}
	if ses.metricsFile != "" {
		if err := report.WriteMetrics(ses.metricsFile, s, time.Now()); err != nil {
			warn(ses.io, "%v", err)
		}
	}
}

// rowsCode is exit code 3 where rows did not land.
func (out *output) rowsCode(c event.Counts) error {
	allowed, err := parseAllowance(out.ses.allowRejects)
	if err == nil && !allowed.allows(c) {
		err = &codeError{code: exitRows}
	}
	return err
}
