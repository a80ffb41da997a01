package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report"
)

// output is what a run shows and keeps: the terminal, --json, the report. The
// importer's events arrive here one at a time.
type output struct {
	ses      *session
	run      string
	dry      bool
	knows    bool           // created and updated can be told apart
	report   *report.Report // nil: none
	problems problems
	json     *jsonEvents // nil: none
	progress *progress
	planned  *importer.Plan
}

func newOutput(ses *session, run string) (*output, error) {
	out := &output{ses: ses, run: run, knows: true, progress: newProgress(ses)}
	if ses.settings.json {
		out.json = newJSONEvents(ses.io.Out)
	}
	if ses.settings.report == "none" {
		return out, nil
	}
	opts := report.Options{Folder: ses.settings.report, Run: run, Mapping: ses.mapped.Write}
	for _, f := range ses.files {
		in := report.Input{Name: f.Name, Header: f.Header, Delimiter: f.Delimiter}
		in.BOM = f.BOM || f.Encoding != "UTF-8"
		opts.Inputs = append(opts.Inputs, in)
	}
	var err error
	out.report, err = report.New(opts)
	return out, err
}

// event takes what the importer tells.
func (out *output) event(e importer.Event) {
	if out.report != nil {
		out.report.Event(e)
	}
	if out.json != nil {
		out.json.event(e)
	}
	switch e := e.(type) {
	case importer.RowEvent:
		out.problems.add(&e)
	case importer.Notice:
		out.progress.line(func() { warn(out.ses.io, "%s", e.Text) })
	case importer.Progress:
		out.progress.show(e)
	}
}

// plan shows what is going to happen.
func (out *output) plan(p *importer.Plan) {
	out.planned = p
	if out.json != nil {
		out.json.plan(p, out.knows)
	}
	ses := out.ses
	for _, n := range p.Notices {
		warn(ses.io, "%s", n.Text)
	}
	if ses.quiet {
		return
	}
	w := ses.io.Err
	c := p.Counts
	fmt.Fprintln(w, printable(fmt.Sprintf("%s: %s", ses.inputNames(), plural(c.Read, "row", "rows"))))
	ses.describeInput(w)
	if out.dry && !out.knows {
		fmt.Fprintf(w, "  would be imported %s · skipped %s · rejected %s\n", count(c.Ready), count(c.Skipped), count(c.Rejected))
	} else {
		fmt.Fprintf(w, "  to create %s · to update %s · unchanged %s · skipped %s · rejected %s\n",
			count(c.Created), count(c.Updated), count(c.Unchanged), count(c.Skipped), count(c.Rejected))
	}
	if p.Writes > 0 && !out.dry {
		fmt.Fprintf(w, "  about %s\n", span(out.ses.estimate(p)))
	}
	if c.Phoneless > 0 {
		fmt.Fprintf(w, "  %s no phone number: the Quo app never shows such contacts\n", plural(c.Phoneless, "contact has", "contacts have"))
	}
	if !out.dry {
		out.showProblems()
	}
}

func (out *output) showProblems() {
	ses := out.ses
	if out.problems.total > 0 {
		out.problems.print(ses.io.Err, isTerminal(ses.io.Err), ses.maxShown)
	}
}

// begin is called before the first write.
func (out *output) begin(p *importer.Plan) {
	out.problems = problems{}
	out.ses.pace.Restart()
	out.progress.begin(p.Writes)
}

// finish shows the end of a run, writes the report, and gives the error that
// decides the exit code.
func (out *output) finish(c importer.Counts, took time.Duration, err error) error {
	out.progress.end()
	s := report.NewSummary(c, out.knows)
	s.Seconds = took.Seconds()
	if out.ses.client != nil {
		s.Requests, s.RateLimited = out.ses.client.Requests()
	}
	if out.report != nil {
		s.Report = out.report.Dir()
	}
	if err != nil {
		s.Stopped = err.Error()
	}
	if out.report != nil {
		out.report.Describe(out.page(c, took))
		if werr := out.report.Close(s); werr != nil {
			warn(out.ses.io, "%v", werr)
			if err == nil {
				err = &codeError{exitUnfinished, werr}
			}
		}
	}
	out.last(c, s)
	if out.json != nil {
		out.json.summary(s)
	}
	if err != nil {
		return err
	}
	return out.rowsCode(c)
}

