package show

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/fleet"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
)

// Jobs prints jobs that run side by side: a line each while they run, and a table at
// the end. It may be used concurrently.
type Jobs struct {
	io     term.Streams
	board  *term.Board
	stream *Stream // nil: none
	quiet  bool

	mu      sync.Mutex
	running []*running
	total   int
	ended   int
	drawn   time.Time
}

// running is a job that runs.
type running struct {
	job      *jobs.Job
	began    time.Time
	progress event.Progress
}

// JobsOptions are how jobs are printed.
type JobsOptions struct {
	Total int // jobs
	JSON  bool
	Quiet bool // print only what is wrong
	Start Start
}

// NewJobs begins the output of jobs.
func NewJobs(io term.Streams, opts JobsOptions) *Jobs {
	out := &Jobs{io: io, board: term.NewBoard(term.NewScreen(io.Err)), quiet: opts.Quiet, total: opts.Total}
	if opts.JSON {
		out.stream = NewStream(io.Out, opts.Start)
	}
	return out
}

// Began is called when a job begins.
func (out *Jobs) Began(j *jobs.Job) {
	out.mu.Lock()
	defer out.mu.Unlock()
	out.running = append(out.running, &running{job: j, began: time.Now()})
	out.draw(true)
}

// Progress is called with how far a job is.
func (out *Jobs) Progress(j *jobs.Job, p event.Progress) {
	out.mu.Lock()
	defer out.mu.Unlock()
	if i := out.index(j); i >= 0 {
		out.running[i].progress = p
		out.draw(false)
	}
}

// Ended is called when a job has ended, or was not begun.
func (out *Jobs) Ended(r jobs.Result) {
	out.mu.Lock()
	defer out.mu.Unlock()
	out.ended++
	if i := out.index(r.Job); i >= 0 {
		out.running = slices.Delete(out.running, i, i+1)
	}
	if out.stream != nil {
		out.stream.Job(r)
	}
	if !out.quiet && out.stream == nil {
		out.board.Print(func(s term.Screen) {
			if !s.Terminal { // a log: what the table says, as it happens
				s.Message(fmt.Sprintf("%s: %s", r.Job.Name, strings.Join(jobWords(r), " · ")))
			}
		})
	}
	out.draw(true)
}

func (out *Jobs) index(j *jobs.Job) int {
	return slices.IndexFunc(out.running, func(r *running) bool { return r.job == j })
}

// draw shows the jobs that run; without force not more often than a person can read.
func (out *Jobs) draw(force bool) {
	if out.quiet || out.stream != nil || !force && time.Since(out.drawn) < 200*time.Millisecond {
		return
	}
	out.drawn = time.Now()
	width := 0
	for _, r := range out.running {
		width = max(width, len(r.job.Name))
	}
	lines := make([]string, 0, len(out.running)+1)
	for _, r := range out.running {
		lines = append(lines, fmt.Sprintf("  %-*s  %s", width, r.job.Name, r.line()))
	}
	if out.ended < out.total {
		lines = append(lines, fmt.Sprintf("%d of %s", out.ended, say.Plural(out.total, "job has ended", "jobs have ended")))
	}
	out.board.Show(lines)
}

// line returns how far a job is.
func (r *running) line() string {
	p := r.progress
	if p.Total == 0 {
		return "reading, " + say.Span(time.Since(r.began))
	}
	return fmt.Sprintf("%3d %%  %s of %s · %s failed", 100*p.Done/p.Total, say.Count(p.Done), say.Count(p.Total), say.Count(p.Counts.Failed))
}

// outcomes are what exit codes mean, in a word.
var outcomes = map[int]string{
	0: "done", 1: "unfinished", 2: "not begun", 3: "rows rejected", 4: "state in use", 5: "stopped", 130: "interrupted",
}

// jobWords returns what became of a job.
func jobWords(r jobs.Result) []string {
	words := []string{outcomes[r.Code]}
	for _, f := range r.Summary.Figures() {
		if f.N > 0 {
			words = append(words, f.Word+" "+say.Count(f.N))
		}
	}
	if text := reason(r); text != "" {
		first, _, _ := strings.Cut(text, "\n")
		words = append(words, first)
	}
	return words
}

