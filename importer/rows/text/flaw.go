// Package text reads decoded text in pieces of bounded size, for the formats
// that are text: a [Window] keeps the raw text of the row that a parser is
// reading, [Lines] reads line by line, and [Flaw] finds bytes that are not text.
package text

import (
	"bytes"
	"unicode/utf8"
)

// Flaw returns the index of a byte of b that is not text, -1 if there is none:
// a zero byte or, failing that, the first byte that is not UTF-8. In text that
// was decoded from another encoding it is the first U+FFFD, which the decoder
// put in place of what it could not decode.
func Flaw(b []byte, decoded bool) int {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return i
	}
	if decoded {
		return bytes.Index(b, []byte("\uFFFD"))
	}
	if utf8.Valid(b) {
		return -1
	}
	i := 0
	for {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
}

// CutOff returns the length of an unfinished character at the end of b.
func CutOff(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-i:]) {
				return 0
			}
			return i
		}
	}
	return 0
}
