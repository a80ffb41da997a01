package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/store"
)

// jsonEvents writes the events of jsontypes.go, one a line. It names lines,
// columns and kinds, never a value of the file: log collectors are not the
// place for customers.
type jsonEvents struct{ enc *json.Encoder }

// newJSONEvents begins a stream.
func newJSONEvents(w io.Writer, start startEvent) *jsonEvents {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	j := &jsonEvents{e}
	start.Event, start.Version, start.Program = "start", streamVersion, version
	j.write(start)
	return j
}

func (j *jsonEvents) event(e event.Event) {
	switch e := e.(type) {
	case event.Row:
		if e.Pos == (rows.Position{}) { // a key that left the file
			j.contact(&e)
			return
		}
		j.row(&e)
	case event.Notice:
		j.write(noticeEvent{Event: "notice", Kind: e.Kind, Text: e.Text, Known: e.Known})
	}
}

func (j *jsonEvents) row(e *event.Row) {
	row := rowEvent{Event: "row", placeEvent: placeEventOf(e.Pos), Key: e.Key, Action: string(e.Action), Contact: e.ContactID, Status: e.Status}
	if e.Action == event.Rejected || e.Action == event.Failed {
		row.New = &e.New
	}
	for i := range e.Errors {
		row.Problems = append(row.Problems, issueEvent{e.Errors[i].Column, e.Errors[i].Kind})
	}
	for i := range e.Warnings {
		row.Warnings = append(row.Warnings, issueEvent{e.Warnings[i].Column, e.Warnings[i].Kind})
	}
	for _, d := range e.Drifts {
		row.Warnings = append(row.Warnings, issueEvent{string(d.Field), "changed-in-quo"})
	}
	j.write(row)
}

// plan is what is going to happen: a summary before anything is written.
func (j *jsonEvents) plan(s report.Summary) {
	s.Event = "plan"
	j.write(s)
}

// change is a row of check --diff: which fields would change, not their values.
func (j *jsonEvents) change(c plan.Change) {
	j.write(changeEvent{Event: "change", placeEvent: placeEventOf(c.Pos), Key: c.Key, Action: string(c.Action), Contact: c.ContactID, Fields: changedFields(c)})
}

func placeEventOf(p rows.Position) placeEvent {
	e := placeEvent{File: p.File, Sheet: p.Sheet, Line: p.Line}
	if p.Index >= 0 {
		e.Index = &p.Index
	}
	return e
}

// contact is what became of a contact that is no row's: of an undo, or of a key
// that left the file. Why it was left alone is in our words; what a server said
// to a failure may quote a value, and is left out.
func (j *jsonEvents) contact(e *event.Row) {
	c := contactEvent{Event: "contact", Key: e.Key, Action: string(e.Action), Contact: e.ContactID, Status: e.Status}
	if e.Action == event.Skipped {
		c.Reason = e.Message
	}
	j.write(c)
}

// wrote is a line of a run's journal.
func (j *jsonEvents) wrote(e store.JournalEntry) {
	j.write(contactEvent{Event: "contact", Key: e.Key, Action: operationWords[e.Operation], Contact: e.ContactID})
}

func (j *jsonEvents) run(r *store.Run) {
	j.write(runEvent{
		Event: "run", Run: r.ID, Kind: r.Kind, Undoes: r.Undoes, Source: r.Source, Files: r.Files,
		Started: r.Started.UTC(), Finished: moment(r.Finished), Counts: r.Counts, Outcome: r.Outcome,
	})
}

func (j *jsonEvents) record(source, key string, r *store.Record) {
	j.write(recordEvent{
		Event: "record", Source: source, Key: key, Contact: r.ContactID, Updated: moment(r.UpdatedAt),
		Run: r.Run, Created: r.Created, Values: len(r.Base),
	})
}

// moment is a time of an event, nil for none.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

func (j *jsonEvents) summary(s report.Summary) { j.write(s) }

// write gives up in silence when nobody reads any more: the run is more
// important than its story.
func (j *jsonEvents) write(v any) { _ = j.enc.Encode(v) }
