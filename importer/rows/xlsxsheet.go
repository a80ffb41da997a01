package rows

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sheetReader reads the rows of one sheet.
type sheetReader struct {
	file  *File
	book  *workbook
	sheet string
	xml   *xmlScanner
	io.Closer

	row    int // the number of the row that was read last
	hidden bool
	cells  []string
	failed []int // columns, from 1, whose formula failed
	err    *RowError
	size   int
}

func (f *File) openSheet(s sheet) (*sheetReader, error) {
	r, err := f.book.part(s.part)
	if err != nil {
		return nil, err
	}
	return &sheetReader{file: f, book: f.book, sheet: s.name, xml: newXMLScanner(r, f.opts.MaxRow), Closer: r}, nil
}

// startSheet begins the sheet that was chosen.
func (f *File) startSheet() (reader, error) {
	i := slices.IndexFunc(f.book.sheets, func(s sheet) bool { return s.name == f.Sheet })
	return f.openSheet(f.book.sheets[i])
}

func (s *sheetReader) pos() Position {
	return Position{File: s.file.Name, Sheet: s.sheet, Line: s.row, Index: -1}
}

// next reads a row that is not blank. The error is io.EOF, or ends the reading.
func (s *sheetReader) next(row *Row) error {
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
			if !isBlank(s.cells) || len(s.failed) > 0 {
				s.cells = fit(s.cells, len(s.file.Header))
				row.Pos, row.Cells, row.Hidden, row.Failed = s.pos(), s.cells, s.hidden, s.failed
				return nil
			}
		case s.xml.kind == xmlEnd && string(s.xml.name) == "sheetData":
			return s.drain()
		}
	}
}

// raw is what could be read of a row that has a fault: its place, if nothing.
func (s *sheetReader) raw() string {
	if isBlank(s.cells) {
		return fmt.Sprintf("(row %d)", s.row)
	}
	return strings.Join(s.cells, "\t")
}

// drain reads to the end of the part, where its check sum is compared.
func (s *sheetReader) drain() error {
	if _, err := io.Copy(io.Discard, s.xml.r); err != nil {
		return s.broken(err)
	}
	return io.EOF
}

func (s *sheetReader) broken(err error) error {
	e := workbookError(err)
	return &ReadError{Pos: s.pos(), Reason: e.Reason, Advice: e.Advice, Err: e.Err}
}

// readRow reads from <row> to </row>.
func (s *sheetReader) readRow() error {
	s.row++
	s.hidden, s.cells, s.failed, s.err, s.size = false, s.cells[:0], s.failed[:0], nil, 0
	for name, value := range s.xml.attrs() {
		switch string(name) {
		case "r":
			if n, err := strconv.Atoi(string(value)); err == nil && n > s.row {
				s.row = n
			}
		case "hidden":
			s.hidden = string(value) == "1" || string(value) == "true"
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

// readCell reads from <c> to </c>; column is where it stands if it does not say. It gives the column where it stood.
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
	inValue := false
	for {
		if err := s.xml.next(); err != nil {
			return 0, unexpected(err)
		}
		switch x := s.xml; {
		case x.kind == xmlText && inValue:
			stored = append(stored, x.text...)
		case x.kind == xmlText:
		case string(x.name) == "v":
			inValue = x.kind == xmlStart
		case x.kind == xmlStart && string(x.name) == "is":
			var err error
			if stored, err = richText(x, "is", stored); err != nil {
				return 0, err
			}
		case x.kind == xmlEnd && string(x.name) == "c":
			if len(stored) > 0 {
				s.put(column, s.value(kind, styleID, string(stored), column))
			}
			return column, nil
		}
	}
}

// The types of a cell, by their first letter where that is enough (ECMA-376-1, 18.18.11).
func cellKind(t []byte) byte {
	switch string(t) {
	case "s", "b", "e", "d", "n":
		return t[0]
	}
	return 't' // str, inlineStr
}

// value is what a cell holds, as a person sees it but for the numbers that a format would hide.
func (s *sheetReader) value(kind byte, styleID int, stored string, column int) string {
	switch kind {
	case 's':
		i, err := strconv.Atoi(strings.TrimSpace(stored))
		text, ok := s.book.strings.at(i)
		if err != nil || !ok {
			s.fail(FaultSyntax, fmt.Sprintf("the cell of column %s refers to a text that the workbook does not hold", columnName(column)), "open the workbook in a spreadsheet and save it again")
		}
		return unescapeText(text)
	case 'b':
		return strconv.FormatBool(stored == "1" || stored == "true")
	case 'e':
		s.failed = append(s.failed, column)
		return ""
	case 'd':
		return isoDate(stored)
	case 't':
		return unescapeText(stored)
	}
	return s.book.number(stored, styleID)
}

// put sets the cell of a column and looks at what may not pass.
func (s *sheetReader) put(column int, value string) {
	opts := s.file.opts
	s.size += len(value)
	switch {
	case value == "":
		return
	case column > opts.MaxColumns:
		s.fail(FaultTooBig, fmt.Sprintf("the row has more than %d cells", opts.MaxColumns), "is this a table of contacts?")
		return
	case int64(len(value)) > opts.MaxCell, int64(s.size) > opts.MaxRow:
		s.fail(FaultTooBig, fmt.Sprintf("the cell of column %s, or the row, is too large", columnName(column)), fmt.Sprintf("at most %d bytes a cell and %d a row are read", opts.MaxCell, opts.MaxRow))
		return
	case !utf8.ValidString(value):
		s.fail(FaultEncoding, fmt.Sprintf("the cell of column %s is not UTF-8", columnName(column)), "open the workbook in a spreadsheet and save it again")
	}
	for len(s.cells) < column {
		s.cells = append(s.cells, "")
	}
	s.cells[column-1] = value
}

// fail keeps the first fault of a row.
func (s *sheetReader) fail(fault Fault, reason, advice string) {
	if s.err == nil {
		s.err = &RowError{Pos: s.pos(), Fault: fault, Reason: reason, Advice: advice}
	}
}

// columnOf reads the letters of a reference such as AB12.
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

func columnName(n int) string {
	var name []byte
	for ; n > 0; n = (n - 1) / 26 {
		name = append(name, byte('A'+(n-1)%26))
	}
	slices.Reverse(name)
	return string(name)
}
