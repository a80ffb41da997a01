package headers

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
)

// wordFiles hold the synonyms, a file a language. See words/README.md.
//
//go:embed words/*.txt
var wordFiles embed.FS

// vocabulary is all words of all languages, by their normalised form.
type vocabulary struct {
	phrases map[string]sense
	wholes  map[string]sense // phrases that count only as the whole header
	known   map[string]bool  // the single words of the phrases
	joining map[string]bool  // those that compounds are made of
	longest int              // words in the longest phrase

	// words in values
	salutations, particles, flags, companyWords map[string]bool // folded
	suffixes, companyForms                      map[string]bool // as written, without dots
	companyFormsFolded                          map[string]bool // in small letters
	ands, lastNameAnds                          map[string]bool // as written
}

// words returns the vocabulary, read once. The files are part of the program:
// that they are sound is a matter of the tests.
var words = sync.OnceValue(func() *vocabulary {
	v, err := loadWords()
	if err != nil {
		panic(err)
	}
	return v
})

func newVocabulary() *vocabulary {
	v := &vocabulary{phrases: map[string]sense{}, wholes: map[string]sense{}, known: map[string]bool{}, joining: map[string]bool{}}
	for _, set := range []*map[string]bool{
		&v.salutations, &v.particles, &v.flags, &v.companyWords, &v.suffixes,
		&v.companyForms, &v.companyFormsFolded, &v.ands, &v.lastNameAnds,
	} {
		*set = map[string]bool{}
	}
	return v
}

func loadWords() (*vocabulary, error) {
	v := newVocabulary()
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, f := range files {
		text, err := wordFiles.ReadFile(path.Join("words", f.Name()))
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(f.Name(), ".txt")
		for i, line := range strings.Split(string(text), "\n") {
			if err := v.addLine(lang, line); err != nil {
				errs = append(errs, fmt.Errorf("words/%s:%d: %w", f.Name(), i+1, err))
			}
		}
	}
	return v, errors.Join(errs...)
}

// addLine adds a line: "kind argument = phrase, phrase".
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
	if kind, ok := strings.CutPrefix(head, "value "); ok {
		return v.addValues(kind, strings.Split(list, ","))
	}
	s, err := parseSense(head)
	if err != nil {
		return err
	}
	s.lang = lang
	var errs []error
	for phrase := range strings.SplitSeq(list, ",") {
		errs = append(errs, v.addPhrase(strings.TrimSpace(phrase), s))
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addPhrase(phrase string, s sense) error {
	phrases := v.phrases
	phrase, alone := strings.CutSuffix(phrase, "!")
	if alone {
		phrases = v.wholes
	}
	for _, form := range umlautForms(phrase) {
		key := Normalise(form)
		if key == "" {
			return fmt.Errorf("%q is no word", phrase)
		}
		if old, ok := phrases[key]; ok {
			if !old.agrees(s) {
				return fmt.Errorf("%q already means something else in %s", phrase, old.lang)
			}
			if s.lang != old.lang {
				s.lang = old.lang + "," + s.lang
			}
		}
		phrases[key] = s
		fields := strings.Fields(key)
		v.longest = max(v.longest, len(fields))
		for _, w := range fields {
			v.known[w] = true
			// "permit" is not made of "per" and "mit".
			if len(fields) <= 2 && s.part != link && s.part != and && s.part != vague {
				v.joining[w] = true
			}
		}
	}
	return nil
}

// agrees reports whether two languages mean the same by a phrase; that both rule
// the header out is the same, whatever for.
func (s sense) agrees(t sense) bool {
	if s.part == left && t.part == left {
		return true
	}
	s.lang, t.lang = "", ""
	return s == t
}

// umlautForms gives the phrase and, where it has umlauts, how it is typed
// without: Büro, Buero.
func umlautForms(phrase string) []string {
	typed := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue").Replace(phrase)
	if typed == phrase {
		return []string{phrase}
	}
	return []string{phrase, typed}
}

// addValues adds the words of a "value …" line.
func (v *vocabulary) addValues(kind string, list []string) error {
	for _, w := range list {
		w = strings.ReplaceAll(strings.TrimSpace(w), ".", "")
		switch kind {
		case "salutation":
			v.salutations[foldValue(w)] = true
		case "particle":
			v.particles[foldValue(w)] = true
		case "flag":
			v.flags[foldValue(w)] = true
		case "company word":
			v.companyWords[foldValue(w)] = true
		case "suffix":
			v.suffixes[w] = true
		case "company form":
			v.companyForms[w] = true
			v.companyFormsFolded[strings.ToLower(w)] = true
		case "and":
			v.ands[w] = true
		case "and of a last name":
			v.lastNameAnds[w] = true
		default:
			return fmt.Errorf("%q is no kind of value", kind)
		}
	}
	return nil
}
