package values

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text gives the canonical form of a text: trimmed, NFC, line ends as "\n",
// without control characters (but newline and tab) and without the invisible
// U+FEFF and U+200B. An apostrophe in front of a digit or of one of "+-=@" is
// the mark by which a spreadsheet keeps a text a text, and goes too.
func Text(raw string) string {
	if tidy(raw) { // nearly every cell is
		return raw
	}
	return text(raw)
}

func text(raw string) string {
	s := trimSpaces(raw)
	if s == "" || canonical(s) {
		return s
	}
	s = strings.Map(visible, unixLines(strings.ToValidUTF8(s, "\uFFFD")))
	return unmark(strings.TrimSpace(norm.NFC.String(s)))
}

// Blank says whether Text leaves nothing. It is asked of every mapped cell,
// and the first character mostly tells: Text drops space and what cannot be
// seen, never a sign or a letter that stands first.
func Blank(raw string) bool {
	return raw == "" || (raw[0] <= ' ' || raw[0] > '~') && blank(raw)
}

func blank(raw string) bool {
	if r, _ := utf8.DecodeRuneInString(raw); settled(r) {
		return false
	}
	return Text(raw) == ""
}

// canonical says whether s, without spaces around it, is what Text gives
// already, as far as that can be told a character at a time. It saves six passes
// over the text (names with accents are common).
func canonical(s string) bool {
	if s[0] <= ' ' || s[0] == '\'' || s[len(s)-1] <= ' ' {
		return false
	}
	for _, r := range s {
		if (r < ' ' || r > '~') && r != '\n' && r != '\t' && !settled(r) {
			return false
		}
	}
	return true
}

// settled are the letters of Europe, without Greek, and of China. They are
// neither space nor invisible, and NFC leaves a text that has no other letters
// as it is: none of them decomposes there, or composes with the one before it.
func settled(r rune) bool {
	return 'À' <= r && r <= 'ʯ' || 'Ѐ' <= r && r <= 'ҁ' || '一' <= r && r <= '鿿'
}

func unixLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// visible drops what nobody can see, for strings.Map.
func visible(r rune) rune {
	switch r {
	case '\n', '\t':
		return r
	case '\uFEFF', '\u200B':
		return -1
	}
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// unmark drops the apostrophe by which a spreadsheet marks a text.
func unmark(s string) string {
	if len(s) < 2 || s[0] != '\'' {
		return s
	}
	if c := s[1]; '0' <= c && c <= '9' || strings.IndexByte("+-=@", c) >= 0 {
		return s[1:]
	}
	return s
}

// trimSpaces is strings.Trim by a space, which few cells have around them.
func trimSpaces(s string) string {
	if s == "" || s[0] != ' ' && s[len(s)-1] != ' ' {
		return s
	}
	return strings.Trim(s, " ")
}

// trim is strings.TrimSpace together with the invisible characters, for
// values that hold no space inside.
func trim(s string) string {
	s = trimSpaces(s)
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
}
