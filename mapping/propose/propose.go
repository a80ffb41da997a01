package propose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/headers/fullname"
	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Options are what is known besides the file.
type Options struct {
	Catalogue []quo.CustomField // of the workspace; nil if not known
	Region    string            // of numbers without a country code; "" if not known
}

// Proposal is a mapping for a file, and how it came about.
type Proposal struct {
	Mapping   *mapping.Mapping
	Notes     []mapping.Note // how each column was understood, and why one is left out
	Questions []Question     // what only a person can answer, before anything is imported
}

// Subject is what a question is about.
type Subject int

// The subjects.
const (
	AboutName   Subject = iota // which column is the name
	AboutColumn                // what a column of numbers or addresses is
)

// Question is what neither headers nor values answer.
type Question struct {
	About    Subject
	Columns  []string       // that it is about
	Examples []string       // the first values of each, quoted
	Holds    headers.Target // what their values look like: FullName, Phone or Email
}

// Mapping proposes a mapping for a file that has none: the preset of a known
// export, the API's own shape of JSON, else by the headers and the first rows,
// as far as they are plain. A column that is called like a custom field of the
// workspace feeds it.
//
// Nothing is decided about the key and about dates and numbers: that takes the
// whole file (Profile). A mapping without any Contact means that no column was
// understood.
func Mapping(cols mapping.Columns, first []mapping.Row, opts Options) Proposal {
	p := &proposal{
		Options: opts, cols: cols, header: newHeader(cols), samples: samplesOf(cols, first[:min(len(first), max(fewest, maxSamples/max(1, len(cols.Names))))]),
		m: &mapping.Mapping{File: "the mapping proposed for " + cols.File}, notes: make([]mapping.Note, len(cols.Names)), parts: map[headers.Target]string{},
	}
	for i, name := range p.header.names {
		p.notes[i] = mapping.Note{Column: name, Kind: mapping.NoteLeft}
	}
	if cols.JSON && isAPIShape(cols) {
		p.apiShape(first)
		return Proposal{Mapping: p.m, Notes: append(p.whole, p.notes...)}
	}
	var matches []headers.Match
	if known := recognise(p.header); known != nil {
		p.preset(known)
	} else {
		matches = p.headers()
	}
	p.customFields()
	for i := range p.notes {
		explain(&p.notes[i])
	}
	return Proposal{p.m, append(p.whole, p.notes...), p.questions(matches)}
}

const (
	// maxSamples is how many cells are looked at, at most: of a very wide sheet fewer rows.
	maxSamples = 50_000
	fewest     = 5
)

// proposal is a mapping in the making.
type proposal struct {
	Options
	cols    mapping.Columns
	header  *header
	samples [][]string
	m       *mapping.Mapping
	notes   []mapping.Note            // by column
	whole   []mapping.Note            // about the file
	parts   map[headers.Target]string // parts of names, by the column that has them
}

// recognise reads the headers and the first rows.
func (p *proposal) recognise() []headers.Match {
	return headers.Recognise(humanised(p.cols), p.samples, p.Region)
}

func (p *proposal) preset(known *preset) {
	m := known.fit(p.header)
	m.File = p.m.File
	p.m = m
	p.whole = append(p.whole, mapping.Note{Kind: mapping.NotePreset, Text: "is an export of " + m.Preset})
	for i := range m.Contact {
		p.used(&m.Contact[i], mapping.NotePreset)
	}
	for _, name := range m.Key.Columns {
		p.noteNew(name.Text, mapping.NotePreset, "key", "")
	}
	p.noteNew(m.Region.Column.Text, mapping.NotePreset, "region", "")
	p.besides()
}

// besides maps what a known export has besides what its preset names, if the
// headers are plain: numbers and emails that somebody added, and a field that
// the preset has no column for.
func (p *proposal) besides() {
	var fed []string
	for i := range p.m.Contact {
		fed = append(fed, p.m.Contact[i].Target)
	}
	named := slices.ContainsFunc(fed, func(target string) bool { return slices.Contains(nameFields, target) })
	for _, match := range p.recognise() {
		if p.notes[match.Column].Kind != mapping.NoteLeft {
			continue
		}
		switch match.Target {
		case headers.Phone, headers.Email:
		case headers.Company, headers.Role:
			if slices.Contains(fed, string(match.Target)) {
				continue
			}
		case headers.Region:
			if p.m.Region.Column.Text != "" || match.Postal {
				continue
			}
		case headers.FirstName, headers.LastName, headers.FullName, headers.LastFirst:
			if named {
				continue
			}
		default:
			continue
		}
		p.matched(match, p.target(match, p.header.names[match.Column]))
	}
}

// nameFields are the fields of which a contact needs one.
var nameFields = []string{string(quo.FirstName), string(quo.LastName), mapping.FullName}

