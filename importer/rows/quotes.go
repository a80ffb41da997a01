package rows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// broken deals with a row that csv.Reader does not take, or that the source did
// not give: a row of one line is read once more by laxer rules; anything else is an error of the
// row or, where the rest of the file is swallowed, of the file.
func (t *table) broken(row *Row, cells []string, err error) error {
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case !errors.As(err, &syntax):
		line := 0
		if len(cells) > 0 { // what was read of the row before the source failed
			line = t.csv.start
		}
		return t.stopped(line, err)
	}
	if !quoteAt(t.raw(), syntax.Line-syntax.StartLine, syntax.Column) { // it was the end of the file that ended the row
		line, _ := openQuote(t.raw(), syntax.StartLine, t.csv.comma)
		return &ReadError{Pos: t.file.at(line), Err: ErrQuote,
			Reason: `a quote (") opens a cell in this line and is never closed`,
			Advice: "close it, or remove it; everything behind it was taken for one cell"}
	}
	if syntax.Line == syntax.StartLine && !t.torn {
		if cells, ok := t.leniently(t.raw()); ok {
			row.Pos, row.Cells = t.file.at(syntax.Line), cells
			return nil
		}
	}
	t.torn = t.width > 0
	e := quotesError(t.file.at(syntax.StartLine), syntax)
	row.Pos, row.Raw, row.Err = e.Pos, t.raw(), e
	return nil
}

// leniently reads a row of one line as most spreadsheets would: 5" pipe is a
// cell. It is believed only if that gives the header's number of cells, and no
// cell holds both a quote and a delimiter, which may be two cells that a wrong quote joined.
func (t *table) leniently(raw string) ([]string, bool) {
	c := csv.NewReader(strings.NewReader(raw))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = t.csv.comma, true, -1
	cells, err := c.Read()
	if err != nil || t.width > 0 && len(cells) != t.width || !t.window.plain([]byte(raw)) {
		return nil, false
	}
	for _, cell := range cells {
		if strings.Contains(cell, `"`) && strings.ContainsRune(cell, c.Comma) {
			return nil, false
		}
	}
	return cells, true
}

// quoteAt says whether a quote stands in a line of raw, counted from 0, at a column, counted from 1.
func quoteAt(raw string, line, column int) bool {
	for ; line > 0; line-- {
		_, raw, _ = strings.Cut(raw, "\n")
	}
	return column <= len(raw) && raw[column-1] == '"'
}

func quotesError(pos Position, syntax *csv.ParseError) *RowError {
	e := &RowError{Pos: pos, Fault: FaultQuotes,
		Reason: fmt.Sprintf(`the quotes (") do not pair, at character %d of the line`, syntax.Column),
		Advice: `put the cell between quotes, and write a quote inside it twice ("")`}
	if syntax.Line > syntax.StartLine {
		e.Reason = fmt.Sprintf(`the quotes (") do not pair, so that lines %d to %d were taken for one row`, syntax.StartLine, syntax.Line)
		e.Advice = fmt.Sprintf(`look for one too many in line %d, or one that is not written twice ("") in line %d`, syntax.StartLine, syntax.Line)
	}
	return e
}

// restError refuses a row that follows one whose quotes do not pair and is not as
// wide as the header: the end of a cell of several lines would else pass for a contact.
func restError(pos Position) *RowError {
	return &RowError{Pos: pos, Fault: FaultQuotes, Reason: `this may be the rest of the row before, whose quotes (") do not pair`,
		Advice: "mend that one; if this is a row of its own, give it as many cells as the header has"}
}

// stopped says where the source gave no more: cut-off packing, an error of the
// disk, or a row that passes MaxRow, whose end cannot be known.
func (t *table) stopped(line int, err error) error {
	if !errors.Is(err, errLong) {
		return t.file.failed(t.file.at(line), err)
	}
	limit := t.file.opts.MaxRow
	e := &ReadError{Pos: t.file.at(line), Err: ErrTooBig, Reason: fmt.Sprintf("the row is longer than %d bytes", limit),
		Advice: "is this file a table of contacts?"}
	rest := string(t.window.since(t.window.base + int64(len(t.window.buf))))
	if quoted, open := openQuote(strings.TrimLeft(rest, "\r\n"), line, t.csv.comma); open {
		e.Pos.Line = quoted
		e.Reason = fmt.Sprintf(`a quote (") opens a cell in this line and is not closed within %d bytes`, limit)
		e.Advice = "close it, or remove it"
	}
	return e
}

// openQuote says whether a row's text, which begins in the given line, leaves a
// quoted cell open, and in which line that cell begins.
func openQuote(raw string, line int, comma rune) (int, bool) {
	sep := string(comma)
	var quoted bool
	begins, cellStart := line, true
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '\n' {
			line++
		}
		switch {
		case quoted && c == '"' && strings.HasPrefix(raw[i+1:], `"`):
			i++
		case quoted && c == '"':
			quoted = false
		case quoted:
		case c == '"' && cellStart:
			quoted, begins, cellStart = true, line, false
		default:
			cellStart = c == '\n' || strings.HasSuffix(raw[:i+1], sep)
		}
	}
	return begins, quoted
}
