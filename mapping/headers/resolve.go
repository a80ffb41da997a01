package headers

import (
	"cmp"
	"slices"
	"strings"
)

// vet holds what the headers say against the values: a "Phone" that holds "yes"
// is a consent, a "Company" that holds numbers is an id. Values never make a
// header mean something else; they only take a match away.
func (s *sheet) vet() {
	for i := range s.columns {
		c := &s.columns[i]
		if c.verdict != says || len(c.values) == 0 {
			continue
		}
		switch c.target {
		case Phone:
			c.vetPhone()
		case Email:
			if all(c.values, isFlag) || c.never(hasAt) {
				c.leave("called an email address, but none of its %d values is one", len(c.values))
			}
		case Key, QuoID, SourceURL:
		case Region:
			if c.count(isNumeric) > 0 {
				c.leave("numbers, not countries: calling codes?")
			}
		default:
			c.vetText()
		}
	}
}

func (c *column) vetPhone() {
	switch {
	case all(c.values, isFlag):
		c.leave("called a phone number, but it holds yes and no")
	case c.mostly(isEmail):
		c.leave("called a phone number, but its values are email addresses")
	case c.never(hasDigits):
		c.leave("called a phone number, but none of its %d values has the digits of one", len(c.values))
	case (c.doubt == dialled || c.doubt == numbered) && (!all(c.values, hasDigits) || c.never(isPhone) || c.counted()):
		c.leave("a number, but not plainly a phone number")
	}
}

func hasDigits(s string) bool { return digits(s) >= 5 }

func hasAt(s string) bool {
	for _, r := range s {
		if r == '@' {
			return true
		}
	}
	return false
}

// vetText holds names, companies and roles against the values.
func (c *column) vetText() {
	for _, no := range []struct {
		is   func(string) bool
		what string
	}{
		{isFlag, "yes and no"}, {isNumeric, "numbers"}, {isEmail, "email addresses"}, {isPhone, "phone numbers"},
	} {
		if c.mostly(no.is) {
			c.leave("its values are %s", no.what)
			return
		}
	}
}

// resolveTitles settles what only the values can: whether a title is a role or a
// salutation, whether an account is a company.
func (s *sheet) resolveTitles() {
	for i := range s.columns {
		c := &s.columns[i]
		if c.verdict != says {
			continue
		}
		switch c.doubt {
		case title, degree:
			s.resolveTitle(c)
		case account:
			if s.hasSure(Company) {
				c.leave("the company column says it better")
			} else if !c.mostly(isCompanyLike) {
				c.leave("an account: whether it is a company is not plain")
			} else {
				c.take(Company, "its values look like names of companies")
			}
		case country:
			if len(c.values) == 0 {
				c.leave("a country's code, or a calling code")
			}
		case numbered:
			if len(c.values) == 0 && !strings.Contains(c.lang, "en") {
				c.leave("a number, and there are no values to tell of what")
			}
		}
	}
	s.resolveSecondBest(occupation, Role)
	s.resolveSecondBest(tradeName, Company)
}

// resolveSecondBest leaves what stands in for a field only where nothing else is
// it: an occupation is no role beside one.
func (s *sheet) resolveSecondBest(d doubt, t Target) {
	all := s.having(t)
	better := slices.ContainsFunc(all, func(c *column) bool { return c.doubt != d })
	for _, c := range all {
		if c.doubt == d && better {
			c.leave("another column is the %s", t)
		}
	}
}

func isCompanyLike(s string) bool { return isCompanyName(s) || isPersonName(s) }

// hasSure reports whether another column says without doubt that it is a t.
func (s *sheet) hasSure(t Target) bool {
	for _, c := range s.having(t) {
		if c.doubt == sure {
			return true
		}
	}
	return false
}

func (s *sheet) resolveTitle(c *column) {
	switch {
	case s.hasSure(Role):
		c.leave("a salutation: another column is the role")
	case c.count(isSalutation) > 0:
		c.leave("a salutation: it holds %q", firstThat(c.values, isSalutation))
	case c.doubt == degree && len(c.values) < enough:
		c.leave("a salutation, a degree or a role: its values do not tell")
	case c.doubt == degree:
		c.take(Role, "none of its %d values is a salutation", len(c.values))
	}
}

func firstThat(list []string, is func(string) bool) string {
	for _, s := range list {
		if is(s) {
			return s
		}
	}
	return ""
}

// guess lets the values speak where the headers do not. A header that says
// nothing ("Column1", "") may be guessed beside others; one whose words are not
// known only where no header says it plainly.
func (s *sheet) guess() {
	emails, phones := s.has(Email), s.has(Phone)
	for i := range s.columns {
		c := &s.columns[i]
		if c.verdict != mute && c.verdict != unknown {
			continue
		}
		n := len(c.values)
		switch {
		case c.mostly(isEmail):
			if c.verdict == mute || !emails {
				c.take(Email, "%d of %d values are email addresses", c.count(isEmail), n)
			}
		case c.mostlyPhones():
			if c.verdict == mute || !phones {
				c.take(Phone, "%d of %d values are phone numbers", c.count(isPhone), n)
			}
		case c.verdict == mute && c.human:
			s.guessName(c)
		}
	}
}

// chooseRegion leaves one country column: the plain one, or the only one that
// has values. Of several, nothing says which one the numbers belong to.
func (s *sheet) chooseRegion() {
	all := s.having(Region)
	if len(all) < 2 {
		return
	}
	var plain, filled []*column
	for _, c := range all {
		if c.label == "" && c.extra <= 1 {
			plain = append(plain, c)
		}
		if len(c.values) > 0 {
			filled = append(filled, c)
		}
	}
	keep := all[0]
	switch {
	case len(plain) > 0:
		keep = plain[0]
	case len(filled) == 1:
		keep = filled[0]
	default:
		keep = nil
	}
	for _, c := range all {
		if c != keep {
			c.leave("one of several countries: which one the phone numbers belong to is not plain")
		}
	}
}

// chooseScalars leaves one column for each field that takes one: the plainest,
// then the first.
func (s *sheet) chooseScalars() {
	for _, t := range []Target{FirstName, MiddleName, LastName, LastNamePrefix, SecondLastName, FullName, LastFirst, Company, Role, QuoID, SourceURL} {
		all := s.having(t)
		if len(all) < 2 {
			continue
		}
		best := all[0]
		for _, c := range all[1:] {
			if cmp.Or(cmp.Compare(rank(c), rank(best)), 0) < 0 {
				best = c
			}
		}
		for _, c := range all {
			if c != best {
				c.leave("a second one: a contact has one")
			}
		}
	}
}

// rank orders columns for the same field: what the header says goes before what
// was guessed, plain before qualified, a billing name last.
func rank(c *column) int {
	r := c.extra
	if c.label != "" {
		r += 10
	}
	if c.certainty == Guessed {
		r += 100
	}
	return r
}
