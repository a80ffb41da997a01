package delimited

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// dialect is how a text is divided into rows and cells. The zero value of all
// but the delimiter is RFC 4180.
type dialect struct {
	delimiter rune
	inner     rune // of the cells in a line that is between quotes
	deviations
}

// deviations are what a text may have in place of what RFC 4180 says.
type deviations struct {
	anyEnd      bool // CR alone ends a row, too
	apostrophes bool // ' quotes a cell
	typographic bool // “ and ” quote a cell
	single      bool // ‘ and ’ quote a cell
	spaced      bool // blanks may stand between a delimiter and a quote
	wrapped     bool // whole lines are between quotes: "Ann,""Li, Jr."",1"
	escaped     bool // a backslash makes a quote or a delimiter part of a cell
}

// typographicQuotes are those that people and word processors put in place of ",
// singleQuotes those in place of '.
const (
	typographicQuotes = "“”„‟«»"
	singleQuotes      = "‘’‚‛"
	foreignQuotes     = typographicQuotes + singleQuotes
)

// findDialect returns the dialect of a text that begins with start. A text of
// which all rows are as wide as the header keeps to RFC 4180, and is read so. In any
// other the deviations are tried that there are signs of: those are chosen with
// which most of the first rows are as wide as the header, and more of them than
// without. A delimiter of 0 is to be found, too.
func findDialect(start []byte, delimiter rune, score func([]string) float64) dialect {
	cut := len(start) >= rows.HeadSize // and with it, perhaps, the last row
	if end := bytes.LastIndexByte(start, '\n') + 1; cut && end > 0 {
		start = start[:end]
	}
	outer, _ := sniff(bytes.ReplaceAll(start, []byte("\r"), []byte("\n")), delimiter, cut)
	best := dialect{delimiter: outer, inner: outer}
	plain := try(start, outer, cut)
	share, right := plain.share(), plain.right()
	switch {
	case !plain.isPlausible():
		share, right = 0, 0
	case share == 1:
		return best
	}
	for _, dev := range possible(start) {
		inner, tried := sniff(dev.remove(start, delimiter), delimiter, cut)
		sure := !dev.wrapped && !plain.isColumn() || tried.isHeaderWide(score)
		// Quotes that are none join rows: the share of the others grows, not their number.
		if s := tried.share(); s > max(share, 0.5) && tried.right() >= right && sure && tried.isPlausible() {
			best, share, right = dialect{inner, inner, dev}, s, tried.right()
			if dev.wrapped {
				best.delimiter = outer
			}
		}
	}
	return best
}

// sniff returns the delimiter of a text, and the first rows as it divides them. Where it is
// not known it is the candidate by which most of the first rows are equally wide, else the
// most frequent one of the first row, else the comma, as for a file of one column.
func sniff(start []byte, known rune, cut bool) (rune, attempt) {
	if known != 0 {
		return known, try(start, known, cut)
	}
	best, read := ',', attempt{}
	first, most := ',', 0
	line, _, _ := bytes.Cut(bytes.TrimLeft(start, "\n"), []byte("\n"))
	for _, d := range delimiters {
		if bytes.IndexByte(start, byte(d)) < 0 {
			continue
		}
		a := try(start, d, cut)
		if s, other := a.share(), read.share(); s > other || s == other && a.width > read.width {
			best, read = d, a
		}
		if n := bytes.Count(line, []byte{byte(d)}); n > most {
			first, most = d, n
		}
	}
	if read.share() == 0 {
		return first, try(start, first, cut)
	}
	return best, read
}

// possible returns the combinations of the deviations that a text has signs of,
// those with fewer first.
func possible(start []byte) []deviations {
	var signs []func(*deviations)
	sign := func(there bool, set func(*deviations)) {
		if there {
			signs = append(signs, set)
		}
	}
	sign(hasLoneCR(start), func(d *deviations) { d.anyEnd = true })
	sign(beginsCell(start, "'"), func(d *deviations) { d.apostrophes = true })
	sign(beginsCell(start, typographicQuotes), func(d *deviations) { d.typographic = true })
	sign(beginsCell(start, singleQuotes), func(d *deviations) { d.single = true })
	sign(hasSpacedQuote(start), func(d *deviations) { d.spaced = true })
	sign(beginsCell(start, `"`), func(d *deviations) { d.wrapped = true })
	sign(hasEscapes(start), func(d *deviations) { d.escaped = true })
	byCount := make([][]deviations, len(signs)+1)
	for set := range 1 << len(signs) {
		var d deviations
		n := 0
		for i, s := range signs {
			if set>>i&1 == 1 {
				s(&d)
				n++
			}
		}
		if n > 0 && !(d.apostrophes && (d.typographic || d.single)) {
			byCount[n] = append(byCount[n], d)
		}
	}
	var all []deviations
	for _, some := range byCount {
		all = append(all, some...)
	}
	return all
}

