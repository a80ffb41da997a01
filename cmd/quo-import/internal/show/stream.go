package show

import (
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/fleet"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres"
)

// Stream writes the events of streamtypes.go, one a line. It names lines, columns and
// kinds, never a value of the file: customers' data does not belong in log
// collectors.
type Stream struct{ enc *json.Encoder }

// NewStream begins a stream.
func NewStream(w io.Writer, start Start) *Stream {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	j := &Stream{e}
	start.Event, start.Version = "start", StreamVersion
	j.write(start)
	return j
}

// Event writes an event of the importer.
func (j *Stream) Event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		if e.Pos == (rows.Position{}) { // a key that is no longer in the file
			j.Contact(&e)
			return
		}
		j.row(&e)
	case event.Notice:
		j.write(noticeEvent{Event: "notice", Kind: e.Kind, Text: e.Text, Known: e.Known})
	}
}

func (j *Stream) row(e *event.Row) {
	row := rowEvent{Event: "row", placeEvent: placeEventOf(e.Pos), Key: e.Key, Action: string(e.Action), Contact: e.ContactID, Status: e.Status}
	if e.Action == event.Rejected || e.Action == event.Failed {
		row.New = &e.New
	}
	row.Problems, row.Warnings = issuesOf(e.Errors), issuesOf(e.Warnings)
	for _, d := range e.Drifts {
		row.Warnings = append(row.Warnings, issueEvent{string(d.Field), "changed-in-quo"})
	}
	j.write(row)
}

func issuesOf(problems []mapping.FieldError) (list []issueEvent) {
	for i := range problems {
		list = append(list, issueEvent{problems[i].Column, problems[i].Kind})
	}
	return list
}

// Plan writes what is going to happen: a summary before anything is written.
func (j *Stream) Plan(s report.Summary) {
	s.Event = "plan"
	j.write(s)
}

// Change writes a row of check --diff: which fields would change, not their values.
func (j *Stream) Change(c plan.Change) {
	j.write(changeEvent{Event: "change", placeEvent: placeEventOf(c.Pos), Key: c.Key, Action: string(c.Action), Contact: c.ContactID, Fields: changedFields(c)})
}

func placeEventOf(p rows.Position) placeEvent {
	e := placeEvent{File: p.File, Sheet: p.Sheet, Line: p.Line}
	if p.Index >= 0 {
		e.Index = &p.Index
	}
	return e
}

// Contact writes what became of a contact without a row: in an undo, or because its
// key is no longer in the file. The reason for leaving it alone is one of our texts;
// an answer of the server may quote a value and is left out.
func (j *Stream) Contact(e *event.Row) {
	c := contactEvent{Event: "contact", Key: e.Key, Action: string(e.Action), Contact: e.ContactID, Status: e.Status}
	if e.Action == event.Skipped {
		c.Reason = e.Message
	}
	j.write(c)
}

// Job writes what became of a job.
func (j *Stream) Job(r jobs.Result) {
	e := jobEvent{Event: "job", Job: r.Job.Name, ExitCode: r.Code, Began: moment(r.Began), Seconds: r.Took.Seconds()}
	if r.Err != nil && !errors.Is(r.Err, ErrRows) {
		e.Error = r.Err.Error()
	}
	if r.Summary.Event != "" {
		e.Summary = &r.Summary
	}
	j.write(e)
}

// Entry writes an entry of a run's journal.
func (j *Stream) Entry(e store.JournalEntry) {
	j.write(contactEvent{Event: "contact", Key: e.Key, Action: operations[e.Operation], Contact: e.ContactID})
}

// JobStatus writes the last run of a job and its next one.
func (j *Stream) JobStatus(s *JobStatus) {
	e := statusEvent{Event: "status", Job: s.Job.Name, Next: moment(s.Next)}
	if s.Last != nil {
		e.Last = new(runEventOf(s.Last))
	}
	if s.Err != nil {
		e.Error = s.Err.Error()
	}
	j.write(e)
}

// FleetStatus writes a job of a fleet.
func (j *Stream) FleetStatus(s *fleet.Status) {
	j.write(statusEvent{
		Event: "status", Job: s.Job.Name, Next: moment(s.Next), Error: s.Error, State: s.State, At: moment(s.At), By: s.By,
	})
}

// Run writes a run of the state.
func (j *Stream) Run(r *store.Run) { j.write(runEventOf(r)) }

func runEventOf(r *store.Run) runEvent {
	return runEvent{
		Event: "run", Run: r.ID, Kind: r.Kind, Undoes: r.Undoes, Source: r.Source, Files: r.Files,
		Started: r.Started.UTC(), Finished: moment(r.Finished), Counts: r.Counts, Outcome: r.Outcome,
	}
}

// Record writes what the state knows of a key.
func (j *Stream) Record(source, key string, r *store.Record) {
	j.write(recordEvent{
		Event: "record", Source: source, Key: key, Contact: r.ContactID, Updated: moment(r.UpdatedAt),
		Run: r.Run, Created: r.Created, Values: len(r.Base),
	})
}

// operations are the actions of a journal's entries.
var operations = map[store.Operation]string{store.Create: "created", store.Update: "updated", store.Delete: "deleted"}

// moment returns a time of an event, nil for none.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

// State writes a state of a database.
func (j *Stream) State(s *postgres.Info) {
	e := stateEvent{Event: "state", State: s.Name, Address: s.Path, BaseURL: s.BaseURL, Contacts: s.Records}
	if s.Last != nil {
		e.Last = new(runEventOf(s.Last))
	}
	if h := s.Holder; h != nil {
		e.PID, e.Host, e.Since = h.PID, h.Host, moment(h.Since)
	}
	j.write(e)
}

// Source writes a source of the state.
func (j *Stream) Source(e SourceEvent) {
	e.Event = "source"
	j.write(e)
}

// Summary writes the end of a run.
func (j *Stream) Summary(s report.Summary) { j.write(s) }

// write ignores errors: a closed pipe or a full disk must not stop an import. The
// command ends with that of its output (term.Output).
func (j *Stream) write(v any) { _ = j.enc.Encode(v) }
