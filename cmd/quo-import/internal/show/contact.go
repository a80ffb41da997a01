package show

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Known prints what the state knows of a key, and the contact as Quo has it now, nil if
// that was not asked.
func Known(io term.Streams, source, key string, rec *store.Record, files []string, c *quo.Contact) {
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintln(io.Out, term.Printable(fmt.Sprintf("%-9s %s", label, text)))
		}
	}
	if c != nil {
		contact(line, c)
		fmt.Fprintln(io.Out)
	}
	line("key", key+" of "+source)
	origin := "created by us"
	if !rec.Created {
		origin = "adopted: it was already in Quo"
	}
	if rec.Gone {
		origin += "; it was deleted in Quo"
	}
	line("contact", rec.ContactID+", "+origin)
	from := "run " + rec.Run
	if len(files) > 0 {
		from += ", from " + strings.Join(files, ", ")
	}
	if rec.UpdatedAt.IsZero() {
		line("written", "never: recorded by "+from)
	} else {
		line("written", rec.UpdatedAt.Local().Format(minute)+" by "+from)
	}
	line("values", say.Plural(len(rec.Base), "value is", "values are")+" ours; the state keeps hashes of them only")
	if c == nil {
		line("", "--remote shows the contact as Quo has it now")
	}
}

// contact prints a contact as a card.
func contact(line func(label, text string), c *quo.Contact) {
	line("name", cmp.Or(c.FullName(), "(none)"))
	for _, f := range contactFacts(c)[1:] {
		line(f[0], f[1])
	}
	if len(c.PhoneNumbers) == 0 {
		line("", "no number: the Quo app never shows this contact")
	}
}

// contactFacts returns what a contact holds, by its labels: the name first.
func contactFacts(c *quo.Contact) (list [][2]string) {
	add := func(label, text string) {
		if text != "" {
			list = append(list, [2]string{label, text})
		}
	}
	list = append(list, [2]string{"name", c.FullName()})
	add("company", c.Company)
	add("role", c.Role)
	for _, item := range c.PhoneNumbers {
		add(cmp.Or(item.Name, "phone"), item.Value)
	}
	for _, item := range c.Emails {
		add(cmp.Or(item.Name, "email"), item.Value)
	}
	for _, f := range c.Custom {
		add(cmp.Or(f.Name, f.Key), cmp.Or(say.Day(f.Text), strings.Join(f.Items, ", ")))
	}
	return list
}
