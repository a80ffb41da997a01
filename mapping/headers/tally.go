package headers

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// maxOrdinal is the highest number that counts columns ("Phone 3"); a higher one is
// part of something else ("Phone 1990").
const maxOrdinal = 20

// tally is what the phrases of a header are.
type tally struct {
	has      [never + 1]int // phrases, by their part
	unknown  int            // words that are not known
	telling  int            // phrases with a meaning
	nouns    []item         // one for each target, in order
	labels   []string
	ordinals []int  // numbers and ordinals
	reason   string // of the first phrase that excludes the header

	joined      bool // a slash or an "and" may join two things: "Company / Name"
	labelLangs  words.Langs
	secondOne   bool // a number from 2 on follows the person: "Contact 2 Phone"
	personAfter bool // a person comes after the noun: "company contact"
	linked      bool // a link comes after the noun: "position in the company"
	asks        bool // it begins with a question: "Is a company"
}

// tallyOf counts the phrases of a header. joined is tally.joined.
func tallyOf(items []item, joined bool) *tally {
	t := &tally{joined: joined}
	for i, it := range items {
		if !it.known || it.other {
			t.unknown++
			continue
		}
		t.has[it.part]++
		if !slices.Contains([]part{link, and, vague, ordinal, question}, it.part) {
			t.telling++
		}
		t.count(items, i)
	}
	return t
}

func (t *tally) count(items []item, i int) {
	switch it := items[i]; it.part {
	case noun, doubtful:
		t.addNoun(it, nextTo(items, i))
	case label:
		t.addLabel(it.arg)
		t.labelLangs |= it.langs
	case delivery:
		t.addLabel("shipping")
	case ordinal:
		t.ordinals = append(t.ordinals, it.n)
		t.secondOne = t.secondOne || it.n > 1 && i > 0 && slices.Contains(persons, items[i-1].part)
	case person, contactPerson, customer, guest:
		t.personAfter = len(t.nouns) > 0
	case and:
		t.joined = true
	case link:
		t.linked = t.linked || len(t.nouns) > 0
	case question:
		t.asks = t.asks || i == 0
	case left, never:
		if t.reason == "" || t.has[never] == 1 && it.part == never {
			t.reason = it.arg
		}
	}
}

// persons are the parts that are the row itself.
var persons = []part{person, contactPerson, customer, guest}

// nextTo returns the noun just before items[i], ignoring links.
func nextTo(items []item, i int) Target {
	for i--; i >= 0; i-- {
		switch p := items[i].part; {
		case !items[i].known:
			return Left
		case p == noun || p == doubtful:
			return items[i].target
		case p != link && p != ordinal:
			return Left
		}
	}
	return Left
}

// addNoun adds a noun to the others: "mobile" and "phone" are one, and so are
// "company" and "name" side by side.
func (t *tally) addNoun(it item, before Target) {
	if it.target == FullName && before == Company && !t.joined {
		for i := range t.nouns {
			if t.nouns[i].doubt == account {
				t.nouns[i].sense = sense{part: noun, target: Company}
				t.nouns[i].langs = it.langs
				t.nouns[i].words++ // "Account Name" is not as plain as "Company"
			}
		}
		return
	}
	if it.target == Company && before == FullName && len(t.nouns) == 1 && !t.joined {
		it.doubt = sure
		t.nouns[0] = it
		return
	}
	for i, n := range t.nouns {
		if n.target != it.target {
			continue
		}
		if it.target == Phone {
			t.addLabel(it.arg)
			if n.doubt != sure {
				t.nouns[i].doubt = it.doubt
			}
		}
		return
	}
	if it.target == Phone {
		t.addLabel(it.arg)
	}
	t.nouns = append(t.nouns, it)
}

func (t *tally) addLabel(l string) {
	if l != "" && !slices.Contains(t.labels, l) {
		t.labels = append(t.labels, l)
	}
}

// label joins the labels, "mobile" last: a "work mobile".
func (t *tally) label() string {
	ls := slices.Clone(t.labels)
	if i := slices.Index(ls, "mobile"); i >= 0 {
		ls = append(slices.Delete(ls, i, i+1), "mobile")
	}
	return strings.Join(ls, " ")
}

// ordinal returns the number that counts the column, 0 if there is none or several.
func (t *tally) ordinal() int {
	if len(t.ordinals) == 1 && t.ordinals[0] <= maxOrdinal {
		return t.ordinals[0]
	}
	return 0
}
