package page

import (
	"strconv"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/mapping"
)

// Run is what the page shows beside the events: which run it was and how its
// input was understood. Every field may be zero; what is not known is not shown.
type Run struct {
	Dry         bool // nothing was written: the page says "would"
	Inputs      []string
	Began       time.Time
	Counts      event.Counts
	Summary     report.Summary
	Plan        *plan.Plan        // nil if the run ended before there was one
	Mapping     *mapping.Mapping  // that was used
	MappingFile string            // "" for one that was proposed
	Mappers     []*mapping.Mapper // one of each input: its columns
	Notes       []mapping.Note    // how these were understood
	Pace        *Pace             // nil: the requests are not drawn
	Limit       float64           // requests a second that were allowed, 0 if not known
	Workspace   string            // where the contacts are
	Next        Next
}

// Next is what to do after the run.
type Next struct {
	Words   string // "Import the other 318 rows"
	Command string // to type; "" for nothing to do
}

// maxNotices is how many notices are kept and shown.
const maxNotices = 20

// Events sums up the events of a run for its page, in bounded memory. The zero
// Events is ready. It is not for concurrent use.
type Events struct {
	problems, warnings problems.Groups
	failures           problems.Groups // by status and message
	rejected           problems.Rows
	rows               []rejectedRow // the first that were not imported
	unimported         int           // all of these
	notices            []string
}

// Event adds an event.
func (ev *Events) Event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		ev.row(&e)
	case event.Notice:
		if len(ev.notices) < maxNotices {
			ev.notices = append(ev.notices, shown(e.Text, maxMessage))
		}
	}
}

func (ev *Events) row(e *event.Row) {
	for i := range e.Errors {
		ev.problems.Add(e.Pos, &e.Errors[i], e.New)
	}
	for i := range e.Warnings {
		ev.warnings.Add(e.Pos, &e.Warnings[i], false)
	}
	ev.keep(e)
	if e.Action == event.Failed {
		status := "–" // there was no answer
		if e.Status > 0 {
			status = strconv.Itoa(e.Status)
		}
		ev.failures.Add(e.Pos, &mapping.FieldError{Column: status, Kind: shown(e.Message, maxMessage), Value: e.Key}, e.New)
	}
}
