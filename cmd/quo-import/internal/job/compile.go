package job

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// sampleRows is how many rows are read to propose a mapping.
const sampleRows = 200

// understand sets the mapping: the one that was passed, or one that is proposed from
// the headers and the first rows.
func (j *Job) understand(ctx context.Context) error {
	if err := j.findColumns(ctx); err != nil {
		return err
	}
	return j.propose()
}

// propose proposes a mapping for the columns that were found, if none was passed,
// and applies the options.
func (j *Job) propose() error {
	if j.opts.Mapping == nil {
		proposed := propose.Mapping(j.columns[0], j.first, propose.Options{Catalogue: j.Catalogue, Region: j.region()})
		j.Mapping, j.Notes, j.questions = proposed.Mapping, proposed.Notes, proposed.Questions
	}
	return j.override()
}

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

// override applies the options that override parts of the mapping.
func (j *Job) override() error {
	o := mapping.Overrides{Source: j.opts.Source, Region: j.opts.Region}
	if j.opts.Source != "" {
		if err := checkSource(j.opts.Source); err != nil {
			return err
		}
	}
	for name := range strings.SplitSeq(j.opts.Key, ",") {
		if name = strings.TrimSpace(name); name != "" {
			o.Key = append(o.Key, name)
		}
	}
	j.Mapping = j.Mapping.With(o)
	j.nameColumns()
	return nil
}

// decide makes the decisions that the mapping leaves open; if they are about values,
// it reads all rows. If the rows do not answer one, the error is an *Undecided, and
// the mapping has the decisions that were made.
func (j *Job) decide(ctx context.Context) error {
	profile, err := propose.NewProfile(j.Mapping, j.columns, j.Catalogue)
	if err != nil {
		return err
	}
	more, err := j.show(ctx, profile)
	if err != nil {
		return err
	}
	if more && j.opts.Mapping == nil { // what was proposed and shown is not for all columns
		if err := j.propose(); err != nil {
			return err
		}
		return j.decide(ctx)
	}
	resolved, notes, err := profile.Resolve()
	if err != nil {
		found := *j.Mapping
		found.Key = resolved.Key
		j.Mapping = &found
		return ofMapping(err)
	}
	j.Mapping = resolved
	j.Notes = append(j.Notes, notes...)
	return j.columnsMissing()
}

// show shows all rows to a profile, and finds columns of JSON that the first
// objects did not have. It reports whether there are any.
func (j *Job) show(ctx context.Context, profile *propose.Profile) (more bool, err error) {
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

// compile compiles the mapping for each file, and sets the source.
func (j *Job) compile() error {
	for i, f := range j.Files {
		mapper, err := j.Mapping.Compile(j.columns[i], j.compileOptions())
		if err != nil {
			return err
		}
		if i == 0 {
			j.Notes = append(j.Notes, mapper.Notes()...)
		}
		j.Inputs = append(j.Inputs, plan.Input{
			Name: f.Name, Header: f.Header, Rows: f.Rows, Mapper: mapper, Indexed: f.Indexed, Share: f.Share, Changed: f.Changed,
			Rejects: slices.ContainsFunc(j.columns[i].Names, func(name string) bool { return strings.HasPrefix(name, plan.RejectPrefix) }),
		})
	}
	return j.chooseSource()
}

func (j *Job) compileOptions() mapping.CompileOptions {
	return mapping.CompileOptions{Catalogue: j.Catalogue, Region: j.opts.Region, Blank: j.opts.Blank, OnInvalid: j.opts.OnInvalid}
}

// chooseSource sets the source if it was not passed: a known export has ids of its
// own, and a derived key cannot equal the id of another system; but of an id column
// only a person knows which system it comes from.
func (j *Job) chooseSource() error {
	m := j.Mapping
	switch {
	case m.Source != "":
	case m.Preset != "":
		m.Source = m.Preset
	case m.Key.Derived:
		m.Source = "quo-import"
	case j.opts.API.Sandbox || !j.opts.Writes:
		m.Source = sourceName(j.Files[0].Name) // nothing is written, or only to a sandbox
	default:
		return &Undecided{Decisions: []Decision{{
			About:    AboutSource,
			Question: fmt.Sprintf("which system do the ids in the key (%s) come from? Name it, so that they are never confused with those of another", j.Inputs[0].Mapper.KeyDefinition()),
			Flag:     "source", Answer: sourceName(j.Files[0].Name),
		}}}
	}
	return nil
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
