package headers

import (
	"cmp"
	"slices"

	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

// resolveTitles decides what only the values can: whether a title is a role or a
// salutation, whether an account is a company.
func (s *sheet) resolveTitles() {
	for _, c := range s.columns {
		if c.decision != named {
			continue
		}
		switch c.doubt {
		case title, degree:
			s.resolveTitle(c)
		case account:
			switch {
			case s.hasSure(Company):
				c.leave("another column is plainly the company")
			case !c.mostly(isCompanyLike) && !c.mostly(isTitled):
				c.leave("an account: whether it is a company is not plain")
			default:
				c.guess(Company, "its values look like names of companies")
			}
		case country:
			if len(c.values) == 0 {
				c.leave("a country's code, or a calling code")
			}
		case numbered:
			if len(c.values) == 0 && !c.langs.Has(words.English) {
				c.leave("a number, and there are no values to tell of what")
			}
		}
	}
	s.resolveSecondBest(occupation, Role)
	s.resolveSecondBest(tradeName, Company)
}

// resolveSecondBest leaves out what feeds a field only if nothing else does: an
// occupation is no role beside one.
func (s *sheet) resolveSecondBest(d doubt, t Target) {
	all := s.having(t)
	better := slices.ContainsFunc(all, func(c *column) bool { return c.doubt != d })
	for _, c := range all {
		if c.doubt == d && better {
			c.leave("another column is the %s", t)
		}
	}
}

func (s *sheet) resolveTitle(c *column) {
	switch {
	case s.hasSure(Role):
		c.leave("a salutation: another column is the role")
	case c.count(fullname.IsSalutation) > 0:
		c.leave("a salutation: %d of %d values are one", c.count(fullname.IsSalutation), len(c.values))
	case c.doubt == degree && len(c.values) < enough:
		c.leave("a salutation, a degree or a role: its values do not tell")
	case c.doubt == degree:
		c.guess(Role, "none of its %d values is a salutation", len(c.values))
	}
}

// chooseRegion keeps one country column: the plainest one, or the only one that has
// values. Of several, it is not known to which one the numbers belong.
func (s *sheet) chooseRegion() {
	all := s.having(Region)
	if len(all) < 2 {
		return
	}
	var plain, filled []*column
	if own := slices.DeleteFunc(slices.Clone(all), func(c *column) bool { return c.postal }); len(own) > 0 {
		for _, c := range all {
			if c.postal {
				c.leave("the country of an address: another column is the country")
			}
		}
		if all = own; len(all) == 1 {
			return
		}
	}
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

// chooseScalars keeps one column for each field that has one value: the plainest,
// then the first.
func (s *sheet) chooseScalars() {
	for _, t := range []Target{FirstName, MiddleName, LastName, LastNamePrefix, SecondLastName, FullName, LastFirst, Company, Role, QuoID, SourceURL} {
		all := s.having(t)
		if len(all) < 2 {
			continue
		}
		best := slices.MinFunc(all, func(a, b *column) int { return cmp.Compare(rank(a), rank(b)) })
		for _, c := range all {
			if c != best {
				c.leave("a second one: a contact has one")
				if slices.Contains(nameTargets, t) && c.who != "" && c.who != best.who {
					s.leaveOf(c.who)
				}
			}
		}
	}
}

// leaveOf leaves out the numbers and addresses of a person who has a name of his own:
// those of a buyer beside an attendee.
func (s *sheet) leaveOf(who string) {
	for _, c := range s.having(Phone, Email) {
		if c.who == who {
			c.leave("of somebody who has a name of his own")
			c.final = true
		}
	}
}

// rank orders columns for the same field: matched before guessed, plain before
// labelled.
func rank(c *column) int {
	r := c.extra
	if c.label != "" {
		r += 10
	}
	if c.guessed {
		r += 100
	}
	return r
}
