package headers

import (
	"slices"
	"strconv"
	"strings"
)

// maxOrdinal is the highest number that counts columns ("Phone 3"); a higher one
// is part of something else ("Phone 1990").
const maxOrdinal = 20

// maxHeader is how many bytes a header that is read may have. A longer one is a
// text, or an attack: reading takes time that grows with the square.
const maxHeader = 300

// verdict is what a header by itself comes to.
type verdict int

const (
	says     verdict = iota // it says what it is: reading.target
	hints                   // it would be reading.target if the values agree
	mute                    // it says nothing: the values may
	unknown                 // its words are not known: the values may, with care
	rulesOut                // it says that it is none of ours: reading.reason
)

// reading is what one header says by itself.
type reading struct {
	verdict verdict
	target  Target
	doubt   doubt
	label   string // without ordinal
	ordinal int    // 0 where there is none
	extra   int    // words beyond the plain ones: the fewer, the plainer
	reason  string
	lang    string // of the noun
	contact bool   // it names a contact, a person
	human   bool   // or a customer
	folded  string
}

// item is a phrase of a header.
type item struct {
	sense
	words int
	known bool
}

// read says what a header means by itself.
func (v *vocabulary) read(name string) reading {
	if len(name) > maxHeader {
		return reading{verdict: rulesOut, reason: "a whole text, not the name of a column", folded: "text"}
	}
	folded := Normalise(name)
	var fields []string
	for w := range strings.FieldsSeq(folded) {
		fields = append(fields, v.splitWord(w)...)
	}
	t := tally{joined: strings.ContainsAny(name, "/&+,|")}
	t.count(v.phrasesOf(fields))
	r := t.decide()
	r.folded = folded
	r.ordinal = t.ordinal()
	return r
}

// splitWord takes a compound apart into known words, the fewest that make it up:
// "Telefonnummer", "lastname". A word that is known, or that cannot be made up,
// stays as it is.
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

// joins reports whether a word may be part of a compound. Short ones are found
// in everything ("proposition" is not "pro" and "position"); only a few are
// allowed.
func (v *vocabulary) joins(w string, last bool) bool {
	switch w {
	case "tel", "fon", "gsm", "mob":
		return true
	case "nr", "no", "id":
		return last
	}
	return len(w) >= 4 && v.joining[w]
}

// phrasesOf splits a header's words into phrases, so that as few words as
// possible are unknown and as few phrases as possible are needed.
func (v *vocabulary) phrasesOf(fields []string) []item {
	type way struct {
		cost  int
		items []item
	}
	if s, ok := v.wholes[strings.Join(fields, " ")]; ok {
		return []item{{s, len(fields), true}}
	}
	best := make([]way, len(fields)+1)
	for i := 1; i <= len(fields); i++ {
		prev := best[i-1]
		best[i] = way{prev.cost + 1000, append(slices.Clone(prev.items), item{words: 1})}
		if n, err := strconv.Atoi(fields[i-1]); err == nil {
			best[i] = way{prev.cost + 1, append(slices.Clone(prev.items), item{sense{part: ordinal, n: n}, 1, true})}
		}
		for j := max(0, i-v.longest); j < i; j++ {
			s, ok := v.phrases[strings.Join(fields[j:i], " ")]
			if !ok {
				continue
			}
			if cost := best[j].cost + 1; cost < best[i].cost {
				best[i] = way{cost, append(slices.Clone(best[j].items), item{s, i - j, true})}
			}
		}
	}
	return best[len(fields)].items
}
