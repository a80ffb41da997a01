package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// result is a line of results.csv. Rows that are unchanged have none: they are
// counted in the summary.
type result struct {
	File    string `csv:"file"`
	Line    string `csv:"line"` // for an element of a JSON array its index, from 0
	Key     string `csv:"key"`
	Action  string `csv:"action"`
	Contact string `csv:"contact_id"`
	Message string `csv:"message"`
	New     string `csv:"new"` // "yes": rejected or failed, and not so in the last complete run
}

func resultOf(e *event.Row) result {
	file, line := placeOf(e)
	return result{
		File: file, Line: line, Key: defused(e.Key), Action: string(e.Action),
		Contact: e.ContactID, Message: defused(message(e)), New: newMark(e),
	}
}

func newMark(e *event.Row) string {
	if e.New {
		return "yes"
	}
	return ""
}

// rowError is a line of errors.csv: one problem of one row. A row with three
// problems has three lines here and one in results.csv.
type rowError struct {
	File    string `csv:"file"`
	Line    string `csv:"line"` // as in results.csv
	Column  string `csv:"column"`
	Kind    string `csv:"kind"`
	Message string `csv:"message"`
	New     string `csv:"new"` // of the row, as in results.csv
}

// errorsOf returns the lines of a row.
func errorsOf(e *event.Row) []rowError {
	file, line := placeOf(e)
	var list []rowError
	for i := range e.Errors {
		f := &e.Errors[i]
		list = append(list, rowError{file, line, defused(f.Column), f.Kind, defused(withValue(f)), newMark(e)})
	}
	if e.Action == event.Failed && len(list) == 0 {
		list = append(list, rowError{file, line, "", "failed", defused(e.Message), newMark(e)})
	}
	return list
}

// withValue returns the message as a sentence about the value.
func withValue(f *mapping.FieldError) string {
	if f.Value == "" {
		return f.Message
	}
	return strconv.Quote(f.Value) + " " + f.Message
}

// placeOf returns where a row is, as both tables have it: nowhere for a contact
// that an undo deleted or reverted.
func placeOf(e *event.Row) (file, line string) {
	if e.Pos == (rows.Position{}) {
		return "", ""
	}
	file, line = e.Pos.File, place(e)
	if e.Pos.Sheet != "" {
		file += " " + e.Pos.Sheet
	}
	return defused(file), line
}

// place returns the row's line, or its index in a JSON array.
func place(e *event.Row) string {
	if e.Pos.Index >= 0 {
		return strconv.Itoa(e.Pos.Index)
	}
	return strconv.Itoa(e.Pos.Line)
}

// message returns all that is known about a row, in one line: its problems and
// warnings, and what was changed in Quo.
func message(e *event.Row) string {
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

func driftText(d merge.Drift) string {
	which := "changed in Quo: kept"
	switch {
	case d.Both:
		which = "changed in Quo and in the file: the file's was written"
	case !d.Kept:
		which = "changed in Quo: overwritten"
	}
	return fmt.Sprintf(`%s %s (file "%s", Quo "%s")`, d.Field, which, d.File, d.Quo)
}

// defused returns a cell that no spreadsheet program runs as a formula.
func defused(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Result is what results.csv says about a row.
type Result struct{ File, Line, Action, ContactID, Message string }

// ResultsOf returns the lines of results.csv in the folder of a run that are about a key.
// Rows that were unchanged have none.
func ResultsOf(dir, key string) (list []Result, err error) {
	f, err := os.Open(filepath.Join(dir, "results.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	key = defused(key)
	err = gocsv.UnmarshalToCallback(f, func(r result) {
		if r.Key == key {
			list = append(list, Result{r.File, r.Line, r.Action, r.Contact, r.Message})
		}
	})
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, err
}
