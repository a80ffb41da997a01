package job

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/mapping/values"
)

// Decisions returns the open decisions, in the order in which to ask them: the answer to
// one may answer others or raise new ones.
func (j *Job) Decisions() []Decision {
	return slices.Concat(j.columnDecisions(), j.keyDecision(), j.formatDecisions(), j.regionDecision(&j.sample, false), j.sourceDecision())
}

// columnDecisions are about columns that nobody understands. Nothing may be planned
// before they are made: each contact would be called after its number, or lose one.
func (j *Job) columnDecisions() []Decision {
	var list []Decision
	for _, q := range j.questions {
		if q.About == propose.AboutName {
			d := Decision{
				ID: string(AboutName), About: AboutName, Question: "Which column is the name?",
				Evidence: []string{"no header says so"}, Flag: "name", Takes: "COLUMN", Free: true, Default: q.Columns[0],
				Otherwise: "first and last name in two columns: FIRST,LAST",
			}
			for i, column := range q.Columns {
				d.Choices = append(d.Choices, Choice{column, "values such as " + q.Examples[i]})
			}
			d.Choices = append(d.Choices, Choice{noName, "call each contact after its company, email or number"})
			list = append(list, d)
			continue
		}
		list = append(list, j.columnDecision(q))
	}
	return list
}

func (j *Job) columnDecision(q propose.Question) Decision {
	column, word, what := q.Columns[0], "phone", "phone numbers"
	if q.Holds == headers.Email {
		word, what = "email", "email addresses"
	}
	d := Decision{
		ID: string(AboutColumn) + ":" + column, About: AboutColumn, Flag: "column", Takes: "FIELD", Default: noName,
		Question: fmt.Sprintf("Are the %s in the column %s the contact's?", what, phrase.Quote(column)),
		Evidence: []string{"the header does not say whose they are", "values such as " + q.Examples[0]},
		Choices:  []Choice{{word, "yes: import them"}, {noName, "no: leave the column out"}},
	}
	field := fieldWords[word]
	if !slices.ContainsFunc(j.Mapping.Contact, func(f mapping.Field) bool { return f.Target == field }) {
		d.Default = word
		d.Evidence = append(d.Evidence, "no other column has any")
	}
	return d
}

// choicesShown is how many columns are offered as a key beside those that are plainly
// ids.
const choicesShown = 3

// keyDecision is about which column identifies a row, if none does so in every row and
// a known export does not say. By default the best one is taken, else the key is
// derived.
func (j *Job) keyDecision() []Decision {
	if !j.keyWasOpen || j.Mapping.Preset != "" {
		return nil
	}
	d := Decision{
		ID: string(AboutKey), About: AboutKey, Question: "Which column identifies a row? By it the next import finds the contact again.",
		Flag: "key", Takes: "COLUMN", Free: true, Default: derivedKey, Optional: true,
	}
	if k := j.Mapping.Key; !k.Derived {
		d.Default = k.Columns[0].Text
	}
	for _, c := range j.profile.Candidates() {
		if c.Blank+c.Double == 0 && c.Rows > 0 {
			return nil
		}
		d.Choices = append(d.Choices, Choice{c.Column, fmt.Sprintf("filled in %s of %s rows, %s",
			say.Count(c.Rows-c.Blank), say.Count(c.Rows), say.Plural(c.Double, "value that another row has", "values that another row has"))})
	}
	if d.Choices = append(d.Choices, j.otherKeys()...); len(d.Choices) == 0 {
		return nil
	}
	d.Choices = append(d.Choices, Choice{derivedKey, "no id: number or email, with the name. A row whose number or name changes becomes a new contact"})
	return []Decision{d}
}

// derivedKey is the answer for a file without ids.
const derivedKey = "derived"

// otherKeys are columns that identify the first rows, whatever they are called.
func (j *Job) otherKeys() []Choice {
	var list []Choice
	c := j.columns[0]
	if c.JSON {
		return nil
	}
	for i, name := range c.Unique() {
		seen := map[string]bool{}
		for _, row := range j.first {
			if i < len(row.Cells) && looksLikeID(row.Cells[i]) {
				seen[strings.TrimSpace(row.Cells[i])] = true
			}
		}
		if len(seen) == len(j.first) && len(seen) > 1 && len(list) < choicesShown {
			list = append(list, Choice{name, fmt.Sprintf("filled in all of the first %s rows, none twice", say.Count(len(seen)))})
		}
	}
	return list
}

// looksLikeID reports whether a cell is one word with a digit or an @ that is no phone
// number.
func looksLikeID(cell string) bool {
	cell = strings.TrimSpace(cell)
	if cell == "" || strings.ContainsFunc(cell, unicode.IsSpace) || !strings.ContainsAny(cell, "@0123456789") || strings.ContainsAny(cell, "/+()") {
		return false
	}
	_, err := phone.Parse(cell, "US")
	return err != nil
}