// hasLoneCR reports whether a CR in b does not belong to a CRLF.
func hasLoneCR(b []byte) bool {
	for i, c := range b {
		if c == '\r' && i+1 < len(b) && b[i+1] != '\n' {
			return true
		}
	}
	return false
}

// beginsCell reports whether one of the quotes begins a line, as it does in a
// file that has them around its cells.
func beginsCell(b []byte, quotes string) bool {
	for line := range bytes.FieldsFuncSeq(b, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if first, _ := utf8.DecodeRune(bytes.TrimLeft(line, " \t\ufeff")); strings.ContainsRune(quotes, first) {
			return true
		}
	}
	return false
}

// hasSpacedQuote reports whether a blank stands before a quote of any kind.
func hasSpacedQuote(b []byte) bool {
	for _, q := range "\"'" + foreignQuotes {
		if bytes.Contains(b, []byte(" "+string(q))) {
			return true
		}
	}
	return false
}

// remove returns a text with the deviations as RFC 4180 has it.
func (d deviations) remove(start []byte, delimiter rune) []byte {
	start, _ = io.ReadAll(dialect{delimiter: delimiter, deviations: d}.standard(bytes.NewReader(start)))
	if d.spaced {
		start = withoutSpaces(start, delimiter)
	}
	if d.wrapped {
		var out []byte
		for line := range bytes.Lines(start) {
			out = append(out, unwrapped(string(line), delimiter)...)
		}
		start = out
	}
	return start
}

// withoutSpaces removes blanks between a delimiter and a quote.
func withoutSpaces(b []byte, delimiter rune) []byte {
	var out []byte
	for {
		i := bytes.Index(b, []byte(` "`))
		if i < 0 {
			return append(out, b...)
		}
		before := bytes.TrimRight(b[:i], " ")
		if n := len(before); n > 0 && strings.IndexByte(among(delimiter), before[n-1]) >= 0 {
			out = append(out, before...)
		} else {
			out = append(out, b[:i+1]...)
		}
		out = append(out, '"')
		b = b[i+2:]
	}
}

// unwrapped returns what is between the quotes of a line that is one cell with
// a delimiter in it, and any other line as it is.
func unwrapped(line string, delimiter rune) string {
	body := strings.TrimRight(line, "\r\n")
	end := line[len(body):]
	body = strings.TrimRight(body, among(delimiter)+" ")
	if len(body) < 2 || body[0] != '"' || body[len(body)-1] != '"' {
		return line
	}
	body = body[1 : len(body)-1]
	if strings.Count(strings.ReplaceAll(body, `""`, ""), `"`) > 0 || !strings.ContainsAny(body, among(delimiter)) {
		return line
	}
	return strings.ReplaceAll(body, `""`, `"`) + end
}

// attempt is the first rows as a dialect reads them.
type attempt struct {
	rows  [][]string // nil for one that it refuses
	width int        // of most rows; 0 if that is less than two cells
}

// try reads the first rows of a text by RFC 4180. The last row may be cut off.
func try(start []byte, delimiter rune, cut bool) attempt {
	var a attempt
	r := csv.NewReader(bytes.NewReader(start))
	r.Comma, r.FieldsPerRecord = delimiter, -1
	counts := map[int]int{}
	for len(a.rows) < sniffedRows {
		from := r.InputOffset()
		cells, err := r.Read()
		syntax, _ := errors.AsType[*csv.ParseError](err)
		switch {
		case err == nil && table.IsBlank(cells):
			continue
		case err == nil:
			a.rows = append(a.rows, cells)
		case syntax != nil && syntax.Line == syntax.StartLine:
			// Its width counts, but it is less than a row that is right, unless its quotes are
			// those of ="0049…" alone.
			line := strings.Trim(string(start[from:r.InputOffset()]), "\r\n")
			right := withQuotedFormulas(line, delimiter)
			if cells, _ = lenient(line, delimiter); right == nil || len(right) != len(cells) {
				right = nil
			}
			a.rows = append(a.rows, right)
		case syntax != nil && !(cut && r.InputOffset() == int64(len(start))):
			a.rows = append(a.rows, nil)
			continue
		default:
			return a.withWidth(counts)
		}
		counts[len(cells)]++
	}
	return a.withWidth(counts)
}

