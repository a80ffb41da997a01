package words

import (
	"strings"
	"unicode/utf8"
)

// leastMisspelt is the fewest characters of a phrase that a word with one mistake is
// taken for: shorter ones are one letter away from too many others.
const leastMisspelt = 5

// Misspelt returns the phrase that a normalised header is, but for one letter that is
// missing, doubled, wrong or swapped with its neighbour: "phoen" is "phone". It is
// "" if there is none of the languages, or if there are several with different
// meanings.
func Misspelt(header string, in Langs) string {
	n := utf8.RuneCountInString(header)
	if n < leastMisspelt {
		return ""
	}
	found, head := "", ""
	for phrase, p := range all().phrases {
		if m := utf8.RuneCountInString(phrase); m < leastMisspelt || m < n-1 || m > n+1 || len(p.Senses) != 1 || !p.Senses[0].Langs.Has(in) || !isNoun(p.Senses[0].Head) {
			continue
		}
		if !oneMistake([]rune(header), []rune(phrase)) {
			continue
		}
		if found != "" && head != p.Senses[0].Head {
			return ""
		}
		if found == "" || phrase < found {
			found, head = phrase, p.Senses[0].Head
		}
	}
	return found
}

// isNoun reports whether the line of a head says what a column is.
func isNoun(head string) bool {
	switch head {
	case "first name", "last name", "name", "company", "role", "email", "country", "middle name", "title":
		return true
	}
	return head == "phone" || strings.HasPrefix(head, "phone ")
}

// oneMistake reports whether two texts differ by one letter that is missing, added or
// changed, or by two neighbours that are swapped. The first letter is right.
func oneMistake(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == 0 {
		return false
	}
	if len(a) < len(b) {
		return string(a[i:]) == string(b[i+1:])
	}
	switch rest := len(a) - i; {
	case rest == 0:
		return false // they are the same
	case string(a[i+1:]) == string(b[i+1:]):
		return true
	default:
		return rest >= 2 && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
	}
}
