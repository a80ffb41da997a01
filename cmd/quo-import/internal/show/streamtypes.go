package show

import (
	"time"

	"github.com/quo-import/quo-import/importer/report"
)

// StreamVersion is the version of the JSON stream (docs/events.md). Adding an event
// or a field does not change it; renaming or removing one, or changing its meaning,
// does.
const StreamVersion = 1

// Events returns the events of the stream by name. A test compares their fields with
// docs/events.md.
func Events() map[string]any {
	return map[string]any{
		"start": Start{}, "plan": report.Summary{}, "row": rowEvent{}, "change": changeEvent{}, "notice": noticeEvent{},
		"contact": contactEvent{}, "summary": report.Summary{},
		"job": jobEvent{}, "status": statusEvent{}, "run": runEvent{}, "source": SourceEvent{}, "state": stateEvent{}, "record": recordEvent{},
	}
}

// Start is the first event of every stream.
type Start struct {
	Event   string   `json:"event"`
	Version int      `json:"version"`
	Program string   `json:"program"`
	Command string   `json:"command"`
	Run     string   `json:"run,omitempty"`
	Undoes  string   `json:"undoes,omitempty"`
	Source  string   `json:"source,omitempty"`
	Files   []string `json:"files,omitempty"`
}

// rowEvent is what became of a row.
type rowEvent struct {
	Event string `json:"event"`
	placeEvent
	Key      string       `json:"key,omitempty"`
	Action   string       `json:"action"`
	New      *bool        `json:"new,omitempty"`
	Contact  string       `json:"contact,omitempty"`
	Status   int          `json:"status,omitempty"`
	Problems []issueEvent `json:"problems,omitempty"`
	Warnings []issueEvent `json:"warnings,omitempty"`
}

// changeEvent is what an import would change, of check --diff.
type changeEvent struct {
	Event string `json:"event"`
	placeEvent
	Key     string   `json:"key"`
	Action  string   `json:"action"`
	Contact string   `json:"contact"`
	Fields  []string `json:"fields,omitempty"`
}

// placeEvent is the place of a row.
type placeEvent struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Line  int    `json:"line"`
	Index *int   `json:"index,omitempty"`
}

type issueEvent struct {
	Column string `json:"column,omitempty"`
	Kind   string `json:"kind"`
}

type noticeEvent struct {
	Event string `json:"event"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Known bool   `json:"known,omitempty"`
}

// contactEvent is what a run did to a contact.
type contactEvent struct {
	Event   string `json:"event"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Contact string `json:"contact,omitempty"`
	Status  int    `json:"status,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// jobEvent is what became of a job of a jobs file.
type jobEvent struct {
	Event    string          `json:"event"`
	Job      string          `json:"job"`
	ExitCode int             `json:"exitCode"`
	Error    string          `json:"error,omitempty"`
	Began    *time.Time      `json:"began,omitempty"`
	Seconds  float64         `json:"seconds"`
	Summary  *report.Summary `json:"summary,omitempty"`
}

// statusEvent is the last run of a job and its next one.
type statusEvent struct {
	Event string     `json:"event"`
	Job   string     `json:"job"`
	Last  *runEvent  `json:"last,omitempty"`
	Next  *time.Time `json:"next,omitempty"`
	Error string     `json:"error,omitempty"`
	State string     `json:"state,omitempty"` // of a fleet
	At    *time.Time `json:"at,omitempty"`
	By    string     `json:"by,omitempty"`
}

// runEvent is a run that the state remembers.
type runEvent struct {
	Event    string         `json:"event"`
	Run      string         `json:"run"`
	Kind     string         `json:"kind"`
	Undoes   string         `json:"undoes,omitempty"`
	Source   string         `json:"source"`
	Files    []string       `json:"files,omitempty"`
	Started  time.Time      `json:"started"`
	Finished *time.Time     `json:"finished,omitempty"`
	Counts   map[string]int `json:"counts,omitempty"`
	Outcome  string         `json:"outcome,omitempty"`
}

// stateEvent is a state of a database.
type stateEvent struct {
	Event    string     `json:"event"`
	State    string     `json:"state"`
	Address  string     `json:"address"`
	BaseURL  string     `json:"baseUrl,omitempty"`
	Contacts int        `json:"contacts"`
	Last     *runEvent  `json:"last,omitempty"`
	PID      int        `json:"pid,omitempty"`
	Host     string     `json:"host,omitempty"`
	Since    *time.Time `json:"since,omitempty"`
}

// SourceEvent is a source of the state.
type SourceEvent struct {
	Event        string `json:"event"`
	Source       string `json:"source"`
	Contacts     int    `json:"contacts"`
	Key          string `json:"key,omitempty"`
	LastComplete string `json:"lastComplete,omitempty"`
}

// recordEvent is what the state knows of a key.
type recordEvent struct {
	Event   string     `json:"event"`
	Source  string     `json:"source"`
	Key     string     `json:"key"`
	Contact string     `json:"contact"`
	Updated *time.Time `json:"updated,omitempty"`
	Run     string     `json:"run,omitempty"`
	Created bool       `json:"created"`
	Values  int        `json:"values"`
}