// formula matches a text as a formula, which programs write without quotes around it.
var formula = regexp.MustCompile(`="(?:[^"]|"")*"`)

// withQuotedFormulas returns the cells of a line as if its formulas (="0049…") were between
// quotes, nil if its quotes do not pair then, either.
func withQuotedFormulas(line string, delimiter rune) []string {
	quoted := formula.ReplaceAllStringFunc(line, func(f string) string { return `"` + strings.ReplaceAll(f, `"`, `""`) + `"` })
	if quoted == line || strings.Contains(line, "\r") { // which may end rows
		return nil
	}
	r := csv.NewReader(strings.NewReader(quoted))
	r.Comma = delimiter
	cells, err := r.Read()
	if err != nil {
		return nil
	}
	return cells
}

// withWidth sets the width to the most frequent count of cells.
func (a attempt) withWidth(counts map[int]int) attempt {
	for n, times := range counts {
		if n > 1 && 2*times > len(a.rows) {
			a.width = n
		}
	}
	return a
}

// share returns the fraction of the rows that are as wide as most, 0 if most
// have less than two cells.
func (a attempt) share() float64 { return float64(a.right()) / float64(max(len(a.rows), 1)) }

// right returns how many rows are as wide as most.
func (a attempt) right() int {
	n := 0
	for _, cells := range a.rows {
		if len(cells) == a.width && a.width > 0 {
			n++
		}
	}
	return n
}

// isColumn reports whether the rows are one column.
func (a attempt) isColumn() bool {
	return !slices.ContainsFunc(a.rows, func(cells []string) bool { return len(cells) != 1 })
}

// isHeaderWide reports whether the first row is as wide as most, and plainly
// column names: a name alone may have a comma in it.
func (a attempt) isHeaderWide(score func([]string) float64) bool {
	return a.width > 1 && len(a.rows) > 0 && len(a.rows[0]) == a.width && (a.width > 2 || score(a.rows[0]) >= 2)
}

// isPlausible reports whether the rows may be what is meant: the names of
// columns have no line ends, not only the first column has values, and neither the names
// nor nearly all cells are between quotes that are not those of RFC 4180.
func (a attempt) isPlausible() bool {
	var beside, quoted, filled int
	for i, cells := range a.rows {
		for j, c := range cells {
			if c = strings.TrimSpace(strings.TrimPrefix(c, "\ufeff")); c == "" {
				continue
			}
			filled++
			if isQuoted(c) {
				quoted++
			}
			if j > 0 {
				beside++
			}
			if i == 0 && strings.Contains(c, "\r") {
				return false
			}
		}
		if i == 0 && len(cells) > 1 {
			if quoted == filled && filled > 0 {
				return false
			}
			quoted, filled = 0, 0
		}
	}
	return a.width < 2 || beside > 0 && !(filled >= 4 && quoted*10 >= filled*9)
}

// isQuoted reports whether a cell is between apostrophes or typographic quotes.
func isQuoted(cell string) bool {
	if len(cell) > 2 && cell[0] == '\'' && cell[len(cell)-1] == '\'' {
		return true
	}
	first, _ := utf8.DecodeRuneInString(cell)
	last, _ := utf8.DecodeLastRuneInString(cell)
	return strings.ContainsRune(foreignQuotes, first) && strings.ContainsRune(foreignQuotes, last)
}

// replaced returns the quotes that are read as ".
func (d deviations) replaced() (quotes string) {
	if d.typographic {
		quotes += typographicQuotes
	}
	if d.single {
		quotes += singleQuotes
	}
	return quotes
}

// swapQuotes replaces each ' by " and each " by ', in place.
func swapQuotes(b []byte) []byte {
	for i, c := range b {
		switch c {
		case '"':
			b[i] = '\''
		case '\'':
			b[i] = '"'
		}
	}
	return b
}

// swapped reads r with each ' as " and each " as '.
type swapped struct{ r io.Reader }

func (s swapped) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	swapQuotes(p[:n])
	return n, err
}
