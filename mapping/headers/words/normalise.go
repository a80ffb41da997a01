package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normalise folds a header for comparison: it drops compatibility forms, case,
// accents, punctuation, camelCase and snake_case and returns words and numbers with
// single spaces between. "#" becomes the word "number", and "'s" is dropped:
// "Assistant's Phone #" and "assistant_phone_number" are the same.
func Normalise(name string) string {
	if isNormal(name) {
		return name
	}
	return normalise(name)
}

func normalise(name string) string {
	s := norm.NFKC.String(strings.ToValidUTF8(name, " ")) // norm leaves what follows an invalid byte
	s = splitCamel(strings.ReplaceAll(s, "#", " number "))
	s = norm.NFD.String(folded.Replace(strings.ToLower(s)))

	var out strings.Builder
	out.Grow(len(s))
	var last rune // class of the last rune written: 'a' letter, '0' digit, ' ' none
	word := func(class, r rune) {
		if out.Len() > 0 && last != class {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		last = class
	}
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case unicode.Is(unicode.Mn, r) || r == '\u00ad' || unicode.Is(unicode.Cf, r):
			// accents, soft hyphens, zero-width marks: dropped
		case unicode.IsDigit(r):
			word('0', r)
		case unicode.IsLetter(r), unicode.Is(unicode.Mc, r): // Mc: vowels of Indic scripts
			word('a', r)
		case isApostrophe(r) && last == 'a' && isPossessive(runes[i+1:]):
			i++
			last = ' '
		default:
			last = ' '
		}
	}
	return out.String()
}

// folded are letters that capitals do not tell apart: of STRASSE, ΕΡΓΑΣΙΑΣ and SOYADI.
var folded = strings.NewReplacer("ß", "ss", "ς", "σ", "ı", "i")

// isNormal reports whether a header is words of small letters with single spaces
// between, as most of the vocabulary is: in English and in scripts whose letters have
// no other form.
func isNormal(s string) bool {
	before := ' '
	for _, r := range s {
		if r == ' ' && before == ' ' || r != ' ' && !isNormalLetter(r) {
			return false
		}
		before = r
	}
	return before != ' ' || s == ""
}

// isNormalLetter reports whether normalise never changes a letter.
func isNormalLetter(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'а' <= r && r <= 'я' && r != 'й', 'א' <= r && r <= 'ת', '一' <= r && r <= '鿿':
		return true
	}
	return false
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' }

// isPossessive reports whether what follows an apostrophe is a lone s.
func isPossessive(rest []rune) bool {
	return len(rest) > 0 && rest[0] == 's' && (len(rest) == 1 || !unicode.IsLetter(rest[1]))
}

// splitCamel puts a space where a new word begins inside a word: firstName,
// HTTPServer. A single capital at the end starts no word: GmbH.
func splitCamel(s string) string {
	if strings.IndexFunc(s, unicode.IsUpper) < 0 {
		return s
	}
	runes := []rune(s)
	var out strings.Builder
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			prev := runes[i-1]
			next := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			plural := i+2 == len(runes) && runes[i+1] == 's' // IDs
			if unicode.IsLower(prev) || unicode.IsUpper(prev) && next && !plural {
				out.WriteByte(' ')
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// Fold folds a word of a cell for look-up: case, accents and punctuation.
func Fold(word string) string {
	word = strings.ReplaceAll(word, ".", "")
	if strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz") == "" {
		return strings.ToLower(word) // most are, and Normalise takes ten times as long
	}
	return strings.ReplaceAll(Normalise(word), " ", "")
}
