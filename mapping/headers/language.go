package headers

import (
	"math/bits"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// A word of a language counts only where another word of that language is near: in
// an English sheet "phoneNumberData" is no date, although "data" is one in Italian.
// A sheet without any word that is English alone has no such context, and all its
// words count.

// sheetLanguages is what the headers of a sheet show about its language.
type sheetLanguages struct {
	count   [64]int // headers with a word of a language that is no English one
	english int     // headers with a word that is of no other language
}

// languagesOf finds the languages of the headers.
func languagesOf(headers []header) *sheetLanguages {
	l := &sheetLanguages{}
	for _, h := range headers {
		foreign, english := evidenceOf(h.phrases)
		for f := uint64(foreign); f != 0; f &= f - 1 {
			l.count[bits.TrailingZeros64(f)]++
		}
		if english {
			l.english++
		}
	}
	return l
}

// evidenceOf returns the languages of the words of a header that are not English, and
// reports whether one is English alone.
func evidenceOf(phrases []words.Phrase) (foreign words.Langs, english bool) {
	for _, p := range phrases {
		switch langs := p.Langs(); {
		case langs == words.English:
			english = true
		case !langs.Has(words.English):
			foreign |= langs
		}
	}
	return foreign, english
}

// all returns English and the languages of the headers.
func (l *sheetLanguages) all() words.Langs {
	langs := words.English
	for i, n := range l.count {
		if n > 0 {
			langs |= 1 << i
		}
	}
	return langs
}

// readOne reads a header by itself.
func readOne(name string) reading {
	readings, _ := read([]string{name})
	return readings[0]
}

// support returns how many other headers than one with these languages have words of
// the best of them.
func (l *sheetLanguages) support(langs, own words.Langs) int {
	best := 0
	for rest := uint64(langs); rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		n := l.count[i]
		if own&(1<<i) != 0 {
			n--
		}
		best = max(best, n)
	}
	return best
}

// items returns the phrases of a header with the senses that they have in this sheet.
func (l *sheetLanguages) items(phrases []words.Phrase) []item {
	items := make([]item, len(phrases))
	foreign, english := evidenceOf(phrases)
	elsewhere := l.english
	if english {
		elsewhere--
	}
	for i, p := range phrases {
		items[i].words = p.Words
		best := -1
		for _, s := range p.Senses {
			meaning, err := senseOf(s.Head)
			if err != nil {
				continue
			}
			score := l.support(s.Langs, foreign)
			if s.Langs.Has(words.English) {
				score += 1 + l.english // English words are everywhere
			}
			if score > best {
				best = score
				items[i].sense, items[i].langs, items[i].known = meaning, s.Langs, true
			}
		}
		if !items[i].known || items[i].langs == 0 || items[i].langs.Has(words.English) {
			continue
		}
		near := best > 0 || besides(phrases, i, items[i].langs)
		items[i].other = !near && (elsewhere > 0 || english)
	}
	return items
}

// besides reports whether another phrase of the header than phrases[i] is of one of
// the languages, and no English one.
func besides(phrases []words.Phrase, i int, langs words.Langs) bool {
	for j, p := range phrases {
		if l := p.Langs(); j != i && !l.Has(words.English) && l.Has(langs) {
			return true
		}
	}
	return false
}

// Languages returns the languages that most of the headers have words of, beside
// English; several where the words do not tell them apart, none for an English sheet.
func Languages(names []string) []string {
	l := languagesOf(headersOf(names))
	most := max(1, l.english) // two words at least, and more than the English ones
	var best words.Langs
	for i, n := range l.count {
		switch {
		case n > most:
			best, most = 1<<i, n
		case n == most && best != 0:
			best |= 1 << i
		}
	}
	if best == 0 {
		return nil
	}
	return strings.Split(best.String(), ",")
}
