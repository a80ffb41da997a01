package phone

import (
	"strings"
	"unicode"
)

// wrapping is what exports leave at either end of a number. Google's library ignores trailing characters of
// this kind, the Go port refuses them (DESIGN, "Values"). A leading = comes from ="4155550134", the form in
// which careful exporters keep Excel from counting with a number.
const (
	wrapsBefore = " \n'\"`=‘’“”‚„«»"
	wrapsAfter  = " \n'\"`‘’“”‚„«»,;|!"
)

// clean takes away what is no part of a number: invisible marks (the directional ones that come with numbers
// copied from Apple's and Microsoft's address books), control characters, and what wraps it. Every kind of
// space becomes a plain one, every line break "\n", which several.go needs to see.
func clean(raw string) (text string, has shape) {
	has = shapeOf(raw)
	if has.of(odd) {
		text = trimWraps(strings.Map(plainRune, raw))
		return text, shapeOf(text)
	}
	text = trimWraps(raw)
	if len(text) != len(raw) {
		has = shapeOf(text)
	}
	return text, has
}

// trimWraps takes away what wraps a number. Most have nothing of the kind: then this costs two comparisons.
func trimWraps(text string) string {
	if text != "" && classOf[text[0]]&(digit|plus) == 0 && text[0] != '(' {
		text = strings.TrimLeft(text, wrapsBefore)
	}
	if text != "" && classOf[text[len(text)-1]]&digit == 0 {
		text = strings.TrimRight(text, wrapsAfter)
	}
	return text
}

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

// oneLine joins a number that was wrapped in its cell.
func oneLine(text string, has shape) string {
	if has.of(separator) {
		return strings.ReplaceAll(text, "\n", " ")
	}
	return text
}

// canStart says whether a number can begin with r, as the library sees it.
func canStart(r rune) bool {
	return r == '+' || r == '＋' || unicode.IsDigit(r)
}

// Canonical gives the form in which two numbers that a server stored are compared: digits with a plus where
// stored holds nothing but those and punctuation ("+1 (415) 555-0134" → "+14155550134"), otherwise stored
// without the white space round it. It judges nothing: what a server holds need not be valid.
func Canonical(stored string) string {
	text, _ := clean(stored)
	if !strings.HasPrefix(text, "+") {
		return strings.TrimSpace(stored)
	}
	digits, plain := 0, true
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case strings.IndexByte(" -.()/", c) < 0:
			return strings.TrimSpace(stored)
		default:
			plain = false
		}
	}
	if digits == 0 {
		return strings.TrimSpace(stored)
	}
	if plain {
		return text
	}
	b := make([]byte, 1, digits+1)
	b[0] = '+'
	for i := 1; i < len(text); i++ {
		if c := text[i]; c >= '0' && c <= '9' {
			b = append(b, c)
		}
	}
	return string(b)
}