// rowsCode is exit code 3 where rows did not land.
func (out *output) rowsCode(c importer.Counts) error {
	allowed, err := parseLimit("allow-rejects", out.ses.allowRejects)
	if err != nil {
		return err
	}
	if c.Failed > 0 || allowed.Over(c.Rejected, c.Read) {
		return &codeError{code: exitRows}
	}
	return nil
}

// last prints the final lines.
func (out *output) last(c importer.Counts, s report.Summary) {
	ses, w := out.ses, out.ses.io.Err
	bad := c.Rejected + c.Failed
	if ses.quiet && bad == 0 && c.NotReached == 0 && out.problems.total == 0 {
		return
	}
	out.showProblems()
	if out.dry {
		out.lastOfCheck(c)
		return
	}
	fmt.Fprintln(w, printable(fmt.Sprintf("%s: %s", ses.inputNames(), plural(c.Read, "row", "rows"))))
	fmt.Fprintf(w, "  created %s · updated %s · unchanged %s · skipped %s · rejected %s · failed %s", count(c.Created),
		count(c.Updated), count(c.Unchanged), count(c.Skipped), count(c.Rejected), count(c.Failed))
	if c.NotReached > 0 {
		fmt.Fprintf(w, " · not reached %s", count(c.NotReached))
	}
	fmt.Fprintln(w)
	took := time.Duration(s.Seconds * float64(time.Second))
	fmt.Fprintf(w, "  %s in %s (%.1f/s), %s over the limit\n", plural(int(s.Requests), "request", "requests"), span(took),
		float64(s.Requests)/max(s.Seconds, 0.001), count(int(s.RateLimited)))
	if c.Warnings > 0 {
		fmt.Fprintf(w, "  %s: see results.csv\n", plural(c.Warnings, "warning", "warnings"))
	}
	if c.Drifts > 0 {
		fmt.Fprintf(w, "  %s in Quo (%s also in the file): see results.csv\n", plural(c.Drifts, "value was changed", "values were changed"), count(c.Conflicts))
	}
	out.unmapped()
	out.again(bad)
	if c.Created+c.Updated > 0 {
		fmt.Fprintf(w, "  %s Keep %s: it is how the next run knows them.\n", appWarning, printable(shellWord(ses.settings.state)))
	}
}

func (out *output) unmapped() {
	if out.planned == nil {
		return
	}
	for i, col := range out.planned.Unmapped {
		if i == 5 {
			fmt.Fprintf(out.ses.io.Err, "  not imported: %s more\n", plural(len(out.planned.Unmapped)-i, "column", "columns"))
			return
		}
		fmt.Fprintln(out.ses.io.Err, printable(fmt.Sprintf("  not imported: column %q (%s)", col.Name, plural(col.Values, "value", "values"))))
	}
}

// again is the whole command to type next, where rows did not land.
func (out *output) again(bad int) {
	ses, w := out.ses, out.ses.io.Err
	if bad == 0 || out.report == nil {
		return
	}
	fmt.Fprintln(w, "  fix the rejected rows and import them:")
	for _, path := range out.report.Rejected() {
		if filepath.Ext(path) == ".txt" {
			fmt.Fprintf(w, "    (rows that could not be read at all are in %s)\n", shellWord(path))
			continue
		}
		cmd := "quo-import import " + shellWord(path) + " -m " + shellWord(filepath.Join(out.report.Dir(), "mapping.yaml"))
		if !ses.sandbox {
			cmd += " -s " + shellWord(ses.settings.state)
		}
		fmt.Fprintln(w, "    "+printable(cmd))
	}
}

// lastOfCheck is what a dry run ends with.
func (out *output) lastOfCheck(c importer.Counts) {
	if c.Rejected == 0 {
		fmt.Fprintln(out.ses.io.Err, "  nothing is wrong; nothing was written")
		return
	}
	out.unmapped()
	fmt.Fprintf(out.ses.io.Err, "  %s would be rejected; nothing was written\n", plural(c.Rejected, "row", "rows"))
}
