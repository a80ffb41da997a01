// Package delimited reads CSV, and text with any other delimiter.
//
// encoding/csv reads the rows. What it refuses is read once more with lazy
// quotes, if that is safe; otherwise it costs its row, with the raw text.
package delimited

import (
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// Format accepts any text: it is the last format to be asked.
var Format = rows.Format{
	Name:   "CSV",
	Detect: func(*rows.Input) bool { return true },
	Open:   open,
}

func open(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	skip := 0
	var err error
	if f.Delimiter, skip, err = findDelimiter(in.Head, in.Options.Delimiter); err != nil {
		return nil, err
	}
	r, err := newReader(in, f.Delimiter, 0)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	first, err := table.First(r, in.Options, skip)
	if err != nil {
		return nil, err
	}
	if err := table.SetHeader(f, in.Options, first, "line"); err != nil {
		return nil, err
	}
	return func() (rows.Reader, error) { return newReader(in, f.Delimiter, len(f.Header)) }, nil
}
