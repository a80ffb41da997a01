package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// begin is called when the keys are gone through for good, and not for the
// question.
func (u *undoing) begin(began time.Time) error {
	u.began, u.left, u.warned = began, nil, nil
	if u.json {
		u.stream = newJSONEvents(u.io.Out, startEvent{Command: "undo", Run: u.im.Run, Undoes: u.of.ID, Source: u.of.Source, Files: u.of.Files})
	}
	if u.dryRun {
		return nil
	}
	u.progress = newProgress(u.session)
	if u.report == "none" {
		return nil
	}
	var err error
	u.files, err = report.New(report.Options{Folder: u.report, Run: u.im.Run})
	return err
}

func (u *undoing) event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		u.row(&e)
	case event.Notice:
		if u.stream != nil {
			u.stream.event(e)
		}
		warn(u.io, "%s", e.Text)
	case event.Progress:
		if u.progress == nil {
			return
		}
		if u.progress.total == 0 {
			u.progress.begin(e.Total)
		}
		u.progress.show(e)
	}
}

// row takes what became of a key. Those that were taken back before are only
// counted.
func (u *undoing) row(e *event.Row) {
	switch {
	case e.Action == event.Unchanged:
		return
	case e.Action == event.Skipped, e.Action == event.Failed:
		u.left = append(u.left, *e)
	case e.Action == event.Updated && (e.Message != "" || len(e.Warnings) > 0):
		u.warned = append(u.warned, *e)
	}
	if u.stream != nil {
		u.stream.contact(e)
	}
	if u.files != nil {
		u.files.Event(*e)
	}
}

// took is as an import's.
func (u *undoing) took() time.Duration { return time.Since(u.began) - u.waited }

// end shows what was done, and gives the error that decides the exit code.
func (u *undoing) end(c event.Counts, err error) error {
	u.progress.end()
	ends := u.ended(c, err)
	s := report.NewSummary(c, true)
	s.Run, s.Source, s.Seconds, s.ExitCode = u.im.Run, u.of.Source, u.took().Seconds(), new(codeOf(ends))
	s.Requests, s.RateLimited = u.client.Requests()
	if err != nil {
		s.Stopped = err.Error()
	}
	if u.files != nil {
		s.Report = u.files.Dir()
		if err := u.files.Close(s); err != nil {
			warn(u.io, "%v", err)
		}
	}
	if u.stream != nil {
		u.stream.summary(s)
	} else {
		u.list()
	}
	if !u.dryRun {
		u.last(c, s)
	}
	return ends
}

// list prints every key that was not taken back, and every remark, on stdout.
func (u *undoing) list() {
	w := tabwriter.NewWriter(u.io.Out, 0, 0, 2, ' ', 0)
	for _, events := range [][]event.Row{u.left, u.warned} {
		slices.SortFunc(events, func(a, b event.Row) int { return strings.Compare(a.Key, b.Key) })
		for i := range events {
			e := &events[i]
			word := map[event.Action]string{event.Skipped: "left alone", event.Failed: "failed", event.Updated: "put back"}[e.Action]
			text := e.Message
			for _, warning := range e.Warnings {
				text = strings.TrimPrefix(text+"; "+warning.Column+" "+warning.Message, "; ")
			}
			tableRow(w, e.Key, e.ContactID, word, text)
		}
	}
	_ = w.Flush()
}

func (u *undoing) last(c event.Counts, s report.Summary) {
	if u.quiet && c.Failed+c.NotReached == 0 {
		return
	}
	w := u.io.Err
	fmt.Fprintf(w, "run %s: deleted %s · put back %s · left alone %s · failed %s", printable(u.of.ID),
		say.Count(c.Deleted), say.Count(c.Updated), say.Count(c.Skipped), say.Count(c.Failed))
	if c.Unchanged > 0 {
		fmt.Fprintf(w, " · taken back before %s", say.Count(c.Unchanged))
	}
	if c.NotReached > 0 {
		fmt.Fprintf(w, " · not reached %s", say.Count(c.NotReached))
	}
	fmt.Fprintf(w, "\n  %s in %s\n", say.Plural(int(s.Requests), "request", "requests"), say.Span(u.took()))
	if s.Report != "" {
		fmt.Fprintf(w, "  each contact: %s\n", printable(shellWord(filepath.Join(s.Report, "results.csv"))))
	}
	if c.Failed+c.NotReached > 0 {
		fmt.Fprintf(w, "  to go on: quo-import undo %s -s %s\n", printable(u.of.ID), printable(shellWord(u.settings.state)))
	}
}

// ended gives the exit code: what was left alone on purpose is no failure.
func (u *undoing) ended(c event.Counts, err error) error {
	if err != nil {
		return refusedRun(err)
	}
	if c.Failed > 0 {
		return &codeError{code: exitRows}
	}
	return nil
}
