// Package notify posts a message when the state of a job changes: something new is
// wrong, a run stopped, all is well again. It also sends the sign of life of a run
// that succeeded.
//
// Start with Job. A Watch collects what a run reports, and Job.Ended, called when the
// run has ended however early, compares it with what was said last and posts at most
// one message. What was said last is kept in a small file (memory), so that nothing is
// said twice; a message that could not be delivered counts as not said.
//
// Messages have no values of the input: counts, kinds, names of files and reasons of a
// fixed list. The addresses are secrets: no error quotes more of them than the host.
package notify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/store"
)

// Job is what is run again and again, and who is told about it.
type Job struct {
	Name      string   // of the job; digits in it, such as a date, do not matter
	URL       string   // where messages are posted; "" for nowhere
	Heartbeat string   // what is requested after a success; "" for nothing
	Memory    []string // files for what was said last; the first whose folder exists is used
	Host      string   // of this machine, for the message
	Client    *http.Client
}

// Ending is how a run ended.
type Ending struct {
	ExitCode int
	// Stop is the reason of a run that did not finish, such as "outage"; "" if it
	// finished. Reasons explains them.
	Stop string
	// Detail tells stops of the same reason apart. It is compared, not posted.
	Detail string
	// Tolerated is set if so many rejected rows are no reason for a message.
	Tolerated bool
}

// Watch collects what a run reports. The zero Watch is of a run that did not begin.
type Watch struct {
	problems map[string]bool   // rows that were rejected or failed, by their id: whether the state knows it
	notices  map[string]string // kinds of notices by their id
	rows     int
	summary  *report.Summary
}

// Event notes an event of the importer.
func (w *Watch) Event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		if e.Action == event.Rejected || e.Action == event.Failed {
			w.row(&e)
		}
	case event.Notice:
		if !e.Known {
			if w.notices == nil {
				w.notices = map[string]string{}
			}
			w.notices[id(store.Problem{Row: store.ReasonHash("notice"), Reason: store.ReasonHash(e.Kind, e.Text)})] = e.Kind
		}
	}
}

// maxRows is how many rows are remembered one by one. Of more, only the order of
// magnitude is.
const maxRows = 20_000

func (w *Watch) row(e *event.Row) {
	if w.problems == nil {
		w.problems = map[string]bool{}
	}
	if w.rows++; len(w.problems) <= maxRows {
		w.problems[id(known.Of(e))] = !e.New
	}
}

// id returns a problem as it is remembered.
func id(p store.Problem) string { return fmt.Sprintf("%016x%016x", p.Row, p.Reason) }

// End notes the summary of the run.
func (w *Watch) End(s report.Summary) { w.summary = &s }

// Within reports whether the counts of the run are within a limit.
func (w *Watch) Within(limit func(read, rejected, failed int) bool) bool {
	return w.summary != nil && limit(w.summary.Read, w.summary.Rejected, w.summary.Failed)
}

// now returns what is wrong.
func (w *Watch) now(e Ending) map[string]bool {
	switch {
	case e.Tolerated:
		return nil
	case len(w.problems) > maxRows:
		return map[string]bool{id(known.Many("rows", w.rows)): false}
	}
	return w.problems
}

// Ended is called when a run has ended, whether or not it began. It returns what could
// not be posted or remembered: that changes nothing about the run.
func (j Job) Ended(ctx context.Context, w *Watch, e Ending) (errs []error) {
	if j.URL != "" {
		if err := j.notify(ctx, w, e); err != nil {
			errs = append(errs, fmt.Errorf("--notify: %w", err))
		}
	}
	if j.Heartbeat != "" && e.ExitCode == 0 {
		if err := j.send(ctx, http.MethodGet, j.Heartbeat, nil); err != nil {
			errs = append(errs, fmt.Errorf("--heartbeat: %w", err))
		}
	}
	return errs
}

// notify posts a message if something changed, and remembers it.
func (j Job) notify(ctx context.Context, w *Watch, e Ending) error {
	m, err := readMemory(j.Memory)
	if err != nil {
		return err
	}
	name := digits.ReplaceAllString(j.Name, "#")
	before, remembered := m.Jobs[name]
	c := compare(before, remembered, w, e)
	if c.kind != "" {
		if err := j.post(ctx, j.message(w, e, c)); err != nil {
			return errors.Join(fmt.Errorf("%w: it will be said after the next run", err), m.remember(name, before))
		}
	}
	return m.remember(name, c.now)
}

var digits = regexp.MustCompile(`[0-9]+`)

// The kinds of messages.
const (
	newProblems = "new-problems"
	stopped     = "stopped"
	resumed     = "resumed" // finished after a stop, with problems that were said before
	well        = "well"
)

// change is how a run differs from what was said last.
type change struct {
	kind     string   // "" for no message
	rows     int      // that are newly wrong
	warnings []string // kinds of new notices
	now      said     // what is remembered once it is posted
}

// compare compares a run with what was said last. If nothing is remembered, what the state
// knows counts as said: the memory may not outlive a container.
func compare(before said, remembered bool, w *Watch, e Ending) change {
	now := w.now(e)
	c := change{now: said{Stop: e.Stop, Problems: slices.Sorted(maps.Keys(now)), Notices: slices.Sorted(maps.Keys(w.notices))}}
	if e.Stop != "" && e.Detail != "" {
		c.now.Stop += " " + strconv.FormatUint(store.ReasonHash(digits.ReplaceAllString(e.Detail, "#")), 36)
	}
	for p, known := range now {
		if _, was := slices.BinarySearch(before.Problems, p); !was && (remembered || !known) {
			c.rows++
		}
	}
	for p, kind := range w.notices {
		if _, was := slices.BinarySearch(before.Notices, p); !was {
			c.warnings = append(c.warnings, kind)
		}
	}
	slices.Sort(c.warnings)
	c.warnings = slices.Compact(c.warnings)
	if e.Stop != "" || w.partial() { // the rows that it did not come to may be as before
		c.now.Problems = union(before.Problems, c.now.Problems)
		c.now.Notices = union(before.Notices, c.now.Notices)
	}
	switch wrong := len(c.now.Problems) > 0; {
	case e.Stop != "" && c.now.Stop != before.Stop:
		c.kind = stopped
	case c.rows > 0 || len(c.warnings) > 0:
		c.kind = newProblems
	case e.Stop == "" && before.Stop != "" && wrong:
		c.kind = resumed
	case e.Stop == "" && !wrong && (before.Stop != "" || len(before.Problems) > 0):
		c.kind = well
	}
	return c
}

// partial reports whether the run left out rows.
func (w *Watch) partial() bool { return w.summary != nil && w.summary.NotReached > 0 }

func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
