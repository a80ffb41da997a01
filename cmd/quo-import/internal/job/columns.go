package job

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// noName is the value of --name for a file without names.
const noName = "none"

// region returns the region of numbers without a country code, as far as it is
// known before the mapping is: by the flag.
func (j *Job) region() string {
	code, _ := phone.Region(j.opts.Region)
	return code
}

// nameColumns puts the columns of --name into the mapping: one for the whole name,
// or those of the first and the last name.
func (j *Job) nameColumns() {
	var columns []string
	for column := range strings.SplitSeq(j.opts.Name, ",") {
		if column = strings.TrimSpace(column); column != "" {
			columns = append(columns, column)
		}
	}
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

// columnsMissing returns the decisions about columns that nobody understands, nil
// where there are none to make. Nothing may be planned before they are made: each
// contact would be called after its number, or lose one.
func (j *Job) columnsMissing() error {
	if len(j.questions) == 0 {
		return nil
	}
	u := &Undecided{}
	for _, q := range j.questions {
		d := Decision{About: AboutMapping, Question: q.Text, Otherwise: "write into a mapping what it is: quo-import map " + j.opts.Files[0] + " -o mapping.yaml"}
		if q.About == propose.AboutName {
			d.About, d.Flag, d.Takes = AboutName, "name", "COLUMN, or FIRST,LAST"
			d.Otherwise = fmt.Sprintf("or --name %s to call each contact after its company, email or number", noName)
		}
		u.Decisions = append(u.Decisions, d)
	}
	return u
}
