package headers

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/values"
)

// parsers report what a value is by the parsers that will read it. Numbers without a
// country code are read in the region; where it is not known, by their shape.
type parsers struct{ region string }

var (
	listBreak = regexp.MustCompile(`\s*(?::::|[;,|\n])\s*`)

	// scheme is what programs write before a number that can be clicked.
	scheme = regexp.MustCompile(`(?i)^(?:tel|callto|sms|sip|whatsapp):`)

	phoneShape = regexp.MustCompile(`^[+(]?\d[\d\s()./\-\x{2010}-\x{2015}\x{a0}]*(?i:\s*(?:ext|x|app|poste)\.?\s*\d{1,6})?$`)
	// plainPhone is a shape that rarely anything but a phone number has.
	plainPhone = regexp.MustCompile(`^(?:\+|00[1-9]|\(\+?\d|\d{3}[-. ]\d{3}[-. ]\d{4}$|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}$|0\d{1,5}[-/ .]\d)`)
	// otherShape is a shape of digits that is something else: a date, an IP
	// address, a ZIP+4, a social security number, CPF, CNPJ, a dotted thousand.
	otherShape = regexp.MustCompile(`^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\d{5}-\d{4}|\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d{3}\.\d{3}/\d{4}-\d\d|\d{1,3}(?:\.\d{3})+|\d+\.\d{1,2})$`)

	numeric = regexp.MustCompile(`^[+\-]?[\d\s.,/%()\-]*\d[\d\s.,/%()\-]*$`)
)

// isEmail reports whether s is one or more email addresses.
func isEmail(s string) bool {
	if strings.IndexByte(s, '@') < 0 {
		return false
	}
	return all(listBreak.Split(strings.TrimRight(s, ";, "), -1), func(p string) bool {
		_, err := values.Email(p)
		return err == nil && p != ""
	})
}

// leastDigits is fewer digits than any number has that is worth calling.
const leastDigits = 5

// isPhone reports whether s has the digits of one or more phone numbers.
func (p parsers) isPhone(s string) bool {
	if digits(s) < leastDigits {
		return false
	}
	return all(numbersOf(s), func(number string) bool {
		n := digits(number)
		shaped := n >= 7 && n <= 15 && phoneShape.MatchString(number)
		return (shaped || p.valid(number)) && !otherShape.MatchString(number)
	})
}

// isNumber reports whether s is one or more valid phone numbers. Where the region is
// not known, those that have the shape of one count.
func (p parsers) isNumber(s string) bool {
	if p.region == "" || digits(s) < leastDigits {
		return p.isPhone(s)
	}
	return all(numbersOf(s), func(number string) bool { return p.valid(number) && !otherShape.MatchString(number) })
}

// couldBeDialled reports whether s is valid in the region or, where that is not known,
// long enough for a number with its area.
func (p parsers) couldBeDialled(s string) bool {
	return p.isNumber(s) && (p.region != "" || digits(s) >= 9)
}

// isDialled reports whether s is one or more phone numbers, under a header that says so:
// those that are written as IP addresses or with a slash between are, too.
func (p parsers) isDialled(s string) bool {
	if p.isPhone(s) || p.region != "" && digits(s) >= leastDigits && all(numbersOf(s), p.valid) {
		return true
	}
	if parts := strings.Split(s, " / "); len(parts) > 1 {
		return all(parts, p.isPhone)
	}
	return fourGroups.MatchString(s)
}

// fourGroups is how an IP address is written, and a number of eight digits by some.
var fourGroups = regexp.MustCompile(`^\d\d\.\d\d\.\d\d\.\d\d$`)

// isPlainPhone reports whether s is written as hardly anything but a phone number is:
// with a plus, or with signs between the digits.
func (p parsers) isPlainPhone(s string) bool {
	if !p.isPhone(s) {
		return false
	}
	s = strings.TrimLeft(s, "'")
	return plainPhone.MatchString(s) || scheme.MatchString(s) || p.region != "" && p.isNumber(s) && strings.ContainsAny(strings.TrimSpace(s), " -./()\u00a0")
}

