package report

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/quo-import/quo-import/importer"
)

// result is a line of results.csv. Rows that are unchanged have none: they are
// counted in the summary.
type result struct {
	File    string `csv:"file"`
	Line    int    `csv:"line"` // for an element of a JSON array its index, from 0
	Key     string `csv:"key"`
	Action  string `csv:"action"`
	Contact string `csv:"contact_id"`
	Message string `csv:"message"`
}

// resultBatch is how many lines are marshalled at a time: gocsv looks at the
// struct anew for each call.
const resultBatch = 200

// results is results.csv, made when the first line comes.
type results struct {
	dir   string
	file  *os.File
	w     *gocsv.SafeCSVWriter
	lines []result
	begun bool
}

func (r *results) add(e *importer.RowEvent) error {
	line := e.Pos.Line
	if e.Pos.Index >= 0 {
		line = e.Pos.Index
	}
	file := e.Pos.File
	if e.Pos.Sheet != "" {
		file += " " + e.Pos.Sheet
	}
	r.lines = append(r.lines, result{
		File: defused(file), Line: line, Key: defused(e.Key), Action: string(e.Action),
		Contact: e.ContactID, Message: defused(Message(e)),
	})
	if len(r.lines) < resultBatch {
		return nil
	}
	return r.flush()
}

func (r *results) flush() error {
	if len(r.lines) == 0 {
		return nil
	}
	if r.file == nil {
		f, err := create(r.dir, "results.csv")
		if err != nil {
			return err
		}
		r.file, r.w = f, gocsv.NewSafeCSVWriter(csv.NewWriter(f))
	}
	marshal := gocsv.MarshalCSVWithoutHeaders
	if !r.begun {
		marshal, r.begun = gocsv.MarshalCSV, true
	}
	err := marshal(&r.lines, r.w)
	r.lines = r.lines[:0]
	return err
}

func (r *results) close() error {
	err := r.flush()
	if r.file == nil {
		return err
	}
	return errors.Join(err, r.file.Close())
}

// Message is everything there is to say about a row, in one line: why it did
// not land, what Quo's answer shows otherwise, what was changed in Quo.
func Message(e *importer.RowEvent) string {
	var parts []string
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	for i := range e.Errors {
		parts = append(parts, e.Errors[i].Error())
	}
	for i := range e.Warnings {
		parts = append(parts, "warning: "+e.Warnings[i].Error())
	}
	for _, d := range e.Drifts {
		parts = append(parts, driftText(d))
	}
	return strings.Join(parts, "; ")
}

func driftText(d importer.Drift) string {
	which := "changed in Quo: kept"
	switch {
	case d.Both:
		which = "changed in Quo and in the file: the file's was written"
	case !d.Kept:
		which = "changed in Quo: overwritten"
	}
	return string(d.Field) + " " + which + " (file " + quoted(d.File) + ", Quo " + quoted(d.Quo) + ")"
}

func quoted(s string) string { return `"` + s + `"` }

// defused keeps a cell from being run as a formula by a spreadsheet program.
func defused(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
