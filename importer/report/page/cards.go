package page

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
)

// Card is a contact as it will look in Quo, shortened to what is shown.
type Card struct {
	Initials, Name, Work string
	Phones, Emails       []Fact // label and value
	Custom               []Fact
	Invisible            bool // the Quo app never shows a contact without a number
}

// Fact is a name with its value.
type Fact struct{ Name, Value string }

// card is the card of a row.
type card struct {
	Card
	Place, Action string
}

func cards(r *Run) []card {
	if r.Plan == nil {
		return nil
	}
	list := make([]card, len(r.Plan.Samples))
	for i := range list {
		list[i] = newCard(r, &r.Plan.Samples[i])
	}
	return list
}

func newCard(r *Run, v *plan.Sample) card {
	return card{CardOf(&v.Contact), placeWords(v.Pos, len(r.Inputs) > 1), actionWord(r, v.Action)}
}

// CardOf returns the card of a contact.
func CardOf(c *quo.Contact) Card {
	name := c.FullName()
	k := Card{
		Initials: initials(c.FirstName, c.LastName, c.Company), Name: shown(cmp.Or(name, c.Company, "No name"), maxName),
		Invisible: len(c.PhoneNumbers) == 0,
	}
	var work []string
	for _, part := range []string{c.Role, c.Company} {
		if part != "" && part != name {
			work = append(work, shown(part, maxName))
		}
	}
	k.Work = strings.Join(work, " · ")
	for _, item := range c.PhoneNumbers {
		k.Phones = append(k.Phones, Fact{shown(cmp.Or(item.Name, "phone"), maxName), shown(item.Value, maxValue)})
	}
	for _, item := range c.Emails {
		k.Emails = append(k.Emails, Fact{shown(cmp.Or(item.Name, "email"), maxName), shown(item.Value, maxValue)})
	}
	for _, f := range c.Custom {
		if text := cmp.Or(say.Day(f.Text), strings.Join(f.Items, ", ")); text != "" {
			k.Custom = append(k.Custom, Fact{shown(cmp.Or(f.Name, f.Key), maxName), shown(text, maxValue)})
		}
	}
	return k
}

// actionWord returns what the run does with a contact.
func actionWord(r *Run, a event.Action) string {
	switch {
	case r.Dry && r.Summary.Created == nil:
		return ""
	case a == event.Updated:
		return "update, as in the file"
	}
	return "new"
}

// initials returns what the app shows in place of a picture.
func initials(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		for _, r := range name {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(unicode.ToUpper(r))
				break
			}
		}
		if len([]rune(b.String())) == 2 {
			break
		}
	}
	return b.String()
}
