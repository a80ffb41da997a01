package headers

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/values"
)

// hintMisspelt takes a header that is nearly a known one ("Fist Name", "Phoen") for
// a hint at it. The values have to confirm it, as every hint.
func (s *sheet) hintMisspelt() {
	for _, c := range s.columns {
		if c.decision != unknown && c.reason != notAllKnown || c.hint != nil && !c.hint.is(nameTargets...) {
			continue
		}
		meant := words.Misspelt(c.folded, s.langs)
		if meant == "" {
			continue
		}
		if r := readOne(meant); r.decision == named {
			r.reason = "its header is nearly " + meant
			c.hint = &r
		}
	}
}

// decideLists finds phone numbers and email addresses by the values, where the header
// does not say plainly what the column is: it names them beside words that are not
// known, names a label only ("Home"), or has no meaning.
func (s *sheet) decideLists() {
	emails, phones := s.has(Email), s.has(Phone)
	for _, c := range s.columns {
		switch {
		case c.final:
		case len(c.values) == 0: // as far as the samples go: nothing contradicts words of another language
			if c.hintsAt(Phone, Email) && c.hint.plain && len(c.cells) > 0 {
				c.takeHint()
			}
		case c.decision == named:
			c.decideAccount()
		case c.hintsAt(Phone) && c.share(half, c.isDialled, values.Dialled), c.hintsAt(Email) && c.share(half, isEmail, values.Typed):
			c.takeHint()
		case c.decision != silent && c.decision != unknown:
		case c.mostlyEmails():
			c.guessList(Email, emails)
		case c.mostlyPhones(), c.decision == silent && c.label != "" && c.share(most, c.isNumber, values.Dialled):
			c.guessList(Phone, phones)
		}
	}
}

// decideAccount decides on a "Business" that holds numbers.
func (c *column) decideAccount() {
	switch {
	case c.doubt != account:
	case c.share(most, c.isNumber, values.Dialled):
		c.label, c.doubt = "work", sure
		c.guessList(Phone, false)
	case c.mostlyEmails():
		c.label, c.doubt = "work", sure
		c.guessList(Email, false)
	}
}

// guessList decides that a column without a noun is a t. One whose header is not known
// is so only if no other column is a t, because its numbers may be somebody else's.
func (c *column) guessList(t Target, others bool) {
	if c.decision == unknown && (others || c.repeats()) {
		return
	}
	is, what := isEmail, "email addresses"
	if t == Phone {
		is, what = c.isPhone, "phone numbers"
	}
	c.guess(t, "%d of %d values are %s", c.count(is), len(c.values), what)
}

// hintsAt reports whether the header hints at one of the targets, and the values may
// still decide.
func (c *column) hintsAt(targets ...Target) bool {
	return c.hint != nil && c.decision != named && c.hint.is(targets...)
}

// is reports whether the header says that the column is one of the targets.
func (r *reading) is(targets ...Target) bool {
	return r.decision == named && slices.Contains(targets, r.target)
}

// hinted is what is said about a column that is what its header hints at.
var hinted = map[Target]string{
	Phone: "phone numbers", Email: "email addresses", FirstName: "first names", LastName: "last names", MiddleName: "middle names", FullName: "names",
	LastFirst: "names", Company: "companies", Role: "roles", Region: "countries",
}

// takeHint decides that the column is what its header hints at.
func (c *column) takeHint() {
	folded, reason := c.folded, c.hint.reason
	if reason == "" {
		reason = "its values may be " + hinted[c.hint.target] + ", as its header hints"
	}
	c.reading = *c.hint
	c.folded = folded
	c.guess(c.target, "%s", reason)
}

// preferOwn leaves out what is somebody else's where the sheet has the person's own:
// the recipient of a delivery, the guests of an invitee.
func (s *sheet) preferOwn() {
	isSpare := func(c *column) bool { return c.spare }
	isGuest := func(c *column) bool { return c.guest }
	others := func(is func(*column) bool, targets ...Target) bool {
		return slices.ContainsFunc(s.having(targets...), func(c *column) bool { return !is(c) })
	}
	ownName := others(isSpare, nameTargets...)
	for _, c := range s.columns {
		switch {
		case c.decision != named || !c.spare:
		case ownName && !c.isList(), others(isSpare, c.target):
			c.leave("a delivery address's")
		}
	}
	s.leaveStrangers()
	invited := func(c *column) bool { return c.human && !c.guest }
	if slices.ContainsFunc(s.having(nameTargets...), invited) && !slices.ContainsFunc(s.having(nameTargets...), isGuest) {
		for _, c := range s.columns {
			if c.decision == named && c.guest {
				c.leave("somebody else's")
			}
		}
	}
}

// isList reports whether the column is one of numbers or addresses, and its values are.
func (c *column) isList() bool {
	return c.is(Phone) && c.share(half, c.isPhone, values.Dialled) || c.is(Email) && c.share(half, isEmail, values.Typed)
}

// leaveStrangers leaves out the numbers and addresses of somebody who has a name of
// his own in the sheet, beside the person's: "Attorney Name", "Attorney Phone".
func (s *sheet) leaveStrangers() {
	if !s.hasName() {
		return
	}
	strangers := map[string]bool{}
	for _, c := range s.columns {
		if c.hintsAt(nameTargets...) && c.hint.unknowns != "" {
			strangers[c.hint.unknowns] = true
		}
	}
	for _, c := range s.columns {
		if c.decision == named && strangers[c.unknowns] {
			c.leave("of somebody who has a name of his own")
			c.final = true
		}
	}
}

