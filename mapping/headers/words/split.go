package words

import (
	"slices"
	"strconv"
	"strings"
)

// Phrases splits a header into phrases, so that as few words as possible are unknown
// and as few phrases as possible are needed. A number is the phrase "ordinal N". The
// time grows with the square of the length.
func Phrases(header string) []Phrase {
	v := all()
	var fields []string
	for w := range strings.FieldsSeq(Normalise(header)) {
		fields = append(fields, v.splitWord(w)...)
	}
	whole := strings.Join(fields, " ")
	if p, ok := v.wholes[whole]; ok {
		return []Phrase{{slices.Concat(p.Senses, v.phrases[whole].Senses), len(fields)}}
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
			best[i] = way{prev.cost + 1, append(slices.Clone(prev.phrases), Phrase{Senses: []Sense{{Head: "ordinal " + strconv.Itoa(n)}}, Words: 1})}
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

// splitWord splits a compound into as few known words of one language as possible:
// "Telefonnummer", "lastname". A word that is known, or cannot be split, is
// returned as it is.
func (v *vocabulary) splitWord(word string) []string {
	if _, known := v.single[word]; known {
		return []string{word}
	}
	type way struct {
		words []string
		langs Langs // that have all of them
	}
	best := make([]way, len(word)+1) // best[i]: the fewest known words that make word[:i]
	best[0].langs = ^Langs(0)
	for i := 1; i <= len(word); i++ {
		for j := range i {
			langs := best[j].langs & v.joins(word[j:i], i == len(word))
			if langs == 0 {
				continue
			}
			if best[i].langs == 0 || len(best[j].words)+1 < len(best[i].words) {
				best[i] = way{append(slices.Clone(best[j].words), word[j:i]), langs}
			}
		}
	}
	if best[len(word)].langs == 0 {
		return []string{word}
	}
	return best[len(word)].words
}

// joins returns the languages in which a word may be part of a compound. Of short
// ones, which are in everything ("proposition" is not "pro" and "position"), only
// a few may.
func (v *vocabulary) joins(w string, last bool) Langs {
	switch w {
	case "tel", "fon", "gsm", "mob":
		return ^Langs(0)
	case "nr", "no", "id":
		if last {
			return ^Langs(0)
		}
		return 0
	}
	if len(w) < 4 {
		return 0
	}
	return v.single[w]
}