// formatDecisions are about columns of dates and numbers that read in several ways.
func (j *Job) formatDecisions() []Decision {
	var list []Decision
	for _, u := range j.unread {
		column := u.Column
		if column == "" {
			column = u.Field
		}
		d := Decision{
			ID: string(AboutFormat) + ":" + column, About: AboutFormat, Flag: "format", Takes: "FORMAT", Free: true,
			Question: fmt.Sprintf("How are the %s in the column %s written?", kindOf(u.Why), phrase.Quote(column)),
			Evidence: []string{"the column " + u.Why.What},
		}
		if j.Mapping.File != "" && u.Line > 0 {
			d.Otherwise = fmt.Sprintf("or write format: into %s, line %d", j.Mapping.File, u.Line)
		}
		for _, formats := range u.Why.Formats {
			var means []string
			for _, e := range u.Why.Examples {
				if as := u.Why.Reads(e.Value, formats); as != "" {
					means = append(means, fmt.Sprintf("%s (%s) is %s", phrase.Quote(e.Value), placeOf(e.File, e.Line), as))
				}
			}
			d.Choices = append(d.Choices, Choice{strings.Join(formats, "|"), strings.Join(means, ", ")})
		}
		j.usualDates(&d)
		d.Choices = append(d.Choices, Choice{noName, "leave the column out"})
		list = append(list, d)
	}
	return list
}

func kindOf(u *values.Undecided) string {
	if strings.HasPrefix(u.Kind, "number-") {
		return "numbers"
	}
	return "dates"
}

func placeOf(file string, line int) string {
	if file == "" {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s line %d", file, line)
}

// usualDates proposes the order of day and month that is usual in the country of the
// numbers, if that is known.
func (j *Job) usualDates(d *Decision) {
	region, ok := phone.Region(j.Mapping.Region.Default)
	if !ok {
		if list := j.regionDecision(&j.sample, false); list != nil {
			region = list[0].Default
		}
	}
	order := "DD"
	switch region {
	case "", "CA", "PH", phone.International:
		return
	case "US":
		order = "MM"
	}
	for _, c := range d.Choices {
		last := c.Answer[strings.LastIndexByte(c.Answer, '|')+1:]
		if strings.HasPrefix(last, order) && strings.Contains(last, "YY") && !strings.Contains(last, "MMM") && len(last) > len("DDMMYYYY") {
			d.Default = c.Answer
			d.Evidence = append(d.Evidence, "the phone numbers are of "+region+", where this is usual")
			return
		}
	}
}

// sourceDecision asks which list the ids are of. Where nothing stays, the name of the
// file is taken unless somebody says otherwise.
func (j *Job) sourceDecision() []Decision {
	m := j.Mapping
	if m.Source != "" || m.Preset != "" || m.Key.Derived {
		return nil
	}
	return []Decision{{
		ID: string(AboutSource), About: AboutSource, Flag: "source", Takes: "NAME", Free: true,
		Question: "What is this list, or the system that it comes from, called?",
		Evidence: []string{fmt.Sprintf("a short name keeps its ids (%s) apart from those of other lists", keyWords(m.Key))}, Default: sourceName(j.Files[0].Name),
		Optional: j.opts.API.Sandbox || !j.opts.Writes,
	}}
}

// Adoption returns the decision about people who are in Quo already, if a plan stopped
// for it. Its answer goes to Answer, which keeps it for the next plan, and to
// importer.Planned.Adopt, which changes this one.
func (j *Job) Adoption(p *plan.Plan) (d Decision, ok bool) {
	if p.Stop == nil || p.Stop.Kind != event.StopAdopt {
		return d, false
	}
	certain := 0
	for _, a := range p.Adoptions {
		if len(a.Contacts) == 1 && a.Contacts[0].Certain {
			certain++
		}
	}
	d = Decision{
		ID: string(AboutAdopt), About: AboutAdopt, Flag: "adopt", Default: string(policy.AdoptPhone),
		Question: say.Plural(p.Adoptable, "new row has", "new rows have") + " the number of a contact that is already in Quo. Use these contacts?",
		Evidence: []string{fmt.Sprintf("name or email agrees, too, in %s of %s", say.Count(certain), say.Count(len(p.Adoptions)))},
		Choices: []Choice{
			{string(policy.AdoptPhone), "use the contacts whose name or email agrees, too: their values stay, missing ones are filled; the other rows are rejected"},
			{string(policy.AdoptPhoneOnly), "use the contacts, whatever they are called"},
			{string(policy.AdoptNone), "create the rows beside them"},
		},
	}
	return d, true
}
