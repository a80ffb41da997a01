package headers

import (
	"strings"
	"unicode"
)

// staysWhole reports whether a name is not to be split at all.
func staysWhole(full string) bool {
	return len(nameWords(full)) < 2 || isCompanyName(full) || strings.ContainsFunc(full, isUnspaced) || digits(full) > 0 ||
		strings.ContainsAny(full, "@/|;") || strings.Contains(full, " - ") || strings.Contains(full, " – ")
}

// isUnspaced reports whether a letter is of a script whose names have no space
// that says which part is which.
func isUnspaced(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// isParticle reports whether a word belongs to the last name after it. A single
// letter is one only as "d'" or "o'": else it is an initial.
func isParticle(w string) bool {
	f := foldValue(w)
	if len(f) == 1 && !strings.ContainsAny(w, "'’‘") {
		return false
	}
	return words().particles[f]
}

func isLowerParticle(w string) bool { return isParticle(w) && w == strings.ToLower(w) }

// isAnd reports whether a word joins two names.
func isAnd(w string) bool { return w == "&" || w == "+" || words().ands[w] || isLastNameAnd(w) }

// isLastNameAnd reports whether a word may join two last names of one person.
func isLastNameAnd(w string) bool { return words().lastNameAnds[w] }

// isNotSuffix reports whether a word is anything but a suffix: "Jr.", "PhD".
// Those of letters alone are written in capitals: "Jack Ma" has none.
func isNotSuffix(w string) bool {
	w = strings.Trim(strings.ReplaceAll(w, ".", ""), ",")
	return !words().suffixes[w] && (len(w) < 3 || !words().suffixes[strings.ToUpper(w)]) && !isJunior(w)
}

func isJunior(w string) bool { return strings.EqualFold(w, "jr") || strings.EqualFold(w, "sr") }

// isAside reports whether a word is in brackets: "Maya Okafor (Acme)".
func isAside(w string) bool { return strings.HasPrefix(w, "(") && strings.HasSuffix(w, ")") }

// capitals returns how many words a name in capitals takes at the beginning of a
// name that goes on in small letters; 0 where the capitals say nothing.
func capitals(core []string) int {
	n := 0
	for n < len(core) && isCapitals(core[n]) {
		n++
	}
	if n == len(core) || len([]rune(core[0])) < 3 && !isParticle(core[0]) {
		return 0
	}
	for _, w := range core[n:] {
		if isCapitals(w) {
			return 0
		}
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

// isCompanyName reports whether a name is plainly a company's: it has a legal
// form, or a word that only companies have.
func isCompanyName(s string) bool {
	v := words()
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' }) {
		form := strings.ReplaceAll(w, ".", "")
		// Forms of two letters are written as they are: "Sa" is a last name.
		if v.companyForms[form] || len(form) >= 3 && v.companyFormsFolded[strings.ToLower(form)] || v.companyWords[foldValue(w)] {
			return true
		}
	}
	return false
}
