package headers

import (
	"strings"

	"github.com/agext/levenshtein"
)

// closeEnough is the share of letters that must agree for a suggestion: "Emial"
// for "Email" (0.6) is in, "Phone" for "Name" (0.4) is not.
const closeEnough = 0.6

// Nearest returns the one of names that is closest to want, as it stands there,
// for a "did you mean"; "" if none is close. It is for words to a person, never
// for a match.
func Nearest(want string, names []string) string {
	var best string
	score := closeEnough
	folded := Normalise(want)
	if folded == "" {
		return ""
	}
	for _, name := range names {
		s := similarity(folded, Normalise(name))
		if s > score || s == score && best == "" {
			best, score = name, s
		}
	}
	return best
}

// similarity compares with the spaces and without: "email" and "e mail" are one.
func similarity(a, b string) float64 {
	return max(levenshtein.Similarity(a, b, nil), levenshtein.Similarity(unspaced(a), unspaced(b), nil))
}

func unspaced(s string) string { return strings.ReplaceAll(s, " ", "") }