// decideTexts takes the hints at texts where no column is that plainly, if the values
// agree: a name has letters, a country is one. Of several, the best filled is it.
func (s *sheet) decideTexts() {
	named := s.hasName()
	first, last := s.has(FirstName), s.has(LastName)
	halves := (first || s.hinted(FirstName)) && (last || s.hinted(LastName))
	for _, t := range []Target{FirstName, LastName, FullName, LastFirst, Company, Role, Region} {
		isName := slices.Contains(nameTargets, t)
		otherHalf := t == FirstName && last && !first || t == LastName && first && !last // "Hi! What's your first name?"
		if isName && named && (!otherHalf || s.has(FullName, LastFirst)) || s.hasSure(t) {
			continue
		}
		var best *column
		for _, c := range s.columns {
			if c.hintsAt(t) && (!c.hint.loose || halves || t == LastFirst) && (named || !c.hint.besides) && c.confirms(t) && (best == nil || len(c.values) > len(best.values)) {
				best = c
			}
		}
		if best != nil {
			best.takeHint()
		}
	}
}

// hinted reports whether the header of a column hints at a t, and its values agree.
func (s *sheet) hinted(t Target) bool {
	return slices.ContainsFunc(s.columns, func(c *column) bool { return c.hintsAt(t) && c.confirms(t) })
}

// confirms reports whether the values agree with a hint at a text.
func (c *column) confirms(t Target) bool {
	switch {
	case len(c.values) == 0:
		return false
	case t == Region:
		return c.mostly(isCountry)
	case t == Company, t == Role:
		return !all(c.values, isAnswer) && !c.mostly(isNumeric) && !c.mostly(isEmail) && !c.mostly(c.isPhone)
	}
	return c.mostly(couldBeName)
}

// guessNames finds the name of a sheet that has none: the column that is called like a
// person or a customer, or else the only one of text whose header is not known.
func (s *sheet) guessNames() {
	for _, contact := range []bool{true, false} { // "Contact" before "Customer"
		for _, c := range s.columns {
			if c.decision == silent && c.human && c.contact == contact {
				s.guessName(c)
			}
		}
	}
	if s.hasName() || !s.has(Phone, Email) {
		return
	}
	s.noteNames()
	candidates := s.candidates()
	if len(candidates) == 1 && !candidates[0].aside && candidates[0].mostly(isTitled) && !s.coveredByCompany(candidates[0]) {
		candidates[0].guess(FullName, "the only column of text that could be the name")
		return
	}
	for _, c := range candidates {
		if !s.coveredByCompany(c) || len(c.values) > 1 && all(c.values, fullname.IsPerson) {
			c.holds = FullName
		}
	}
}

// noteNames marks the columns that say "name" and are not understood.
func (s *sheet) noteNames() {
	for _, c := range s.columns {
		if c.named && (c.reason == severalThings || c.reason == notAllKnown) && c.mostly(couldBeName) {
			c.holds = FullName
		}
	}
}

// guessName decides on a "Contact" or a "Kunde" by its values.
func (s *sheet) guessName(c *column) {
	n := len(c.values)
	companies := c.count(fullname.IsCompany)
	switch {
	case n == 0:
	case companies*2 >= n && !s.has(Company) && c.count(isNumeric) == 0:
		c.guess(Company, "%d of %d values look like names of companies", companies, n)
	case !s.hasName() && c.names():
		c.guess(FullName, "%d of %d values could be names of people", c.count(couldBeName), n)
	}
}

// candidates are the columns that could be the name: of text, and with a header that
// is not known.
func (s *sheet) candidates() []*column {
	var list []*column
	for _, c := range s.columns {
		unread := c.decision == unknown || c.decision == silent && c.label == "" || c.reason == notAllKnown && (c.hint == nil || c.hint.loose)
		if unread && c.names() {
			list = append(list, c)
		}
	}
	return list
}

// coveredByCompany reports whether the rows in which a column has a value have a
// company, too: the sheet is one of companies, and they are what contacts are called.
func (s *sheet) coveredByCompany(c *column) bool {
	for _, company := range s.having(Company) {
		covered := true
		for i, cell := range c.cells {
			covered = covered && (cell == "" || company.cells[i] != "")
		}
		if covered {
			return true
		}
	}
	return false
}

// noteLists marks the columns that are left out although most of their values are
// numbers or addresses that no other column of their row has: a person has to decide.
// In a sheet without numbers that is also a column of which nothing but the values says
// that it is of numbers, as "Contact" and "Number".
func (s *sheet) noteLists() {
	phones := s.has(Phone)
	for _, c := range s.columns {
		switch {
		case c.decision == named || c.final || c.spare || c.guest || len(c.values) == 0 || c.repeats():
		case c.mostlyEmails() && !s.repeated(c, Email, strings.ToLower):
			c.holds = Email
		case c.mostlyPhones() && !s.repeated(c, Phone, phone.Digits),
			!phones && c.decision == silent && !c.counted() && all(c.values, c.couldBeDialled):
			c.holds = Phone
		case c.hintsAt(Email) && c.count(isEmail) > 0 && !s.repeated(c, Email, strings.ToLower): // most are broken
			c.holds = Email
		case c.hintsAt(Phone) && c.count(c.isDialled) > 0 && !s.repeated(c, Phone, phone.Digits):
			c.holds = Phone
		}
	}
}

// repeated reports whether the values of a column are those of columns beside it.
func (s *sheet) repeated(c *column, t Target, fold func(string) string) bool {
	for i, cell := range c.cells {
		if cell != "" && !slices.ContainsFunc(s.having(t), func(o *column) bool { return strings.Contains(fold(o.cells[i]), fold(cell)) }) {
			return false
		}
	}
	return true
}
