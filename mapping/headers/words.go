package headers

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"sync"
)

// wordFiles hold the synonyms, a file a language. See words/README.md.
//
//go:embed words/*.txt
var wordFiles embed.FS

// part is the part that a phrase plays in a header.
type part int

const (
	noun     part = iota // what the column holds: the sense's target
	doubtful             // a noun that only the values can make sure of: the sense's doubt
	label                // which one: work, home
	person               // contact, person: the row itself
	customer             // customer, client: the row itself, and its number is a key
	number               // number, no.
	code                 // code, ref.
	id                   // id
	address              // address: an email's, or a postal one
	postal               // mailing, postal: only ever a postal address
	link                 // of, the, required: says nothing
	ordinal              // second, alternate: the sense's n
	vague                // info, column: says nothing about what is there
	left                 // rules the column out: the sense's arg is why
)

// doubt is why a noun needs the values to be sure.
type doubt int

const (
	sure       doubt = iota
	title            // a role, unless it holds "Mr" and "Ms"
	degree           // a salutation or a degree, unless the values say role
	occupation       // a role, unless another column is
	account          // a company, or a number, or a user name
	country          // "country code": a country's, or a calling code
	dialled          // "home number": a phone number, or a house number
	setName          // "nom et prénom": last name first, or any full name
)

// sense is what a phrase means.
type sense struct {
	part   part
	target Target
	doubt  doubt
	arg    string // label: the label; left: the reason; noun of a phone: its label
	n      int    // ordinal
	lang   string
}

// vocabulary is all words of all languages, by their normalised form.
type vocabulary struct {
	phrases map[string]sense
	wholes  map[string]sense // phrases that count only as the whole header
	known   map[string]bool  // the single words of the phrases
	longest int              // words in the longest phrase

	salutations, suffixes, particles, flags, companyForms, companyWords map[string]bool
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

func loadWords() (*vocabulary, error) {
	v := &vocabulary{
		phrases: map[string]sense{}, wholes: map[string]sense{}, known: map[string]bool{},
		salutations: map[string]bool{}, suffixes: map[string]bool{}, particles: map[string]bool{},
		flags: map[string]bool{}, companyForms: map[string]bool{}, companyWords: map[string]bool{},
	}
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
	if set := v.valueSet(head); set != nil {
		for w := range strings.SplitSeq(list, ",") {
			set[foldValue(w)] = true
		}
		return nil
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

// valueSet returns the set that a "value …" line feeds, nil for other lines.
func (v *vocabulary) valueSet(head string) map[string]bool {
	switch head {
	case "value salutation":
		return v.salutations
	case "value suffix":
		return v.suffixes
	case "value particle":
		return v.particles
	case "value flag":
		return v.flags
	case "value company form":
		return v.companyForms
	case "value company word":
		return v.companyWords
	}
	return nil
}

// simpleKinds are the kinds of line without an argument.
var simpleKinds = map[string]sense{
	"first name":       {part: noun, target: FirstName},
	"last name":        {part: noun, target: LastName},
	"middle name":      {part: noun, target: MiddleName},
	"last name prefix": {part: noun, target: LastNamePrefix},
	"second last name": {part: noun, target: SecondLastName},
	"name":             {part: noun, target: FullName},
	"last and first":   {part: noun, target: LastFirst},
	"company":          {part: noun, target: Company},
	"role":             {part: noun, target: Role},
	"email":            {part: noun, target: Email},
	"country":          {part: noun, target: Region},
	"key":              {part: noun, target: Key},
	"quo id":           {part: noun, target: QuoID},
	"source url":       {part: noun, target: SourceURL},
	"title":            {part: doubtful, target: Role, doubt: title},
	"occupation":       {part: doubtful, target: Role, doubt: occupation},
	"degree":           {part: doubtful, target: Role, doubt: degree},
	"account":          {part: doubtful, target: Company, doubt: account},
	"country code":     {part: doubtful, target: Region, doubt: country},
	"contact number":   {part: doubtful, target: Phone, doubt: dialled},
	"person":           {part: person},
	"customer":         {part: customer},
	"number":           {part: number},
	"code":             {part: code},
	"id":               {part: id},
	"address":          {part: address},
	"postal":           {part: postal},
	"link":             {part: link},
	"vague":            {part: vague},
}

// parseSense reads what stands before the "=".
func parseSense(head string) (sense, error) {
	if s, ok := simpleKinds[head]; ok {
		return s, nil
	}
	kind, arg, _ := strings.Cut(head, " ")
	arg = strings.TrimSpace(arg)
	switch kind {
	case "phone":
		return sense{part: noun, target: Phone, arg: arg}, nil
	case "label":
		return sense{part: label, arg: arg}, nil
	case "left":
		return sense{part: left, arg: arg}, nil
	case "ordinal":
		n, err := strconv.Atoi(arg)
		return sense{part: ordinal, n: n}, err
	}
	return sense{}, fmt.Errorf("%q is no kind of word", head)
}
