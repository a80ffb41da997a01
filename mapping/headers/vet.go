package headers

import (
	"slices"

	"github.com/quo-import/quo-import/mapping/values"
)

// vet compares the headers with the values: a "Phone" that holds "yes" is a consent,
// a "Company" that holds numbers is an id.
func (s *sheet) vet() {
	for _, c := range s.columns {
		switch {
		case c.reason == dialling && c.mostly(isCallingCode):
			c.holds = CallingCode
		case (c.reason == dialling || c.reason == anAreaCode) && c.mostly(isAreaCode):
			c.holds = AreaCode
		}
		if c.decision != named || len(c.values) == 0 {
			continue
		}
		switch c.target {
		case Phone:
			c.vetPhone()
		case Email:
			if c.flags(values.Typed) || c.never(hasAt) || c.extra > 1 && c.count(hasAt) == 0 { // "Company name for emails"
				c.leave("called an email address, but none of its %d values is one", len(c.values))
			}
		case Key, QuoID, SourceURL:
		case Region:
			switch {
			case c.mostly(isCallingCode) && (c.doubt == country || !all(c.values, isBare)):
				c.leave("calling codes, of the numbers beside it")
				c.holds = CallingCode
			case c.count(isNumeric) > 0:
				c.leave("numbers, not countries")
			}
		default:
			c.vetText()
		}
	}
}

// flags reports whether the values are yes and no, but for words for nothing.
func (c *column) flags(t values.Type) bool {
	return c.share(1, isFlag, t) && slices.ContainsFunc(c.values, func(v string) bool { return isFlag(v) && !values.Nothing(v, t) })
}

func (c *column) vetPhone() {
	switch {
	case c.flags(values.Dialled):
		c.leave("called a phone number, but it holds yes and no")
	case len(c.values) >= enough && c.mostly(isEmail):
		c.leave("called a phone number, but its values are email addresses")
	case c.never(hasDigits), (len(c.values) > 1 || c.extra > 1) && c.count(hasDigit) == 0: // "Preferred phone: mobile"
		c.leave("called a phone number, but none of its %d values has the digits of one", len(c.values))
	case (c.doubt == dialled || c.doubt == numbered) && (!all(c.values, hasDigits) || c.never(c.isPhone) || c.counted()):
		c.leave("a number, but not plainly a phone number")
	}
}

// vetText compares names, companies and roles with the values.
func (c *column) vetText() {
	if c.is(Company, Role) && all(c.values, isAnswer) {
		c.leave("its values are yes and no")
		return
	}
	if c.is(Role) && all(c.values, func(v string) bool { return isAccountRole(v) || isStaffRole(v) }) && c.count(isAccountRole) > 0 {
		c.leave("a kind of account, not what somebody is in a company")
		return
	}
	if slices.Contains(nameTargets, c.target) && c.count(hasLetter) == 0 { // "#1001"
		c.leave("called a name, but none of its %d values has letters", len(c.values))
		return
	}
	if len(c.values) < enough {
		if c.is(Company, Role) && c.doubt == sure && all(c.values, func(v string) bool { return isNumeric(v) || isEmail(v) }) {
			c.leave("its values are numbers or addresses")
		}
		return
	}
	for _, no := range []struct {
		is   func(string) bool
		what string
	}{
		{isFlag, "yes and no"}, {isNumeric, "numbers"}, {isEmail, "email addresses"}, {c.isPhone, "phone numbers"},
	} {
		if c.mostly(no.is) {
			c.leave("its values are %s", no.what)
			return
		}
	}
}
