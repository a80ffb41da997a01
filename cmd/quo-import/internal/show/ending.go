package show

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// appWarning is what a person must know before the first write
// (docs/quo-api.md, rule 11).
const appWarning = "Contacts made through the API appear in the Quo app once there is a conversation with their number, and may be read-only there."

// ending prints the end of a run.
func (v *view) ending(c event.Counts, s report.Summary, err error) {
	switch {
	case v.declined:
	case errors.As(err, new(*job.Undecided)):
		// the error is the question; nothing else matters before it is answered
	case v.Quiet && c.RejectedNew+c.FailedNew+c.NotReached+v.findings.warnings.Total() == 0:
		v.nothingNew(c)
	case v.planned == nil: // the error has the reason
	case v.Dry:
		v.endOfCheck(c, err)
	default:
		v.endOfImport(c, s)
	}
}

// nothingNew prints what a quiet run prints if all its problems are known: one line,
// or none if they are allowed.
func (v *view) nothingNew(c event.Counts) {
	if c.Rejected+c.Failed == 0 || v.Allows(c) {
		return
	}
	words := say.Count(c.Rejected) + " rejected"
	if c.Failed > 0 {
		words += ", " + say.Count(c.Failed) + " failed"
	}
	line := v.title() + ": " + words + ", all as in the last complete run"
	if v.report != nil {
		line += ": see " + v.reported("report.html")
	}
	v.screen.Message(line)
}

func (v *view) endOfCheck(c event.Counts, err error) {
	w := v.screen
	if v.Quiet {
		v.findings.print(w, v.MaxShown)
	}
	if v.report != nil && c.Rejected > 0 {
		w.Line("every problem, one a line: " + v.reported("errors.csv"))
	}
	v.reportPage()
	bad := c.Rejected + c.Failed
	switch {
	case bad == 0:
		w.Styled(term.Good, "no problems; nothing was written")
	case c.Failed > 0:
		w.Styled(term.Bad, say.Plural(bad, "row", "rows")+" would be rejected or fail; nothing was written")
	default:
		w.Styled(term.Bad, say.Plural(bad, "row", "rows")+" would be rejected; nothing was written")
	}
	v.keptAnswers()
	if err == nil && !v.Quiet { // an error says itself what to do
		v.next(c, bad)
	}
}

// next prints the command to type after a check.
func (v *view) next(c event.Counts, bad int) {
	if words, command := v.afterCheck(c, bad); command != "" {
		v.screen.Line(words + ":")
		v.screen.Verbatim(command)
	}
}

// afterCheck returns the command to type after a check, "" if there is nothing to do.
func (v *view) afterCheck(c event.Counts, bad int) (words, command string) {
	good := c.Ready + c.Created + c.Updated
	switch {
	case good+bad == 0:
		return "", ""
	case bad == 0:
		return "import " + them(good), v.Next
	case good == 0:
		return "correct the file or the mapping, and check again", v.Again
	}
	return fmt.Sprintf("import %s, and get the rejected ones as a file to correct", strings.Replace(them(good), "the ", "the other ", 1)), v.Next
}

func them(rows int) string {
	if rows == 1 {
		return "the row"
	}
	return "the " + say.Count(rows) + " rows"
}

func (v *view) endOfImport(c event.Counts, s report.Summary) {
	w := v.screen
	v.findings.print(w, v.MaxShown)
	if v.planned.Stop != nil { // there is no result: nothing was written
		v.reportPage()
		return
	}
	w.Heading(v.title() + ": " + say.Plural(c.Read, "row", "rows"))
	v.sums(c, s)
	if !v.Quiet && !v.job.Sandbox() {
		v.lookAt(c)
	}
	if c.NotReached == 0 || c.Created+c.Updated > 0 { // otherwise the whole command is run again
		v.again(c.Rejected + c.Failed)
	}
	v.reportPage()
	if c.Created+c.Updated > 0 && !v.job.Sandbox() && !v.Quiet {
		w.Line("undo this run: quo-import undo last" + v.stateFlag())
		keep := fmt.Sprintf("Keep %s: the next run needs it.", term.ShellWord(v.job.StateName()))
		if !v.noted {
			keep = appWarning + " " + keep
		}
		w.Line(keep)
	}
	v.keptAnswers()
}

