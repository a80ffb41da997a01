// Package person tells whether two sets of names, numbers and emails are of one person.
// It is pure. One value alone is no evidence: people share lines, and names repeat.
// Start with Match.
package person

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// Person is what is compared: names as they are written, numbers and emails in the form
// in which they are compared.
type Person struct {
	First, Last string
	Company     string
	Numbers     []string
	Emails      []string
}

// OfContact returns the person of a contact.
func OfContact(c *quo.Contact) Person {
	return Person{
		First: c.FirstName, Last: c.LastName, Company: c.Company,
		Numbers: values(quo.PhoneNumbers, c.PhoneNumbers), Emails: values(quo.Emails, c.Emails),
	}
}

// OfRow returns the person that a row maps to.
func OfRow(d *mapping.Desired) Person {
	p := Person{First: d.Text(quo.FirstName), Last: d.Text(quo.LastName), Company: d.Text(quo.Company)}
	for i := range d.Slots {
		switch s := &d.Slots[i]; s.Field {
		case quo.PhoneNumbers:
			p.Numbers = append(p.Numbers, values(s.Field, s.Items)...)
		case quo.Emails:
			p.Emails = append(p.Emails, values(s.Field, s.Items)...)
		}
	}
	return p
}

func values(f quo.Field, items []quo.Item) []string {
	var list []string
	for _, i := range items {
		if v := quo.Canonical(f, i.Value); v != "" {
			list = append(list, strings.ToLower(v))
		}
	}
	return list
}

// Name is what a person would be called.
func (p Person) Name() string {
	if name := strings.TrimSpace(p.First + " " + p.Last); name != "" {
		return name
	}
	return p.Company
}

// Evidence is how sure it is that two are one person.
type Evidence int

// The degrees of evidence.
const (
	None     Evidence = iota
	Possible          // only a number is the same
	Certain           // a number is the same, and the name or an email agrees
)

// Match returns how sure it is that two are one person, and what agrees.
func Match(a, b Person) (e Evidence, why string) {
	if !shares(a.Numbers, b.Numbers) {
		return None, ""
	}
	switch {
	case namesAgree(a, b):
		return Certain, "number and name"
	case shares(a.Emails, b.Emails):
		return Certain, "number and email"
	}
	return Possible, "number"
}

// Other reports whether a row under a known key is of somebody else than the contact:
// name, number and email are all there, and none agrees.
func Other(row, contact Person) bool {
	both := func(a, b []string) bool { return len(a) > 0 && len(b) > 0 }
	return row.named() && contact.named() && !namesAgree(row, contact) &&
		both(row.Numbers, contact.Numbers) && !shares(row.Numbers, contact.Numbers) &&
		both(row.Emails, contact.Emails) && !shares(row.Emails, contact.Emails)
}

func (p Person) named() bool { return strings.TrimSpace(p.First+p.Last) != "" }

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// namesAgree reports whether two names can be one person's: whatever their case, accents
// and order; an initial stands for a name, and a last name may be missing. Initials alone
// say nothing.
func namesAgree(a, b Person) bool {
	x, y := spelt(words(a)), spelt(words(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	whole := false
	rest := slices.Clone(y)
	for _, w := range x {
		i := slices.Index(rest, w)
		if i < 0 {
			i = slices.IndexFunc(rest, func(v string) bool { return initial(w, v) || initial(v, w) })
		} else if utf8.RuneCountInString(w) > 1 {
			whole = true
		}
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return whole
}

// spellings are letters that have no accent to drop, and how keyboards without them, and
// without accents, write them: Søren and Soeren are Soren, Müller and Mueller are Muller.
var spellings = strings.NewReplacer(
	"ß", "ss", "ø", "o", "æ", "a", "œ", "o", "ł", "l", "đ", "d", "ð", "d", "ı", "i", "þ", "th", "ae", "a", "oe", "o", "ue", "u",
)

// spelt returns words of a name as if they were all written on the same keyboard.
func spelt(words []string) []string {
	for i, w := range words {
		words[i] = spellings.Replace(w)
	}
	return words
}

// initial reports whether a is the first letter of b.
func initial(a, b string) bool {
	return utf8.RuneCountInString(a) == 1 && strings.HasPrefix(b, a)
}

// Key is a name in a form that is the same for each way to write it; "" for none.
func (p Person) Key() string {
	w := words(p)
	slices.Sort(w)
	return strings.Join(w, " ")
}

// words are those of a name, without case, accents and punctuation; of a contact
// without a name those of its company.
func words(p Person) []string {
	name := p.First + " " + p.Last
	if strings.TrimSpace(name) == "" {
		name = p.Company
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(name))
	return strings.Fields(plain)
}
