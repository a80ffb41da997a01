package phone

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// betweenSigns are the signs that people write between two numbers in a cell:
// each a slash or a separator.
const betweenSigns = "/;,|&\n"

// Conjunctions returns the words that people write between two numbers in a cell.
func Conjunctions() []string { return slices.Clone(conjunctions) }

var conjunctions = []string{"or", "and", "oder", "und", "ou", "et", "o", "y", "e", "en", "of"}

// between matches what people write between two numbers in a cell.
var between = regexp.MustCompile(`(?i)[` + betweenSigns + `]|\s(?:` + strings.Join(conjunctions, "|") + `)\s`)

// minDigits is how many digits a part of a cell needs to count as a number of its
// own. With fewer it is an area code ("089/1234567"), an extension, or the last
// digits of a second line ("555-0134/35").
const minDigits = 7

// several reports whether the text holds two parts or more that are valid numbers. It
// is checked before the whole is read, because the whole may be valid too: in
// countries whose numbers have no fixed length the library reads
// "030 12345 / 030 12346" as one long number of Berlin.
func (c *cell) several() bool {
	numbers := 0
	for _, text := range partsOf(c.text, c.shape) {
		text = trimWraps(text)
		part := cell{text, shapeOf(text), c.region, c.read}
		if r := part.readAny(); r.valid() && nationalDigits(r) >= minDigits {
			numbers++
		}
	}
	return numbers > 1
}

// extendedTooFar reports whether what the library takes for an extension, without a word
// that says so, is long enough for a number of its own: "0412 988 125; 0612 123 4633".
func (c *cell) extendedTooFar(r reading) bool {
	return len(r.Extension) >= minDigits && !c.any(letter|odd)
}

// nationalDigits returns the number of digits after the country code:
// "+49 69434/6891769" is one number, although each part is valid by itself.
func nationalDigits(r reading) int {
	code := 3
	if r.code < 10 {
		code = 1
	} else if r.code < 100 {
		code = 2
	}
	return len(r.E164) - len("+") - code
}

// partsOf splits text at what stands between numbers, and returns the parts that
// are large enough for a number.
func partsOf(text string, has shape) []string {
	if !has.any(slash|separator|letter|odd) || !has.any(odd) && has.digits < 2*minDigits {
		return nil
	}
	var parts []string
	switch { // the expression is slow, and rarely needed: "415 555 0134 ext 12"
	case has.any(letter|odd) && hasConjunction(text):
		parts = between.Split(text, -1)
	case has.any(slash | separator):
		parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(betweenSigns, r) })
	}
	return slices.DeleteFunc(parts, func(part string) bool { return countDigits(part) < minDigits })
}

func hasConjunction(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if slices.Contains(conjunctions, strings.ToLower(word)) {
			return true
		}
	}
	return false
}

// maxSeveral is more bytes than two numbers fill. severalBySpace tries every space
// and so must not read long texts.
const maxSeveral = 100

// severalBySpace reports whether the text, which is no number, is two with only space
// between.
func (c *cell) severalBySpace() bool {
	if len(c.text) > maxSeveral || !c.any(odd) && c.digits < 2*minDigits {
		return false
	}
	for i, r := range c.text {
		before, after := c.text[:i], c.text[i:]
		if r != ' ' || !startsNumber(after[1:]) || countDigits(before) < minDigits || countDigits(after) < minDigits {
			continue
		}
		if c.read(before, c.region).valid() && c.read(after[1:], c.region).valid() {
			return true
		}
	}
	return false
}

// wordsBeside reports whether the letters in the text stand beside a number instead of
// being digits of it: the part before them is a valid number already, and another
// one than the whole.
func (c *cell) wordsBeside(whole E164) bool {
	if !c.any(letter | odd) {
		return false
	}
	head, ok := beforeLetters(c.text)
	if !ok || countDigits(head) < 3 {
		return false
	}
	r := c.read(head, c.region)
	return r.valid() && r.E164 != whole
}

// beforeLetters returns the part of text before the first letter that follows a
// digit.
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

func startsNumber(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r == '(' || canStart(r)
}
