package phone

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// conjunctions are the words that people put between two numbers in a cell.
var conjunctions = []string{"or", "and", "oder", "und", "ou", "et", "o", "y", "e", "en", "of"}

// betweenSigns are the signs that they put there: each a slash or a separator.
const betweenSigns = "/;,|&\n"

// between matches what people put between two numbers in a cell.
var between = regexp.MustCompile(`(?i)[` + betweenSigns + `]|\s(?:` + strings.Join(conjunctions, "|") + `)\s`)

// fewestDigits is how many digits a part of a cell must have to be counted as a number of its own. With fewer
// it is an area code ("089/1234567"), an extension, or the last digits of a second line ("555-0134/35").
const fewestDigits = 7

// several says whether text holds more than one number: two parts of it, or more, that are each valid.
// It is asked before the whole is read, because the whole may be valid too, and nobody's: in countries whose
// numbers have no fixed length the library reads "030 12345 / 030 12346" as one long number of Berlin.
func several(text string, has shape, region string, read reader) bool {
	numbers := 0
	for _, part := range partsOf(text, has) {
		number, found := read(trimWraps(part), region)
		if found.verdict == valid && nationalDigits(number, found) >= fewestDigits {
			numbers++
		}
	}
	return numbers > 1
}

// nationalDigits counts the digits behind the country code: "+49 69434/6891769" is one number, although each of
// its parts would be valid by itself.
func nationalDigits(number Number, found finding) int {
	return len(number.E164) - len("+") - len(writeCode(nil, int(found.code)))
}

// partsOf splits text at what stands between numbers, and gives the parts that are as large as one.
func partsOf(text string, has shape) []string {
	if !has.of(slash|separator|letter|odd) || !has.of(odd) && has.digits < 2*fewestDigits {
		return nil
	}
	var parts []string
	switch { // most cost no regular expression: "415 555 0134, ext 12"
	case has.of(letter|odd) && hasConjunction(text):
		parts = between.Split(text, -1)
	case has.of(slash | separator):
		parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(betweenSigns, r) })
	default:
		return nil
	}
	return slices.DeleteFunc(parts, func(part string) bool { return countDigits(part) < fewestDigits })
}

func hasConjunction(text string) bool {
	for word := range strings.FieldsSeq(text) {
		for _, c := range conjunctions {
			if strings.EqualFold(word, c) {
				return true
			}
		}
	}
	return false
}

// longestText is more than two numbers fill. It keeps severalBySpace, which tries every space, from long texts.
const longestText = 100

// severalBySpace says whether text, which is no number, is two with nothing but space between.
func severalBySpace(text string, has shape, region string, read reader) bool {
	if len(text) > longestText || !has.of(odd) && has.digits < 2*fewestDigits {
		return false
	}
	for i, r := range text {
		if r != ' ' || !startsNumber(text[i+1:]) || countDigits(text[:i]) < fewestDigits || countDigits(text[i:]) < fewestDigits {
			continue
		}
		if isValid(text[:i], region, read) && isValid(text[i+1:], region, read) {
			return true
		}
	}
	return false
}

// wordsBeside says whether the letters in text stand beside a number instead of being digits of it: the part in
// front of them is a valid number already, and another one than the whole.
func wordsBeside(text string, has shape, region string, whole Number, read reader) bool {
	if !has.of(letter | odd) {
		return false
	}
	head, ok := beforeLetters(text)
	if !ok || countDigits(head) < 3 {
		return false
	}
	number, found := read(head, region)
	return found.verdict == valid && number.E164 != whole.E164
}

// beforeLetters gives the part of text that stands before the first letter after its first digit.
func beforeLetters(text string) (head string, found bool) {
	start := strings.IndexFunc(text, unicode.IsDigit)
	if start < 0 {
		return "", false
	}
	n := strings.IndexFunc(text[start:], unicode.IsLetter)
	if n < 0 {
		return "", false
	}
	return trimWraps(text[:start+n]), true
}

func isValid(text, region string, read reader) bool {
	_, found := read(text, region)
	return found.verdict == valid
}

func startsNumber(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r == '(' || canStart(r)
}

func countDigits(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
