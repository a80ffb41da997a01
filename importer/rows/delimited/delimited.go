// Package delimited reads CSV, and text with any other delimiter.
//
// encoding/csv reads the rows. Where most of the first ones are not as wide as the
// header, the text may have another dialect, which is brought into the form that
// encoding/csv reads. A row that it refuses is read leniently, if that is safe;
// otherwise it is an error, with the raw text.
//
// The files in reading order: delimited.go, reader.go, quotes.go for rows that are
// refused; dialect.go and delimiter.go for what is found out before.
package delimited

import (
	"bytes"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// Format accepts any text: it is the last format to be asked.
var Format = rows.Format{
	Name:       "CSV",
	Extensions: []string{".csv", ".tsv"},
	Detect:     func(*rows.Input) bool { return true },
	Open:       open,
}

func open(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	declared, skip, err := declaredDelimiter(in.Head, in.Options.Delimiter)
	if err != nil {
		return nil, err
	}
	start := in.Start
	if skip > 0 {
		_, start, _ = bytes.Cut(start, []byte("\n"))
	}
	d := findDialect(start, declared, in.Options.Score)
	f.Delimiter = d.inner
	r, err := newReader(in, d, shape{})
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
	if strings.HasPrefix(in.Extension(), ".xls") {
		if len(f.Header) < 2 {
			return nil, &rows.Error{Err: rows.ErrUnsupported, Reason: "this is text, not a workbook, whatever its name is", Advice: "export it again, or rename it to .csv if it is a table"}
		}
		f.Warn("the file is text, whatever its name is, and was read as CSV")
	}
	header := shape{f.Above, len(f.Header)}
	if err := warnOfCut(in, f, first); err != nil {
		return nil, err
	}
	return func() (rows.Reader, error) { return newReader(in, d, header) }, nil
}

// justNow is how long ago a file whose last line has no line end was written if a program
// may still be writing it. Many programs leave that line end out.
const justNow = 5 * time.Second

// warnOfCut warns of a last line without a line end that has fewer cells than the rows
// before it, or was written just now.
func warnOfCut(in *rows.Input, f *rows.File, first []rows.Row) error {
	last, err := in.LastLine()
	if err != nil || table.IsBlank([]string{last}) {
		return err
	}
	whole := 0
	for _, row := range first {
		if row.Pos.Line > f.Above && len(row.Cells) >= len(f.Header) {
			whole++
		}
	}
	cells, _ := lenient(last, f.Delimiter)
	if n := len(cells); n < len(f.Header) && whole > 0 && whole >= len(first)-countUpTo(first, f.Above)-1 {
		f.Warn("the last line has no line end and only %d of %d cells: was the file copied completely, or is it still being written?", n, len(f.Header))
	} else if in.Written(justNow) {
		f.Warn("the last line has no line end, and the file was written a moment ago: is it still being written?")
	}
	return nil
}

// countUpTo returns the number of rows up to a line.
func countUpTo(first []rows.Row, line int) int {
	n := 0
	for _, row := range first {
		if row.Pos.Line <= line {
			n++
		}
	}
	return n
}
