package propose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// questions are what the headers leave open: a sheet without a name that has
// columns that may be it, and columns of numbers and addresses that nothing says
// whose they are. A column that feeds a custom field is none.
func (p *proposal) questions(matches []headers.Match) []Question {
	var list []Question
	var names []string
	for _, match := range matches {
		column := p.header.names[match.Column]
		if p.notes[match.Column].Kind != mapping.NoteLeft {
			continue
		}
		switch match.Holds {
		case headers.FullName:
			names = append(names, column)
		case headers.Phone, headers.Email:
			what := map[headers.Target]string{headers.Phone: "phone numbers", headers.Email: "email addresses"}[match.Holds]
			list = append(list, Question{AboutColumn, []string{column}, []string{p.examples(match.Column)}, match.Holds,
				fmt.Sprintf("the column %s holds %s (%s), and its header does not say that they are the contact's", phrase.Quote(column), what, p.examples(match.Column))})
		}
	}
	if len(names) == 0 {
		return list
	}
	described, examples := make([]string, len(names)), make([]string, len(names))
	for i, name := range names {
		examples[i] = p.examples(slices.Index(p.header.names, name))
		described[i] = fmt.Sprintf("%s (%s)", phrase.Quote(name), examples[i])
	}
	return slices.Insert(list, 0, Question{AboutName, names, examples, headers.FullName, "no column is understood as the name; it may be " + phrase.Either(described)})
}

// shown is how many values of a column are shown in a question.
const shown = 2

// examples returns the first values of a column, quoted.
func (p *proposal) examples(column int) string {
	var list []string
	for _, row := range p.samples {
		if column < len(row) && strings.TrimSpace(row[column]) != "" && len(list) < shown {
			list = append(list, phrase.Quote(strings.TrimSpace(row[column])))
		}
	}
	return strings.Join(list, ", ")
}
