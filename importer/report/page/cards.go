package page

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
)

// card is a contact as it will look in Quo.
type card struct {
	Initials, Name, Work string
	Phones, Emails       []fact // label and value
	Custom               []fact
	Place, Action        string
	Invisible            bool // the Quo app never shows a contact without a number
}

// fact is a name with its value.
type fact struct{ Name, Value string }

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
	c := &v.Contact
	name := strings.TrimSpace(c.FirstName + " " + c.LastName)
	k := card{
		Initials: initials(c.FirstName, c.LastName, c.Company), Name: shown(cmp.Or(name, c.Company, "No name"), maxName),
		Invisible: len(c.PhoneNumbers) == 0,
		Place:     placeWords(v.Pos, len(r.Inputs) > 1), Action: actionWord(r, v.Action),
	}
	var work []string
	for _, part := range []string{c.Role, c.Company} {
		if part != "" && part != name {
			work = append(work, shown(part, maxName))
		}
	}
	k.Work = strings.Join(work, " · ")
	for _, item := range c.PhoneNumbers {
		k.Phones = append(k.Phones, fact{shown(cmp.Or(item.Name, "phone"), maxName), shown(item.Value, maxValue)})
	}
	for _, item := range c.Emails {
		k.Emails = append(k.Emails, fact{shown(cmp.Or(item.Name, "email"), maxName), shown(item.Value, maxValue)})
	}
	for _, f := range c.Custom {
		if text := cmp.Or(dayOf(f.Text), strings.Join(f.Items, ", ")); text != "" {
			k.Custom = append(k.Custom, fact{shown(cmp.Or(f.Name, f.Key), maxName), shown(text, maxValue)})
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

// dayOf returns the day of a date without a time, which the API keeps as
// midnight UTC, and any other text as it is.
func dayOf(text string) string {
	if at, err := time.Parse("2006-01-02T15:04:05.000Z", text); err == nil && at.Equal(at.Truncate(24*time.Hour)) {
		return at.Format(time.DateOnly)
	}
	return text
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
