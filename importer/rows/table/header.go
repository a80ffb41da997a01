package table

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/importer/rows"
)

// searched is how many rows the header is searched in.
const searched = 20

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
		if opts.HeaderRow > 0 && row.Pos.Line >= opts.HeaderRow {
			break
		}
	}
	return first, nil
}

// SetHeader sets the header of f to one of its first rows: to the one that
// the options name, or the one that looks like a header. Lines are called by
// the word line, which is "line" or "row".
func SetHeader(f *rows.File, opts rows.Options, first []rows.Row, line string) error {
	var at int
	switch {
	case opts.HeaderRow > 0:
		at = len(first) - 1
		if at < 0 || first[at].Pos.Line != opts.HeaderRow {
			return &rows.Error{Err: rows.ErrOption, Reason: fmt.Sprintf("there is nothing in %s %d, or it is in the middle of a cell", line, opts.HeaderRow),
				Advice: "pass --header-row with the place of the column names"}
		}
	case len(first) == 0:
		return rows.ErrEmpty
	default:
		at = headerIndex(first)
	}
	row := first[at]
	if row.Err != nil {
		return &rows.Error{Pos: rows.Position{Line: row.Pos.Line}, Reason: "the header: " + row.Err.Reason, Advice: row.Err.Advice, Err: rows.ErrSyntax}
	}
	f.HeaderLine = row.Pos.Line
	f.Header = make([]string, len(row.Cells))
	for i, name := range row.Cells {
		f.Header[i] = strings.TrimFunc(name, isPadding)
	}
	if at > 0 && opts.HeaderRow == 0 {
		f.Warn("the column names were found in %s %d, below a title", line, f.HeaderLine)
	}
	warnOfNames(f, first[at+1:])
	return nil
}

// Rank returns how much the first rows of a table look like contacts: 3 for a
// header with names of a contact, 2 for a header, 1 for any rows, 0 for none.
func Rank(first []rows.Row) int {
	if len(first) == 0 {
		return 0
	}
	header := first[headerIndex(first)].Cells
	switch {
	case filled(header) < 2 || !areNames(header):
		return 1
	case !nameContact(header):
		return 2
	}
	return 3
}

// isPadding reports whether r is white space or as invisible: a byte order mark
// within a file that was joined from two, a zero-width space.
func isPadding(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

// headerIndex returns 0, unless the first rows are titles: rows with few
// cells, and below them one with column names that is about as wide as the rest.
func headerIndex(first []rows.Row) int {
	width := 0
	for _, r := range first {
		width = max(width, filled(r.Cells))
	}
	for i, r := range first {
		n := filled(r.Cells)
		if n*3 <= width || n == 1 && width == 2 {
			continue // a title
		}
		if i == 0 || n*10 >= width*6 && areNames(r.Cells) && nameContact(r.Cells) {
			return i
		}
		break
	}
	return 0
}

// filled returns the number of cells that are not blank.
func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimFunc(c, isPadding) != "" {
			n++
		}
	}
	return n
}

// areNames reports whether cells look like column names: short, distinct, and
// none a number, a date, a web address or an email address.
func areNames(cells []string) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		c = strings.ToLower(strings.TrimFunc(c, isPadding))
		if c == "" {
			continue
		}
		letters := 0
		digits := 0
		for _, r := range c {
			switch {
			case unicode.IsLetter(r):
				letters++
			case unicode.IsDigit(r):
				digits++
			}
		}
		if letters == 0 && c != "#" || digits > 4 || len(c) > 80 || strings.Contains(c, "@") || strings.Contains(c, "://") || seen[c] {
			return false
		}
		seen[c] = true
	}
	return true
}

// contactWords are the beginnings of words in the column names of contacts, in
// English, Spanish, Portuguese, French, German, Italian and Dutch. They only
// distinguish a header from other rows; package mapping decides what a column means.
var contactWords = []string{
	"name", "nom", "nome", "vorname", "nachname", "voornaam", "achternaam", "naam", "prénom", "prenom", "first", "last", "surname", "apellido", "cognome", "sobrenome", "contact", "kontakt",
	"phone", "tel", "fon", "mobil", "móvil", "movil", "cell", "celular", "cellulare", "handy", "fijo", "gsm",
	"mail", "email", "e-mail", "correo", "courriel",
	"company", "firma", "organi", "empresa", "société", "societe", "azienda", "bedrijf", "account", "unternehmen", "entreprise",
}

// nameContact reports whether a word of the cells begins with one of contactWords.
func nameContact(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		for _, word := range strings.FieldsFunc(strings.ToLower(c), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if slices.ContainsFunc(contactWords, func(w string) bool { return strings.HasPrefix(word, w) }) {
				return true
			}
		}
		return false
	})
}

// warnOfNames warns of what a mapping cannot address: columns without a name
// that are not blank in the rows below, and names that occur twice.
func warnOfNames(f *rows.File, below []rows.Row) {
	nameless := 0
	where := map[string][]int{}
	var double []string
	for i, name := range f.Header {
		if name == "" {
			if slices.ContainsFunc(below, func(r rows.Row) bool { return i < len(r.Cells) && strings.TrimSpace(r.Cells[i]) != "" }) {
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
	for _, name := range double {
		f.Warn("the header has %q %d times, in columns %s", name, len(where[name]), list(where[name]))
	}
}

// list returns "1, 3 and 5".
func list(numbers []int) string {
	s := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(numbers)), ", "), "[]")
	if i := strings.LastIndex(s, ", "); i >= 0 {
		s = s[:i] + " and " + s[i+2:]
	}
	return s
}
