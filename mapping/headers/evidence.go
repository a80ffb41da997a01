package headers

import (
	"regexp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

var (
	emailShape = regexp.MustCompile(`^<?[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}>?$`)
	listBreak  = regexp.MustCompile(`\s*(?::::|[;,|\n])\s*`)

	phoneShape = regexp.MustCompile(`^[+(]?\d[\d\s()./\-\x{2010}-\x{2015}\x{a0}]*(?i:\s*(?:ext|x|app|poste)\.?\s*\d{1,6})?$`)
	// plainPhone is a shape that rarely anything but a phone number has.
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

// isFlag reports whether s is a yes or a no, in any of the languages.
func isFlag(s string) bool { return flags()[words.Fold(s)] }

func isCompanyLike(s string) bool { return fullname.IsCompany(s) || fullname.IsPerson(s) }

func hasDigits(s string) bool { return digits(s) >= 5 }

func hasAt(s string) bool { return strings.Contains(s, "@") }

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// all reports whether there are values and all of them are so.
func all(values []string, is func(string) bool) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(s string) bool { return !is(s) })
}
