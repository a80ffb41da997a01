// Package columns describes how the columns of a run's inputs were understood,
// for terminals and pages.
//
// Summarize groups the notes of a mapping, briefly: what was matched, guessed
// and left out. List describes every column in the order of
// the file.
package columns

import (
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/mapping"
)

// Summary is how the columns were understood, in groups.
type Summary struct {
	General []string       // about the whole input, and warnings
	Matched []Field        // in the order of the file
	Guessed []mapping.Note // a field and the reason each
	Refused []mapping.Note // columns that seemed to be a field's and are not, with the reason each
	Left    []string       // columns that feed nothing
}

// Field is a field of a contact with the columns that feed it.
type Field struct {
	Name    string // "" where the columns are called like their fields
	Columns []string
}

// Summarize groups notes. unmapped are the columns with values that no field
// takes; for inputs without counts (JSON) those that the notes name are listed.
func Summarize(notes []mapping.Note, unmapped []plan.Column, counted bool) Summary {
	var s Summary
	var left []string
	for _, n := range latest(notes) {
		switch {
		case n.Column == "":
			s.General = append(s.General, n.Text)
		case n.Kind == mapping.NoteWarning:
			s.General = append(s.General, n.Column+": "+n.Text)
		case n.Kind == mapping.NoteLeft:
			if n.Field != "" {
				s.Refused = append(s.Refused, n)
			}
			left = append(left, n.Column)
		case n.Kind == mapping.NoteGuessed:
			s.Guessed = append(s.Guessed, n)
		default:
			s.match(n.Field, n.Column)
		}
	}
	if counted {
		left = nil
		for _, c := range unmapped {
			left = append(left, c.Name)
		}
	}
	for _, name := range left {
		if !slices.ContainsFunc(s.Refused, func(n mapping.Note) bool { return n.Column == name }) {
			s.Left = append(s.Left, name)
		}
	}
	return s
}

func (s *Summary) match(field, column string) {
	at := slices.IndexFunc(s.Matched, func(f Field) bool { return f.Name == field })
	if at < 0 {
		at = len(s.Matched)
		s.Matched = append(s.Matched, Field{Name: field})
	}
	s.Matched[at].Columns = append(s.Matched[at].Columns, column)
}

// Reason returns the text of a note without the name of its column, and reports
// whether the text has that name: such a text is about how to import the
// column, not about what it is.
func Reason(column, text string) (reason string, names bool) {
	reason = strings.ReplaceAll(text, " "+strconv.Quote(column), "")
	return reason, reason != text
}

// latest returns notes without those that a later one about the same column and
// field replaces: the header calls a column an id, the data show that it is
// none. Warnings replace nothing and remain.
func latest(notes []mapping.Note) []mapping.Note {
	type about struct{ column, field string }
	last := map[about]int{}
	for i, n := range notes {
		if n.Kind != mapping.NoteWarning {
			last[about{n.Column, n.Field}] = i
		}
	}
	var list []mapping.Note
	for i, n := range notes {
		if n.Column == "" || n.Kind == mapping.NoteWarning || last[about{n.Column, n.Field}] == i {
			list = append(list, n)
		}
	}
	return list
}
