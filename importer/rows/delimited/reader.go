package delimited

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// reader reads the rows of delimited text, including the header and titles above it.
type reader struct {
	in     *rows.Input
	width  int  // cells of the header; 0 if it is unknown
	torn   bool // the row before had quotes that do not pair: what follows may be the rest of it
	window *text.Window
	csv    *csv.Reader
	rows   gocsv.SimpleDecoder
	io.Closer
}

func newReader(in *rows.Input, delimiter rune, width int) (*reader, error) {
	r, err := in.Text()
	if err != nil {
		return nil, err
	}
	w := in.Window(r)
	c := csv.NewReader(bufio.NewReaderSize(w, 64<<10))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = delimiter, -1, true
	return &reader{in: in, width: width, window: w, csv: c,
		rows: gocsv.NewSimpleDecoderFromCSVReader(c), Closer: r}, nil
}

// Next reads the next row that is not blank.
func (r *reader) Next(row *rows.Row) error {
	for {
		r.window.Mark(r.csv.InputOffset())
		cells, err := r.rows.GetCSVRow()
		switch {
		case err == io.EOF:
			return io.EOF
		case err != nil:
			return r.failed(row, cells, err)
		}
		line, _ := r.csv.FieldPos(0)
		row.Pos = r.in.At(line)
		if row.Err = r.check(row.Pos, cells); row.Err != nil {
			row.Raw = r.raw()
			return nil
		}
		switch {
		case table.IsBlank(cells):
			continue
		case r.torn && len(cells) != r.width:
			row.Raw, row.Err = r.raw(), restError(row.Pos)
			return nil
		}
		r.torn = false
		row.Cells = table.Fit(cells, r.width)
		return nil
	}
}

// raw returns the text of the row that was read last.
func (r *reader) raw() string {
	b := r.window.Since(r.csv.InputOffset())
	return strings.Trim(string(b), "\r\n") // blank lines before it, and its own end
}

// check returns the error of a row that has a byte that is not text or exceeds
// a limit, else nil.
func (r *reader) check(pos rows.Position, cells []string) *rows.RowError {
	opts := r.in.Options
	end := r.csv.InputOffset()
	if !r.window.Suspect() && len(cells) <= opts.MaxColumns && end-r.window.Marked() <= opts.MaxCell {
		return nil
	}
	if e := r.in.CheckText(pos, bytes.TrimLeft(r.window.Since(end), "\r\n")); e != nil {
		return e
	}
	if len(cells) > opts.MaxColumns {
		return &rows.RowError{Pos: pos, Fault: rows.FaultTooBig, Reason: fmt.Sprintf("the row has %d cells", len(cells)),
			Advice: fmt.Sprintf("at most %d are read; is the delimiter right (--delimiter)?", opts.MaxColumns)}
	}
	for i, cell := range cells {
		if int64(len(cell)) > opts.MaxCell {
			return &rows.RowError{Pos: pos, Fault: rows.FaultTooBig, Reason: fmt.Sprintf("the cell of column %d has %d bytes", i+1, len(cell)),
				Advice: fmt.Sprintf("at most %d are read; is a quote missing?", opts.MaxCell)}
		}
	}
	return nil
}

// failed handles an error of encoding/csv or of the source.
func (r *reader) failed(row *rows.Row, cells []string, err error) error {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return r.refused(row, syntax)
	}
	return r.stopped(cells, err)
}

// refused handles a row that encoding/csv refuses. If it is on one line it is
// read once more with lazy quotes; otherwise it is an error of the row or,
// where a quote is never closed, of the rest of the file.
func (r *reader) refused(row *rows.Row, syntax *csv.ParseError) error {
	raw := r.raw()
	if !quoteAt(raw, syntax.Line-syntax.StartLine, syntax.Column) { // the row ends only with the file
		line, _ := openQuote(raw, syntax.StartLine, r.csv.Comma)
		return &rows.Error{Pos: r.in.At(line), Err: rows.ErrQuote,
			Reason: `a quote (") opens a cell in this line and is never closed`,
			Advice: "close it, or remove it; everything after it was read as one cell"}
	}
	row.Pos = r.in.At(syntax.StartLine)
	if syntax.Line == syntax.StartLine && !r.torn {
		if cells, ok := r.lazily(raw); ok {
			row.Cells = cells
			return nil
		}
	}
	r.torn = r.width > 0
	row.Raw, row.Err = raw, quotesError(row.Pos, syntax)
	return nil
}

// lazily reads a row of one line as most spreadsheets would: 5" pipe is a cell.
// It reports false unless the row is as wide as the header and no cell has
// both a quote and a delimiter, as two cells that a wrong quote joined have.
func (r *reader) lazily(raw string) ([]string, bool) {
	c := csv.NewReader(strings.NewReader(raw))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = r.csv.Comma, true, -1
	cells, err := c.Read()
	if err != nil || r.width > 0 && len(cells) != r.width || r.in.Flaw([]byte(raw)) >= 0 {
		return nil, false
	}
	for _, cell := range cells {
		if strings.Contains(cell, `"`) && strings.ContainsRune(cell, c.Comma) {
			return nil, false
		}
	}
	return cells, true
}

// stopped returns the error that ends the reading where the source returned
// one, or where a row is longer than MaxRow, so that its end is unknown.
func (r *reader) stopped(cells []string, err error) error {
	line := 0
	if len(cells) > 0 { // of the row that was cut off
		line, _ = r.csv.FieldPos(0)
	}
	if !errors.Is(err, text.ErrLong) {
		return rows.ErrorAt(r.in.At(line), err)
	}
	limit := r.in.Options.MaxRow
	e := &rows.Error{Pos: r.in.At(line), Err: rows.ErrTooBig, Reason: fmt.Sprintf("the row is longer than %d bytes", limit),
		Advice: "is this file a table of contacts?"}
	rest := strings.TrimLeft(string(r.window.Rest()), "\r\n")
	if quoted, open := openQuote(rest, line, r.csv.Comma); open {
		e.Pos.Line = quoted
		e.Reason = fmt.Sprintf(`a quote (") opens a cell in this line and is not closed within %d bytes`, limit)
		e.Advice = "close it, or remove it"
	}
	return e
}
