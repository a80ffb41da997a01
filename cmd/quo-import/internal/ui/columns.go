package ui

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/columns"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/quo"
)

// samplesShown is how many values of a column are shown.
const samplesShown = 3

// contactFields are the fields that a column may feed, as people call them.
var contactFields = []fieldView{
	{string(quo.FirstName), "First name"}, {string(quo.LastName), "Last name"}, {mapping.FullName, "Whole name"}, {string(quo.Company), "Company"},
	{string(quo.Role), "Role"}, {string(quo.PhoneNumbers), "Phone number"}, {string(quo.Emails), "Email"}, {string(quo.SourceURL), "Link to the source"},
	{"region", "Country of the phone numbers"}, {mapping.ContactID, "Id of the contact in Quo"}, {mapping.CreatedBy, "Id of the Quo user who creates it"},
}

// newColumns describes the columns of a job, before anything was counted.
func newColumns(s *session, j *job.Job) *columnsView {
	v := &columnsView{Rows: -1, Fields: []groupView{{"Contact", contactFields}}, Remarks: []string{}, List: []columnView{}, Keys: []string{}}
	var custom []fieldView
	for _, f := range j.Catalogue {
		custom = append(custom, fieldView{f.Name, f.Name})
	}
	if custom != nil {
		v.Fields = append(v.Fields, groupView{"Custom fields", custom})
	}
	v.Key = keyOf(j.Mapping)
	notes := map[string]mapping.Note{}
	for _, n := range j.Notes {
		switch {
		case n.Column == "" && n.Kind == mapping.NotePreset:
			v.Remarks = append(v.Remarks, "The file "+n.Text+".")
		case n.Column == "" || n.Kind == mapping.NoteWarning:
			v.Remarks = append(v.Remarks, strings.TrimPrefix(n.Column+": "+n.Text, ": "))
		default:
			notes[n.Column] = n
		}
	}
	for _, c := range j.ColumnSamples(samplesShown) {
		v.List = append(v.List, newColumn(s, c, notes[c.Column]))
		v.Keys = append(v.Keys, c.Column)
	}
	slices.SortStableFunc(v.List, func(a, b columnView) int { return cmp.Compare(rank(a), rank(b)) })
	return v
}

// keyOf returns the key of a mapping as the page shows it.
func keyOf(m *mapping.Mapping) string {
	return cmp.Or(strings.Join(document.Texts(m.Key.Columns), ","), "derived")
}

// rank puts first what to look at: guesses, then what is understood, then what is left
// out; of these those that something is said of come first.
func rank(c columnView) int {
	switch {
	case c.How == mapping.NoteGuessed:
		return 0
	case c.How != mapping.NoteLeft:
		return 1
	case c.Remark != "":
		return 2
	}
	return 3
}

func newColumn(s *session, c job.ColumnSample, note mapping.Note) columnView {
	v := columnView{Name: c.Column, Field: c.Field, How: cmp.Or(note.Kind, mapping.NoteLeft), Values: -1, Chosen: s.Decided.Chose(c.Column), Samples: []sampleView{}}
	v.Remark, _ = columns.Reason(c.Column, note.Text)
	switch {
	case v.Chosen:
		v.How, v.Remark = "chosen", ""
	case c.Key && c.Field == "":
		v.How, v.Remark = "key", "identifies a row"
	case c.Field == "" && note.Field != "" && note.Kind != mapping.NoteLeft: // a label, a calling code
		v.Fixed = "used for " + fieldName(note.Field)
	case c.Field != "" && note.Kind == "":
		v.How = mapping.NoteMatched
	}
	for _, sample := range c.Values {
		v.Samples = append(v.Samples, sampleView{clip(sample.Raw), clip(sample.Result), sample.Problem})
	}
	return v
}

// fieldName returns a field as people call it.
func fieldName(field string) string {
	for _, f := range contactFields {
		if f.Value == field {
			return f.Name
		}
	}
	return cmp.Or(map[string]string{"externalId": "Key", "source": "List"}[field], field)
}

// filled returns the columns with how many cells of each are not blank.
func (v *columnsView) filled(rows int, values map[string]int) *columnsView {
	c := *v
	c.List, c.Rows = slices.Clone(v.List), rows
	for i := range c.List {
		if n, ok := values[c.List[i].Name]; ok {
			c.List[i].Values = n
		} else if values != nil {
			c.List[i].Values = 0
		}
	}
	return &c
}

// counted returns the columns with what a plan counted.
func (v *columnsView) counted(p *plan.Plan, groups *problems.Groups) *columnsView {
	values, refused := map[string]int{}, map[string]int{}
	maps.Copy(values, p.Filled)
	for _, column := range p.Unmapped {
		values[column.Name] = column.Values
	}
	for _, g := range groups.Sorted() {
		refused[g.Column] += g.Count
	}
	c := v.filled(p.Counts.Read, values)
	for i := range c.List {
		c.List[i].Problems = refused[c.List[i].Name]
	}
	return c
}
