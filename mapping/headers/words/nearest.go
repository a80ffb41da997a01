package words

import (
	"github.com/agext/levenshtein"
)

// closeEnough is the similarity from which a name is suggested: "Emial" for "Email"
// has 0.6, "Phone" for "Name" has 0.4.
const closeEnough = 0.6

// Nearest returns the name that is most similar to want, for a "did you mean"; "" if
// none is similar. It is for messages, never for a match.
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

// similarity ignores spaces if that makes the two more similar: "email", "e mail".
func similarity(a, b string) float64 {
	return max(levenshtein.Similarity(a, b, nil), levenshtein.Similarity(unspaced(a), unspaced(b), nil))
}
