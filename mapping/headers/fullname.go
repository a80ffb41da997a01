package headers

import (
	"slices"
	"strings"
)

// resolveNames settles what a "Name" is by what stands beside it.
//
//	Vorname + Name       a last name   (Prénom + Nom, Voornaam + Naam)
//	Nome + Cognome       a first name  (Nombre + Apellidos, Name + Surname)
//	First + Last + Name  left out      (it says the same again)
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
			c.leave("the first and last name say it")
		case s.has(FirstName):
			s.besideFirst(c, s.having(FirstName)[0])
		case s.has(LastName):
			s.besideLast(c, s.having(LastName)[0])
		}
	}
	if s.has(FullName) {
		for _, c := range s.having(LastFirst) {
			c.leave("the full name says it")
		}
	}
}

// dropLoneHalves leaves a "Last" or a "First" that has no other half: it may be
// the last of anything.
func (s *sheet) dropLoneHalves() {
	for _, c := range s.having(FirstName, LastName, MiddleName) {
		if _, whole := words().wholes[c.folded]; whole && !(s.has(FirstName) && s.has(LastName)) {
			c.leave("the first or last of what is not plain")
		}
	}
}

// besideFirst settles a name beside a first name: a last name, or the whole.
func (s *sheet) besideFirst(name, first *column) {
	switch {
	case name.human && !first.human:
		first.leave("the full name says it")
	case holds(name, first):
		first.leave("the full name says it")
	case len(name.values) == 0 && strings.Contains(first.lang, "en") && strings.Contains(name.lang, "en"):
		name.leave("a last name or a full name: there are no values to tell by")
	default:
		name.target = LastName
	}
}

// besideLast settles a name beside a last name: a first name, or the whole.
func (s *sheet) besideLast(name, last *column) {
	if name.human && !last.human || holds(name, last) {
		last.leave("the full name says it")
		return
	}
	name.target = FirstName
}

// nameOfCompanies takes a "Name" for the company where its values are companies
// and no other column is.
func (s *sheet) nameOfCompanies(c *column) bool {
	n := c.count(isCompanyName)
	if s.has(Company) || len(c.values) < enough || n*2 < len(c.values) {
		return false
	}
	c.take(Company, "%d of %d values look like names of companies", n, len(c.values))
	return true
}

// preferPersons settles a plain "Name" beside a "Contact person": the second is
// the person, the first most likely the company.
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
// the last name in capitals, SplitName finds its way; else the header's order it is.
func (s *sheet) resolveLastFirst() {
	for _, c := range s.having(LastFirst) {
		if len(c.values) > 0 && all(c.values, saysOrder) {
			c.target = FullName
			continue
		}
		c.take(LastFirst, "read as last name first, as the header says")
	}
	if s.has(FirstName) && s.has(LastName) {
		for _, c := range s.having(LastFirst) {
			c.leave("the first and last name say it")
		}
	}
}

// guessName settles a "Contact" or a "Kunde" by its values.
func (s *sheet) guessName(c *column) {
	switch n := len(c.values); {
	case n < enough:
	case c.count(isCompanyName)*2 >= n && !s.has(Company) && c.never(isNumeric):
		c.take(Company, "%d of %d values look like names of companies", c.count(isCompanyName), n)
	case c.mostly(isPersonName) && !s.has(FirstName, LastName, FullName, LastFirst):
		c.take(FullName, "%d of %d values look like names of people", c.count(isPersonName), n)
	}
}

// holds reports whether most of the whole names begin or end with a part from
// the column beside them.
func holds(whole, part *column) bool {
	var parts []string
	for _, v := range part.values {
		parts = append(parts, Normalise(v))
	}
	yes := 0
	for _, v := range whole.values {
		w := Normalise(v)
		if slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(w, p+" ") || strings.HasSuffix(w, " "+p) }) {
			yes++
		}
	}
	return yes > 0 && yes*2 >= min(len(whole.values), len(parts))
}
