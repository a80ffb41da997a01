package headers

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

// resolveNames decides what a "Name" is by the columns beside it.
//
//	Vorname + Name       a last name   (Prénom + Nom, Voornaam + Naam)
//	Nome + Cognome       a first name  (Nombre + Apellidos, Name + Surname)
//	First + Last + Name  left out      (it repeats them)
//	Name + Ansprechpartner             the person is the second
//	Name                 a full name
//
// A "Name" whose values begin with the first name is a full name all the same.
func (s *sheet) resolveNames() {
	s.dropLoneHalves()
	s.resolveLastFirst()
	s.preferPersons()
	for _, c := range s.having(FullName) {
		switch {
		case s.nameOfCompanies(c):
		case s.has(FirstName) && s.has(LastName):
			c.leave("the first and last name columns hold it")
			c.standIn = true
		case s.has(FirstName):
			s.besideFirst(c, s.having(FirstName)[0])
		case s.has(LastName):
			s.besideLast(c, s.having(LastName)[0])
		}
	}
	if s.has(FullName) {
		for _, c := range s.having(LastFirst) {
			c.leave("the full name column holds it")
		}
	}
}

// dropLoneHalves leaves out a "Last" or a "First" that has no other half: it may be
// the last of anything.
func (s *sheet) dropLoneHalves() {
	for _, c := range s.having(FirstName, LastName, MiddleName) {
		if _, whole := words.Wholes()[c.folded]; whole && c.langs.Has(words.English) && !(s.has(FirstName) && s.has(LastName)) {
			c.leave("it may be the first or the last of anything: no column with the other part of a name is there")
		}
	}
}

// besideFirst decides on a name beside a first name: a last name, or the whole.
func (s *sheet) besideFirst(name, first *column) {
	switch {
	case name.human && !first.human:
		first.leave("the full name column holds it")
	case repeatsPart(name, first):
		first.leave("the full name column holds it")
	case len(name.values) == 0 && first.langs.Has(words.English) && name.langs.Has(words.English):
		name.leave("a last name or a full name: there are no values to decide by")
	default:
		name.target = LastName
	}
}

// besideLast decides on a name beside a last name: a first name, or the whole.
func (s *sheet) besideLast(name, last *column) {
	if name.human && !last.human || repeatsPart(name, last) {
		last.leave("the full name column holds it")
		return
	}
	name.target = FirstName
}

// nameOfCompanies decides that a "Name" is the company if its values are companies and
// no other column is the company. It reports whether it did.
func (s *sheet) nameOfCompanies(c *column) bool {
	n := c.count(fullname.IsCompany)
	few := len(c.values) < enough && n < len(c.values)
	if s.has(Company) || n == 0 || few || n*2 < len(c.values) {
		return false
	}
	c.guess(Company, "%d of %d values look like names of companies", n, len(c.values))
	return true
}

// preferPersons decides on a plain "Name" beside a "Contact person": the second is the
// person, the first most likely the company.
func (s *sheet) preferPersons() {
	var plain, human []*column
	for _, c := range s.having(FullName) {
		if c.contact {
			human = append(human, c)
		} else {
			plain = append(plain, c)
		}
	}
	if len(human) == 0 || len(plain) == 0 {
		return
	}
	for _, c := range plain {
		if !s.nameOfCompanies(c) {
			c.leave("another column is the person's name, and whose this one is is not plain")
		}
	}
}

// resolveLastFirst reads "Nom et prénom" by its values: with a comma, or with
// the last name in capitals, they show their order; else the header decides.
func (s *sheet) resolveLastFirst() {
	for _, c := range s.having(LastFirst) {
		if len(c.values) > 0 && all(c.values, fullname.ShowsOrder) {
			c.target = FullName
			continue
		}
		c.guess(LastFirst, "read as last name first, as in the header")
	}
	if s.has(FirstName) && s.has(LastName) {
		for _, c := range s.having(LastFirst) {
			c.leave("the first and last name columns hold it")
		}
	}
}

// repeatsPart reports whether most of the whole names begin or end with a part from
// the column beside them.
func repeatsPart(whole, part *column) bool {
	var parts []string
	for _, v := range part.values {
		parts = append(parts, words.Normalise(v))
	}
	yes := 0
	for _, v := range whole.values {
		w := words.Normalise(v)
		if slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(w, p+" ") || strings.HasSuffix(w, " "+p) }) {
			yes++
		}
	}
	return yes > 0 && yes*2 >= min(len(whole.values), len(parts))
}
