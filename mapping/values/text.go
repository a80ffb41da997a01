package values

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text returns the canonical form of a text: trimmed, NFC, line ends as "\n",
// without control characters (but newline and tab) and without marks that nobody
// sees, such as soft hyphens. An apostrophe before a digit or one of "+-=@", by which a
// spreadsheet marks a text, is dropped.
func Text(raw string) string {
	if isPlain(raw) {
		return raw
	}
	s := strings.Trim(raw, " ")
	if isCanonical(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return unmark(strings.TrimSpace(norm.NFC.String(strings.Map(dropInvisible, s))))
}

// isPlain reports whether s is printable ASCII, without space around it and without
// an apostrophe in front, and so what Text returns. Nearly all cells are.
func isPlain(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[0] == '\'' || s[len(s)-1] == ' ' {
		return false
	}
	if len(s) < 8 {
		for i := range len(s) {
			if s[i]-' ' > '~'-' ' {
				return false
			}
		}
		return true
	}
	for i := 0; i+8 < len(s); i += 8 {
		if !isPrintable(s[i : i+8]) {
			return false
		}
	}
	return isPrintable(s[len(s)-8:])
}

// isPrintable reports whether eight bytes are printable ASCII. It looks at all of them at
// once: the top bit of a byte is set if the byte has it, is below a space, or is 0x7F.
func isPrintable(s string) bool {
	_ = s[7]
	n := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	const each = 0x0101010101010101
	return (n|(n-each*' ')|(n+each))&(each*0x80) == 0
}

// isCanonical reports whether s, which has no space around it, is certainly what
// Text returns: it has no apostrophe in front, and only printable ASCII and
// letters of Latin, Cyrillic and Han that NFC never changes. It saves the passes of
// Text over most of what is not plain.
func isCanonical(s string) bool {
	if s == "" || s[0] == '\'' {
		return s == ""
	}
	for _, r := range s {
		switch {
		case ' ' <= r && r <= '~', 'À' <= r && r <= 'ʯ', 'Ѐ' <= r && r <= 'ҁ', '一' <= r && r <= '鿿':
		default:
			return false
		}
	}
	return true
}

// Blank reports whether Text returns "" for raw. Text never drops a printable first
// character and all others.
func Blank(raw string) bool {
	return raw == "" || (raw[0] <= ' ' || raw[0] > '~') && Text(raw) == ""
}

// dropInvisible is for strings.Map.
func dropInvisible(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case unicode.IsControl(r), isInvisible(r):
		return -1
	}
	return r
}

// isInvisible reports whether a character is a mark that programs leave in texts and
// nobody sees: a byte order mark, a soft hyphen, a word joiner, a mark of direction.
// Joiners of letters stay: Persian and emoji are written with them.
func isInvisible(r rune) bool {
	switch r {
	case '\uFEFF', '\u200B', '\u00AD', '\u2060', '\u200E', '\u200F':
		return true
	}
	return '\u202A' <= r && r <= '\u202E' || '\u2066' <= r && r <= '\u2069'
}

// unmark drops the apostrophe by which a spreadsheet marks a text.
func unmark(s string) string {
	if len(s) >= 2 && s[0] == '\'' && (isDigit(s[1]) || strings.IndexByte("+-=@", s[1]) >= 0) {
		return s[1:]
	}
	return s
}

// trim drops space, control and format characters at both ends, for values
// that hold no space inside.
func trim(s string) string {
	if isTrimmed(s) {
		return s
	}
	if s = strings.Trim(s, " "); isTrimmed(s) {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
}

func isTrimmed(s string) bool {
	return s == "" || isASCIIGraph(s[0]) && isASCIIGraph(s[len(s)-1])
}

func isASCIIGraph(c byte) bool { return ' ' < c && c < utf8.RuneSelf }

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isDigits reports whether s is digits only, at least one.
func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