// note sets the note of a column.
func (p *proposal) note(column int, kind, field, text string) {
	p.notes[column] = mapping.Note{Column: p.header.names[column], Kind: kind, Field: field, Text: text}
}

// matched notes how a column that feeds a field was understood.
func (p *proposal) matched(match headers.Match, field string) {
	kind := mapping.NoteMatched
	if match.Guessed {
		kind = mapping.NoteGuessed
	}
	p.note(match.Column, kind, field, match.Reason)
}

// used notes the columns of a field: those of its value and its label.
func (p *proposal) used(f *mapping.Field, kind string) {
	for _, name := range append(f.Expr.Names(), f.Columns...) {
		p.noteNew(name.Text, kind, f.Target, "")
	}
	p.noteNew(f.Label.Column.Text, kind, f.Target, "is the label")
}

// noteNew sets the note of a column that has none yet.
func (p *proposal) noteNew(column, kind, field, text string) {
	if i := slices.Index(p.header.names, column); i >= 0 && p.notes[i].Kind == mapping.NoteLeft {
		p.note(i, kind, field, text)
	}
}

// headers maps by the headers and the first rows, as far as they are plain.
func (p *proposal) headers() []headers.Match {
	matches := p.recognise()
	for _, match := range matches {
		name := p.header.names[match.Column]
		switch field := p.target(match, name); {
		case field != "":
			p.matched(match, field)
		case match.StandIn:
			p.put(mapping.Field{Target: mapping.FullName, Columns: mapping.Named(name)})
			p.note(match.Column, mapping.NoteMatched, mapping.FullName, "where first and last name are blank")
		case p.notes[match.Column].Kind == mapping.NoteLeft: // it may be the label of the one before
			p.note(match.Column, mapping.NoteLeft, "", match.Reason)
		}
	}
	p.callingCodes(matches)
	p.areaCodes(matches)
	p.mailboxes(matches)
	p.joinNames()
	p.inOrder()
	return matches
}

// cellOf is the cell of a column in an expression.
func cellOf(column string) string { return "row[" + strconv.Quote(column) + "]" }

// callingCodes puts the codes that stand in a column of their own before the numbers
// beside them. A number that has its code, or a row without one, stays as it is.
func (p *proposal) callingCodes(matches []headers.Match) {
	at := slices.IndexFunc(matches, func(m headers.Match) bool { return m.Holds == headers.CallingCode })
	if at < 0 || strings.Contains(p.header.names[at], "#") {
		return
	}
	code, used := cellOf(p.header.names[at]), false
	for i := range p.m.Contact {
		f := &p.m.Contact[i]
		if f.Target != string(quo.PhoneNumbers) || len(f.Columns) != 1 || strings.Contains(f.Columns[0].Text, "#") {
			continue
		}
		number := cellOf(f.Columns[0].Text)
		f.Expr.Text = number + ` == "" or ` + number + ` contains "+" or not (trim(` + code + `) matches "^([+]|00)?[1-9][0-9]{0,2}$") ? ` + number +
			` : "+" + string(int(replace("0" + trim(` + code + `), "+", ""))) + " " + ` + number
		f.Columns, used = nil, true
	}
	if used {
		p.note(at, mapping.NoteMatched, string(quo.PhoneNumbers), "is the calling code")
	}
}

// areaCodes puts the area codes that stand in a column of their own before the numbers
// beside them, if most of those lack them. A number that has a country code or begins with 0,
// or a cell without a number, stays as it is.
func (p *proposal) areaCodes(matches []headers.Match) {
	at := slices.IndexFunc(matches, func(m headers.Match) bool { return m.Holds == headers.AreaCode })
	if at < 0 || p.cols.JSON {
		return
	}
	for i := range p.m.Contact {
		f := &p.m.Contact[i]
		if f.Target != string(quo.PhoneNumbers) || len(f.Columns) != 1 || !p.lacks(at, slices.Index(p.header.names, f.Columns[0].Text)) {
			continue
		}
		number, code := cellOf(f.Columns[0].Text), cellOf(p.header.names[at])
		f.Expr.Text = number + ` matches "^ *[(]?0|[+]" or not (` + number + ` matches "[0-9]") ? ` + number + ` : ` + code + ` + " " + ` + number
		f.Columns = nil
		p.note(at, mapping.NoteMatched, string(quo.PhoneNumbers), "is the area code")
	}
}

