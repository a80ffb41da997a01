// Package show prints the results of a command: plan, problems, differences and the
// end of a run for people, events for programs (docs/events.md), and the files of the
// report.
//
// Start with Import, which is the output of an import or a check, and Undo. Stream
// is the output of --json. Values of a file are printed to terminals only.
package show

import (
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
)

// Clock measures how long a command works, without the time that it waits for a
// person.
type Clock struct {
	Began  time.Time
	waited time.Duration
}

// StartClock returns a running clock.
func StartClock() *Clock { return &Clock{Began: time.Now()} }

// Wait runs a function that waits for a person.
func (c *Clock) Wait(ask func()) {
	asked := time.Now()
	ask()
	c.waited += time.Since(asked)
}

// Took returns how long the command has worked.
func (c *Clock) Took() time.Duration { return time.Since(c.Began) - c.waited }

// Setup is what the output of a command needs beside its options.
type Setup struct {
	IO    term.Streams
	Bar   *term.Bar
	Clock *Clock
	Code  func(error) int // returns the exit code of an error
	Start Start           // the first event of the run
	Also  []Observer
}

// Observer sees what a run reports, beside the output.
type Observer interface {
	Event(e event.Event)
	End(s report.Summary)
}
