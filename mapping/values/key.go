package values

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// KeyNormaliser is the version of Key, ShortenKey and NormaliseName. It must
// be raised when one of them returns another result for any text, because the
// state holds their results.
const KeyNormaliser = 2

// maxKey is the maximum length of an externalId (docs/quo-api.md, "The
// contact"), in UTF-16 units: the server is JavaScript, which counts those, and
// they are never fewer than the characters.
const maxKey = 75

// Key returns the canonical form of a key, which is that of a text: trimmed and
// NFC, with case and leading zeros kept.
func Key(raw string) string { return Text(raw) }

// ShortenKey returns a key that fits an externalId: the key itself if it fits,
// else its beginning, "~" and 128 bits of its SHA-256.
func ShortenKey(key string) string {
	if len(key) <= maxKey || utf16Len(key) <= maxKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	hash := "~" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
	units := 0
	for i, r := range key {
		units += utf16.RuneLen(r)
		if units > maxKey-len(hash) {
			return key[:i] + hash
		}
	}
	return hash // not reached: the key is longer than maxKey
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// NormaliseName returns the form of a name that is part of a derived key:
// letters without case and without the accents of Latin, Greek and Cyrillic,
// apostrophes dropped, each run of other characters replaced by one space.
// "O’BRIEN, José" and "o'brien jose" are one name.
func NormaliseName(s string) string {
	s = strings.Map(dropAccent, norm.NFKD.String(strings.ToValidUTF8(s, " ")))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == 'ʼ':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if r == 'ß' || r == 'ẞ' {
			b.WriteString("ss")
			continue
		}
		b.WriteRune(unicode.ToLower(unicode.ToUpper(r))) // ToUpper first: it maps ς and ſ to Σ and S
	}
	return norm.NFC.String(b.String())
}

// dropAccent, for strings.Map, drops the combining accents of European scripts.
// Marks of other scripts are kept: か and が are two letters.
func dropAccent(r rune) rune {
	if 0x0300 <= r && r <= 0x036F {
		return -1
	}
	return r
}