// lacks reports whether most of the numbers of a column lack the codes of another one: they
// are valid with them, and do not begin with them or with a 0.
func (p *proposal) lacks(code, number int) bool {
	need, all := 0, 0
	for _, row := range p.samples {
		if max(code, number) >= len(row) || number < 0 || strings.TrimSpace(row[number]) == "" || strings.TrimSpace(row[code]) == "" {
			continue
		}
		all++
		n, c := strings.TrimLeft(row[number], " ("), strings.Trim(row[code], " ()0")
		if !strings.HasPrefix(n, "0") && !strings.HasPrefix(n, c) && phone.Valid(row[code]+" "+row[number], p.Region) {
			need++
		}
	}
	return need > 0 && 2*need > all
}

// mailboxes takes the names of people from a column of "Maya Okafor <maya@okafor.example>"
// in a sheet that has no other name.
func (p *proposal) mailboxes(matches []headers.Match) {
	if slices.ContainsFunc(p.m.Contact, func(f mapping.Field) bool { return slices.Contains(nameFields, f.Target) }) {
		return
	}
	for _, match := range matches {
		if match.Target != headers.Email || p.cols.JSON {
			continue
		}
		cells := filled(p.samples, match.Column)
		unnamed := func(cell string) bool { return values.UnlinkName(cell) == cell }
		if len(cells) > 0 && !slices.ContainsFunc(cells, unnamed) {
			p.put(mapping.Field{Target: mapping.FullName, Columns: mapping.Named(p.header.names[match.Column])})
			p.notes[match.Column].Text = "the names before the addresses are those of the contacts"
			return
		}
	}
}

// target maps a column and returns the name of its field.
func (p *proposal) target(match headers.Match, column string) string {
	f := mapping.Field{Columns: mapping.Named(column)}
	switch match.Target {
	case headers.Left:
		return ""
	case headers.Region:
		p.m.Region.Column.Text, p.m.Region.Postal = column, match.Postal
		return "region"
	case headers.Key:
		return "key" // if it is present in every row and unique: Profile
	case headers.MiddleName, headers.LastNamePrefix, headers.SecondLastName:
		return p.namePart(match, column)
	case headers.FirstName, headers.LastName, headers.Company, headers.Role, headers.SourceURL:
		f.Target = string(match.Target)
		p.unquote(&f, match.Column)
	case headers.FullName, headers.LastFirst:
		f.Target, f.LastFirst = mapping.FullName, match.Target == headers.LastFirst
		p.unquote(&f, match.Column)
	case headers.QuoID:
		f.Target = mapping.ContactID
	case headers.Phone:
		f.Target, f.Label = string(quo.PhoneNumbers), p.label(match, column, quo.PhoneNumbers)
	case headers.Email:
		f.Target, f.Label = string(quo.Emails), p.label(match, column, quo.Emails)
	}
	p.put(f)
	return f.Target
}

// partOf is the field that a part of a name belongs to.
var partOf = map[headers.Target]quo.Field{headers.MiddleName: quo.FirstName, headers.LastNamePrefix: quo.LastName, headers.SecondLastName: quo.LastName}

// namePart notes a part of a name for the field that it belongs to: joinNames joins them.
func (p *proposal) namePart(match headers.Match, column string) string {
	p.parts[match.Target] = column
	return string(partOf[match.Target])
}

// joinNames adds the parts of names to the first and last names that they are parts of:
// "Maya Ann", "van der Berg", "García López". Beside a full name they are left out.
func (p *proposal) joinNames() {
	for _, t := range []headers.Target{headers.MiddleName, headers.LastNamePrefix, headers.SecondLastName} {
		column, ok := p.parts[t]
		if !ok {
			continue
		}
		i := slices.IndexFunc(p.m.Contact, func(f mapping.Field) bool { return f.Target == string(partOf[t]) && len(f.Columns) > 0 })
		if i < 0 {
			p.note(slices.Index(p.header.names, column), mapping.NoteLeft, "", "a part of a name: no column has the other part by itself")
			continue
		}
		f := &p.m.Contact[i]
		f.Join = " "
		if t == headers.LastNamePrefix {
			f.Columns = slices.Insert(f.Columns, 0, mapping.Named(column)...)
		} else {
			f.Columns = append(f.Columns, mapping.Named(column)...)
		}
	}
}

// unquote drops the apostrophe by which a spreadsheet marks a text from a column whose
// cells all begin with one. One cell alone may be a name: "'t Hooft".
func (p *proposal) unquote(f *mapping.Field, column int) {
	if p.cols.JSON || !p.quoted(column) {
		return
	}
	columns := 0
	for i := range p.cols.Names {
		if p.quoted(i) {
			columns++
		}
	}
	if columns > 1 || len(filled(p.samples, column)) > 2 {
		f.Expr.Text = "trimPrefix(" + cellOf(f.Columns[0].Text) + `, "'")`
		f.Columns = nil
	}
}

// quoted reports whether all cells of a column begin with an apostrophe.
func (p *proposal) quoted(column int) bool {
	cells := filled(p.samples, column)
	bare := func(cell string) bool { return !strings.HasPrefix(strings.TrimSpace(cell), "'") }
	return len(cells) > 0 && !slices.ContainsFunc(cells, bare)
}

