package rows

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// searched is how many rows are looked at for a header below titles.
const searched = 20

// findHeader reads the first rows of a table and takes one as the header.
// The rows up to skip (a "sep=;" line) are none.
func (f *File) findHeader(skip int) error {
	t, err := f.openTable(0)
	if err != nil {
		return f.openFailed(err)
	}
	defer t.Close()
	var first []Row
	for len(first) < searched || f.opts.HeaderRow > 0 {
		var row Row
		if err := t.next(&row); err != nil {
			if err == io.EOF || len(first) > 0 && f.opts.HeaderRow == 0 {
				break // what is wrong further down is said when it is reached
			}
			return f.openFailed(err)
		}
		if row.Pos.Line <= skip {
			continue
		}
		row.Cells = slices.Clone(row.Cells)
		first = append(first, row)
		if f.opts.HeaderRow > 0 && row.Pos.Line >= f.opts.HeaderRow {
			break
		}
	}
	return f.takeHeader(first)
}

// takeHeader chooses among the first rows and describes the choice.
func (f *File) takeHeader(first []Row) error {
	var at int
	switch {
	case f.opts.HeaderRow > 0:
		at = len(first) - 1
		if at < 0 || first[at].Pos.Line != f.opts.HeaderRow {
			return &OpenError{File: f.Name, Err: ErrOption, Reason: fmt.Sprintf("there is nothing in %s %d, or it is in the middle of a cell", lineOrRow(f.Format), f.opts.HeaderRow),
				Advice: "give --header-row the place of the column names"}
		}
	case len(first) == 0:
		return &OpenError{File: f.Name, Err: ErrEmpty}
	default:
		at = headerAmong(first)
	}
	row := first[at]
	if row.Err != nil {
		return &OpenError{File: f.Name, Line: row.Pos.Line, Reason: "the header: " + row.Err.Reason, Advice: row.Err.Advice, Err: ErrSyntax}
	}
	f.HeaderLine = row.Pos.Line
	f.Header = make([]string, len(row.Cells))
	for i, name := range row.Cells {
		f.Header[i] = strings.TrimFunc(name, isPadding)
	}
	if at > 0 && f.opts.HeaderRow == 0 {
		f.warn("the column names were found in %s %d, below a title", lineOrRow(f.Format), f.HeaderLine)
	}
	f.warnOfHeader(first[at+1:])
	return nil
}

func lineOrRow(format Format) string {
	if format == XLSX {
		return "row"
	}
	return "line"
}

// isPadding: white space, and the marks that are seen as little (a byte order
// mark in the middle of a joined file, a zero-width space).
func isPadding(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

// headerAmong is the first row, unless the first rows are titles: few cells
// filled, and below them a row that reads like column names and is about as wide as the rest.
func headerAmong(rows []Row) int {
	width := 0
	for _, r := range rows {
		width = max(width, filled(r.Cells))
	}
	for i, r := range rows {
		n := filled(r.Cells)
		if n*3 <= width || n == 1 && width == 2 {
			continue // a title
		}
		if i == 0 || n*10 >= width*6 && readsAsNames(r.Cells) && namesContact(r.Cells) {
			return i
		}
		break
	}
	return 0
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimFunc(c, isPadding) != "" {
			n++
		}
	}
	return n
}

// readsAsNames: short, different from one another, and none a number, a date,
// an address of the web or an email.
func readsAsNames(cells []string) bool {
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

// contactWords begin the words that column names of contacts are made of, in
// English, Spanish, Portuguese, French, German, Italian and Dutch. They only
// tell a header from other rows; what a column means is for package mapping.
var contactWords = []string{
	"name", "nom", "nome", "vorname", "nachname", "voornaam", "achternaam", "naam", "prénom", "prenom", "first", "last", "surname", "apellido", "cognome", "sobrenome", "contact", "kontakt",
	"phone", "tel", "fon", "mobil", "móvil", "movil", "cell", "celular", "cellulare", "handy", "fijo", "gsm",
	"mail", "email", "e-mail", "correo", "courriel",
	"company", "firma", "organi", "empresa", "société", "societe", "azienda", "bedrijf", "account", "unternehmen", "entreprise",
}

// namesContact says whether a cell begins a word with one of contactWords.
func namesContact(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		for _, word := range strings.FieldsFunc(strings.ToLower(c), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if slices.ContainsFunc(contactWords, func(w string) bool { return strings.HasPrefix(word, w) }) {
				return true
			}
		}
		return false
	})
}

// warnOfHeader names what a mapping cannot address: columns without a name in which the rows below have something, and names that stand twice.
func (f *File) warnOfHeader(below []Row) {
	nameless := 0
	where := map[string][]int{}
	var double []string
	for i, name := range f.Header {
		if name == "" {
			if slices.ContainsFunc(below, func(r Row) bool { return i < len(r.Cells) && strings.TrimSpace(r.Cells[i]) != "" }) {
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
		f.warn("1 column has no name in the header")
	case nameless > 1:
		f.warn("%d columns have no name in the header", nameless)
	}
	for _, name := range double {
		f.warn("the header has %q %d times, in columns %s", name, len(where[name]), list(where[name]))
	}
}

func list(numbers []int) string {
	s := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(numbers)), ", "), "[]")
	if i := strings.LastIndex(s, ", "); i >= 0 {
		s = s[:i] + " and " + s[i+2:]
	}
	return s
}
