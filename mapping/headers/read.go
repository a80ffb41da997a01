package headers

import (
	"regexp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// maxHeader is the most bytes of a header that is read. A longer one is a text, or an
// attack: reading takes time that grows with the square.
const maxHeader = 300

// header is the name of a column.
type header struct {
	name    string
	folded  string // normalised
	phrases []words.Phrase
}

// headerOf returns a header with its phrases, none for one that is too long.
func headerOf(name string) header {
	if len(name) > maxHeader {
		return header{name: name}
	}
	folded := words.Normalise(name)
	return header{name, folded, words.Phrases(folded)}
}

func headersOf(names []string) []header {
	list := make([]header, len(names))
	for i, name := range names {
		list[i] = headerOf(name)
	}
	return list
}

// read reads the headers of a sheet, each by itself, with the senses that their words
// have in the languages of the sheet, which it returns, too.
func read(names []string) ([]reading, words.Langs) {
	list := headersOf(withoutNumbers(names))
	l := languagesOf(list)
	readings := make([]reading, len(list))
	for i, h := range list {
		if len(h.name) > maxHeader {
			readings[i] = reading{decision: excluded, final: true, reason: "a whole text, not the name of a column", folded: "text"}
			continue
		}
		readings[i] = l.read(h)
		readings[i].folded = h.folded
	}
	return readings, l.all()
}

// numberBefore matches the number of a question or a column before its name.
var numberBefore = regexp.MustCompile(`^\s*(?:Q\s?)?\d{1,3}\s*[.):]\s*`)

// withoutNumbers returns headers without the numbers that a form has before its questions:
// "2. Last name" is no second last name.
func withoutNumbers(names []string) []string {
	n := 0
	for _, name := range names {
		if len(name) <= maxHeader && numberBefore.MatchString(name) {
			n++
		}
	}
	if n < 2 || 2*n < len(names) {
		return names
	}
	plain := make([]string, len(names))
	for i, name := range names {
		plain[i] = name
		if rest := numberBefore.ReplaceAllString(name, ""); len(name) <= maxHeader && rest != "" {
			plain[i] = rest
		}
	}
	return plain
}

// read reads one header.
func (l *sheetLanguages) read(h header) reading {
	joined := strings.ContainsAny(h.name, "/&+,|")
	items := l.items(h.phrases)
	r := tallyOf(items, joined).decide()
	r.who = personOf(h.folded, items)
	if r.final || r.decision == named || r.decision == silent {
		return r
	}
	if outside, ok := l.outsideBrackets(h.name); ok {
		return outside
	}
	if r.hint != nil {
		return r
	}
	if r.hint = hintOf(items, joined); r.hint != nil {
		r.hint.unknowns = unknownWords(h.folded, items)
		if r.hint.target == Phone && r.hint.label == "" && strings.Count(r.hint.unknowns, " ") < maxUnknown {
			r.hint.label = r.hint.unknowns
		}
	}
	return r
}

var brackets = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）`)

// outsideBrackets reads a header that is not understood without what stands in
// brackets, which is a remark: "Phone (E.164)", "Company (from Account)". A remark
// that excludes the column stays.
func (l *sheetLanguages) outsideBrackets(name string) (r reading, ok bool) {
	outside := strings.TrimSpace(brackets.ReplaceAllString(name, " "))
	if outside == "" || outside == strings.TrimSpace(name) {
		return r, false
	}
	for _, remark := range brackets.FindAllString(name, -1) {
		for _, it := range l.items(headerOf(remark).phrases) {
			if it.known && (it.part == left || it.part == never || it.part == id) {
				return r, false
			}
		}
		// "Name (First)" is the first name.
		moved := strings.Trim(remark, "()[]（）") + " " + outside
		if r = l.read(headerOf(moved)); r.is(FirstName, LastName, MiddleName) {
			return r, true
		}
	}
	r = l.read(headerOf(outside))
	r.extra++
	return r, r.decision == named
}

// hintOf returns what a header means without the words that are not known, or that
// say something else than its noun; nil for nothing. The values have to confirm it.
//
// Phone numbers and addresses are confirmed by parsers, so any such word may stand
// beside them. A text is not, so only a word that says which one may: "Default Address
// Company", where the noun is the head of the header, not "Company address".
func hintOf(items []item, joined bool) *reading {
	var kept []item
	at, dropped := -1, []int{}
	odd := false // a word was dropped that says something else
	for i, it := range items {
		switch {
		case it.known && (it.part == never || it.part == id || it.part == row):
			return nil
		case !it.known, it.part == left, it.part == address, it.part == postal, it.part == code:
			dropped = append(dropped, i)
			odd = odd || it.known && (it.part == left || it.part == code)
			continue
		case it.part == noun || it.part == doubtful:
			at = i
		}
		it.other = false
		kept = append(kept, it)
	}
	if len(kept) == 0 {
		return nil
	}
	r := tallyOf(kept, joined).decide()
	if r.decision != named {
		return nil
	}
	r.plain = len(dropped) == 0
	switch r.target {
	case Phone, Email:
		return &r
	case FirstName, LastName, FullName, LastFirst, Company, Role, Region:
		modifies := func(i int) bool {
			return r.langs.HeadLast() && i < at || r.langs.HeadFirst() && i > at
		}
		// "Last name Zorb" is none by itself; the half of a name that a sheet lacks it may be.
		r.loose = slices.ContainsFunc(dropped, func(i int) bool { return !modifies(i) })
		if odd || r.loose && !r.is(FirstName, LastName, LastFirst) {
			return nil
		}
		unknowns := slices.ContainsFunc(dropped, func(i int) bool { return !items[i].known })
		if r.target == Role && len(dropped) > 0 || unknowns && !slices.Contains(nameTargets, r.target) {
			return nil // the company of whom?
		}
		return &r
	}
	return nil
}

// personOf returns the words of a normalised header for the person that it is about.
func personOf(folded string, items []item) string {
	fields := strings.Fields(folded)
	at := 0
	for _, it := range items {
		if it.known && slices.Contains(persons, it.part) && at+it.words <= len(fields) {
			return strings.Join(fields[at:at+it.words], " ")
		}
		at += it.words
	}
	return ""
}

// maxUnknown is how many unknown words may be the label of a number.
const maxUnknown = 2

// unknownWords returns the unknown words of a normalised header: the label of a number
// that has no other.
func unknownWords(folded string, items []item) string {
	fields := strings.Fields(folded)
	var list []string
	at := 0
	for _, it := range items {
		if !it.known && at < len(fields) {
			list = append(list, fields[at])
		}
		at += it.words
	}
	if at != len(fields) { // a compound was split
		return ""
	}
	return strings.Join(list, " ")
}
