package show

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/columns"
)

// notImportedShown is how many of the columns that are not imported are named.
const notImportedShown = 12

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
		guessed = append(guessed, strings.TrimSuffix(shortName(n.Column)+" → "+n.Field+": "+n.Text, ": "))
	}
	for _, n := range u.Refused {
		left = append(left, shortName(n.Column)+": "+n.Text)
	}
	if len(matched) > 0 {
		s.Labelled("matched", s.Join(matched, s.Width-term.LabelWidth))
	}
	s.Labelled("guessed", guessed...)
	s.Labelled("left out", left...)
	if n := len(u.Left); n > 0 {
		them := "it"
		if n > 1 {
			them = "them"
		}
		s.Line("not imported: " + someOf(u.Left, notImportedShown) + " (Quo has no such field; map " + them + " to a custom field)")
	}
}

// longestName is how many characters of the name of a column are shown.
const longestName = 100

// shortName returns the name of a column as it is shown: a header may be a whole text.
func shortName(name string) string {
	if len(name) <= longestName {
		return name
	}
	if r := []rune(name); len(r) > longestName {
		return string(r[:longestName]) + "…"
	}
	return name
}

// someOf joins the first names and counts the others.
func someOf(names []string, most int) string {
	names = slices.Clone(names)
	for i, name := range names {
		names[i] = shortName(name)
	}
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
