package job

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// noName is the answer for a file without names, and for a column that is left out.
const noName = "none"

// region returns the region of numbers without a country code, as far as it is
// known before the mapping is: by the flag.
func (j *Job) region() string {
	code, _ := phone.Region(j.opts.Region)
	return code
}

// namesIn returns the names of a list with commas.
func namesIn(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// nameColumns puts the columns of --name into the mapping: one for the whole name,
// or those of the first and the last name.
func (j *Job) nameColumns() {
	columns := namesIn(j.opts.Name)
	if len(columns) == 0 {
		return
	}
	targets := []string{string(quo.FirstName), string(quo.LastName)}
	isName := func(f mapping.Field) bool { return f.Target == mapping.FullName || slices.Contains(targets, f.Target) }
	var names []mapping.Field
	switch {
	case columns[0] == noName:
	case len(columns) == 1:
		names = append(names, mapping.Field{Target: mapping.FullName, Columns: []mapping.Name{{Text: columns[0]}}})
	default:
		names = []mapping.Field{{Target: targets[0]}, {Target: targets[1]}}
		for i, column := range columns {
			f := &names[min(i, 1)]
			f.Columns = append(f.Columns, mapping.Name{Text: column})
		}
	}
	m := *j.Mapping
	m.Contact = slices.Concat(names, slices.DeleteFunc(slices.Clone(m.Contact), isName))
	j.Mapping = &m
	j.questions = slices.DeleteFunc(j.questions, func(q propose.Question) bool { return q.About == propose.AboutName })
	for i, n := range j.Notes {
		if slices.Contains(columns, n.Column) {
			j.Notes[i] = mapping.Note{Column: n.Column, Kind: mapping.NoteMatched, Field: mapping.FullName, Text: "by --name"}
		}
	}
}

// fieldWords are short words for the fields that a column may hold.
var fieldWords = map[string]string{"phone": string(quo.PhoneNumbers), "email": string(quo.Emails), "name": mapping.FullName}

// fieldOf returns the field that a word of --column stands for, "" for none of them.
func fieldOf(word string) string {
	if field, ok := fieldWords[word]; ok {
		return field
	}
	if slices.Contains(mapping.ContactKeys(), word) {
		return word
	}
	return ""
}

// assigned returns the column and the value of a COLUMN=VALUE. A column's name may have
// an equals sign, a value has none.
func assigned(text string) (column, value string, ok bool) {
	at := strings.LastIndexByte(text, '=')
	if at <= 0 {
		return "", "", false
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true
}

// hasColumn returns an error if the first file has no column of that name. JSON may
// have it in a later object.
func (j *Job) hasColumn(flag, column string) error {
	names := j.columns[0].Unique()
	if j.columns[0].JSON || slices.Contains(names, column) {
		return nil
	}
	return Usagef("--%s: %s has no column %s%s", flag, j.Files[0].Name, phrase.Quote(column), phrase.Near(column, names))
}

// assignColumns puts the columns of --column into the mapping, or takes them out of it.
func (j *Job) assignColumns() error {
	for _, text := range j.opts.Columns {
		column, word, ok := assigned(text)
		if !ok {
			return Usagef("--column %s: write COLUMN=FIELD, such as %s", text, phrase.Quote("Tel 2=phone"))
		}
		if err := j.hasColumn("column", column); err != nil {
			return err
		}
		field := fieldOf(word)
		if field == "" && word != noName {
			return Usagef("--column %s: %s is no field of a contact%s", text, phrase.Quote(word), phrase.DidYouMean(word, []string{"phone", "email", "name", "company", "role", noName}))
		}
		j.assign(column, field)
	}
	return nil
}

// assign puts a column into a field of the mapping, and nowhere else; "" for none.
func (j *Job) assign(column, field string) {
	m := *j.Mapping
	isOnly := func(f mapping.Field) bool { return len(f.Columns) == 1 && f.Columns[0].Text == column }
	m.Contact = slices.DeleteFunc(slices.Clone(m.Contact), isOnly)
	m.Custom = slices.DeleteFunc(slices.Clone(m.Custom), isOnly)
	note := mapping.Note{Column: column, Kind: mapping.NoteLeft, Text: "by --column"}
	if field != "" {
		m.Contact = append(m.Contact, mapping.Field{Target: field, Columns: []mapping.Name{{Text: column}}})
		note.Kind, note.Field = mapping.NoteMatched, field
	}
	j.Mapping = &m
	j.questions = slices.DeleteFunc(slices.Clone(j.questions), func(q propose.Question) bool {
		return q.About == propose.AboutColumn && slices.Contains(q.Columns, column) || q.About == propose.AboutName && isNameField(field)
	})
	for i, n := range j.Notes {
		if n.Column == column {
			j.Notes[i] = note
		}
	}
}

func isNameField(field string) bool {
	return field == mapping.FullName || field == string(quo.FirstName) || field == string(quo.LastName)
}

// setFormats sets the formats of --format in the mapping. A column that is not to be
// read is left out.
func (j *Job) setFormats() error {
	for _, text := range j.opts.Formats {
		column, format, ok := assigned(text)
		if !ok {
			return Usagef("--format %s: write COLUMN=FORMAT, such as %s", text, phrase.Quote("Since=DD/MM/YYYY"))
		}
		m := *j.Mapping
		m.Custom = slices.Clone(m.Custom)
		at := slices.IndexFunc(m.Custom, func(f mapping.Field) bool { return columnOf(&f) == column || f.Target == column })
		switch {
		case at < 0:
			return Usagef("--format: no custom field is fed by a column %s", phrase.Quote(column))
		case format == noName:
			m.Custom = slices.Delete(m.Custom, at, at+1)
		default:
			formats := strings.Split(format, "|")
			for i, f := range formats {
				formats[i] = strings.TrimSpace(f)
				_, noDate := values.ParseDateFormat(formats[i])
				if _, noNumber := values.ParseNumberFormat(formats[i]); noDate != nil && noNumber != nil {
					return Usagef("--format %s: %w", text, noDate)
				}
			}
			m.Custom[at].Format = formats
		}
		j.Mapping = &m
	}
	return nil
}

// columnOf returns the column or columns of a field, as they are called in decisions.
func columnOf(f *mapping.Field) string {
	names := make([]string, len(f.Columns))
	for i, n := range f.Columns {
		names[i] = n.Text
	}
	return strings.Join(names, " + ")
}