// valid reports whether the parser reads a number.
func (p parsers) valid(s string) bool { return phone.Valid(s, p.region) }

// numbersOf returns the parts of a cell that are to be numbers.
func numbersOf(s string) []string {
	parts := listBreak.Split(s, -1)
	for i, p := range parts {
		parts[i] = scheme.ReplaceAllString(strings.TrimLeft(strings.TrimSpace(p), "'"), "")
	}
	return parts
}

func isNumeric(s string) bool { return numeric.MatchString(s) }

// isFlag reports whether s is a yes or a no, in any of the languages.
func isFlag(s string) bool { return flags()[words.Fold(s)] }

// isAnswer reports whether s is a yes or a no in full: "x" and "1" may be anything.
func isAnswer(s string) bool { return utf8.RuneCountInString(s) > 1 && isFlag(s) && !isNumeric(s) }

// IsWord reports whether a cell is a yes, a no or a salutation in one of the languages,
// some of which are the codes of countries, too: "No", "Mr".
func IsWord(s string) bool { return isFlag(s) || fullname.IsSalutation(s) }

func isCompanyLike(s string) bool { return fullname.IsCompany(s) || fullname.IsPerson(s) }

// isTitled reports whether s could be a name that is written as one: "Acme", not "acme"
// or "A-1", which may be the name of a user, or a number.
func isTitled(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return (unicode.IsUpper(r) || unicode.IsLetter(r) && unicode.ToUpper(r) == r) && couldBeName(s)
}

// maxName is the most characters that the name of a person has.
const maxName = 60

// couldBeName reports whether s could be the name of somebody: a few words of letters,
// in any script and case.
func couldBeName(s string) bool {
	if n := utf8.RuneCountInString(s); n > maxName || isFlag(s) || fullname.IsSalutation(s) {
		return false
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r), unicode.IsSpace(r), strings.ContainsRune(".,'’`-–&()\"/", r):
		default:
			return false
		}
	}
	return letters > 0 && len(strings.Fields(s)) <= 6
}

func hasDigits(s string) bool { return digits(s) >= leastDigits }

func hasDigit(s string) bool { return digits(s) > 0 }

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// callingCode is the code of a country as people write it: 44, +44, 0044.
var callingCode = regexp.MustCompile(`^(?:\+|00)?\s*[1-9]\d{0,2}$`)

// areaCode is the beginning of a number as people write it: 415, (415), 030.
var areaCode = regexp.MustCompile(`^\(?\d{1,5}\)?$`)

func isAreaCode(s string) bool { return areaCode.MatchString(s) }

// isBare reports whether s is digits alone, without a plus or zeros in front.
func isBare(s string) bool { return digits(s) == len(s) && s[0] != '0' }

func isCallingCode(s string) bool { return callingCode.MatchString(s) }

func hasAt(s string) bool { return strings.Contains(s, "@") }

func isCountry(s string) bool {
	_, ok := phone.Region(s)
	return ok
}

// digits returns how many digits a text has, in any script.
func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r > unicode.MaxLatin1 && unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// all reports whether there are values and all of them are so.
func all(values []string, is func(string) bool) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(s string) bool { return !is(s) })
}

// isAccountRole reports whether s is what a program calls those who have an account: a
// user, a customer.
func isAccountRole(s string) bool { return accountRoles()[words.Fold(s)] }

// isStaffRole reports whether s is what a program calls those who work with it, or the
// role of somebody in a company.
func isStaffRole(s string) bool { return staffRoles()[words.Fold(s)] }

// The words of cells: for yes and no, and for the roles of accounts.
var (
	flags        = wordsOf("flag")
	accountRoles = wordsOf("account role")
	staffRoles   = wordsOf("staff role")
)

func wordsOf(kind string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return words.Values(kind, words.Fold) })
}
