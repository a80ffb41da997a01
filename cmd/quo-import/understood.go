package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// understood is how the columns of an input were understood, as people read it.
type understood struct {
	about   []string // of the whole: "is an export of HubSpot"
	matched []string // "First Name → firstName"
	guessed []string // "Score → custom.Score: reads as 1,234.5"
	left    []string // "Notes (12 values): a note"
}

// understand sorts the notes. What is said later about a column and a field
// stands for what was said before: the header calls a column an id, the data
// show that it is none.
func understand(notes []mapping.Note, unmapped []importer.Column, counted bool) understood {
	type about struct{ column, field string }
	last := map[about]int{}
	for i, n := range notes {
		if n.Kind != mapping.NoteWarning {
			last[about{n.Column, n.Field}] = i
		}
	}
	var u understood
	fields := fieldColumns{}
	reasons := map[string]string{}
	for i, n := range notes {
		if n.Kind == mapping.NoteLeft {
			reasons[n.Column] = n.Text
		}
		switch {
		case n.Column == "":
			u.about = append(u.about, n.Text)
		case n.Kind == mapping.NoteWarning:
			u.about = append(u.about, n.Column+": "+n.Text)
		case last[about{n.Column, n.Field}] != i, n.Kind == mapping.NoteLeft:
		case n.Kind == mapping.NoteGuessed:
			u.guessed = append(u.guessed, strings.TrimSuffix(n.Column+" → "+n.Field+": "+n.Text, ": "))
		default:
			fields.add(n.Field, n.Column)
		}
	}
	u.matched = fields.list()
	if !counted {
		unmapped = nil
		for _, n := range notes {
			if n.Kind == mapping.NoteLeft {
				unmapped = append(unmapped, importer.Column{Name: n.Column})
			}
		}
	}
	u.left = leftOut(unmapped, reasons)
	return u
}

// fieldColumns are the columns of each field, in the order of the file.
type fieldColumns []struct {
	field   string
	columns []string
}

func (f *fieldColumns) add(field, column string) {
	for i := range *f {
		if (*f)[i].field == field {
			(*f)[i].columns = append((*f)[i].columns, column)
			return
		}
	}
	*f = append(*f, struct {
		field   string
		columns []string
	}{field, []string{column}})
}

func (f fieldColumns) list() (list []string) {
	for _, c := range f {
		words := someOf(c.columns, 4)
		if c.field != "" { // else the columns are called like the fields
			words += " → " + c.field
		}
		list = append(list, words)
	}
	return list
}

// leftOut puts columns together that are left out for the same reason.
func leftOut(columns []importer.Column, reasons map[string]string) (list []string) {
	var order []string
	names := map[string][]string{}
	for _, c := range columns {
		reason, _ := commonReason(c.Name, reasons[c.Name])
		if reason == "" {
			reason = "nothing in the mapping uses it"
		}
		if names[reason] == nil {
			order = append(order, reason)
		}
		name := c.Name
		if c.Values > 0 {
			name += " (" + say.Plural(c.Values, "value", "values") + ")"
		}
		names[reason] = append(names[reason], name)
	}
	for _, reason := range order {
		list = append(list, someOf(names[reason], 6)+": "+reason)
	}
	return list
}

// commonReason is a reason without the column that it names, and whether it
// named it: then it is about how to import the column, not about what it is.
func commonReason(column, reason string) (text string, names bool) {
	text = strings.ReplaceAll(reason, " "+strconv.Quote(column), "")
	return text, text != reason
}

// someOf joins names, and counts those beyond most.
func someOf(names []string, most int) string {
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// howToImport says what to do so that a column is imported the next time.
func (ses *session) howToImport(column string) string {
	for _, n := range slices.Backward(ses.notes) {
		if n.Column == column && n.Kind == mapping.NoteLeft {
			if _, names := commonReason(column, n.Text); !names && n.Text != "" {
				return n.Text
			}
		}
	}
	field := fmt.Sprintf("create a text field %q in Quo", column)
	for _, f := range ses.catalogue {
		if f.Name == column {
			field = fmt.Sprintf("there is a custom field %q in Quo", column)
		}
	}
	if ses.mapping != "" {
		return field + ", map it in " + ses.mapping + " and run again"
	}
	return field + " and run again"
}
