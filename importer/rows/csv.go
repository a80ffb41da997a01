package rows

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gocarina/gocsv"
)

const bufferSize = 64 << 10

// table reads the rows of a CSV text, header and titles included.
type table struct {
	file   *File
	width  int  // cells of the header; 0 until it is known
	torn   bool // the row before had quotes that do not pair: what follows may be the rest of it
	window *window
	csv    *records
	rows   gocsv.SimpleDecoder
	io.Closer
}

func (f *File) openTable(width int) (*table, error) {
	r, err := f.text.open()
	if err != nil {
		return nil, err
	}
	w := &window{r: r, max: f.opts.MaxRow, decoded: f.text.charset.enc != nil}
	c := newRecords(w, f.Delimiter)
	return &table{file: f, width: width, window: w, csv: c,
		rows: gocsv.NewSimpleDecoderFromCSVReader(c), Closer: r}, nil
}

// next reads one row that is not blank. The error is io.EOF, or ends the reading.
func (t *table) next(row *Row) error {
	for {
		t.window.mark = t.csv.offset
		cells, err := t.rows.GetCSVRow()
		if err != nil {
			return t.broken(row, cells, err)
		}
		row.Pos = t.file.at(t.csv.start)
		if t.window.suspect > t.window.mark || len(cells) > t.file.opts.MaxColumns || t.csv.offset-t.window.mark > t.file.opts.MaxCell {
			if row.Err = t.refuse(row.Pos, cells); row.Err != nil {
				row.Raw = t.raw()
				return nil
			}
		}
		switch {
		case isBlank(cells):
			continue
		case t.torn && len(cells) != t.width:
			row.Raw, row.Err = t.raw(), restError(row.Pos)
			return nil
		}
		t.torn = false
		row.Cells = fit(cells, t.width)
		return nil
	}
}

// raw is the text of the row that was just read.
func (t *table) raw() string {
	b := t.window.since(t.csv.offset)
	return strings.Trim(string(b), "\r\n") // blank lines before it, which records skips, and its own end
}

// refuse looks at a row that may have a fault.
func (t *table) refuse(pos Position, cells []string) *RowError {
	raw := bytes.TrimLeft(t.window.since(t.csv.offset), "\r\n")
	if e := t.file.faultIn(pos, raw); e != nil {
		return e
	}
	opts := t.file.opts
	if len(cells) > opts.MaxColumns {
		return &RowError{pos, FaultTooBig, fmt.Sprintf("the row has %d cells", len(cells)),
			fmt.Sprintf("at most %d are read; is the delimiter right (--delimiter)?", opts.MaxColumns)}
	}
	for i, cell := range cells {
		if int64(len(cell)) > opts.MaxCell {
			return &RowError{pos, FaultTooBig, fmt.Sprintf("the cell of column %d has %d bytes", i+1, len(cell)),
				fmt.Sprintf("at most %d are read; is a quote missing?", opts.MaxCell)}
		}
	}
	return nil
}

// fit gives a row the header's width: a short one is padded, and blank cells beyond are dropped.
func fit(cells []string, width int) []string {
	for len(cells) > width && width > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	return cells
}

// isBlank says whether no cell holds anything.
func isBlank(cells []string) bool {
	for _, c := range cells {
		if len(c) > 0 && (c[0] > ' ' || strings.Trim(c, " \t\r\n\u00a0\x1a") != "") {
			return false
		}
	}
	return true
}
