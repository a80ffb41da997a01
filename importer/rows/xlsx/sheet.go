package xlsx

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// sheetReader reads the rows of one sheet.
type sheetReader struct {
	book  *workbook
	sheet string
	width int // cells of the header; 0 if it is unknown
	xml   *xmlScanner
	io.Closer

	// Of the row that was read last.
	row    int // its number
	hidden bool
	cells  []string
	failed []int // columns, from 1, whose formula failed
	unread []int // and whose formula has no result
	err    *rows.RowError
	size   int // bytes of all cells
}

func newSheetReader(w *workbook, s sheet, width int) (*sheetReader, error) {
	r, err := w.parts.open(s.part)
	if err != nil {
		return nil, err
	}
	return &sheetReader{book: w, sheet: s.name, width: width, xml: newXMLScanner(r, w.parts.in.Options.MaxRow), Closer: r}, nil
}

func (s *sheetReader) pos() rows.Position {
	return rows.Position{File: s.book.parts.in.Name, Sheet: s.sheet, Line: s.row, Index: -1}
}

// Next reads the next row that is not blank.
func (s *sheetReader) Next(row *rows.Row) error {
	for {
		err := s.xml.next()
		switch {
		case err != nil:
			return s.broken(unexpected(err))
		case s.xml.kind == xmlStart && string(s.xml.name) == "row":
			if err := s.readRow(); err != nil {
				return s.broken(unexpected(err))
			}
			if s.err != nil {
				row.Pos, row.Raw, row.Err = s.pos(), s.raw(), s.err
				return nil
			}
			if !table.IsBlank(s.cells) || len(s.failed)+len(s.unread) > 0 {
				if s.width > 0 && table.IsTotal(s.cells) {
					row.Pos, row.Raw, row.Err = s.pos(), s.raw(), table.TotalError(s.pos())
					return nil
				}
				s.cells = table.Fit(s.cells, s.width)
				row.Pos, row.Cells, row.Hidden, row.Failed, row.Unread = s.pos(), s.cells, s.hidden, s.failed, s.unread
				return nil
			}
		case s.xml.kind == xmlEnd && string(s.xml.name) == "sheetData":
			return s.drain()
		}
	}
}

// raw returns what was read of a row that has a fault, or its number if that is nothing.
func (s *sheetReader) raw() string {
	if table.IsBlank(s.cells) {
		return fmt.Sprintf("(row %d)", s.row)
	}
	return strings.Join(s.cells, "\t")
}

// drain reads to the end of the part, where its checksum is compared.
func (s *sheetReader) drain() error {
	if _, err := io.Copy(io.Discard, s.xml.r); err != nil {
		return s.broken(err)
	}
	return io.EOF
}

// broken returns an error of the XML with its position.
func (s *sheetReader) broken(err error) error { return rows.ErrorAt(s.pos(), damaged(err)) }

// readRow reads from <row> to </row>.
func (s *sheetReader) readRow() error {
	s.row++
	s.hidden, s.cells, s.failed, s.unread, s.err, s.size = false, s.cells[:0], s.failed[:0], s.unread[:0], nil, 0
	for name, value := range s.xml.attrs() {
		switch string(name) {
		case "r":
			if n, err := strconv.Atoi(string(value)); err == nil && n > s.row {
				s.row = n
			}
		case "hidden":
			s.hidden = isTrue(string(value))
		}
	}
	column := 0
	for {
		if err := s.xml.next(); err != nil {
			return unexpected(err)
		}
		switch {
		case s.xml.kind == xmlStart && string(s.xml.name) == "c":
			var err error
			if column, err = s.readCell(column + 1); err != nil {
				return err
			}
		case s.xml.kind == xmlEnd && string(s.xml.name) == "row":
			return nil
		}
	}
}

