package words

import (
	"math/bits"
	"strings"
)

// Langs is a set of languages: those that have a file.
type Langs uint64

// English is the language of most headers, and of many in sheets of other languages.
var English = LangsOf("en")

// headFirst are the languages in which the word that says what a thing is comes
// before the words that say which: "teléfono preferido", not "preferred phone".
var headFirst = LangsOf("es", "pt", "fr", "it", "ro", "ca", "pl", "cs", "sk", "hr", "sl", "sr", "bg", "ru", "uk", "el", "he", "ar", "fa", "vi", "id", "th", "lt")

// LangsOf returns the set of languages with these codes. One that has no file is
// left out.
func LangsOf(codes ...string) Langs {
	var l Langs
	for _, code := range codes {
		for i, known := range codeList() {
			if known == code {
				l |= 1 << i
			}
		}
	}
	return l
}

// HeadFirst reports whether the head of a phrase comes first in one of the languages.
func (l Langs) HeadFirst() bool { return l&headFirst != 0 }

// HeadLast reports whether it comes last in one of them.
func (l Langs) HeadLast() bool { return l&^headFirst != 0 }

// Has reports whether the sets have a language in common.
func (l Langs) Has(other Langs) bool { return l&other != 0 }

// String returns the codes of the languages: "de,nl".
func (l Langs) String() string {
	var codes []string
	for ; l != 0; l &= l - 1 {
		codes = append(codes, codeList()[bits.TrailingZeros64(uint64(l))])
	}
	return strings.Join(codes, ",")
}