// keptAnswers names the file with the answers.
func (v *view) keptAnswers() {
	switch {
	case !v.answers:
	case v.kept != "":
		v.screen.Line("answers kept in " + term.ShellWord(v.kept) + ": the next import of this file takes them")
	case v.report != nil:
		v.screen.Line("the mapping with the answers: " + v.reported("mapping.yaml"))
	}
}

// sums prints the counts of a run.
func (v *view) sums(c event.Counts, s report.Summary) {
	w := v.screen
	line := fmt.Sprintf("created %s · updated %s · unchanged %s · skipped %s · rejected %s · failed %s", say.Count(c.Created),
		say.Count(c.Updated), say.Count(c.Unchanged), say.Count(c.Skipped), v.withNew(c.Rejected, c.RejectedNew), v.withNew(c.Failed, c.FailedNew))
	if c.NotReached > 0 {
		line += " · not reached " + say.Count(c.NotReached)
	}
	w.Counts(line)
	took := fmt.Sprintf("%s in %s%s", say.Plural(int(s.Requests), "request", "requests"), say.Span(time.Duration(s.Seconds*float64(time.Second))), perSecond(s))
	if v.Verbose || s.RateLimited > 0 {
		took += ", " + say.Count(int(s.RateLimited)) + " over the rate limit"
	}
	w.Line(took)
	see := ""
	if v.report != nil {
		see = ": see results.csv"
	}
	before := 0 // warnings that were printed with the plan
	if !v.Quiet {
		before = v.planned.Counts.Warnings
	}
	if n := c.Warnings - before; n > 0 {
		w.Line(say.Plural(n, "warning", "warnings") + see)
	}
	if c.Drifts > 0 {
		w.Line(fmt.Sprintf("%s in Quo (%s also in the file)%s", say.Plural(c.Drifts, "value was changed", "values were changed"), say.Count(c.Conflicts), see))
	}
}

// perSecond returns the rate of requests, "" if the run was too short to have one. The
// first request waits for no other.
func perSecond(s report.Summary) string {
	if s.Requests < 2 || s.Seconds < 1 {
		return ""
	}
	return fmt.Sprintf(" (%.1f/s)", float64(s.Requests-1)/s.Seconds)
}

// reportPage prints the path of report.html.
func (v *view) reportPage() {
	if v.report != nil {
		v.screen.Line("report: " + v.reported("report.html"))
	}
}

// again prints the command that imports the fixed rows, if rows were rejected or
// failed.
func (v *view) again(bad int) {
	w := v.screen
	if bad == 0 || v.report == nil {
		return
	}
	w.Line("fix the rejected rows and import them:")
	csv := false
	for _, path := range v.report.Rejected() {
		if filepath.Ext(path) == ".txt" {
			w.Verbatim("(rows that could not be read at all are in " + term.ShellWord(path) + ")")
			continue
		}
		w.Verbatim(v.reimport(path))
		if filepath.Ext(path) == ".csv" {
			csv = true
		}
	}
	if csv {
		w.Line("in a spreadsheet program, correct and import the .xlsx beside it: the bad cells are red")
	}
}

// reimport returns the command that imports a file of rejects.
func (v *view) reimport(path string) string {
	cmd := "quo-import import " + term.ShellWord(path) + " -m " + v.reported("mapping.yaml")
	if v.job.Sandbox() {
		return cmd + " --sandbox"
	}
	return cmd + " -s " + term.ShellWord(v.job.StateName())
}

// stateFlag returns the flag for the state in a command to type, "" for the default.
func (v *view) stateFlag() string {
	if v.job.StateName() == job.DefaultState {
		return ""
	}
	return " -s " + term.ShellWord(v.job.StateName())
}
