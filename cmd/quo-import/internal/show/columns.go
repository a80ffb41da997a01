package show

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/columns"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// printColumns prints how the columns of the input were understood.
func printColumns(s term.Screen, u columns.Summary) {
	for _, text := range u.General {
		s.Line(text)
	}
	var matched, guessed, left []string
	for _, f := range u.Matched {
		words := someOf(f.Columns, 4)
		if f.Name != "" {
			words += " → " + f.Name
		}
		matched = append(matched, words)
	}
	for _, n := range u.Guessed {
		guessed = append(guessed, strings.TrimSuffix(n.Column+" → "+n.Field+": "+n.Text, ": "))
	}
	for _, l := range u.Left {
		var names []string
		for _, c := range l.Columns {
			name := c.Name
			if c.Values > 0 {
				name += " (" + say.Plural(c.Values, "value", "values") + ")"
			}
			names = append(names, name)
		}
		left = append(left, someOf(names, 6)+": "+l.Reason)
	}
	if len(matched) > 0 {
		s.Labelled("matched", s.Join(matched, s.Width-term.LabelWidth))
	}
	s.Labelled("guessed", guessed...)
	s.Labelled("left out", left...)
}

// someOf joins the first names and counts the others.
func someOf(names []string, most int) string {
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// howToImport returns what to do to import a column next time.
func howToImport(j *job.Job, column string) string {
	for _, n := range slices.Backward(j.Notes) {
		if n.Column == column && n.Kind == mapping.NoteLeft {
			if _, names := columns.Reason(column, n.Text); !names && n.Text != "" {
				return n.Text
			}
		}
	}
	field := fmt.Sprintf("create a text field %q in Quo", column)
	if slices.ContainsFunc(j.Catalogue, func(f quo.CustomField) bool { return f.Name == column }) {
		field = fmt.Sprintf("there is a custom field %q in Quo", column)
	}
	if j.Mapping.File != "" {
		return field + ", map it in " + j.Mapping.File + " and run again"
	}
	return field + " and run again"
}
