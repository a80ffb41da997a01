package values

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// KeyNormaliser is the version of Key, ShortenKey and NormaliseName. It goes
// up when one of them gives another answer for any text, because a state that
// was written by one version is read wrongly by another.
const KeyNormaliser = 1

// MaxKey is the length of an externalId (QUO_API, "The contact"), in UTF-16
// units: the server is JavaScript, which counts those, and there are never
// fewer of them than characters.
const MaxKey = 75

// Key gives the canonical form of a key. It is a Text: trimmed, NFC, case and
// leading zeros kept.
func Key(raw string) string { return Text(raw) }

// ShortenKey gives a key that fits an externalId: the key itself where it
// does, else its beginning, "~" and 128 bits of its SHA-256.
func ShortenKey(key string) string {
	if len(key) <= MaxKey || utf16Len(key) <= MaxKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	hash := "~" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
	units := 0
	for i, r := range key {
		units += utf16Width(r)
		if units > MaxKey-len(hash) {
			return key[:i] + hash
		}
	}
	return hash // not reached: a key that gets here is longer than MaxKey
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Width(r)
	}
	return n
}

func utf16Width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// NormaliseName gives the form of a name by which people are told apart in a
// derived key: letters without case and without the accents of Latin, Greek
// and Cyrillic, apostrophes dropped, everything else that is no letter or
// digit as one space. "O’BRIEN, José" and "o'brien jose" are one.
func NormaliseName(s string) string {
	plain := tidy(s)
	if !plain {
		s = strings.Map(dropAccent, norm.NFKD.String(strings.ToValidUTF8(s, " ")))
	}
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
		b.WriteRune(unicode.ToLower(unicode.ToUpper(r))) // by way of upper, for ς and ſ
	}
	if plain {
		return b.String()
	}
	return norm.NFC.String(b.String())
}

// dropAccent drops the combining accents that European scripts share. Marks of
// other scripts stay: か and が are two letters.
func dropAccent(r rune) rune {
	if 0x0300 <= r && r <= 0x036F {
		return -1
	}
	return r
}
