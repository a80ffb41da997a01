package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// last prints the final lines.
func (out *output) last(c event.Counts, s report.Summary, err error) {
	ses, w := out.ses, out.screen
	var code *codeError
	switch {
	case errors.As(err, &code) && code.code == exitUsage:
		return // a question: what is left of the run is the answer
	case ses.quiet && out.uneventful(c):
		out.nothingNew(c)
		return
	case out.planned == nil:
		return // it did not come to a plan: the error says why
	case out.dry:
		out.lastOfCheck(c)
		return
	}
	out.showProblems()
	fmt.Fprintln(w, w.paint(strong, printable(fmt.Sprintf("%s: %s", ses.inputNames(), say.Plural(c.Read, "row", "rows")))))
	out.sums(c, s)
	if !ses.quiet {
		out.unmapped()
	}
	if c.NotReached == 0 || c.Created+c.Updated > 0 {
		out.again(c.Rejected + c.Failed)
	}
	out.toLookAt()
	if c.Created+c.Updated > 0 && !ses.sandbox && !ses.quiet {
		w.line("to take this run back: quo-import undo last" + ses.stateFlag())
		w.line(fmt.Sprintf("%s Keep %s: it is how the next run knows them.", appWarning, shellWord(ses.settings.state)))
	}
}

// sums are what the run did, in numbers.
func (out *output) sums(c event.Counts, s report.Summary) {
	w := out.screen
	line := fmt.Sprintf("created %s · updated %s · unchanged %s · skipped %s · rejected %s · failed %s", say.Count(c.Created),
		say.Count(c.Updated), say.Count(c.Unchanged), say.Count(c.Skipped), out.withNew(c.Rejected, c.RejectedNew), out.withNew(c.Failed, c.FailedNew))
	if c.NotReached > 0 {
		line += " · not reached " + say.Count(c.NotReached)
	}
	w.counts(line)
	w.line(fmt.Sprintf("%s in %s%s, %s over the limit", say.Plural(int(s.Requests), "request", "requests"),
		say.Span(time.Duration(s.Seconds*float64(time.Second))), perSecond(s), say.Count(int(s.RateLimited))))
	see := ""
	if out.report != nil {
		see = ": see results.csv"
	}
	if c.Warnings > 0 {
		w.line(say.Plural(c.Warnings, "warning", "warnings") + see)
	}
	if c.Drifts > 0 {
		w.line(fmt.Sprintf("%s in Quo (%s also in the file)%s", say.Plural(c.Drifts, "value was changed", "values were changed"), say.Count(c.Conflicts), see))
	}
}

// perSecond is the pace of a run, where it took long enough to have one. The
// first request waits for none before it.
func perSecond(s report.Summary) string {
	if s.Requests < 2 || s.Seconds < 1 {
		return ""
	}
	return fmt.Sprintf(" (%.1f/s)", float64(s.Requests-1)/s.Seconds)
}

// toLookAt names the page of the run.
func (out *output) toLookAt() {
	if out.report != nil {
		out.screen.line("to look at: " + shellWord(filepath.Join(out.report.Dir(), "report.html")))
	}
}

// unmappedShown is how many columns are named that were not imported.
const unmappedShown = 5

// unmapped says which values did not get into Quo, and how they would.
func (out *output) unmapped() {
	if out.planned == nil {
		return
	}
	columns := out.planned.Unmapped
	for _, col := range columns[:min(len(columns), unmappedShown)] {
		out.screen.line(fmt.Sprintf("not imported: column %q (%s): %s", col.Name, say.Plural(col.Values, "value", "values"), out.ses.howToImport(col.Name)))
	}
	if more := len(columns) - unmappedShown; more > 0 {
		out.screen.line("not imported: " + say.Plural(more, "more column", "more columns"))
	}
}

// again is the whole command to type next, where rows did not land. A run that
// wrote nothing is to be run again itself.
func (out *output) again(bad int) {
	ses, w := out.ses, out.screen
	if bad == 0 || out.report == nil {
		return
	}
	w.line("fix the rejected rows and import them:")
	for _, path := range out.report.Rejected() {
		if filepath.Ext(path) == ".txt" {
			w.verbatim("(rows that could not be read at all are in " + shellWord(path) + ")")
			continue
		}
		cmd := "quo-import import " + shellWord(path) + " -m " + shellWord(filepath.Join(out.report.Dir(), "mapping.yaml"))
		if ses.sandbox {
			cmd += " --sandbox"
		} else {
			cmd += " -s " + shellWord(ses.settings.state)
		}
		w.verbatim(cmd)
	}
}

// stateFlag names the state in a command to type, where it is not the default.
func (ses *session) stateFlag() string {
	if ses.settings.state == defaultState {
		return ""
	}
	return " -s " + shellWord(ses.settings.state)
}

// lastOfCheck is what a dry run ends with.
func (out *output) lastOfCheck(c event.Counts) {
	w := out.screen
	if out.ses.quiet {
		out.showProblems()
	}
	if out.report != nil && c.Rejected > 0 {
		w.line("every mistake, one a line: " + shellWord(filepath.Join(out.report.Dir(), "errors.csv")))
	}
	out.toLookAt()
	if c.Rejected+c.Failed == 0 {
		w.styled(good, "nothing is wrong; nothing was written")
		return
	}
	would := " would be rejected"
	if c.Failed > 0 {
		would = " would be rejected or fail"
	}
	w.styled(bad, say.Plural(c.Rejected+c.Failed, "row", "rows")+would+"; nothing was written")
}
