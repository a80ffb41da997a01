package words

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

// Phrase is one or more words of a header that mean one thing.
type Phrase struct {
	Senses []Sense // what it means; none if the words are not known
	Words  int     // how many words it has
}

// Sense is what a phrase means in some languages.
type Sense struct {
	Head  string // of its line: "first name", "phone mobile", "ordinal 2"
	Langs Langs
}

// Langs returns all languages that have the phrase.
func (p Phrase) Langs() Langs {
	var l Langs
	for _, s := range p.Senses {
		l |= s.Langs
	}
	return l
}

// Means reports whether the phrase means in some language what a function accepts: it
// is given the heads of its lines.
func (p Phrase) Means(is func(head string) bool) bool {
	return slices.ContainsFunc(p.Senses, func(s Sense) bool { return is(s.Head) })
}

// vocabulary is all words of all languages, by their normalised form.
type vocabulary struct {
	phrases map[string]Phrase
	wholes  map[string]Phrase   // phrases that count only as the whole header
	single  map[string]Langs    // the words of the phrases: the languages whose compounds are made of them
	longest int                 // words in the longest phrase
	values  map[string][]string // words of cells, by their kind
}

// all is the vocabulary, read once. That the files are sound is up to the tests.
var all = sync.OnceValue(func() *vocabulary {
	v, err := load()
	if err != nil {
		panic(err)
	}
	return v
})

// All returns every phrase by its normalised form, without those of Wholes.
func All() map[string]Phrase { return all().phrases }

// Wholes returns the phrases that count only as the whole header.
func Wholes() map[string]Phrase { return all().wholes }

// Values returns the words of the lines "value kind = …", without dots and in a form,
// such as by [Fold].
func Values(kind string, form func(string) string) map[string]bool {
	set := map[string]bool{}
	for _, w := range all().values[kind] {
		set[form(w)] = true
	}
	return set
}

// Kinds returns the kinds of value, in order.
func Kinds() []string { return slices.Sorted(maps.Keys(all().values)) }

// Codes returns the languages that have a file, in order.
func Codes() []string { return slices.Clone(codeList()) }

// codeList is the languages that have a file, in the order of the files.
var codeList = sync.OnceValue(func() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	var codes []string
	for _, f := range entries {
		codes = append(codes, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	return codes
})

func newVocabulary() *vocabulary {
	return &vocabulary{
		phrases: make(map[string]Phrase, 6000), wholes: map[string]Phrase{},
		single: make(map[string]Langs, 6000), values: map[string][]string{},
	}
}

func load() (*vocabulary, error) {
	v := newVocabulary()
	var errs []error
	for _, code := range codeList() {
		text, err := files.ReadFile(code + ".txt")
		if err != nil {
			return nil, err
		}
		lang := LangsOf(code)
		for i, line := range strings.Split(string(text), "\n") {
			if err := v.addLine(lang, line); err != nil {
				errs = append(errs, fmt.Errorf("words/%s.txt:%d: %w", code, i+1, err))
			}
		}
	}
	return v, errors.Join(errs...)
}

// addLine adds a line "head = phrase, phrase".
func (v *vocabulary) addLine(lang Langs, line string) error {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	head, list, ok := strings.Cut(line, "=")
	if !ok {
		return fmt.Errorf("no = in %q", line)
	}
	head = strings.TrimSpace(head)
	kind, isValue := strings.CutPrefix(head, "value ")
	var errs []error
	for phrase := range strings.SplitSeq(list, ",") {
		phrase = strings.TrimSpace(phrase)
		if isValue {
			v.values[kind] = append(v.values[kind], strings.ReplaceAll(phrase, ".", ""))
			continue
		}
		if err := v.addPhrase(phrase, Sense{head, lang}); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addPhrase(text string, s Sense) error {
	phrases := v.phrases
	text, alone := strings.CutSuffix(text, "!")
	if alone {
		phrases = v.wholes
	}
	if err := v.addForm(phrases, text, s); err != nil {
		return err
	}
	if typed := withoutUmlauts(text); typed != text {
		return v.addForm(phrases, typed, s)
	}
	return nil
}

func (v *vocabulary) addForm(phrases map[string]Phrase, form string, s Sense) error {
	key := Normalise(form)
	if key == "" {
		return fmt.Errorf("%q is no word", form)
	}
	p, err := phrases[key].with(s)
	if err != nil {
		return fmt.Errorf("%q %w", form, err)
	}
	p.Words = strings.Count(key, " ") + 1
	phrases[key] = p
	v.longest = max(v.longest, p.Words)
	for w := range strings.SplitSeq(key, " ") {
		langs := v.single[w]
		// "permit" is not made of "per" and "mit".
		if p.Words <= 2 && s.Head != "link" && s.Head != "and" && s.Head != "vague" {
			langs |= s.Langs
		}
		v.single[w] = langs
	}
	return nil
}

// with returns the phrase with one more sense, in place of p. A language has one sense of it.
func (p Phrase) with(s Sense) (Phrase, error) {
	for i, old := range p.Senses {
		switch {
		case old.agrees(s):
			p.Senses[i].Langs |= s.Langs
			return p, nil
		case old.Langs.Has(s.Langs):
			return p, fmt.Errorf("already means something else in %s", s.Langs)
		}
	}
	p.Senses = append(p.Senses, s)
	return p, nil
}

// agrees reports whether two languages mean the same by a phrase. Both may exclude
// the header for different reasons.
func (s Sense) agrees(o Sense) bool {
	both := func(kind string) bool { return strings.HasPrefix(s.Head, kind) && strings.HasPrefix(o.Head, kind) }
	return s.Head == o.Head || both("left ") || both("never ")
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// withoutUmlauts returns a phrase as it is typed without umlauts: Büro, Buero.
func withoutUmlauts(phrase string) string {
	if strings.IndexByte(phrase, "ä"[0]) < 0 {
		return phrase // all of them begin with this byte
	}
	return umlauts.Replace(phrase)
}

// IsFax reports whether the label of a number says that it is a fax or a pager.
func IsFax(label string) bool {
	for _, p := range Phrases(label) {
		if p.Means(func(head string) bool {
			return strings.HasPrefix(head, "never a fax") || strings.HasPrefix(head, "never a pager")
		}) {
			return true
		}
	}
	return false
}
