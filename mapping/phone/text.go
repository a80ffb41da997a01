package phone

import (
	"strings"
	"unicode"
)

// class is a set of kinds of characters.
type class uint16

const (
	digit       class = 1 << iota
	plus              // +
	punctuation       // stands in a number: space - ( ) [ ]
	dot               // stands in a number, and in a quantity
	slash             // stands in a number, and between two
	separator         // stands between two: , ; | & and line breaks
	letter
	mark // any other printable ASCII character
	odd  // neither printable nor ASCII
)

var classOf = func() (class [256]class) {
	for c := range class {
		class[c] = odd
		if c >= ' ' && c <= '~' {
			class[c] = mark
		}
	}
	for c := 'a'; c <= 'z'; c++ {
		class[c], class[c-'a'+'A'] = letter, letter
	}
	for c := '0'; c <= '9'; c++ {
		class[c] = digit
	}
	for _, c := range " -()[]" {
		class[c] = punctuation
	}
	for _, c := range ",;|&\n" {
		class[c] = separator
	}
	class['+'], class['.'], class['/'] = plus, dot, slash
	return class
}()

// shape is what a text consists of. It spares most texts most checks.
type shape struct {
	has    class
	digits int // ASCII digits
}

// any reports whether the text has characters of any of the kinds.
func (s shape) any(c class) bool { return s.has&c != 0 }

func shapeOf(text string) (s shape) {
	for i := range len(text) {
		c := classOf[text[i]]
		s.has |= c
		if c == digit {
			s.digits++
		}
	}
	return s
}

// wrapping is what exports leave at either end of a number. Google's library
// ignores such trailing characters, the Go port refuses them. A leading = comes
// from ="4155550134", by which exporters keep a spreadsheet from reading a
// number as a quantity.
const (
	wrapsBefore = " \n'\"`=‘’“”‚„«»"
	wrapsAfter  = " \n'\"`‘’“”‚„«»,;|!"
)

// clean drops what is no part of a number: invisible marks (the directional ones
// that come with numbers copied from an address book), control characters, and
// wrapping. Every kind of space becomes a plain one, every line break "\n".
func clean(raw string) (text string, has shape) {
	text = raw
	if has = shapeOf(raw); has.any(odd) {
		text = strings.Map(plainRune, raw)
	}
	if text = trimWraps(text); text != raw {
		has = shapeOf(text)
	}
	return text, has
}

// trimWraps drops wrapping. It first looks whether there can be any, because most
// numbers have none and the search for it is slow.
func trimWraps(text string) string {
	if text != "" && classOf[text[0]]&(digit|plus) == 0 && text[0] != '(' {
		text = strings.TrimLeft(text, wrapsBefore)
	}
	if text != "" && classOf[text[len(text)-1]] != digit {
		text = strings.TrimRight(text, wrapsAfter)
	}
	return text
}

// plainRune is for strings.Map.
func plainRune(r rune) rune {
	switch {
	case r >= '!' && r <= '~', r == ' ':
		return r
	case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cf, unicode.Cc):
		return -1
	default:
		return r
	}
}

// canStart reports whether a number can begin with r, as the library sees it.
func canStart(r rune) bool {
	return r == '+' || r == '＋' || unicode.IsDigit(r)
}

// startsWithPlus reports whether the first character that can begin a number is
// a plus sign.
func startsWithPlus(text string) bool {
	i := strings.IndexFunc(text, canStart)
	return i >= 0 && (strings.HasPrefix(text[i:], "+") || strings.HasPrefix(text[i:], "＋"))
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
