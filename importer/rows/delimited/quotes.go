package delimited

import (
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// quoteAt reports whether a quote is in a line of raw, counted from 0, at a column, counted from 1.
func quoteAt(raw string, line, column int) bool {
	for ; line > 0; line-- {
		_, raw, _ = strings.Cut(raw, "\n")
	}
	return column <= len(raw) && raw[column-1] == '"'
}

func quotesError(pos rows.Position, syntax *csv.ParseError) *rows.RowError {
	e := &rows.RowError{Pos: pos, Fault: rows.FaultQuotes,
		Reason: fmt.Sprintf(`the quotes (") do not pair, at character %d of the line`, syntax.Column),
		Advice: `put the cell between quotes, and write a quote inside it twice ("")`}
	if syntax.Line > syntax.StartLine {
		e.Reason = fmt.Sprintf(`the quotes (") do not pair, so that lines %d to %d were read as one row`, syntax.StartLine, syntax.Line)
		e.Advice = fmt.Sprintf(`look for one too many in line %d, or for one in line %d that is not written twice ("")`, syntax.StartLine, syntax.Line)
	}
	return e
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
