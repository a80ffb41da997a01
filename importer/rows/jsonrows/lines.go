package jsonrows

import (
	"bytes"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// maxRaw is how much is kept of a line that is too long.
const maxRaw = 4 << 10

// lineReader reads one object a line.
type lineReader struct {
	in    *rows.Input
	lines *text.Lines
	line  int // number of the line that was read last
	io.Closer
}

func newLineReader(in *rows.Input) (*lineReader, error) {
	r, err := in.Text()
	if err != nil {
		return nil, err
	}
	return &lineReader{in: in, lines: in.Lines(r), Closer: r}, nil
}

// Next reads the next line that is not blank.
func (r *lineReader) Next(row *rows.Row) error {
	for {
		line, tooLong, err := r.lines.Next()
		r.line++
		if err != nil && err != io.EOF {
			return rows.ErrorAt(r.in.At(r.line), err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			r.set(row, line, tooLong)
			return nil
		}
		if err == io.EOF {
			return io.EOF
		}
	}
}

// set sets row to a line.
func (r *lineReader) set(row *rows.Row, line []byte, tooLong bool) {
	pos := r.in.At(r.line)
	row.Pos = pos
	if tooLong {
		row.Raw = string(line[:maxRaw])
		row.Err = &rows.RowError{Pos: pos, Fault: rows.FaultTooBig, Reason: fmt.Sprintf("the line is longer than %d bytes", r.in.Options.MaxRow),
			Advice: "is this one contact?"}
		return
	}
	row.Err = r.in.CheckText(pos, line)
	switch {
	case row.Err != nil:
	case !isValid(line):
		row.Err = &rows.RowError{Pos: pos, Fault: rows.FaultSyntax, Reason: "this is not valid JSON",
			Advice: "fix the line: one whole object a line, names between quotes"}
	case line[0] != '{':
		row.Err = notObject(pos, jsontext.Value(line).Kind())
	}
	if row.Err != nil {
		row.Raw = string(line)
		return
	}
	row.JSON = line
}

// isValid reports whether b is valid JSON. It prefers gjson, which is faster,
// except for long texts: gjson recurses at every bracket, and megabytes of them
// would exhaust the stack. jsontext stops at a depth of 10,000.
func isValid(b []byte) bool {
	if len(b) < 64<<10 {
		return gjson.ValidBytes(b)
	}
	return jsontext.Value(b).IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}
