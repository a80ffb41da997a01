package headers

import (
	"cmp"
	"slices"
	"strings"
)

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
		c.leave("a salutation: %d of %d values are one", c.count(isSalutation), len(c.values))
	case c.doubt == degree && len(c.values) < enough:
		c.leave("a salutation, a degree or a role: its values do not tell")
	case c.doubt == degree:
		c.take(Role, "none of its %d values is a salutation", len(c.values))
	}
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
	var keep *column
	switch {
	case len(plain) > 0:
		keep = slices.MinFunc(plain, func(a, b *column) int { return cmp.Compare(a.extra, b.extra) })
	case len(filled) == 1:
		keep = filled[0]
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
			if rank(c) < rank(best) {
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
