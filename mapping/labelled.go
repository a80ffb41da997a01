package mapping

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phone"
)

// labelledNumber is a number in a cell that has a word for what it is beside it.
type labelledNumber struct{ label, number string }

// lettersIn matches the words of a cell of numbers.
var lettersIn = regexp.MustCompile(`\p{L}[\p{L}\p{M}'’]*\.?(?:[ -]\p{L}[\p{L}\p{M}'’]*\.?)*`)

// maxLabelled is the most bytes of a cell that is searched for labels.
const maxLabelled = 300

// initials are the letters by which people say what a number is.
var initials = map[string]string{
	"c": "mobile", "m": "mobile", "h": "home", "w": "work", "o": "work", "b": "work", "t": "", "p": "", "d": "direct", "f": fax,
}

// fax is the label of a number that is no telephone.
const fax = "fax"

// labelledNumbers returns the numbers of a cell with words beside them that say what
// they are: "Phone: 415-555-0134 Mobile: 415-555-0135", "415-555-0134 (w)". Each number
// has its word before it, or each behind it. It returns nil if a word is not known.
func labelledNumbers(raw string) []labelledNumber {
	if len(raw) > maxLabelled {
		return nil
	}
	at := lettersIn.FindAllStringIndex(raw, -1)
	if len(at) == 0 {
		return nil
	}
	trim := func(s string) string { return strings.Trim(s, " \t\n:;,|/=&()[]-.") }
	number := func(s string) string { // the sign and the bracket that a number begins with are its own
		return strings.TrimRight(strings.TrimLeft(s, " \t\n:;,|/=&)]-."), " \t\n:;,|/=&([-.")
	}
	before := trim(raw[:at[0][0]]) == ""
	list := make([]labelledNumber, 0, len(at))
	for i, word := range at {
		begin, end := word[1], len(raw)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if !before {
			begin, end = 0, word[0]
			if i > 0 {
				begin = at[i-1][1]
			}
		}
		n := number(raw[begin:end])
		if n == "" {
			return nil // and the words of forty languages need not be read
		}
		label, ok := labelOf(raw[word[0]:word[1]])
		if !ok {
			return nil
		}
		list = append(list, labelledNumber{label, n})
	}
	if !before && trim(raw[at[len(at)-1][1]:]) != "" {
		return nil
	}
	return list
}

// labelOf returns the label that a word says: "" for a telephone of no kind, fax for one
// that is none.
func labelOf(word string) (label string, ok bool) {
	folded := words.Normalise(word)
	if l, ok := initials[folded]; ok {
		return l, true
	}
	if words.IsFax(word) {
		return fax, true
	}
	var labels []string
	phrases := words.Phrases(folded)
	for _, p := range phrases {
		known := false
		for _, s := range p.Senses {
			kind, arg, _ := strings.Cut(s.Head, " ")
			if known = kind == "phone" || kind == "label" || s.Head == "number"; known {
				labels = append(labels, arg)
				break
			}
		}
		if !known {
			return "", false
		}
	}
	return strings.TrimSpace(strings.Join(labels, " ")), len(phrases) > 0
}

// schemes are the words by which programs say that a number follows.
var schemes = []string{"tel", "callto", "sms", "sip", "whatsapp", "call", "dial", "no", "nr", "num"}

// saysWhose reports whether a cell has words in front of its number that are no word for
// a telephone and no country: they may say whose it is.
func saysWhose(raw string) bool {
	first := strings.IndexFunc(raw, func(r rune) bool { return unicode.IsDigit(r) || r == '+' })
	if first < 0 {
		return false
	}
	word := lettersIn.FindString(raw[:first])
	if utf8.RuneCountInString(word) < 2 || slices.Contains(schemes, words.Normalise(word)) {
		return false
	}
	_, known := labelOf(word)
	_, country := phone.Region(word)
	return !known && !country
}

// hasWords reports whether a text may have words beside numbers: most have no letter, or
// those of an extension.
func hasWords(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' {
			continue
		}
		switch s[i] {
		case 'x', 'X', 'e', 'E':
			return !strings.ContainsAny(s[:i], "0123456789") || !isExtension(s[i:])
		}
		return true
	}
	return false
}

// isExtension reports whether a text is that of an extension: x12, ext. 12.
func isExtension(s string) bool {
	for _, word := range []string{"extension", "ext", "x"} {
		if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
			rest := strings.TrimLeft(s[len(word):], ". :")
			return rest != "" && strings.Trim(rest, "0123456789 )") == ""
		}
	}
	return false
}
