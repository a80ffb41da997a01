package headers

import (
	"regexp"
	"strings"
	"unicode"
)

// enough is the number of values from which they are evidence, and nearly the
// share of them that must agree.
const (
	enough = 3
	nearly = 0.9
)

var (
	emailShape = regexp.MustCompile(`^<?[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}>?$`)
	listBreak  = regexp.MustCompile(`\s*(?::::|[;,|\n])\s*`)

	phoneShape = regexp.MustCompile(`^[+(]?\d[\d\s()./\-\x{2010}-\x{2015}\x{a0}]*(?i:\s*(?:ext|x|app|poste)\.?\s*\d{1,6})?$`)
	// plainPhone is a shape that hardly anything but a phone number has.
	plainPhone = regexp.MustCompile(`^(?:\+|00[1-9]|\(\+?\d|\d{3}[-. ]\d{3}[-. ]\d{4}$|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}$|0\d{1,5}[-/ .]\d)`)
	// otherShape is a shape of digits that is something else: a date, an IP
	// address, a ZIP+4, a social security number, CPF, CNPJ, a dotted thousand.
	otherShape = regexp.MustCompile(`^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\d{5}-\d{4}|\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d{3}\.\d{3}/\d{4}-\d\d|\d{1,3}(?:\.\d{3})+|\d+\.\d{1,2})$`)

	numeric = regexp.MustCompile(`^[+\-]?[\d\s.,/%()\-]*\d[\d\s.,/%()\-]*$`)
)

func isEmail(s string) bool {
	parts := listBreak.Split(strings.TrimPrefix(s, "mailto:"), -1)
	return all(parts, emailShape.MatchString)
}

// isPhone reports whether s has the digits of one or more phone numbers.
func isPhone(s string) bool {
	return all(listBreak.Split(s, -1), func(p string) bool {
		p = strings.TrimLeft(strings.TrimSpace(p), "'")
		n := digits(p)
		return n >= 7 && n <= 15 && phoneShape.MatchString(p) && !otherShape.MatchString(p)
	})
}

func isPlainPhone(s string) bool {
	return isPhone(s) && plainPhone.MatchString(strings.TrimLeft(s, "'"))
}

func isNumeric(s string) bool { return numeric.MatchString(s) }

// isFlag reports whether s is a yes or a no, in whatever words.
func isFlag(s string) bool { return words().flags[foldValue(s)] }

// isSalutation reports whether s is nothing but "Mr", "Frau Dr.".
func isSalutation(s string) bool {
	return all(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' }), func(w string) bool {
		return words().salutations[foldValue(w)]
	})
}

// isPersonName reports whether s looks like one: two to five words that begin
// with a capital, or are a particle, and nothing of a company.
func isPersonName(s string) bool {
	fields := strings.Fields(strings.ReplaceAll(s, ",", " "))
	return len(fields) >= 2 && len(fields) <= 5 && !isCompanyName(s) && all(fields, func(w string) bool {
		first := []rune(w)[0]
		return words().particles[foldValue(w)] || unicode.IsUpper(first) && digits(w) == 0
	})
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// foldValue folds a word of a value for look-up: case, accents, punctuation.
func foldValue(s string) string {
	s = strings.ReplaceAll(s, ".", "")
	if isLetters(s) { // most are, and Normalise takes ten times as long
		return strings.ToLower(s)
	}
	return unspaced(Normalise(s))
}

// isLetters reports whether s is of the letters A to Z alone.
func isLetters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func all(list []string, is func(string) bool) bool {
	for _, s := range list {
		if !is(s) {
			return false
		}
	}
	return len(list) > 0
}

// count returns how many of the column's values are so.
func (c *column) count(is func(string) bool) int {
	n := 0
	for _, v := range c.values {
		if is(v) {
			n++
		}
	}
	return n
}

// mostly reports whether there are values enough, and nearly all are so.
func (c *column) mostly(is func(string) bool) bool {
	return len(c.values) >= enough && float64(c.count(is)) >= nearly*float64(len(c.values))
}

// mostlyPhones reports whether the values are phone numbers beyond doubt: nearly
// all have the digits, and most are written as only phone numbers are.
func (c *column) mostlyPhones() bool {
	return c.mostly(isPhone) && c.count(isPlainPhone)*10 >= 6*len(c.values)
}

// never reports whether there are values enough, and none is so.
func (c *column) never(is func(string) bool) bool {
	return len(c.values) >= enough && c.count(is) == 0
}

// counted reports whether the values are a plain count: 1001, 1002, 1003.
func (c *column) counted() bool {
	return len(c.values) >= enough && len(c.values[0]) > 0 && all(c.values, func(s string) bool {
		return digits(s) == len(s) && len(s) == len(c.values[0]) && s[:len(s)/2] == c.values[0][:len(s)/2]
	}) && digits(c.values[0]) < 9
}
