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
	Head  string // of its line: "first name", "phone mobile", "ordinal 2"; "" if the words are not known
	Lang  string // the languages that have it: "en", "de,nl"
	Words int    // how many words it has
}

// vocabulary is all words of all languages, by their normalised form.
type vocabulary struct {
	phrases map[string]Phrase
	wholes  map[string]Phrase   // phrases that count only as the whole header
	known   map[string]bool     // the single words of the phrases
	joining map[string]bool     // those of them that compounds are made of
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

// Values returns the words of the lines "value kind = …", without dots.
func Values(kind string) []string { return all().values[kind] }

// Kinds returns the kinds of value, in order.
func Kinds() []string { return slices.Sorted(maps.Keys(all().values)) }

func newVocabulary() *vocabulary {
	return &vocabulary{
		phrases: map[string]Phrase{}, wholes: map[string]Phrase{},
		known: map[string]bool{}, joining: map[string]bool{}, values: map[string][]string{},
	}
}

func load() (*vocabulary, error) {
	v := newVocabulary()
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, f := range entries {
		text, err := files.ReadFile(f.Name())
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(f.Name(), path.Ext(f.Name()))
		for i, line := range strings.Split(string(text), "\n") {
			if err := v.addLine(lang, line); err != nil {
				errs = append(errs, fmt.Errorf("words/%s:%d: %w", f.Name(), i+1, err))
			}
		}
	}
	return v, errors.Join(errs...)
}

// addLine adds a line "head = phrase, phrase".
func (v *vocabulary) addLine(lang, line string) error {
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
		errs = append(errs, v.addPhrase(phrase, Phrase{Head: head, Lang: lang}))
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addPhrase(text string, p Phrase) error {
	phrases := v.phrases
	text, alone := strings.CutSuffix(text, "!")
	if alone {
		phrases = v.wholes
	}
	for _, form := range umlautForms(text) {
		key := Normalise(form)
		if key == "" {
			return fmt.Errorf("%q is no word", text)
		}
		if old, ok := phrases[key]; ok {
			if !old.agrees(p) {
				return fmt.Errorf("%q already means something else in %s", text, old.Lang)
			}
			if p.Lang != old.Lang {
				p.Lang = old.Lang + "," + p.Lang
			}
		}
		fields := strings.Fields(key)
		p.Words = len(fields)
		phrases[key] = p
		v.longest = max(v.longest, len(fields))
		for _, w := range fields {
			v.known[w] = true
			// "permit" is not made of "per" and "mit".
			if len(fields) <= 2 && p.Head != "link" && p.Head != "and" && p.Head != "vague" {
				v.joining[w] = true
			}
		}
	}
	return nil
}

// agrees reports whether two languages mean the same by a phrase. Both may exclude
// the header for different reasons.
func (p Phrase) agrees(q Phrase) bool {
	return p.Head == q.Head || strings.HasPrefix(p.Head, "left ") && strings.HasPrefix(q.Head, "left ")
}

// umlautForms returns the phrase and, if it has umlauts, how it is typed without:
// Büro, Buero.
func umlautForms(phrase string) []string {
	typed := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue").Replace(phrase)
	if typed == phrase {
		return []string{phrase}
	}
	return []string{phrase, typed}
}
