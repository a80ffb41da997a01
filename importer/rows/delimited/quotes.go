package delimited

import (
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// lenient splits a line whose quotes RFC 4180 refuses as most spreadsheets
// would. A quote opens a cell, also behind blanks, if another one closes it: one
// that stands before a delimiter or the end of the line. Any other quote is part
// of its cell, as in 5" pipe or "Acme" Inc. It is not ok if two cells may have
// become one, or a cell may go on in the next line.
func lenient(line string, delimiter rune) (cells []string, ok bool) {
	ok = true
	closes := true // there may be a quote that closes a cell in the rest of the line
	for more := true; more; {
		var cell, rest string
		begins := opensQuote(line, delimiter)
		if begins && closes {
			cell, rest, closes = quotedCell(line, delimiter)
		}
		if begins && closes {
			lone := strings.ReplaceAll(cell, `""`, "")
			ok = ok && !strings.HasSuffix(lone, `"`) && !(strings.Contains(lone, `"`) && strings.ContainsRune(cell, delimiter))
			cell = strings.ReplaceAll(cell, `""`, `"`)
			line, more = strings.CutPrefix(rest, string(delimiter))
		} else {
			cell, line, more = strings.Cut(line, string(delimiter))
			ok = ok && !(begins && strings.Count(cell, `"`)%2 == 1)
		}
		cells = append(cells, cell)
	}
	return cells, ok
}

func opensQuote(line string, delimiter rune) bool {
	return strings.HasPrefix(strings.TrimLeft(line, blanks(delimiter)), `"`)
}

// blanks are what may stand between a delimiter and a quote.
func blanks(delimiter rune) string {
	if delimiter == '\t' || delimiter == ' ' {
		return ""
	}
	return " \t"
}

// quotedCell returns what is between the quotes of the first cell of a line,
// and what follows the cell. It is not ok if no quote closes the cell.
func quotedCell(line string, delimiter rune) (cell, rest string, ok bool) {
	body := strings.TrimLeft(line, blanks(delimiter))[1:]
	for i := 0; i < len(body); i++ {
		if body[i] != '"' {
			continue
		}
		if strings.HasPrefix(body[i+1:], `"`) && !endsCell(body[i+2:], delimiter) {
			i++ // a quote that is written twice
			continue
		}
		if after := strings.TrimLeft(body[i+1:], blanks(delimiter)); endsCell(after, delimiter) {
			return body[:i], after, true
		}
	}
	return "", "", false
}

func endsCell(rest string, delimiter rune) bool {
	return rest == "" || strings.HasPrefix(rest, string(delimiter))
}

// quoteAt reports whether a quote is in a line of raw, counted from 0, at a column, counted from 1.
func quoteAt(raw string, line, column int) bool {
	for ; line > 0; line-- {
		_, raw, _ = strings.Cut(raw, "\n")
	}
	return column <= len(raw) && raw[column-1] == '"'
}

// quotesError is the error of a row whose text is moved lines further down than
// encoding/csv knows.
func quotesError(pos rows.Position, syntax *csv.ParseError, moved int) *rows.RowError {
	e := &rows.RowError{Pos: pos, Fault: rows.FaultQuotes,
		Reason: fmt.Sprintf(`the quotes (") do not pair, at character %d of the line`, syntax.Column),
		Advice: `put the cell between quotes, and write a quote inside it twice ("")`}
	if syntax.Line > syntax.StartLine {
		first, last := moved+syntax.StartLine, moved+syntax.Line
		e.Reason = fmt.Sprintf(`the quotes (") do not pair, so that lines %d to %d were read as one row`, first, last)
		e.Advice = fmt.Sprintf(`look for one too many in line %d, or for one in line %d that is not written twice ("")`, first, last)
	}
	return e
}

// joinedError is the error of a line with a quote that joins it to the lines below.
func joinedError(pos rows.Position) *rows.RowError {
	return &rows.RowError{Pos: pos, Fault: rows.FaultQuotes, Reason: `a quote (") opens a cell in this line and is not closed as it should be`,
		Advice: `look for one too many, or for one inside a cell that is not written twice ("")`}
}

// restError is the error of a row that follows one whose quotes do not pair and
// is not as wide as the header: it may be the end of a cell of several lines.
func restError(pos rows.Position) *rows.RowError {
	return &rows.RowError{Pos: pos, Fault: rows.FaultQuotes, Reason: `this may be the rest of the row before, whose quotes (") do not pair`,
		Advice: "fix that one; if this is a row of its own, it needs as many cells as the header"}
}

// openQuote reports whether raw, which begins in a line, leaves a quoted cell
// open, and returns the line in which that cell begins.
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
