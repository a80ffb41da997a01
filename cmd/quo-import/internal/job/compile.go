package job

import (
	"bytes"
	"context"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// sampleRows is how many rows are read to propose a mapping.
const sampleRows = 200

// findColumns finds the columns of each file: its header, or what the first
// objects of JSON hold. Others are found when decide reads all of them.
func (j *Job) findColumns(ctx context.Context) error {
	for i, f := range j.Files {
		columns := mapping.Columns{File: f.Name, Names: f.Header}
		var finder *mapping.JSONFinder
		if f.Header == nil || i == 0 && j.opts.Mapping == nil {
			first, err := firstRows(ctx, f)
			if err != nil {
				return err
			}
			if f.Header == nil {
				finder = mapping.NewJSONFinder(f.Name)
				for _, row := range first {
					finder.Add(row.JSON)
				}
				columns = finder.Columns()
			}
			if i == 0 {
				j.first = first
			}
		}
		j.columns, j.finders = append(j.columns, columns), append(j.finders, finder)
	}
	return nil
}

func firstRows(ctx context.Context, f *rows.File) (first []mapping.Row, err error) {
	for row, err := range readable(ctx, f.Rows) {
		if err != nil {
			return nil, err
		}
		first = append(first, mapping.Row{Cells: slices.Clone(row.Cells), JSON: bytes.Clone(row.JSON)})
		if len(first) == sampleRows {
			break
		}
	}
	return first, nil
}

// readable yields the rows of a source, without those that cannot be read. A row is
// valid until the next one.
func readable(ctx context.Context, source fixes.Source) iter.Seq2[*rows.Row, error] {
	return func(yield func(*rows.Row, error) bool) {
		for row, err := range source(ctx) {
			if err != nil {
				yield(nil, unreadable(err))
				return
			}
			if row.Err == nil && !yield(&row, nil) {
				return
			}
		}
	}
}

// propose sets the mapping to the one that was passed or, if none was, to a proposal,
// and applies the options.
func (j *Job) propose() error {
	j.Mapping, j.Notes, j.questions = j.opts.Mapping, nil, nil
	if j.Mapping == nil {
		proposed := propose.Mapping(j.columns[0], j.first, propose.Options{Catalogue: j.Catalogue, Region: j.region()})
		j.Mapping, j.Notes, j.questions = proposed.Mapping, proposed.Notes, proposed.Questions
	}
	return j.override()
}

// override applies the options that override parts of the mapping.
func (j *Job) override() error {
	o := mapping.Overrides{Source: j.opts.Source, Region: j.opts.Region, Key: namesIn(j.opts.Key)}
	if j.opts.Source != "" {
		if err := checkSource(j.opts.Source); err != nil {
			return err
		}
	}
	if j.opts.Region != "" && j.opts.Region != noName {
		if _, ok := phone.Region(j.opts.Region); !ok {
			return Usagef("--region: %s is no country: write a code, such as US or DE, or a country's name", phrase.Quote(j.opts.Region))
		}
	}
	if j.opts.Key != derivedKey {
		if err := j.haveColumns("key", j.opts.Key); err != nil {
			return err
		}
	}
	if j.opts.Name != noName {
		if err := j.haveColumns("name", j.opts.Name); err != nil {
			return err
		}
	}
	j.Mapping = j.Mapping.With(o)
	j.nameColumns()
	for _, apply := range []func() error{j.assignColumns, j.setFormats} {
		if err := apply(); err != nil {
			return err
		}
	}
	return nil
}

// decide makes the decisions that mapping, options and rows make. If they are about
// values, it reads all rows, once.
func (j *Job) decide(ctx context.Context) error {
	if err := j.propose(); err != nil {
		return err
	}
	more, err := j.look(ctx)
	if err == nil && more && j.opts.Mapping == nil { // what was proposed is not for all columns
		if err := j.propose(); err != nil {
			return err
		}
		_, err = j.look(ctx)
	}
	if err != nil {
		return err
	}
	j.keyWasOpen = j.Mapping.Key.Open()
	resolved, notes, unread := j.profile.Resolve(j.Mapping)
	j.Mapping, j.Notes, j.unread = resolved, append(j.Notes, notes...), unread
	return j.sampleNumbers(ctx)
}

// look shows all rows to a profile of the mapping, unless an earlier one covers it, and
// finds columns of JSON that the first objects did not have. It reports whether there
// are any.
func (j *Job) look(ctx context.Context) (more bool, err error) {
	if j.profile != nil && j.profile.Covers(j.Mapping, j.Catalogue) {
		return false, nil
	}
	profile, err := propose.NewProfile(j.Mapping, j.columns, j.Catalogue)
	if err != nil {
		return false, err
	}
	j.profile = profile
	for i, f := range j.Files {
		if !profile.Open() && j.finders[i] == nil {
			continue
		}
		for row, err := range readable(ctx, f.Rows) {
			if err != nil {
				return false, err
			}
			if profile.Open() {
				profile.Add(i, row.Pos.Line, mapping.Row{Cells: row.Cells, JSON: row.JSON})
			}
			if j.finders[i] != nil && j.finders[i].Add(row.JSON) {
				more = true
				if i == 0 && len(j.first) < 2*sampleRows {
					j.first = append(j.first, mapping.Row{JSON: bytes.Clone(row.JSON)})
				}
			}
		}
		if j.finders[i] != nil {
			j.columns[i] = j.finders[i].Columns()
		}
	}
	return more, nil
}

// Ready compiles the mapping for each file, and sets the source. If decisions are open
// that cannot be left to their defaults, the error is an *Undecided with all of them.
func (j *Job) Ready() error {
	open := slices.DeleteFunc(j.Decisions(), func(d Decision) bool { return d.Optional })
	if len(open) > 0 {
		return &Undecided{Decisions: open}
	}
	if j.opts.Mapping == nil && len(j.Mapping.Contact) == 0 {
		return j.notUnderstood()
	}
	notes := slices.Clip(j.Notes)
	j.Inputs = nil
	for i, f := range j.Files {
		mapper, err := j.Mapping.Compile(j.columns[i], j.compileOptions())
		if err != nil {
			return err
		}
		if i == 0 {
			notes = append(notes, mapper.Notes()...)
		}
		j.Inputs = append(j.Inputs, plan.Input{
			Name: f.Name, Header: f.Header, Rows: j.opts.API.Shared.inTurn(f.Rows), Mapper: mapper, Indexed: f.Indexed, Share: f.Share, Changed: f.Changed,
			Rejects: slices.ContainsFunc(j.columns[i].Names, func(name string) bool { return strings.HasPrefix(name, plan.RejectPrefix) }),
		})
	}
	if err := j.readFixes(); err != nil {
		return err
	}
	j.Notes = notes
	j.assumed = j.Mapping.Source == "" && len(j.sourceDecision()) > 0
	j.Mapping.Source = j.source()
	return nil
}

// notUnderstood is the error of a file in which no column is one of a contact.
func (j *Job) notUnderstood() error {
	var names []string
	for _, name := range j.columns[0].Names {
		if names = append(names, phrase.Quote(name)); len(names) == shownColumns {
			break
		}
	}
	return Usagef("%s: no column is understood as one of a contact (%s): if these are no column names, the file has no header: pass --no-header and write a mapping; "+
		"else write in a mapping what the columns are: quo-import map %s -o mapping.yaml", j.Files[0].Name, strings.Join(names, ", "), j.Files[0].Name)
}

// shownColumns is how many names of columns are shown where there may be many.
const shownColumns = 4

func (j *Job) compileOptions() mapping.CompileOptions {
	return mapping.CompileOptions{Catalogue: j.Catalogue, Region: j.opts.Region, Blank: j.opts.Blank, OnInvalid: j.opts.OnInvalid}
}

// source returns the source, also if it was not passed: a known export has ids of its
// own, and a derived key cannot equal the id of another system. Of an id column only a
// person knows which system it comes from; the name of the file is a default.
func (j *Job) source() string {
	switch m := j.Mapping; {
	case m.Source != "":
		return m.Source
	case m.Preset != "":
		return m.Preset
	case m.Key.Derived:
		return "quo-import"
	}
	return sourceName(j.Files[0].Name)
}

// sourceName makes a source of a file's name: "Acme CRM.csv" → "acme-crm".
func sourceName(path string) string {
	base := filepath.Base(path)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	var b strings.Builder
	for _, r := range strings.ToLower(base) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" || quo.Reserved(name) {
		return "my-" + name + "list"
	}
	return name
}
