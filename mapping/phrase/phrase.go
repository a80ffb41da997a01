// Package phrase words what recurs in messages to a person: a value in quotes,
// a choice of words, and a suggestion for a misspelled one.
package phrase

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// Quote returns s in quotes, as a person is to see it: control characters are
// escaped, letters of any script are not, and it is cut after 80 bytes.
func Quote(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}

// Either returns words as a choice: `a, b or c`.
func Either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// DidYouMean returns the end of a sentence about an unknown word: the nearest
// of the known ones, as Near does, or all of them if none is near and they are
// few.
func DidYouMean(word string, known []string) string {
	if hint := Near(word, known); hint != "" {
		return hint
	}
	if len(known) > 0 && len(known) <= 12 {
		return ": it is " + Either(known)
	}
	return ""
}

// Near returns ` (did you mean "x"?)` for the known word that is nearest to
// word, or "" if none is near.
func Near(word string, known []string) string {
	best := nearest(word, known)
	for i := 0; best == "" && i < len(known); i++ {
		if sameLetters(word, known[i]) { // kye: too short to be near by any other measure
			best = known[i]
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", Quote(best))
}

// closeEnough is the similarity from which a word is suggested: "Emial" for "Email"
// has 0.6, "Phone" for "Name" has 0.4.
const closeEnough = 0.6

func nearest(word string, known []string) string {
	folded := words.Normalise(word)
	if folded == "" {
		return ""
	}
	best, score := "", closeEnough
	for _, k := range known {
		s := similarity(folded, words.Normalise(k))
		if s > score || s == score && best == "" {
			best, score = k, s
		}
	}
	return best
}

// similarity ignores spaces if that makes the two more similar: "email", "e mail".
func similarity(a, b string) float64 {
	unspaced := strings.NewReplacer(" ", "")
	return max(levenshtein.Similarity(a, b, nil), levenshtein.Similarity(unspaced.Replace(a), unspaced.Replace(b), nil))
}

func sameLetters(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return len(a) > 2 && slices.Equal(x, y)
}
