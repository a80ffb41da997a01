package main

import (
	"encoding/json"
	"io"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report"
)

// jsonEvents writes one JSON event a line. It names lines, columns and kinds,
// never a value of the file: log collectors are not the place for customers.
type jsonEvents struct{ enc *json.Encoder }

func newJSONEvents(w io.Writer) *jsonEvents {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &jsonEvents{e}
}

type rowJSON struct {
	Event    string      `json:"event"`
	File     string      `json:"file"`
	Sheet    string      `json:"sheet,omitempty"`
	Line     int         `json:"line"`
	Index    *int        `json:"index,omitempty"`
	Key      string      `json:"key,omitempty"`
	Action   string      `json:"action"`
	New      *bool       `json:"new,omitempty"` // of a row that did not land
	Contact  string      `json:"contact,omitempty"`
	Status   int         `json:"status,omitempty"`
	Fields   []string    `json:"fields,omitempty"`
	Problems []issueJSON `json:"problems,omitempty"`
	Warnings []issueJSON `json:"warnings,omitempty"`
}

type issueJSON struct {
	Column string `json:"column,omitempty"`
	Kind   string `json:"kind"`
}

func (j *jsonEvents) event(e importer.Event) {
	switch e := e.(type) {
	case importer.RowEvent:
		row := rowJSON{
			Event: "row", File: e.Pos.File, Sheet: e.Pos.Sheet, Line: e.Pos.Line, Key: e.Key,
			Action: string(e.Action), Contact: e.ContactID, Status: e.Status,
		}
		if e.Pos.Index >= 0 {
			row.Index = &e.Pos.Index
		}
		if e.Action == importer.Rejected || e.Action == importer.Failed {
			row.New = &e.New
		}
		for i := range e.Errors {
			row.Problems = append(row.Problems, issueJSON{e.Errors[i].Column, e.Errors[i].Kind})
		}
		for i := range e.Warnings {
			row.Warnings = append(row.Warnings, issueJSON{e.Warnings[i].Column, e.Warnings[i].Kind})
		}
		for _, d := range e.Drifts {
			row.Warnings = append(row.Warnings, issueJSON{string(d.Field), "changed-in-quo"})
		}
		j.write(row)
	case importer.Notice:
		j.write(map[string]string{"event": "notice", "kind": e.Kind, "text": e.Text})
	}
}

func (j *jsonEvents) plan(p *importer.Plan, knows bool) {
	s := report.NewSummary(p.Counts, knows)
	s.Event, s.Since = "plan", p.Since
	j.write(s)
}

// change is a row of check --diff: which fields would change, not their values.
func (j *jsonEvents) change(c importer.Change) {
	row := rowJSON{
		Event: "change", File: c.Pos.File, Sheet: c.Pos.Sheet, Line: c.Pos.Line, Key: c.Key,
		Action: string(c.Action), Contact: c.ContactID, Fields: changedFields(c),
	}
	if c.Pos.Index >= 0 {
		row.Index = &c.Pos.Index
	}
	j.write(row)
}

func (j *jsonEvents) summary(s report.Summary) { j.write(s) }

// write gives up in silence when nobody reads any more: the run is more
// important than its story.
func (j *jsonEvents) write(v any) { _ = j.enc.Encode(v) }
