package words

import (
	"slices"
	"strconv"
	"strings"
)

// Phrases splits a normalised header into phrases, so that as few words as possible
// are unknown and as few phrases as possible are needed. A number is the phrase
// "ordinal N". The time grows with the square of the length.
func Phrases(header string) []Phrase {
	v := all()
	var fields []string
	for w := range strings.FieldsSeq(header) {
		fields = append(fields, v.splitWord(w)...)
	}
	if p, ok := v.wholes[strings.Join(fields, " ")]; ok {
		p.Words = len(fields)
		return []Phrase{p}
	}
	type way struct {
		cost    int
		phrases []Phrase
	}
	best := make([]way, len(fields)+1) // best[i] covers fields[:i]
	for i := 1; i <= len(fields); i++ {
		prev := best[i-1]
		best[i] = way{prev.cost + 1000, append(slices.Clone(prev.phrases), Phrase{Words: 1})}
		if n, err := strconv.Atoi(fields[i-1]); err == nil {
			best[i] = way{prev.cost + 1, append(slices.Clone(prev.phrases), Phrase{Head: "ordinal " + strconv.Itoa(n), Words: 1})}
		}
		for j := max(0, i-v.longest); j < i; j++ {
			p, ok := v.phrases[strings.Join(fields[j:i], " ")]
			if !ok {
				continue
			}
			p.Words = i - j
			if cost := best[j].cost + 1; cost < best[i].cost {
				best[i] = way{cost, append(slices.Clone(best[j].phrases), p)}
			}
		}
	}
	return best[len(fields)].phrases
}

// splitWord splits a compound into as few known words as possible:
// "Telefonnummer", "lastname". A word that is known, or cannot be split, is
// returned as it is.
func (v *vocabulary) splitWord(word string) []string {
	if v.known[word] {
		return []string{word}
	}
	best := make([][]string, len(word)+1) // best[i]: the fewest known words that make word[:i]
	best[0] = []string{}
	for i := 1; i <= len(word); i++ {
		for j := range i {
			if best[j] == nil || !v.joins(word[j:i], i == len(word)) {
				continue
			}
			if best[i] == nil || len(best[j])+1 < len(best[i]) {
				best[i] = append(slices.Clone(best[j]), word[j:i])
			}
		}
	}
	if best[len(word)] == nil {
		return []string{word}
	}
	return best[len(word)]
}

// joins reports whether a word may be part of a compound. Of short ones, which are
// in everything ("proposition" is not "pro" and "position"), only a few may.
func (v *vocabulary) joins(w string, last bool) bool {
	switch w {
	case "tel", "fon", "gsm", "mob":
		return true
	case "nr", "no", "id":
		return last
	}
	return len(w) >= 4 && v.joining[w]
}
