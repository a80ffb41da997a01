package importer

import (
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Action is what became of a row.
type Action string

// The actions. Each row ends in exactly one of them.
const (
	Created    Action = "created"
	Updated    Action = "updated"
	Unchanged  Action = "unchanged"
	Skipped    Action = "skipped"
	Rejected   Action = "rejected"   // refused before anything was sent
	Failed     Action = "failed"     // tried and refused, or its outcome is unknown
	NotReached Action = "notReached" // the run stopped before
	Ready      Action = "ready"      // of a dry run that cannot know: created or updated
	Deleted    Action = "deleted"    // of a key that left the file, or of undo
)

// Event is what an Importer tells its listener: a RowEvent, a Notice, or a
// Progress.
type Event interface{ event() }

// RowEvent says what became of a row. Rows that are unchanged are only
// counted: a nightly run over a million of them would say nothing else.
type RowEvent struct {
	Pos       rows.Position
	Input     int // which of the inputs
	Key       string
	Action    Action
	ContactID string
	Adopted   bool
	Message   string // for a person: why, where there is a why
	Errors    []mapping.FieldError
	Warnings  []mapping.FieldError
	Drifts    []Drift
	Status    int  // HTTP status of a refusal, 0 for none
	New       bool // rejected or failed, and not so, or for another reason, in the last complete run

	// The row as it came, for a file of rejects; valid during the call.
	Cells []string
	JSON  []byte
	Raw   string

	cause   []string // of a failure, the same from run to run
	content uint64   // store.UnkeyedRow of a row without a key
}

// Landed says whether the row is in Quo as the file wants it, or is meant not to be.
func (e *RowEvent) Landed() bool {
	switch e.Action {
	case Rejected, Failed, NotReached:
		return false
	}
	return true
}

// Notice is something to know that is not about one row.
type Notice struct {
	Kind  string // stable: docs/events.md lists them
	Text  string
	Known bool // the last complete run told the same: who reads of what is new need not read it
}

// Progress says how far the run is. It comes with every row that was written.
type Progress struct {
	Done, Total int
	Counts      Counts
}

func (RowEvent) event() {}
func (Notice) event()   {}
func (Progress) event() {}

// Counts are the sums of a run: Read is always the sum of Created, Updated,
// Unchanged, Skipped, Rejected, Failed, NotReached and Ready.
type Counts struct {
	Read, Created, Updated, Unchanged, Skipped, Rejected, Failed, NotReached, Ready int

	// RejectedNew and FailedNew are those of Rejected and Failed that the last
	// complete run of the source did not have, or had for another reason: all of
	// them where no such run is known.
	RejectedNew, FailedNew int

	Deleted, Adopted, Warnings int // beside the sum
	Drifts, Conflicts          int // values changed in Quo; of these, changed on both sides
	Phoneless                  int // rows to write without any number: the Quo app never shows them
}

// add counts a row.
func (c *Counts) add(a Action, n int) {
	if p := c.of(a); p != nil {
		*p += n
	}
}

// addRow counts a row that is told.
func (c *Counts) addRow(e *RowEvent) {
	c.add(e.Action, 1)
	switch {
	case e.New && e.Action == Rejected:
		c.RejectedNew++
	case e.New && e.Action == Failed:
		c.FailedNew++
	}
}

func (c *Counts) of(a Action) *int {
	switch a {
	case Created:
		return &c.Created
	case Updated:
		return &c.Updated
	case Unchanged:
		return &c.Unchanged
	case Skipped:
		return &c.Skipped
	case Rejected:
		return &c.Rejected
	case Failed:
		return &c.Failed
	case NotReached:
		return &c.NotReached
	case Ready:
		return &c.Ready
	case Deleted:
		return &c.Deleted
	}
	return nil
}

// unknow counts what would be written without saying how.
func (c *Counts) unknow() {
	c.Ready, c.Created, c.Updated = c.Created+c.Updated, 0, 0
}

// Sum is what Read must be.
func (c *Counts) Sum() int {
	return c.Created + c.Updated + c.Unchanged + c.Skipped + c.Rejected + c.Failed + c.NotReached + c.Ready
}
