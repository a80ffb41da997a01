package job

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/document"
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
	m.Contact = slices.Concat(names, slices.DeleteFunc(slices.Clone(m.Contact), func(f mapping.Field) bool { return isNameField(f.Target) }))
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

// regionWord is the answer for a column with the country of the numbers.
const regionWord = "region"

// fieldOf returns the field that a word of --column stands for, "" for none: a field of
// a contact, or a custom field of the workspace by its name or key.
func (j *Job) fieldOf(word string) (field string, custom bool) {
	if field, ok := fieldWords[word]; ok {
		return field, false
	}
	if word == regionWord || slices.Contains(mapping.ContactKeys(), word) {
		return word, false
	}
	for _, f := range j.Catalogue {
		if f.Key == word || f.Name == word {
			return f.Name, true
		}
	}
	return "", false
}

// fieldWord returns the word of --column for a field: a custom field whose name has an
// equals sign goes by its key.
func (j *Job) fieldWord(field string) string {
	if at := slices.IndexFunc(j.Catalogue, func(f quo.CustomField) bool { return f.Name == field }); at >= 0 && strings.Contains(field, "=") {
		return j.Catalogue[at].Key
	}
	return field
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
	return Usagef("--%s: %s has no column %s%s", flag, j.Files[0].Name, phrase.Quote(column), phrase.DidYouMean(column, names))
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
		field, custom := j.fieldOf(word)
		if field == "" && word != noName {
			return Usagef("--column %s: %s is no field of a contact%s", text, phrase.Quote(word), phrase.DidYouMean(word, []string{"phone", "email", "name", "company", "role", noName}))
		}
		j.assign(column, field, custom)
	}
	return nil
}

// assign puts a column into a field of the mapping, and nowhere else; "" for none.
func (j *Job) assign(column, field string, custom bool) {
	m := *j.Mapping
	m.Contact, m.Custom = withoutColumn(m.Contact, column), withoutColumn(m.Custom, column)
	if m.Region.Column.Text == column {
		m.Region.Column, m.Region.Postal = mapping.Name{}, false
	}
	name := mapping.Name{Text: column}
	note := mapping.Note{Column: column, Kind: mapping.NoteMatched, Field: field, Text: "by --column"}
	switch {
	case field == "":
		note.Kind = mapping.NoteLeft
	case field == regionWord:
		m.Region.Column, m.Region.Postal = name, false
	case custom:
		m.Custom = append(m.Custom, mapping.Field{Target: field, Columns: []mapping.Name{name}})
	default:
		m.Contact = withColumn(m.Contact, field, name)
	}
	j.Mapping = &m
	j.questions = slices.DeleteFunc(slices.Clone(j.questions), func(q propose.Question) bool {
		return q.About == propose.AboutColumn && slices.Contains(q.Columns, column) || q.About == propose.AboutName && isNameField(field)
	})
	j.Notes = slices.DeleteFunc(slices.Clone(j.Notes), func(n mapping.Note) bool { return n.Column == column && n.Kind != mapping.NoteWarning })
	j.Notes = append(j.Notes, note)
}

// withColumn returns fields with a column in one of them. Of several columns for a field
// that has one value, the first that is not blank is taken.
func withColumn(fields []mapping.Field, target string, column mapping.Name) []mapping.Field {
	fields = slices.Clone(fields)
	for i := range fields {
		if f := &fields[i]; f.Target == target && len(f.Columns) > 0 && !slices.Contains(quo.ListFields(), quo.Field(target)) {
			f.Columns = append(slices.Clone(f.Columns), column)
			return fields
		}
	}
	fields = slices.DeleteFunc(fields, func(f mapping.Field) bool {
		return f.Target == target && !slices.Contains(quo.ListFields(), quo.Field(target))
	})
	return append(fields, mapping.Field{Target: target, Columns: []mapping.Name{column}})
}

// withoutColumn returns fields without those that need a column, and the others without
// it.
func withoutColumn(fields []mapping.Field, column string) []mapping.Field {
	is := func(n mapping.Name) bool { return n.Text == column }
	var list []mapping.Field
	for _, f := range fields {
		had := len(f.Columns) > 0
		f.Columns = slices.DeleteFunc(slices.Clone(f.Columns), is)
		if had && len(f.Columns) == 0 || slices.ContainsFunc(f.Expr.Names(), is) {
			continue
		}
		if is(f.Label.Column) {
			f.Label.Column = mapping.Name{}
		}
		list = append(list, f)
	}
	return list
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
func columnOf(f *mapping.Field) string { return strings.Join(document.Texts(f.Columns), " + ") }
