package table

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// searched is how many rows the header is searched in.
const searched = 50

// First returns the rows of r among which the header is, copied. Rows up to
// the line skip are left out.
func First(r rows.Reader, opts rows.Options, skip int) ([]rows.Row, error) {
	var first []rows.Row
	for len(first) < searched || opts.HeaderRow > 0 {
		var row rows.Row
		if err := r.Next(&row); err != nil {
			if err == io.EOF || len(first) > 0 && opts.HeaderRow == 0 {
				break // an error further down is reported when Rows reaches it
			}
			return nil, err
		}
		if row.Pos.Line <= skip {
			continue
		}
		row.Cells = slices.Clone(row.Cells)
		first = append(first, row)
		if opts.HeaderRow > 0 && row.Pos.Line >= opts.HeaderRow+explained {
			break
		}
	}
	return first, nil
}

// SetHeader sets the header of f to one or two of its first rows: to the one
// that the options name, or what looks like a header. Lines are called by the word
// line, which is "line" or "row".
func SetHeader(f *rows.File, opts rows.Options, first []rows.Row, line string) error {
	h, err := newSheet(first, opts).header(opts, line)
	if err != nil {
		return err
	}
	f.HeaderLine, f.Above = h.line, h.line
	f.Header = make([]string, len(h.names))
	for i, name := range h.names {
		f.Header[i] = strings.TrimFunc(name, isPadding)
	}
	if opts.NoHeader {
		return nil
	}
	switch {
	case h.joined:
		f.Warn("the column names are in two %ss and were joined: %d and %d", line, first[h.at-1].Pos.Line, h.line)
	case h.at > 0 && opts.HeaderRow == 0:
		f.Warn("the column names were found in %s %d, below a title", line, h.line)
	}
	below := first[h.at+1:]
	for len(below) > 0 && h.explains(below) {
		f.Above = below[0].Pos.Line
		f.Warn("%s %d explains the columns and was left out", line, f.Above)
		below = below[1:]
	}
	warnOfNames(f, below)
	return nil
}

// Rank returns how much the first rows of a table look like contacts: 3 for a
// header with names of a contact, 2 for a header, 1 for any rows, 0 for none.
func Rank(first []rows.Row, opts rows.Options) int {
	if len(first) == 0 {
		return 0
	}
	s := newSheet(first, rows.Options{Score: opts.Score})
	at := s.find()
	header := s.first[at].Cells
	switch {
	case filled(header) < 2 || !areNames(header):
		return 1
	case s.score(at) < 1:
		return 2
	}
	return 3
}

// sheet is the first rows of a table.
type sheet struct {
	first  []rows.Row // with as many cells as are looked at
	all    []rows.Row
	width  int // filled cells of the widest
	scorer func([]string) float64
	scores map[int]float64 // of rows, as far as they are known
}

// header is what SetHeader finds.
type header struct {
	names  []string
	at     int // index of the row, or of the second of two
	line   int
	joined bool
	*sheet
}

func newSheet(first []rows.Row, opts rows.Options) *sheet {
	const most = 250 // no header of contacts has more
	s := &sheet{first: slices.Clone(first), all: first, scores: map[int]float64{}, scorer: opts.Score}
	for i, r := range first {
		s.first[i].Cells = r.Cells[:min(len(r.Cells), most)]
		s.width = max(s.width, filled(s.first[i].Cells))
	}
	return s
}

