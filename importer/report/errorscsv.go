package report

import (
	"strconv"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

// rowError is a line of errors.csv: one thing that is wrong with one row. A row
// with three mistakes has three lines here and one in results.csv.
type rowError struct {
	File    string `csv:"file"`
	Line    string `csv:"line"` // as in results.csv
	Column  string `csv:"column"`
	Kind    string `csv:"kind"`
	Message string `csv:"message"`
	New     string `csv:"new"` // of the row, as in results.csv
}

// newErrors is errors.csv.
func newErrors(dir string) *table[rowError] {
	return &table[rowError]{dir: dir, name: "errors.csv"}
}

// errorsOf gives the lines of a row that did not land.
func errorsOf(e *importer.RowEvent) []rowError {
	file, line := placeOf(e)
	var list []rowError
	for i := range e.Errors {
		f := &e.Errors[i]
		list = append(list, rowError{file, line, defused(f.Column), f.Kind, defused(withValue(f)), newMark(e)})
	}
	if e.Action == importer.Failed && len(list) == 0 {
		list = append(list, rowError{file, line, "", "failed", defused(e.Message), newMark(e)})
	}
	return list
}

// withValue is the message as a sentence about the value.
func withValue(f *mapping.FieldError) string {
	if f.Value == "" {
		return f.Message
	}
	return strconv.Quote(f.Value) + " " + f.Message
}
