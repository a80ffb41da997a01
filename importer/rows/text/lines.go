package text

import (
	"bufio"
	"errors"
	"io"
)

// Lines reads a text line by line.
type Lines struct {
	r    *bufio.Reader
	max  int
	long []byte // a line that is longer than the buffer of r
}

// NewLines returns a reader of the lines of r, of which at most limit bytes are kept.
func NewLines(r io.Reader, limit int64) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 64<<10), max: int(limit)}
}

// Next returns the next line with its end; it is valid until the next call. If
// the line is longer than the limit, Next returns its beginning, and tooLong. A
// last line without an end is returned together with io.EOF.
func (l *Lines) Next() (line []byte, tooLong bool, err error) {
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