// header returns the header that the options name, or that looks like one.
func (s *sheet) header(opts rows.Options, line string) (header, error) {
	h := header{sheet: s}
	switch {
	case opts.NoHeader && opts.HeaderRow > 0:
		return h, &rows.Error{Err: rows.ErrOption, Reason: "a file without a header has no line of it", Advice: "pass --header-row or --no-header"}
	case opts.HeaderRow > 0:
		h.at = slices.IndexFunc(s.first, func(r rows.Row) bool { return r.Pos.Line == opts.HeaderRow })
		if h.at < 0 {
			return h, &rows.Error{Err: rows.ErrOption, Reason: fmt.Sprintf("there is nothing in %s %d, or it is in the middle of a cell", line, opts.HeaderRow),
				Advice: "pass --header-row with the place of the column names"}
		}
	case len(s.first) == 0:
		return h, rows.ErrEmpty
	case opts.NoHeader:
		for _, r := range s.all {
			for len(h.names) < len(r.Cells) {
				h.names = append(h.names, fmt.Sprintf("column %d", len(h.names)+1))
			}
		}
		return h, nil
	default:
		h.at = s.find()
		if names := s.joined(h.at, h.at+1); names != nil {
			h.at, h.names, h.joined = h.at+1, names, true
		} else if names := s.joined(h.at-1, h.at); names != nil {
			h.names, h.joined = names, true
		}
	}
	row := s.all[h.at]
	switch {
	case row.Err != nil:
		return h, &rows.Error{Pos: rows.Position{Line: row.Pos.Line}, Reason: "the header: " + row.Err.Reason, Advice: row.Err.Advice, Err: rows.ErrSyntax}
	case opts.HeaderRow == 0 && !h.joined:
		if why := s.isData(h.at); why != "" {
			return h, &rows.Error{Pos: rows.Position{Line: row.Pos.Line}, Err: rows.ErrSyntax,
				Reason: fmt.Sprintf("the file has no column names: its first %s has %s", line, why),
				Advice: fmt.Sprintf("add a header row, or pass --no-header to call the columns column 1, column 2 …; if this %s is the header, pass --header-row %d", line, row.Pos.Line)}
		}
	}
	if h.names == nil {
		h.names = row.Cells
	}
	h.line = row.Pos.Line
	return h, nil
}

// score returns how many cells of a row are names of columns, as far as the row
// may be a header at all.
func (s *sheet) score(i int) float64 {
	score, ok := s.scores[i]
	if !ok {
		if areNames(s.first[i].Cells) {
			score = s.scorer(s.first[i].Cells)
		}
		s.scores[i] = score
	}
	return score
}

// isTitle reports whether a row has so few cells that it is above a table
// rather than part of it.
func (s *sheet) isTitle(i int) bool {
	n := filled(s.first[i].Cells)
	return s.first[i].Err == nil && (n*3 <= s.width || n == 1 && s.width == 2)
}

// find returns the index of the header: of the first row that is no title,
// unless one further down has plainly more names of columns and there is no
// contact above it. It returns 0 if all rows are titles.
func (s *sheet) find() int {
	at := 0
	for at < len(s.first) && s.isTitle(at) {
		at++
	}
	if at == len(s.first) || at > 0 && s.first[at].Err != nil {
		return 0
	}
	if at > 0 && (s.score(at) < 1 || !s.isWide(at)) {
		at = 0
	}
	best := at
	for i := at + 1; i < len(s.first) && !s.isContact(i-1); i++ {
		if s.isWide(i) && s.score(i) > 0 && s.score(i) > s.score(best) && !s.repeats(i) { // most rows need no vocabulary
			best = i
		}
	}
	if best == at || !s.isWide(at) { // below a title
		return best
	}
	if known := s.score(best); known >= s.score(at)+2 && known*2 >= float64(filled(s.first[best].Cells)) {
		return best
	}
	return at
}

// isWide reports whether a row is about as wide as the table.
func (s *sheet) isWide(i int) bool { return filled(s.first[i].Cells)*10 >= s.width*6 }

// repeats reports whether another row has a cell of a row in the same column, as
// rows of values do and headers do not.
func (s *sheet) repeats(at int) bool {
	cells := s.first[at].Cells
	for _, other := range s.first {
		for i, c := range cells {
			if strings.TrimFunc(c, isPadding) != "" && c == cell(other.Cells, i) && !slices.Equal(other.Cells, cells) {
				return true
			}
		}
	}
	return false
}

// isContact reports whether a row is about as wide as the table and has a
// value of a contact, or has several.
func (s *sheet) isContact(i int) bool {
	n := 0
	for _, c := range s.first[i].Cells {
		if k := kindOf(c); k == address || k == number {
			n++
		}
	}
	return n > 1 || n == 1 && filled(s.first[i].Cells)*10 >= s.width*8
}

// isData returns what a row has that a header has not, "" if it may be a header.
func (s *sheet) isData(i int) string {
	cells := s.first[i].Cells
	var found kind
	certain := 0
	for _, c := range cells {
		k := kindOf(c)
		if k == address || k == number {
			certain++
		}
		found = max(found, k)
	}
	switch {
	case found > other && s.scorer(cells) == 0, certain > 0 && float64(certain) >= s.scorer(cells):
		return found.String()
	case s.blankOver(i) && s.scorer(cells) == 0:
		return "nothing over the numbers or addresses below it"
	}
	return ""
}

