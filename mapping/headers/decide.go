package headers

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// decision is what is decided about a column, first by its header alone.
type decision int

const (
	named    decision = iota // it is reading.target
	silent                   // the header has no meaning: the values may decide
	unknown                  // the words of the header are not known: the values may decide, with care
	excluded                 // it is none of the targets: reading.reason is why
)

// reading is what a header means by itself.
type reading struct {
	decision decision
	target   Target
	doubt    doubt
	label    string // without ordinal
	ordinal  int    // 0 if there is none
	extra    int    // words beyond the necessary ones: the fewer, the plainer
	reason   string
	final    bool        // excluded whatever the values are
	langs    words.Langs // of the noun
	contact  bool        // it names a contact, a person
	human    bool        // or a customer
	guest    bool        // or a guest, who may be another person
	named    bool        // it says "name"
	aside    bool        // it says "company", "role" or another thing that is no name
	who      string      // the word for the person: "customer"
	spare    bool        // of a delivery: it counts only where there is no other
	postal   bool        // of a postal address
	folded   string
	hint     *reading // what it means if the values agree; nil for nothing
	unknowns string   // of a hint: the words that are not known
	besides  bool     // of a hint: it is one only beside a name
	plain    bool     // of a hint: all words are known, in some language
	loose    bool     // of a hint: a word that is not known stands where it may be what the column is
}

// exclude returns r as that of a column that is none of the targets.
func (r reading) exclude(reason string) reading {
	r.decision, r.reason = excluded, reason
	return r
}

// notAllKnown is why a header with a word that is not known excludes a column.
const notAllKnown = "not all of its words are known"

// severalThings is why a header with several nouns excludes a column.
const severalThings = "several things in one"

// dialling is why a code of a phone number excludes a column; the files of words have it,
// too.
const dialling = "a dialling code"

// anAreaCode is why the first digits of a number, in a column of their own, exclude it.
const anAreaCode = "an area code"

// aKind is why a word for a kind of thing excludes a column.
const aKind = "a kind or label, not the thing itself"

// decide decides what the phrases mean together.
func (t *tally) decide() reading {
	r := reading{label: t.label(), ordinal: t.ordinal(),
		contact: t.has[person]+t.has[contactPerson] > 0,
		human:   t.has[person]+t.has[contactPerson]+t.has[customer]+t.has[guest] > 0,
		guest:   t.has[guest] > 0,
		spare:   t.has[delivery] > 0,
		named:   slices.ContainsFunc(t.nouns, func(n item) bool { return slices.Contains(nameTargets, n.target) }),
		aside:   slices.ContainsFunc(t.nouns, func(n item) bool { return !slices.Contains(nameTargets, n.target) }),
		postal:  len(t.labels) > 0 || t.has[address]+t.has[postal] > 0,
		extra:   t.telling}
	switch {
	case t.has[never] > 0:
		r.final = true
		return r.exclude(t.reason)
	case t.has[left] > 0:
		return r.exclude(t.reason)
	case t.asks && t.telling > 0:
		return r.exclude("a yes or a no")
	case t.secondOne && len(t.nouns) > 0:
		r.final = true
		return r.exclude("a second contact's")
	case t.unknown > 0 && t.telling > 0:
		return r.exclude(notAllKnown)
	case t.unknown > 0:
		r.decision = unknown
		return r
	case len(t.ordinals) > 1 || len(t.ordinals) == 1 && t.ordinals[0] > maxOrdinal:
		if len(t.nouns) > 0 {
			return r.exclude("its numbers are not plain")
		}
		r.decision = silent
		return r
	}
	switch len(t.nouns) {
	case 0:
		return t.decideBare(r)
	case 1:
		r.target, r.doubt, r.langs = t.nouns[0].target, t.nouns[0].doubt, t.nouns[0].langs
		r.extra += t.nouns[0].words - 1
		return t.decideNoun(r)
	}
	return t.decidePair(r)
}

// decideBare decides on a header without a noun: an id, a number, or nothing.
func (t *tally) decideBare(r reading) reading {
	bare := t.has[label] == 0 && t.has[address] == 0 && t.has[postal] == 0 && t.ordinal() == 0
	switch {
	case t.has[address]+t.has[postal] > 0:
		return r.exclude("a postal address")
	case t.has[row] > 0 && (t.has[id] == 0 || t.has[number]+t.has[code] > 0):
		return r.exclude("a record's, but what of it is not plain")
	case t.has[id] > 0 && bare && (t.has[number] == 0 || r.human):
		r.target = Key
	case t.has[id] > 0:
		return r.exclude("an id, but not plainly the row's")
	case t.has[qualifier] > 0 && t.has[label] == 0:
		return r.exclude(aKind)
	case t.has[contactPerson] > 0 && t.has[number]+t.has[code] == 0 && t.ordinal() < 2 && t.labelsFit(FullName):
		r.target = FullName
	case t.has[customer] > 0 && t.has[number]+t.has[code] > 0 && bare:
		r.target = Key
	case t.has[code] > 0:
		return r.exclude("a code")
	case t.has[number] > 0 && t.has[label] > 0:
		r.target, r.doubt, r.langs = Phone, numbered, t.labelLangs
	default:
		r.decision = silent
	}
	return r
}

