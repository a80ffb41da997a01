package delimited

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/gocarina/gocsv"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// reader reads the rows of delimited text, including the header and titles above it.
type reader struct {
	in      *rows.Input
	dialect dialect
	header  shape // as far as it is known

	torn   bool     // the row before had quotes that do not pair: what follows may be the rest of it
	queue  []queued // rows that were read as one
	moved  int      // the line of csv's first line, less one
	reread int64    // bytes that were read again after a quote that is never closed
	window *text.Window
	csv    *csv.Reader
	rows   gocsv.SimpleDecoder
	io.Closer
}

// shape is the place and the number of cells of a header, 0 if they are unknown.
type shape struct{ line, width int }

// queued is a row in the text of another one.
type queued struct {
	line  int
	cells []string
}

func newReader(in *rows.Input, d dialect, header shape) (*reader, error) {
	t, err := in.Text()
	if err != nil {
		return nil, err
	}
	r := &reader{in: in, dialect: d, header: header, Closer: t}
	r.read(d.standard(t))
	return r, nil
}

// standard returns a text of the dialect with line ends and quotes as RFC 4180
// has them, but for apostrophes, which take the place of quotes.
func (d dialect) standard(t io.Reader) io.Reader {
	if d.anyEnd {
		t = text.LineEnds(t)
	}
	if d.escaped {
		t = transform.NewReader(t, escapes{among(d.delimiter)})
	}
	if d.apostrophes {
		t = swapped{t}
	}
	if quotes := d.replaced(); quotes != "" { // bytes that are not UTF-8 stay as they are
		isQuote := runes.Predicate(func(r rune) bool { return strings.ContainsRune(quotes, r) })
		t = transform.NewReader(t, runes.If(isQuote, runes.Map(func(rune) rune { return '"' }), nil))
	}
	return t
}

// read begins to read a text.
func (r *reader) read(t io.Reader) {
	r.window = r.in.Window(t)
	r.csv = csv.NewReader(bufio.NewReaderSize(r.window, 64<<10))
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.ReuseRecord = r.dialect.delimiter, -1, true
	r.csv.TrimLeadingSpace = r.dialect.spaced && !unicode.IsSpace(r.dialect.delimiter)
	r.rows = gocsv.NewSimpleDecoderFromCSVReader(r.csv)
}

// Next reads the next row that is not blank.
func (r *reader) Next(row *rows.Row) error {
	for {
		if r.dequeue(row) {
			return nil
		}
		r.window.Mark(r.csv.InputOffset())
		cells, err := r.rows.GetCSVRow()
		switch {
		case err == io.EOF:
			return io.EOF
		case err != nil:
			return r.failed(row, cells, err)
		}
		row.Pos = r.in.At(r.line())
		if row.Err = r.check(row.Pos, cells); row.Err != nil {
			row.Raw = r.raw()
			return nil
		}
		switch {
		case table.IsBlank(cells):
			continue
		case len(cells) == r.header.width:
		case len(cells) > r.header.width && r.split(row.Pos.Line, r.standardRaw()):
			continue
		case r.torn:
			row.Raw, row.Err = r.raw(), restError(row.Pos)
			return nil
		}
		r.torn = false
		row.Cells = table.Fit(r.restored(r.unwrap(cells)), r.header.width)
		if r.header.width > 0 && table.IsTotal(row.Cells) {
			row.Cells, row.Raw, row.Err = nil, r.raw(), table.TotalError(row.Pos)
		}
		return nil
	}
}

// line returns the line of the row that was read last.
func (r *reader) line() int {
	line, _ := r.csv.FieldPos(0)
	return r.moved + line
}

// dequeue sets row to the next row of the queue.
func (r *reader) dequeue(row *rows.Row) bool {
	if len(r.queue) == 0 {
		return false
	}
	next := r.queue[0]
	r.queue = r.queue[1:]
	row.Pos, row.Cells = r.in.At(next.line), next.cells
	return true
}

// split queues the rows of a text that begins in a line, if it is several rows
// because CR ends some lines of a file whose others end in LF: each of them must
// be as wide as the header.
func (r *reader) split(begins int, raw string) bool {
	if begins <= r.header.line || r.header.width < 2 || strings.IndexByte(raw, '\r') < 0 || strings.IndexByte(raw, '\n') >= 0 {
		return false
	}
	var queue []queued
	lines := strings.Split(raw, "\r")
	for i, line := range lines {
		if line == "" {
			continue
		}
		cells, ok := r.lenient(line)
		if !ok {
			return false
		}
		queue = append(queue, queued{begins + i, cells})
	}
	r.queue, r.torn = queue, false
	r.moved += len(lines) - 1
	return true
}

// unwrap returns the cells of a row that is one cell because the whole line is
// between quotes, and other cells as they are.
func (r *reader) unwrap(cells []string) []string {
	one := len(cells) == 1 && r.header.width > 2 || r.dialect.wrapped && table.IsBlank(cells[1:])
	if !one || !strings.ContainsRune(cells[0], r.dialect.inner) {
		return cells
	}
	inner, ok := lenient(cells[0], r.dialect.inner)
	if !ok || len(inner) < 2 || r.header.width > 0 && len(inner) != r.header.width {
		return cells
	}
	return inner
}