// reason returns why a job did not end well, "" if what it printed says so.
func reason(r jobs.Result) string {
	if r.Err == nil || errors.Is(r.Err, ErrRows) {
		return ""
	}
	return r.Err.Error()
}

// End prints the table of all jobs, and what the jobs with problems printed.
func (out *Jobs) End(results []jobs.Result) {
	out.board.Show(nil)
	if out.stream != nil {
		return
	}
	for i := range results {
		if r := &results[i]; r.Code != 0 || r.Output != "" {
			out.problems(r)
		}
	}
	if !out.quiet {
		out.table(results)
	}
}

// table prints a line for each job, with the numbers that some job has, and how many
// jobs ended how.
func (out *Jobs) table(results []jobs.Result) {
	screen := term.NewScreen(out.io.Err)
	totals := map[string]int{}
	for i := range results {
		for _, f := range results[i].Summary.Figures() {
			totals[f.Word] += f.N
		}
	}
	heads := []string{"JOB", "OUTCOME"}
	for _, f := range (&report.Summary{}).Figures() {
		if totals[f.Word] > 0 {
			heads = append(heads, strings.ToUpper(f.Word))
		}
	}
	list := term.NewList(screen, append(heads, "TOOK", "REPORT")...)
	ended := map[int]int{}
	for i := range results {
		r := &results[i]
		ended[r.Code]++
		row := []string{r.Job.Name, outcomes[r.Code]}
		for _, f := range r.Summary.Figures() {
			if totals[f.Word] > 0 {
				row = append(row, say.Count(f.N))
			}
		}
		list.Row(append(row, say.Span(r.Took), r.Summary.Report)...)
	}
	_ = list.Close()
	parts := []string{say.Plural(len(results), "job", "jobs")}
	for _, code := range jobs.Codes() {
		if ended[code] > 0 {
			word := outcomes[code]
			if code == 3 {
				word = "with rejected rows"
			}
			parts = append(parts, say.Count(ended[code])+" "+word)
		}
	}
	screen.Heading(strings.Join(parts, " · "))
}

// problems prints what a job printed, under its name.
func (out *Jobs) problems(r *jobs.Result) {
	const most = 12 // lines: the report has all of them
	screen := term.NewScreen(out.io.Err)
	screen.Heading(r.Job.Name + ": " + outcomes[r.Code])
	lines := strings.Split(strings.TrimRight(r.Output, "\n"), "\n")
	if r.Output == "" {
		lines = nil
	}
	if text := reason(*r); text != "" {
		lines = append(lines, strings.Split(text, "\n")...)
	}
	more := len(lines) - most
	for _, l := range lines[:min(len(lines), most)] {
		screen.Line(strings.TrimSpace(l))
	}
	if more > 0 {
		screen.Line(fmt.Sprintf("… and %s", say.Plural(more, "more line", "more lines")))
	}
}

// JobStatus is the last run of a job and its next one.
type JobStatus struct {
	Job  *jobs.Job
	Last *store.Run // nil: it never ran
	Next time.Time  // zero: it has no schedule
	Err  error      // of reading the state
}

// JobStatuses prints when jobs ran last, what they did, and when they run next.
func JobStatuses(io term.Streams, list []JobStatus) error {
	l := term.NewList(io.Out, "JOB", "LAST", "OUTCOME", "DID", "NEXT")
	for i := range list {
		s := &list[i]
		next := clock(s.Next)
		switch {
		case s.Err != nil:
			l.Row(s.Job.Name, "?", s.Err.Error(), "", next)
		case s.Last == nil:
			l.Row(s.Job.Name, "never", "", "", next)
		default:
			l.Row(s.Job.Name, s.Last.Started.Local().Format(minute), outcomeWord(s.Last), did(s.Last), next)
		}
	}
	return l.Close()
}

// FleetStatuses prints the jobs of a fleet.
func FleetStatuses(io term.Streams, list []fleet.Status) error {
	l := term.NewList(io.Out, "JOB", "STATE", "AT", "BY", "NEXT", "ERROR")
	for i := range list {
		s := &list[i]
		text, _, _ := strings.Cut(s.Error, "\n")
		l.Row(s.Job.Name, cmp.Or(s.State, "never queued"), clock(s.At), cmp.Or(s.By, "-"), clock(s.Next), text)
	}
	return l.Close()
}

// clock returns a time to the minute, "-" for none.
func clock(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.Format(minute + " MST")
}
