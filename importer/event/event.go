// Package event has what a run reports while it works: a Row for each row, Notices
// about more than one row, and Progress; the Counts that they add up to; and the
// StopError of a run that ended early. Start with Event.
//
// Every row ends in exactly one Action, so that the counts add up (Counts.Sum).
package event

import (
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Event is a Row, a Notice, a Progress, or a difference that a verification found
// (package reconcile).
type Event interface{ Event() }

// Action is what becomes of a row.
type Action string

// The actions.
const (
	Created    Action = "created"
	Updated    Action = "updated"
	Unchanged  Action = "unchanged"
	Skipped    Action = "skipped"
	Rejected   Action = "rejected"   // refused before anything was sent
	Failed     Action = "failed"     // sent and refused, or the outcome is unknown
	NotReached Action = "notReached" // the run stopped before it came to the row
	Ready      Action = "ready"      // of a dry run without a state: created or updated
	Deleted    Action = "deleted"    // of a missing row, or of an undo
)

// Row is what became of a row. Unchanged rows are only counted: in a nightly run
// nearly all rows are unchanged.
type Row struct {
	Pos       rows.Position
	Input     int // which of the inputs
	Key       string
	Action    Action
	ContactID string
	Adopted   bool
	Message   string // for a person: the reason, if there is one
	Errors    []mapping.FieldError
	Warnings  []mapping.FieldError
	Drifts    []merge.Drift
	Status    int  // HTTP status of a refusal, 0 for none
	New       bool // a problem that the last complete run did not have

	// The row as it was read, for a file of rejects; valid during the call.
	Cells []string
	JSON  []byte
	Raw   string

	// Cause and Content identify a problem from run to run (package known): what
	// the server refused, without its message, and the hash of a row without a key.
	Cause   []string
	Content uint64
}

// Imported reports whether Quo has what the row says, or the row was left out on
// purpose.
func (e *Row) Imported() bool {
	switch e.Action {
	case Rejected, Failed, NotReached:
		return false
	}
	return true
}

// Notice is a message about the input or the run, not about one row.
type Notice struct {
	Kind  string // stable: docs/events.md lists them
	Text  string
	Known bool // the last complete run had the same notice
}

// Progress is how far the run is. It is reported after every row that was written.
type Progress struct {
	Done, Total int
	Counts      Counts
}

// Event marks a Row as an Event.
func (Row) Event() {}

// Event marks a Notice as an Event.
func (Notice) Event() {}

// Event marks a Progress as an Event.
func (Progress) Event() {}