// restored returns cells with the quotes that they have in the file.
func (r *reader) restored(cells []string) []string {
	if r.dialect.escaped {
		for i, c := range cells {
			cells[i] = unescape(c, r.dialect.delimiter)
		}
	}
	switch {
	case r.dialect.apostrophes:
		for i, c := range cells {
			if strings.ContainsAny(c, `'"`) {
				cells[i] = string(swapQuotes([]byte(c)))
			}
		}
	case r.dialect.single: // what is left is an apostrophe
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(c, `"`, "’")
		}
	}
	return cells
}

// raw returns the text of the row that was read last, as the file has it.
func (r *reader) raw() string { return r.asInFile(r.standardRaw()) }

// standardRaw returns the text of the row that was read last, as csv reads it.
func (r *reader) standardRaw() string {
	b := r.window.Since(r.csv.InputOffset())
	return strings.Trim(string(b), "\r\n") // blank lines before it, and its own end
}

// asInFile returns a text with the quotes and escapes that it has in the file.
func (r *reader) asInFile(raw string) string {
	if r.dialect.escaped {
		raw = escape(raw, r.dialect.delimiter)
	}
	if !r.dialect.apostrophes {
		return raw
	}
	return string(swapQuotes([]byte(raw)))
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
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		return r.refused(row, syntax)
	}
	return r.stopped(cells, err)
}

// refused handles a row that encoding/csv refuses. One line is read leniently.
// Of several, which a quote joined, the first is an error or read leniently, and the
// others are read again. Up to the header they are one error; a quote that is
// never closed there ends the reading.
func (r *reader) refused(row *rows.Row, syntax *csv.ParseError) error {
	raw := r.standardRaw()
	begins := r.moved + syntax.StartLine
	row.Pos = r.in.At(begins)
	open := !quoteAt(raw, syntax.Line-syntax.StartLine, syntax.Column) // the row ends only with the file
	row.Err = quotesError(row.Pos, syntax, r.moved)
	switch {
	case !open && syntax.Line == syntax.StartLine:
		if r.split(begins, raw) {
			row.Pos, row.Err = rows.Position{}, nil
			return r.Next(row)
		}
	case begins > r.header.line && r.hasRows(raw) && r.readAgain(begins):
		raw, _, _ = strings.Cut(raw, "\n")
		raw = strings.TrimSuffix(raw, "\r")
		row.Err = joinedError(row.Pos)
	case open:
		line, _ := openQuote(raw, begins, r.csv.Comma)
		return &rows.Error{Pos: r.in.At(line), Err: rows.ErrQuote,
			Reason: `a quote (") opens a cell in this line and is never closed`,
			Advice: "close it, or remove it; everything after it was read as one cell"}
	}
	if cells, ok := r.lenient(raw); ok {
		row.Cells, row.Err, r.torn = cells, nil, false
		return nil
	}
	row.Raw, r.torn = r.asInFile(raw), r.header.width > 0
	return nil
}

// lenient reads a line as most spreadsheets would. It reports false unless the
// row is as wide as the header and is not the rest of a row before.
func (r *reader) lenient(line string) ([]string, bool) {
	if strings.IndexByte(line, '\n') >= 0 || r.torn && strings.Count(line, `"`)%2 == 1 || r.in.Flaw([]byte(line)) >= 0 {
		return nil, false
	}
	cells, ok := lenient(line, r.dialect.delimiter)
	if !ok || len(cells) > r.in.Options.MaxColumns || r.header.width > 0 && len(cells) != r.header.width {
		return nil, false
	}
	return r.restored(cells), true
}

// hasRows reports whether most of the lines below the first of a text are as
// wide as the header: a quote made them one row. Else they may be a cell of several lines.
func (r *reader) hasRows(raw string) bool {
	var n, wide int
	_, below, _ := strings.Cut(raw, "\n")
	for line := range strings.Lines(below) {
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			continue
		}
		cells, _ := lenient(line, r.dialect.delimiter)
		if len(cells) == r.header.width {
			wide++
		}
		if n++; n == sniffedRows {
			break
		}
	}
	return r.header.width > 1 && wide*2 > n
}

// readAgain makes what follows a line of the last row the next to be read. It
// reports false if that has been done too often: reading a file takes time in
// proportion to its size.
func (r *reader) readAgain(line int) bool {
	const most = 16 // times MaxRow
	read := r.window.Rest()
	blank := len(read) - len(bytes.TrimLeft(read, "\r\n"))
	end := bytes.IndexByte(read[blank:], '\n')
	if r.reread += int64(len(read)); end < 0 || r.reread > most*r.in.Options.MaxRow {
		return false
	}
	r.moved = line
	r.read(r.window.From(r.window.Marked() + int64(blank+end+1)))
	return true
}

// stopped returns the error that ends the reading where the source returned
// one, or where a row is longer than MaxRow, so that its end is unknown.
func (r *reader) stopped(cells []string, err error) error {
	line := 0
	if len(cells) > 0 { // of the row that was cut off
		line = r.line()
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
