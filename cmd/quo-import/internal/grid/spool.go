package grid

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/tempfile"
)

// spool keeps the rows of the input as they were read, in a temporary file that only
// this user can read and that has no name where the system allows it.
type spool struct {
	file    *tempfile.File
	w       *bufio.Writer
	end     int64
	offsets []int64 // of each row
	buf     []byte
	row     rows.Row
	cells   []string // of row, before it is fixed
	name    string   // of the file
	sheet   string
	indexed bool
}

func newSpool() (*spool, error) {
	f, err := tempfile.New()
	if err != nil {
		return nil, fmt.Errorf("creating a temporary file for the rows: %w", err)
	}
	return &spool{file: f, w: bufio.NewWriterSize(f, 1<<16)}, nil
}

func (s *spool) close() error { return s.file.Close() }

// The forms of a row in the spool.
const (
	tableRow = iota
	jsonRow
	unreadableRow
)

// add appends a row.
func (s *spool) add(row *rows.Row) error {
	s.name, s.sheet, s.indexed = row.Pos.File, row.Pos.Sheet, row.Pos.Index >= 0
	b := binary.AppendUvarint(s.buf[:0], uint64(place(row.Pos)))
	switch {
	case row.Err != nil:
		b = append(b, unreadableRow)
		b = appendText(b, row.Err.Message())
		b = appendText(b, row.Raw)
	case row.JSON != nil:
		b = append(b, jsonRow)
		b = appendText(b, string(row.JSON))
	default:
		b = append(b, tableRow)
		b = binary.AppendUvarint(b, uint64(len(row.Cells)))
		for _, cell := range row.Cells {
			b = appendText(b, cell)
		}
		b = binary.AppendUvarint(b, uint64(len(row.Unread)))
		for _, at := range row.Unread {
			b = binary.AppendUvarint(b, uint64(at))
		}
	}
	s.buf = b
	s.offsets = append(s.offsets, s.end)
	s.end += int64(len(b))
	if _, err := s.w.Write(b); err != nil {
		return fmt.Errorf("writing the temporary file of the rows (is %s full? TMPDIR names another folder): %w", os.TempDir(), err)
	}
	return nil
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func (s *spool) flush() error { return s.w.Flush() }

// get returns a row. It is valid until the next call.
func (s *spool) get(i int32) (*rows.Row, error) {
	end := s.end
	if int(i)+1 < len(s.offsets) {
		end = s.offsets[i+1]
	}
	n := int(end - s.offsets[i])
	if cap(s.buf) < n {
		s.buf = make([]byte, n)
	}
	b := s.buf[:n]
	if _, err := s.file.ReadAt(b, s.offsets[i]); err != nil {
		return nil, fmt.Errorf("reading the temporary file of the rows: %w", err)
	}
	r := decoder{text: string(b)}
	at := int(r.number())
	s.row = rows.Row{Pos: rows.Position{File: s.name, Sheet: s.sheet, Line: at, Index: -1}}
	if s.indexed {
		s.row.Pos.Index = at - 1
	}
	row := &s.row
	form := r.text[0]
	r.text = r.text[1:]
	switch form {
	case unreadableRow:
		row.Err = &rows.RowError{Pos: row.Pos, Reason: r.next()}
		row.Raw = r.next()
	case jsonRow:
		row.JSON = []byte(r.next())
	default:
		s.cells = s.cells[:0]
		for range r.number() {
			s.cells = append(s.cells, r.next())
		}
		row.Cells = s.cells
		for range r.number() {
			row.Unread = append(row.Unread, int(r.number()))
		}
	}
	return row, nil
}

// decoder reads what add wrote.
type decoder struct{ text string }

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint([]byte(d.text[:min(len(d.text), binary.MaxVarintLen64)]))
	d.text = d.text[size:]
	return n
}

func (d *decoder) next() string {
	n := d.number()
	s := d.text[:n]
	d.text = d.text[n:]
	return s
}
