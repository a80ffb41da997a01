package report

import (
	"strings"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/rows"
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

// newResults is results.csv.
func newResults(dir string) *table[result] {
	return &table[result]{dir: dir, name: "results.csv"}
}

func resultOf(e *importer.RowEvent) result {
	file, line := placeOf(e)
	return result{
		File: file, Line: line, Key: defused(e.Key), Action: string(e.Action),
		Contact: e.ContactID, Message: defused(Message(e)), New: newMark(e),
	}
}

func newMark(e *importer.RowEvent) string {
	if e.New {
		return "yes"
	}
	return ""
}

// placeOf is where a row is, as the tables say it; nowhere for a contact that
// an undo dealt with.
func placeOf(e *importer.RowEvent) (file, line string) {
	if e.Pos == (rows.Position{}) {
		return "", ""
	}
	file, line = e.Pos.File, place(e)
	if e.Pos.Sheet != "" {
		file += " " + e.Pos.Sheet
	}
	return defused(file), line
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
