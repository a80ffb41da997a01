package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/tidwall/gjson"
)

// objectLines reads one object a line.
type objectLines struct {
	file  *File
	lines *lines
	n     int // of the line that was read last
	io.Closer
}

func (f *File) startJSONLines() (reader, error) {
	r, err := f.text.open()
	if err != nil {
		return nil, err
	}
	return &objectLines{file: f, lines: newLines(r, f.opts), Closer: r}, nil
}

func (o *objectLines) next(row *Row) error {
	for {
		line, tooLong, err := o.lines.next()
		o.n++
		if err != nil && err != io.EOF {
			return o.file.failed(o.file.at(o.n), err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			*row = o.file.jsonLine(o.file.at(o.n), line, tooLong)
			return nil
		}
		if err == io.EOF {
			return io.EOF
		}
	}
}

// lines reads a text line by line.
type lines struct {
	r    *bufio.Reader
	max  int
	long []byte // a line that is longer than the buffer
}

func newLines(r io.Reader, opts Options) *lines {
	return &lines{r: bufio.NewReaderSize(r, bufferSize), max: int(opts.MaxRow)}
}

// next gives a line with its end; valid until the next call. Of a line that is
// longer than max it gives the beginning, and tooLong.
func (l *lines) next() (line []byte, tooLong bool, err error) {
	line, err = l.r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, false, err
	}
	l.long = append(l.long[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = l.r.ReadSlice('\n')
		if tooLong = tooLong || len(l.long)+len(line) > l.max; !tooLong {
			l.long = append(l.long, line...)
		}
	}
	return l.long, tooLong, err
}

// rawOfLong is how much is kept of a line that is too long to be read.
const rawOfLong = 4 << 10

// jsonLine makes a line a row.
func (f *File) jsonLine(pos Position, line []byte, tooLong bool) Row {
	row := Row{Pos: pos, JSON: line}
	switch {
	case tooLong:
		line = line[:rawOfLong]
		row.Err = &RowError{Pos: pos, Fault: FaultTooBig, Reason: fmt.Sprintf("the line is longer than %d bytes", f.opts.MaxRow),
			Advice: "is this one contact?"}
	case !utf8.Valid(line) || f.text.charset.enc != nil:
		row.Err = f.faultIn(pos, line)
	}
	switch {
	case row.Err != nil:
	case !validJSON(line):
		row.Err = &RowError{Pos: pos, Fault: FaultSyntax, Reason: "this is not valid JSON",
			Advice: "mend the line: one whole object a line, names between quotes"}
	case line[0] != '{':
		row.Err = notObject(pos, jsontext.Value(line).Kind())
	}
	if row.Err != nil {
		row.JSON, row.Raw = nil, string(line)
	}
	return row
}

// validJSON prefers gjson's check, the fastest, but for long texts: it calls
// itself at every bracket, and megabytes of brackets would exhaust the stack. jsontext stops at a depth of 10,000.
func validJSON(b []byte) bool {
	if len(b) < 64<<10 {
		return gjson.ValidBytes(b)
	}
	return jsontext.Value(b).IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}
