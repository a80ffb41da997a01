package show

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
)

// UndoOptions are what an undo prints and keeps.
type UndoOptions struct {
	Report   string // folder under which each run has its own; "" for none
	Progress ProgressMode
	JSON     bool
	Quiet    bool
	DryRun   bool
	State    string // the state file, for a command to type
}

// Undo is what an undo prints and keeps. The importer's events arrive here one
// at a time.
type Undo struct {
	UndoOptions
	Setup
	of       store.Run
	api      *job.Connection
	left     []event.Row    // contacts that were left alone or failed
	warned   []event.Row    // contacts that were restored, with a remark
	progress *progress      // nil: not shown
	begun    bool           // of the progress
	stream   *Stream        // nil: none
	files    *report.Report // nil: none
}

// NewUndo returns the output of an undo. Events before Begin are only collected for
// Preview.
func NewUndo(s Setup, of store.Run, api *job.Connection, opts UndoOptions) *Undo {
	return &Undo{UndoOptions: opts, Setup: s, of: of, api: api}
}

// Preview prints what the undo would do.
func (u *Undo) Preview(c event.Counts) {
	if u.stream != nil {
		return
	}
	files := "no file"
	if len(u.of.Files) > 0 {
		files = strings.Join(u.of.Files, ", ")
	}
	term.NewScreen(u.IO.Err).Message(fmt.Sprintf("run %s: %s of %s, %s, source %s", u.of.ID, u.of.Kind, files, u.of.Started.UTC().Format(minute+" UTC"), u.of.Source))
	fmt.Fprintf(u.IO.Err, "  to delete %s · to restore %s · left alone %s\n", say.Count(c.Deleted), say.Count(c.Updated), say.Count(len(u.left)))
	if c.Unchanged > 0 {
		fmt.Fprintf(u.IO.Err, "  %s undone before\n", say.Plural(c.Unchanged, "contact was", "contacts were"))
	}
}

// Caution prints what a person has to know before the undo.
func (u *Undo) Caution() {
	for i, e := range u.left {
		if i == 20 {
			fmt.Fprintf(u.IO.Err, "    … %s more: --dry-run lists them all\n", say.Count(len(u.left)-i))
			break
		}
		fmt.Fprintln(u.IO.Err, term.Printable("    "+e.Key+": "+e.Message))
	}
	fmt.Fprint(u.IO.Err, `
  Quo may keep the keys of deleted contacts, so that they cannot be used again.
  If the mapping was wrong, it is better to correct it and import again.

`)
}

// Begin is called before the undo itself.
func (u *Undo) Begin() (err error) {
	u.left, u.warned = nil, nil
	if u.JSON {
		u.Start.Undoes, u.Start.Source, u.Start.Files = u.of.ID, u.of.Source, u.of.Files
		u.stream = NewStream(u.IO.Out, u.Start)
	}
	if u.DryRun {
		return nil
	}
	u.progress = newProgress(u.Setup, u.api, u.UndoOptions.Progress, u.Quiet || u.JSON && u.UndoOptions.Progress == ProgressAuto)
	if u.Report != "" {
		u.files, err = report.New(report.Options{Folder: u.Report, Run: u.Start.Run})
	}
	return err
}

// AnnounceStop prints what happens next if ctx is cancelled before ended is called.
func (u *Undo) AnnounceStop(ctx context.Context) (ended func()) { return u.progress.AnnounceStop(ctx) }

// Event prints and records an event of the importer.
func (u *Undo) Event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		u.row(&e)
	case event.Notice:
		if u.stream != nil {
			u.stream.Event(e)
		} else {
			u.IO.Warn("%s", e.Text)
		}
	case event.Progress:
		if u.progress == nil {
			return
		}
		if !u.begun {
			u.begun = true
			u.progress.Begin(e.Total)
		}
		u.progress.Show(e)
	}
}

// row prints and records what became of a key. Keys that were undone before are only
// counted.
func (u *Undo) row(e *event.Row) {
	switch {
	case e.Action == event.Unchanged:
		return
	case e.Action == event.Skipped, e.Action == event.Failed:
		u.left = append(u.left, *e)
	case e.Action == event.Updated && (e.Message != "" || len(e.Warnings) > 0):
		u.warned = append(u.warned, *e)
	}
	if u.stream != nil {
		u.stream.Contact(e)
	}
	if u.files != nil {
		u.files.Event(*e)
	}
}

// Finish prints what was done, and returns the error that decides the exit code:
// contacts that were left alone on purpose are not a failure.
func (u *Undo) Finish(c event.Counts, err error) error {
	if u.progress != nil {
		u.progress.End()
	}
	s := report.NewSummary(c, true)
	end := err
	switch {
	case err != nil:
		s.Stopped = err.Error()
	case c.Failed > 0:
		end = ErrRows
	}
	s.Run, s.Source, s.Seconds, s.ExitCode = u.Start.Run, u.of.Source, u.Clock.Took().Seconds(), new(u.Code(end))
	s.Requests, s.RateLimited = u.api.Client.Requests()
	if u.files != nil {
		s.Report = u.files.Dir()
		if err := u.files.Close(s); err != nil {
			u.IO.Warn("%v", err)
		}
	}
	if u.stream != nil {
		u.stream.Summary(s)
	} else {
		u.list()
	}
	if u.stream == nil && !u.DryRun && (!u.Quiet || c.Failed+c.NotReached > 0) {
		u.ending(c, s)
	}
	return end
}

// list prints every contact that was left alone or failed, and every remark, on
// standard output.
func (u *Undo) list() {
	list := term.NewList(u.IO.Out)
	words := map[event.Action]string{event.Skipped: "left alone", event.Failed: "failed", event.Updated: "restored"}
	for _, events := range [][]event.Row{u.left, u.warned} {
		slices.SortFunc(events, func(a, b event.Row) int { return strings.Compare(a.Key, b.Key) })
		for i := range events {
			e := &events[i]
			text := e.Message
			for _, warning := range e.Warnings {
				text = strings.TrimPrefix(text+"; "+warning.Column+" "+warning.Message, "; ")
			}
			list.Row(e.Key, e.ContactID, words[e.Action], text)
		}
	}
	_ = list.Close() // as for Stream.write
}

func (u *Undo) ending(c event.Counts, s report.Summary) {
	w := u.IO.Err
	fmt.Fprintf(w, "run %s: deleted %s · restored %s · left alone %s · failed %s", term.Printable(u.of.ID),
		say.Count(c.Deleted), say.Count(c.Updated), say.Count(c.Skipped), say.Count(c.Failed))
	if c.Unchanged > 0 {
		fmt.Fprintf(w, " · undone before %s", say.Count(c.Unchanged))
	}
	if c.NotReached > 0 {
		fmt.Fprintf(w, " · not reached %s", say.Count(c.NotReached))
	}
	fmt.Fprintf(w, "\n  %s in %s\n", say.Plural(int(s.Requests), "request", "requests"), say.Span(time.Duration(s.Seconds*float64(time.Second))))
	if s.Report != "" {
		fmt.Fprintf(w, "  report: %s\n", term.Printable(term.ShellWord(filepath.Join(s.Report, "results.csv"))))
	}
	if c.Failed+c.NotReached > 0 {
		fmt.Fprintf(w, "  to continue: quo-import undo %s -s %s\n", term.Printable(u.of.ID), term.Printable(term.ShellWord(u.State)))
	}
}