// put adds a field to the mapping. Of several columns for a field that has one
// value, the first that is not blank is taken.
func (p *proposal) put(f mapping.Field) {
	for i := range p.m.Contact {
		if g := &p.m.Contact[i]; g.Target == f.Target && len(g.Columns)*len(f.Columns) > 0 && !f.IsList() {
			g.Columns = append(g.Columns, f.Columns...)
			return
		}
	}
	p.m.Contact = append(p.m.Contact, f)
}

// labelNames are what the label of a value is called in JSON.
var labelNames = []string{"type", "label", "kind", "name", "tag", "category"}

// label is the name of an item: what stands beside it in a list of objects,
// else a word of the header.
func (p *proposal) label(match headers.Match, column string, field quo.Field) mapping.Label {
	l := mapping.Label{Text: match.Label}
	if match.Labels >= 0 && !p.cols.JSON {
		l.Column.Text = p.header.names[match.Labels]
		p.note(match.Labels, mapping.NoteMatched, string(field), "is the label")
		return l
	}
	list, _, ok := strings.Cut(column, ".#.")
	if !p.cols.JSON || !ok {
		return l
	}
	for _, name := range labelNames {
		sibling := list + ".#." + name
		if at := slices.Index(p.header.names, sibling); at >= 0 && sibling != column && !p.arePeople(at) {
			l.Column.Text = sibling
			return l
		}
	}
	return l
}

// arePeople reports whether the values of a column are the names of people, as beside
// each address in Microsoft Graph.
func (p *proposal) arePeople(column int) bool {
	cells := filled(p.samples, column)
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(cell string) bool { return !fullname.IsPerson(cell) })
}

// inOrder puts the fields into the order in which people read a contact, the
// columns of one field in the file's.
func (p *proposal) inOrder() {
	order := mapping.ContactKeys()
	slices.SortStableFunc(p.m.Contact, func(a, b mapping.Field) int {
		return slices.Index(order, a.Target) - slices.Index(order, b.Target)
	})
}

// quoCustom is how Quo's own export calls the columns of custom fields.
var quoCustom = regexp.MustCompile(`^custom_\d+_`)

// customFields maps columns that are called like a custom field, unless they
// feed a default field by their name.
func (p *proposal) customFields() {
	taken := map[string]int{}
	called := make([]string, len(p.header.names))
	for i, name := range humanised(p.cols) {
		called[i] = words.Normalise(quoCustom.ReplaceAllString(name, ""))
		taken[called[i]]++
	}
	fields := make(map[string]quo.CustomField, len(p.Catalogue))
	for _, def := range slices.Backward(p.Catalogue) {
		fields[words.Normalise(def.Name)] = def
	}
	for i, name := range p.header.names {
		if def, ok := fields[called[i]]; ok && p.notes[i].Kind == mapping.NoteLeft && called[i] != "" {
			p.custom(i, name, def, taken[called[i]])
		}
	}
}

func (p *proposal) custom(i int, name string, def quo.CustomField, columns int) {
	if columns > 1 {
		p.notes[i].Field = "custom." + def.Name
		p.notes[i].Text = "more than one column is called like the custom field " + phrase.Quote(def.Name) + ": write in the mapping which one feeds it"
		return
	}
	f := mapping.Field{Target: def.Name, Columns: mapping.Named(name)}
	if found, err := mapping.FindField(p.Catalogue, def.Name); err != nil || found != def {
		f.Target = def.Key // there are several of that name
	}
	if def.Type == quo.MultiSelect {
		f.Split = []string{p.separator(i)}
	}
	p.m.Custom = append(p.m.Custom, f)
	p.note(i, mapping.NoteMatched, "custom."+f.Target, "is called like a custom field")
}

// separator is what stands between the choices of a column: what the first
// rows have, else a semicolon.
func (p *proposal) separator(column int) string {
	cells := filled(p.samples, column)
	for _, sep := range []string{" ::: ", ";", "|", ","} {
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.Contains(cell, sep) }) {
			return strings.TrimSpace(sep)
		}
	}
	return ";"
}

// reportPrefix begins the names of the columns that a file of rejects has
// besides the file's own.
const reportPrefix = "quo_import_"

// explain adds why a column is left out if it is not known yet.
func explain(n *mapping.Note) {
	switch {
	case n.Kind != mapping.NoteLeft:
	case strings.HasPrefix(n.Column, reportPrefix):
		n.Text = "is the report's, of an earlier run"
	case n.Text == "":
		n.Text = "is no field of a contact in Quo: create a custom field " + phrase.Quote(n.Column) + " in Quo, or map it to one"
	}
}