// decideNoun decides on a header with one noun by the words around it.
func (t *tally) decideNoun(r reading) reading {
	ofAddress := t.has[address] + t.has[postal]
	if t.has[row] > 0 && r.target != Key {
		return r.exclude("a record's, not plainly the contact's")
	}
	switch r.target {
	case Phone:
		switch {
		case t.has[id]+t.has[postal]+t.has[address] > 0:
			return r.exclude("not the phone number itself")
		case t.has[code] > 0:
			return r.exclude(dialling)
		}
	case Email:
		if t.has[id]+t.has[postal]+t.has[code] > 0 || t.has[number] > 0 && t.ordinal() == 0 {
			return r.exclude("not the email address itself")
		}
	case Region:
		if t.has[id]+t.has[number]+t.has[code] > 0 && r.doubt == sure {
			return r.exclude("not the country itself")
		}
	case Key, QuoID, SourceURL:
		if ofAddress > 0 || t.has[label] > 0 {
			return r.exclude("not plainly the row's")
		}
	default:
		return t.decideScalar(r)
	}
	return r
}

// decideScalar decides on a part of a name, a company or a role.
func (t *tally) decideScalar(r reading) reading {
	switch {
	case r.target == Company && t.has[number] > 0 && r.label == "main":
		r.target, r.doubt, r.label = Phone, dialled, "company main" // RingCentral
	case t.has[id]+t.has[code]+t.has[number] > 0 && r.target == Company:
		return r.exclude("the company's, not the contact's")
	case t.has[id]+t.has[code]+t.has[number]+t.has[address]+t.has[postal] > 0:
		return r.exclude("not plainly the contact's")
	case r.target == LastName && t.ordinal() == 2:
		r.target = SecondLastName
	case r.target == FirstName && t.ordinal() == 2:
		r.target = MiddleName
	case t.ordinal() > 1:
		return r.exclude("a second one: a contact has one")
	case t.ordinal() == 1 && r.target == FullName && !r.human:
		return r.exclude("the first line of a name: whose is not plain")
	case r.target == Company && t.personAfter:
		r.decision, r.target, r.human = silent, Left, true
	case !t.labelsFit(r.target):
		return r.exclude("not plainly the contact's")
	}
	return r
}

// labelsFit reports whether the labels go with a scalar: the main contact's
// name, the billing name, the work title.
func (t *tally) labelsFit(target Target) bool {
	for _, l := range t.labels {
		switch {
		case l == "main" && (target == Company || t.has[person]+t.has[contactPerson] > 0):
		case (l == "billing" || l == "shipping") && t.has[person]+t.has[contactPerson] == 0: // the buyer's, in a shop's export
		case l == "work" && (target == Role || target == Company):
		default:
			return false
		}
	}
	return true
}

// decidePair decides on a header with several nouns.
func (t *tally) decidePair(r reading) reading {
	var targets []Target
	for _, n := range t.nouns {
		targets = append(targets, n.target)
	}
	is := func(want ...Target) bool { return slices.Equal(targets, want) }
	both := func(a, b Target) bool { return is(a, b) || is(b, a) }
	last := t.nouns[len(t.nouns)-1]
	switch {
	case t.has[id]+t.has[code]+t.has[postal]+t.has[row] > 0:
		return r.exclude(severalThings)
	case is(FirstName, LastName) || is(FullName, LastName) || is(FirstName, MiddleName, LastName) || is(FullName, FirstName, LastName):
		r.target = FullName
	case is(LastName, FirstName) || is(LastName, FullName) && !last.langs.Has(words.English) || is(FullName, LastName, FirstName):
		r.target = LastFirst
	case is(FullName, FirstName):
		r.target = LastFirst
	case t.joined && both(Company, FullName): // "Related Company/Name"
		r.hint = &reading{target: Company, langs: last.langs, extra: r.extra, besides: true}
		return r.exclude(severalThings)
	case t.joined:
		return r.exclude(severalThings)
	case both(Company, Phone) || both(Company, Email):
		r.target = Phone
		if targets[0] == Email || targets[1] == Email {
			r.target = Email
		}
		r.label = strings.TrimSpace("company " + r.label)
	case both(Company, Region):
		r.target, r.doubt = Region, t.nouns[slices.Index(targets, Region)].doubt
	case both(Phone, Region) && t.has[number] == 0: // plainer than any other
		r.target, r.doubt, r.extra, r.postal = Region, t.nouns[slices.Index(targets, Region)].doubt, 0, false
	case is(Role, Company) && t.linked, is(Company, Role) && t.ordinal() == 1 && last.doubt == title:
		r.target = Role // "Position in the company", "Organization 1 - Title"
	default:
		return r.exclude(severalThings)
	}
	return r
}
