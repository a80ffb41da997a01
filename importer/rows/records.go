package rows

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// records reads the records of a CSV text. It is csv.Reader: it reads by
// itself, in seven tenths of the time and the checking of the text included, the
// records whose quotes are in their places, and gives the text to a csv.Reader where one is not, so that cells, errors
// and their places are the library's. A fuzzer holds the two to each other.
type records struct {
	window *window
	comma  rune
	sep    string // comma

	offset int64 // of the next record
	line   int   // of the next record, from 1
	start  int   // line of the record that was read last

	cells []string // of the record that was read last: reused
}

func newRecords(w *window, comma rune) *records {
	return &records{window: w, comma: comma, sep: string(comma), line: 1}
}

// Read gives the cells of the next record, which are good until the next call.
// Blank lines are none. The error is io.EOF, a *csv.ParseError, or of the source.
func (r *records) Read() ([]string, error) {
	for {
		r.start = r.line
		end, lines, quotes, err := r.extent()
		if err == io.EOF && end == r.offset {
			return nil, io.EOF
		}
		if err != nil {
			return r.byLibrary()
		}
		text := chomp(r.window.from(r.offset)[:end-r.offset])
		if len(text) > 0 && !r.cut(string(text), quotes, lines > 1) {
			return r.byLibrary()
		}
		r.offset, r.line = end, r.line+lines
		if len(text) > 0 {
			return r.cells, nil
		}
	}
}

// extent finds the end of the next record: the end of the first line up to
// which quotes pair. If they are in their places, it is inside a cell before.
func (r *records) extent() (end int64, lines, quotes int, err error) {
	end = r.offset
	for lines == 0 || quotes%2 == 1 {
		next, err := r.lineEnd(end)
		if err != nil {
			return end, lines, quotes, err
		}
		quotes += bytes.Count(r.window.from(end)[:next-end], []byte{'"'})
		end = next
		lines++
	}
	return end, lines, quotes, nil
}

// lineEnd gives the offset behind the line that begins at an offset: behind its
// "\n", or the end of the text. It is io.EOF where nothing is left.
func (r *records) lineEnd(offset int64) (int64, error) {
	for looked := 0; ; {
		b := r.window.from(offset)
		if i := bytes.IndexByte(b[looked:], '\n'); i >= 0 {
			return offset + int64(looked+i+1), nil
		}
		looked = len(b)
		switch err := r.window.fill(); {
		case err == io.EOF && looked > 0:
			return offset + int64(looked), nil
		case err != nil:
			return 0, err
		}
	}
}

// chomp takes the end off a line, as csv.Reader does: "\n", "\r\n", and at the
// end of the text "\r" too.
func chomp(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// cut takes a record apart. It is false where not all of its quotes are around
// cells or, doubled, inside these.
func (r *records) cut(text string, quotes int, severalLines bool) bool {
	cells := r.cells[:0]
	for more := true; more; {
		var cell string
		if quotes > 0 && text != "" && text[0] == '"' {
			closing, doubled := closingQuote(text)
			if closing < 0 {
				return false
			}
			cell, text = text[1:closing], text[closing+1:]
			if text, more = strings.CutPrefix(text, r.sep); !more && text != "" {
				return false
			}
			quotes -= 2 + 2*doubled
			if doubled > 0 {
				cell = strings.ReplaceAll(cell, `""`, `"`)
			}
			if severalLines {
				cell = strings.ReplaceAll(cell, "\r\n", "\n")
			}
		} else if len(r.sep) > 1 {
			cell, text, more = strings.Cut(text, r.sep)
		} else { // strings.Cut by a byte, in two thirds of the time
			i := strings.IndexByte(text, r.sep[0])
			if more = i >= 0; more {
				cell, text = text[:i], text[i+1:]
			} else {
				cell = text
			}
		}
		cells = append(cells, cell)
	}
	r.cells = cells
	return quotes == 0
}

// closingQuote finds the quote that closes the cell at the beginning of a text,
// -1 where there is none, and how many doubled ones are before it.
func closingQuote(text string) (at, doubled int) {
	for at = 1; ; at += 2 {
		i := strings.IndexByte(text[at:], '"')
		if i < 0 {
			return -1, doubled
		}
		at += i
		if at+1 == len(text) || text[at+1] != '"' {
			return at, doubled
		}
		doubled++
	}
}

// ReadAll gives what is left, as gocsv's CSVReader wants it.
func (r *records) ReadAll() ([][]string, error) {
	var all [][]string
	for {
		cells, err := r.Read()
		switch {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, slices.Clone(cells))
	}
}

// byLibrary reads a record with csv.Reader, from its first line on.
func (r *records) byLibrary() ([]string, error) {
	c := csv.NewReader(&tail{r.window, r.offset})
	c.Comma, c.FieldsPerRecord = r.comma, -1
	cells, err := c.Read()
	text := r.window.from(r.offset)
	n := min(c.InputOffset(), int64(len(text)))
	if len(cells) > 0 {
		line, _ := c.FieldPos(0)
		r.start = r.line + line - 1
	}
	if syntax := (*csv.ParseError)(nil); errors.As(err, &syntax) {
		syntax.StartLine += r.line - 1
		syntax.Line += r.line - 1
	}
	r.line += bytes.Count(text[:n], []byte("\n"))
	r.offset += n
	return cells, err
}
