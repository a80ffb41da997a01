package fullname

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// vocabulary is the words of names, in all languages.
type vocabulary struct {
	salutations, particles, companyWords map[string]bool // folded
	suffixes, companyForms               map[string]bool // as written, without dots
	lowerCompanyForms                    map[string]bool
	ands, lastNameAnds                   map[string]bool // as written
}

var known = sync.OnceValue(func() *vocabulary {
	asWritten := func(w string) string { return w }
	return &vocabulary{
		salutations:       words.Values("salutation", words.Fold),
		particles:         words.Values("particle", words.Fold),
		companyWords:      words.Values("company word", words.Fold),
		suffixes:          words.Values("suffix", asWritten),
		companyForms:      words.Values("company form", asWritten),
		lowerCompanyForms: words.Values("company form", strings.ToLower),
		ands:              words.Values("and", asWritten),
		lastNameAnds:      words.Values("and of a last name", asWritten),
	}
})

// IsSalutation reports whether s is nothing but a salutation: "Mr", "Frau Dr.".
func IsSalutation(s string) bool {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' })
	for _, w := range fields {
		if !known().salutations[words.Fold(w)] {
			return false
		}
	}
	return len(fields) > 0
}

// IsPerson reports whether s looks like the name of a person: two to five words
// that begin with a capital, or are a particle, and none of a company.
func IsPerson(s string) bool {
	fields := nameWords(s)
	if len(fields) < 2 || len(fields) > 5 || IsCompany(s) {
		return false
	}
	for _, w := range fields {
		capital := unicode.IsUpper([]rune(w)[0]) && !strings.ContainsAny(w, "0123456789")
		if !capital && !known().particles[words.Fold(w)] {
			return false
		}
	}
	return true
}

// nameWords returns the words of a name, without commas.
func nameWords(full string) []string { return strings.Fields(strings.ReplaceAll(full, ",", " ")) }

// staysWhole reports whether a name is not to be split at all.
func staysWhole(full string) bool {
	return len(nameWords(full)) < 2 || IsCompany(full) || strings.ContainsFunc(full, isUnspaced) || strings.ContainsAny(full, "@/|;0123456789") || strings.Contains(full, " - ") || strings.Contains(full, " – ")
}

// isUnspaced reports whether a letter is of a script whose names have no space
// between their parts.
func isUnspaced(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// isParticle reports whether a word belongs to the last name after it. A single
// letter is one only as "d'" or "o'": else it is an initial.
func isParticle(w string) bool {
	f := words.Fold(w)
	if len(f) == 1 && !strings.ContainsAny(w, "'’‘") {
		return false
	}
	return known().particles[f]
}

func isLowerParticle(w string) bool { return isParticle(w) && w == strings.ToLower(w) }

// isAnd reports whether a word joins two names.
func isAnd(w string) bool { return w == "&" || w == "+" || known().ands[w] || isLastNameAnd(w) }

// isLastNameAnd reports whether a word may join two last names of one person.
func isLastNameAnd(w string) bool { return known().lastNameAnds[w] }

// isNotSuffix reports whether a word is anything but a suffix: "Jr.", "PhD".
// Those of letters alone are written in capitals: "Jack Ma" has none.
func isNotSuffix(w string) bool {
	w = strings.Trim(strings.ReplaceAll(w, ".", ""), ",")
	return !known().suffixes[w] && (len(w) < 3 || !known().suffixes[strings.ToUpper(w)]) && !isJunior(w)
}

func isJunior(w string) bool { return strings.EqualFold(w, "jr") || strings.EqualFold(w, "sr") }

// isAside reports whether a word is in brackets: "Maya Okafor (Acme)".
func isAside(w string) bool { return strings.HasPrefix(w, "(") && strings.HasSuffix(w, ")") }

// capitals returns how many words in capitals precede words in small letters; 0 if
// the name is written otherwise.
func capitals(core []string) int {
	n := 0
	for n < len(core) && isCapitals(core[n]) {
		n++
	}
	if n == len(core) || len([]rune(core[0])) < 3 && !isParticle(core[0]) || slices.ContainsFunc(core[n:], isCapitals) {
		return 0
	}
	return n
}

// isCapitals reports whether a word of two letters or more is all in capitals.
func isCapitals(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLower(r) || r == '.' {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 2
}

// IsCompany reports whether a name is certainly a company's: it has a legal form, or
// a word that only companies have.
func IsCompany(s string) bool {
	v := known()
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' }) {
		form := strings.ReplaceAll(w, ".", "")
		// Forms of two letters are written as they are: "Sa" is a last name.
		if v.companyForms[form] || len(form) >= 3 && v.lowerCompanyForms[strings.ToLower(form)] || v.companyWords[words.Fold(w)] {
			return true
		}
	}
	return false
}