// blankOver reports whether a column has a blank in a row, and in nearly all
// rows below, of which there are some, a value of a contact.
func (s *sheet) blankOver(at int) bool {
	below := s.first[at+1:]
	for i := range s.width {
		n := 0
		for _, r := range below {
			if k := kindOf(cell(r.Cells, i)); k == address || k == number {
				n++
			}
		}
		if n >= 3 && n*10 >= len(below)*8 && strings.TrimFunc(cell(s.first[at].Cells, i), isPadding) == "" {
			return true
		}
	}
	return false
}

// joined returns the names of columns in two rows: a group above and the names
// of its columns below, as "Phone" over "Home" and "Work". It returns nil if
// that does not make more of them known.
func (s *sheet) joined(above, at int) []string {
	if above < 0 || at >= len(s.first)-1 || s.first[at].Pos.Line != s.first[above].Pos.Line+1 {
		return nil
	}
	groups, names := s.all[above].Cells, s.all[at].Cells
	if len(names) > len(s.first[at].Cells) || filled(groups) < 2 || hasData(groups) || hasData(names) {
		return nil
	}
	group, merged := "", false
	list := make([]string, max(len(groups), len(names)))
	for i := range list {
		g, name := strings.TrimFunc(cell(groups, i), isPadding), strings.TrimFunc(cell(names, i), isPadding)
		switch {
		case g != "":
			group = g
		case name != "":
			merged = merged || group != ""
			g = group
		}
		list[i] = strings.TrimSpace(g + " " + name)
		if s.scorer([]string{list[i]}) < s.scorer([]string{name}) {
			list[i] = name
		}
	}
	known := s.scorer(list)
	clearer := known > s.scorer(names) || known == s.scorer(names) && !areNames(names)
	if !merged || !areNames(list) || !clearer || known <= s.scorer(groups) {
		return nil
	}
	return list
}

// explained is how many rows below a header may explain it.
const explained = 2

// explains reports whether the first of the rows below a header is not a row
// of its own: it says what the columns take, or is the header once more in another language.
func (h *header) explains(below []rows.Row) bool {
	cells := below[0].Cells
	if len(below) < 2 || below[0].Err != nil || below[0].Pos.Line > h.line+explained {
		return false
	}
	n := filled(cells)
	if hasData(cells) {
		return false
	}
	if helps := count(cells, isHelp); helps >= 2 && helps*10 >= n*6 {
		return true
	}
	known := h.scorer(cells)
	return areNames(cells) && known >= 2 && known*10 >= float64(n)*6 && hasData(below[1].Cells)
}

// warnOfNames warns of what a mapping cannot address: columns without a name
// that are not blank in the rows below, and names that occur twice.
func warnOfNames(f *rows.File, below []rows.Row) {
	nameless := 0
	where := map[string][]int{}
	var double []string
	for i, name := range f.Header {
		if name == "" {
			if slices.ContainsFunc(below, func(r rows.Row) bool { return strings.TrimSpace(cell(r.Cells, i)) != "" }) {
				nameless++
			}
			continue
		}
		where[name] = append(where[name], i+1)
		if len(where[name]) == 2 {
			double = append(double, name)
		}
	}
	switch {
	case nameless == 1:
		f.Warn("1 column has no name in the header")
	case nameless > 1:
		f.Warn("%d columns have no name in the header", nameless)
	}
	for i, name := range double {
		if i == doublesNamed {
			f.Warn("the header has %d more names more than once", len(double)-i)
			break
		}
		f.Warn("the header has %q %d times, in columns %s", short(name), len(where[name]), list(where[name]))
	}
}

const (
	doublesNamed = 10 // of the names that a header has more than once
	columnsNamed = 10 // of one such name
	nameShown    = 80 // bytes of a name
)

// short returns the beginning of a name.
func short(name string) string {
	if len(name) > nameShown {
		return strings.ToValidUTF8(name[:nameShown], "") + "…"
	}
	return name
}

// list returns "1, 3 and 5", or the first columns and how many more there are. There are
// two at least.
func list(numbers []int) string {
	var words []string
	for _, n := range numbers[:min(len(numbers), columnsNamed)] {
		words = append(words, strconv.Itoa(n))
	}
	if more := len(numbers) - columnsNamed; more > 0 {
		words = append(words, fmt.Sprintf("%d more", more))
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
