package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// kind is what a cell is by itself.
type kind int

const (
	other   kind = iota // a name, a text, a short number, nothing
	link                // a web address
	date                // a date
	number              // a phone number, or another long number
	address             // an email address
)

func (k kind) String() string {
	return [...]string{"a text", "a web address", "a date", "a number such as a phone number", "an email address"}[k]
}

var (
	dates   = regexp.MustCompile(`^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ].*)?$`)
	emails  = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
	numbers = regexp.MustCompile(`^\+?[\d(][\d\s().\-/]{5,}$`)
)

// kindOf returns what a cell is, as far as that is plain.
func kindOf(c string) kind {
	c = strings.Trim(strings.TrimFunc(c, isPadding), `='"`)
	switch {
	case len(c) < 6 || len(c) > 200:
	case emails.MatchString(c):
		return address
	case strings.Contains(c, "://") || strings.HasPrefix(c, "www."):
		return link
	case dates.MatchString(c):
		return date
	case numbers.MatchString(c) && digits(c) >= 7:
		return number
	}
	return other
}

// isPadding reports whether r is white space or as invisible: a byte order mark
// within a file that was joined from two, a zero-width space.
func isPadding(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

func digits(c string) int {
	n := 0
	for _, r := range c {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// hasData reports whether a cell is plainly a value, not the name of a column.
func hasData(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return kindOf(c) != other })
}

// cell returns a cell of a row, "" beyond its end.
func cell(cells []string, i int) string {
	if i >= len(cells) {
		return ""
	}
	return cells[i]
}

// count returns how many cells are so.
func count(cells []string, is func(string) bool) int {
	n := 0
	for _, c := range cells {
		if is(c) {
			n++
		}
	}
	return n
}

// filled returns the number of cells that are not blank.
func filled(cells []string) int {
	return count(cells, func(c string) bool { return strings.TrimFunc(c, isPadding) != "" })
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
		letters := strings.ContainsFunc(c, unicode.IsLetter)
		if !letters && c != "#" || digits(c) > 4 || len(c) > 80 || strings.Contains(c, "@") || strings.Contains(c, "://") || seen[c] {
			return false
		}
		seen[c] = true
	}
	return true
}

// helps matches what cells below a header say about their column, in English,
// German, French, Spanish, Portuguese, Italian and Dutch: whether it may be blank,
// what it takes, an example.
var helps = regexp.MustCompile(`(?i)^[(\[<*\s]*(` +
	`(required|optional|mandatory|text|string|varchar|integer|boolean|erforderlich|pflichtfeld|obligatoire|facultatif|obligatorio|obrigat[oó]rio|opcional|obbligatorio|facoltativo|verplicht|optioneel)[)\]>*.:!\s]*$` +
	`|(required|optional|mandatory|erforderlich|obligatoire|facultatif|obligatorio|opcional|verplicht)\s*[,;:/(–-]` +
	`|e\. ?g\.|eg[.:]|(for )?example:|for example|z\. ?b\.|beispiel:|par ex|exempl[eo] ?:|p\. ?e[xj]\.|por e[jx]|ejemplo:|esempio:|bijv|voorbeeld:` +
	`|format ?:|max(imum|\.)? ?\d|up to \d|one of:|must be |leave blank|yyyy|dd[./-]mm|mm[./-]dd|jjjj|tt\.mm)`)

// isHelp reports whether a cell says what its column takes.
func isHelp(c string) bool { return helps.MatchString(strings.TrimFunc(c, isPadding)) }

// totals are what rows of sums below a table begin with.
var totals = regexp.MustCompile(`(?i)^(grand total|sub-?total|totals?|sum|count|summe|gesamt|gesamtsumme|anzahl|somme|total général|totale|totaal|suma|razem|celkem|summa|toplam|итого|всего|合計|总计|總計)\s*:?\s*(\d[\d.,]*)?$`)

// isAmount reports whether a cell is digits, points and commas, at most ten.
func isAmount(cell string) bool {
	return len(cell) <= 10 && strings.Trim(cell, "0123456789.,") == ""
}

// IsTotal reports whether a row sums up the table above it: a word for that, and
// nothing else but at least one number.
func IsTotal(cells []string) bool {
	if n := len(cells); n > 1 && len(cells[0]) > 0 && cells[0][0] > ' ' && len(cells[n-1]) > 0 && cells[n-1][0] >= 'A' {
		return false // as most rows: the last cell is a text
	}
	first, numbers := "", 0
	for i := len(cells) - 1; i >= 0; i-- {
		c := strings.TrimFunc(cells[i], isPadding)
		if c == "" {
			continue
		}
		if first != "" {
			if numbers++; first[0] >= 'A' || !isAmount(first) {
				return false
			}
		}
		first = c
	}
	m := totals.FindStringSubmatch(first)
	return m != nil && (numbers > 0 || m[2] != "")
}