// readCell reads from <c> to </c>. It returns the column of the cell, which is
// the argument unless the cell has a reference.
func (s *sheetReader) readCell(column int) (int, error) {
	kind, styleID := byte('n'), 0
	for name, value := range s.xml.attrs() {
		switch string(name) {
		case "r":
			if n := columnOf(value); n > 0 {
				column = n
			}
		case "s":
			styleID, _ = strconv.Atoi(string(value))
		case "t":
			kind = cellKind(value)
		}
	}
	var stored []byte
	inValue, formula, result := false, false, false
	for {
		if err := s.xml.next(); err != nil {
			return 0, unexpected(err)
		}
		switch x := s.xml; {
		case x.kind == xmlText && inValue && int64(len(stored)) > s.book.parts.in.Options.MaxCell: // too large, as put says
		case x.kind == xmlText && inValue:
			stored = append(stored, x.text...)
		case x.kind == xmlText:
		case string(x.name) == "v":
			inValue, result = x.kind == xmlStart, true // "" is a result, too
		case string(x.name) == "f":
			formula = true
		case x.kind == xmlStart && string(x.name) == "is":
			var err error
			if stored, err = richText(x, "is", stored, s.book.parts.in.Options.MaxCell); err != nil {
				return 0, err
			}
		case x.kind == xmlEnd && string(x.name) == "c":
			switch {
			case len(stored) > 0:
				s.put(column, s.value(kind, styleID, string(stored), column))
			case formula && !result:
				s.unread = append(s.unread, column)
			}
			return column, nil
		}
	}
}

// cellKind returns the first letter of a cell's type (ECMA-376-1, 18.18.11); 't' for the types of text.
func cellKind(t []byte) byte {
	switch string(t) {
	case "s", "b", "e", "d", "n":
		return t[0]
	}
	return 't' // str, inlineStr
}

// value returns what a cell holds, as a spreadsheet shows it, except for
// numbers of which a format hides a part.
func (s *sheetReader) value(kind byte, styleID int, stored string, column int) string {
	switch kind {
	case 's':
		i, err := strconv.Atoi(strings.TrimSpace(stored))
		text, ok := s.book.strings.at(i)
		if err != nil || !ok {
			s.fail(rows.FaultSyntax, fmt.Sprintf("the cell of column %s refers to a text that the workbook does not have", columnName(column)), "open the workbook in a spreadsheet and save it again")
		}
		return unescapeText(text)
	case 'b':
		return strconv.FormatBool(isTrue(stored))
	case 'e':
		s.failed = append(s.failed, column)
		return ""
	case 'd':
		return isoDate(stored)
	case 't':
		return unescapeText(stored)
	}
	var st style
	if 0 <= styleID && styleID < len(s.book.styles) {
		st = s.book.styles[styleID]
	}
	return numberText(stored, st, s.book.date1904)
}

// put sets the cell of a column and checks the limits.
func (s *sheetReader) put(column int, value string) {
	opts := s.book.parts.in.Options
	s.size += len(value)
	switch {
	case value == "":
		return
	case column > opts.MaxColumns:
		s.fail(rows.FaultTooBig, fmt.Sprintf("the row has more than %d cells", opts.MaxColumns), "is this a table of contacts?")
		return
	case int64(len(value)) > opts.MaxCell, int64(s.size) > opts.MaxRow:
		s.fail(rows.FaultTooBig, fmt.Sprintf("the cell of column %s, or the row, is too large", columnName(column)), fmt.Sprintf("at most %d bytes a cell and %d a row are read", opts.MaxCell, opts.MaxRow))
		return
	case !utf8.ValidString(value):
		s.fail(rows.FaultEncoding, fmt.Sprintf("the cell of column %s is not UTF-8", columnName(column)), "open the workbook in a spreadsheet and save it again")
	}
	for len(s.cells) < column {
		s.cells = append(s.cells, "")
	}
	s.cells[column-1] = value
}

// fail records the first fault of a row.
func (s *sheetReader) fail(fault rows.Fault, reason, advice string) {
	if s.err == nil {
		s.err = &rows.RowError{Pos: s.pos(), Fault: fault, Reason: reason, Advice: advice}
	}
}

// columnOf returns the column of a reference such as AB12, 0 if it has none.
func columnOf(ref []byte) int {
	n := 0
	for _, b := range ref {
		if b < 'A' || b > 'Z' {
			break
		}
		if n = n*26 + int(b-'A') + 1; n > 1<<20 {
			break
		}
	}
	return n
}

// columnName returns the letters of a column.
func columnName(n int) string {
	var name []byte
	for ; n > 0; n = (n - 1) / 26 {
		name = append(name, byte('A'+(n-1)%26))
	}
	slices.Reverse(name)
	return string(name)
}
