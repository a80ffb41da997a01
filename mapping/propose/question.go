package propose

import (
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
	name := Question{About: AboutName, Holds: headers.FullName}
	for _, match := range matches {
		if p.notes[match.Column].Kind != mapping.NoteLeft {
			continue
		}
		column := p.header.names[match.Column]
		switch match.Holds {
		case headers.FullName:
			name.Columns, name.Examples = append(name.Columns, column), append(name.Examples, p.examples(match.Column))
		case headers.Phone, headers.Email:
			list = append(list, Question{AboutColumn, []string{column}, []string{p.examples(match.Column)}, match.Holds})
		}
	}
	if len(name.Columns) > 0 {
		list = slices.Insert(list, 0, name)
	}
	return list
}

// shown is how many values of a column are shown in a question.
const shown = 2

// examples returns the first values of a column, quoted.
func (p *proposal) examples(column int) string {
	var list []string
	cells := filled(p.samples, column)
	for _, cell := range cells[:min(len(cells), shown)] {
		list = append(list, phrase.Quote(strings.TrimSpace(cell)))
	}
	return strings.Join(list, ", ")
}
