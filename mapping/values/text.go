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
	s := strings.Trim(raw, " ")
	if plainText(s) {
		return s
	}
	s = strings.Map(visible, unixLines(strings.ToValidUTF8(s, "\uFFFD")))
	return unmark(strings.TrimSpace(norm.NFC.String(s)))
}

// Blank says whether nothing is left of a text but space.
func Blank(raw string) bool { return raw == "" || Text(raw) == "" }

// plainText says whether s, without space around it, is canonical as it is:
// what nearly every cell is.
func plainText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return s == "" || s[0] != '\''
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

// trim is strings.TrimSpace together with the invisible characters, for
// values that hold no space inside.
func trim(s string) string {
	s = strings.Trim(s, " ")
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
}
