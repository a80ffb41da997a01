package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

const resultsFile = "results.csv"

// resultColumns are those of results.csv. The line of an element of a JSON array is its
// index, from 0; new is "yes" for a row that was rejected or failed, and not so in the last
// complete run.
var resultColumns = []string{"file", "line", "key", "action", "contact_id", "message", "new"}

// resultOf returns the line of a row in results.csv. Rows that are unchanged have none:
// they are counted in the summary.
func resultOf(e *event.Row) []string {
	file, line := placeOf(e)
	return []string{file, line, defused(e.Key), string(e.Action), e.ContactID, defused(message(e)), newMark(e)}
}

func newMark(e *event.Row) string {
	if e.New {
		return "yes"
	}
	return ""
}

// errorColumns are those of errors.csv, of which each line is one problem of one row: a row
// with three problems has three lines there and one in results.csv.
var errorColumns = []string{"file", "line", "column", "kind", "message", "new"}

// errorsOf returns the lines of a row in errors.csv.
func errorsOf(e *event.Row) [][]string {
	file, line := placeOf(e)
	var list [][]string
	for i := range e.Errors {
		f := &e.Errors[i]
		list = append(list, []string{file, line, defused(f.Column), f.Kind, defused(withValue(f)), newMark(e)})
	}
	if e.Action == event.Failed && len(list) == 0 {
		list = append(list, []string{file, line, "", "failed", defused(e.Message), newMark(e)})
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
	f, err := os.Open(filepath.Join(dir, resultsFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := csv.NewReader(f)
	for n := 0; ; n++ {
		switch line, err := lines.Read(); {
		case err == io.EOF:
			return list, nil
		case err != nil:
			return list, err
		case n > 0 && len(line) >= len(resultColumns)-1 && line[2] == defused(key): // an older report does not say what is new
			list = append(list, Result{line[0], line[1], line[3], line[4], line[5]})
		}
	}
}
