package job

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// sampleRows is how many rows are looked at to propose a mapping.
const sampleRows = 200

// understand takes the mapping that was passed, else proposes one from headers
// and first rows.
func (j *Job) understand(ctx context.Context) error {
	if err := j.findColumns(ctx); err != nil {
		return err
	}
	if j.Mapping == nil {
		j.Mapping, j.Notes = propose.Mapping(j.columns[0], j.first, j.Catalogue)
	}
	return j.override()
}

// findColumns finds the columns of each file: its header, or what the first
// objects of JSON hold.
func (j *Job) findColumns(ctx context.Context) error {
	for i, f := range j.Files {
		columns := mapping.Columns{File: f.Name, Names: f.Header}
		if f.Header == nil || i == 0 && j.Mapping == nil {
			first, err := firstRows(ctx, f)
			if err != nil {
				return err
			}
			if i == 0 {
				j.first = first
			}
			if f.Header == nil {
				columns = mapping.JSONColumns(f.Name, first)
			}
		}
		j.columns = append(j.columns, columns)
	}
	return nil
}

func firstRows(ctx context.Context, f *rows.File) (first []mapping.Row, err error) {
	for row, err := range readable(ctx, f) {
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

// readable returns the rows of a file that can be read. A row is valid until
// the next.
func readable(ctx context.Context, f *rows.File) iter.Seq2[*rows.Row, error] {
	return func(yield func(*rows.Row, error) bool) {
		for row, err := range f.Rows(ctx) {
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

// override applies the options that take the place of parts of a mapping.
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
	return nil
}

// decide decides what the mapping leaves open, over all rows where it is about
// their values. The error is an *Undecided where the rows do not answer it; then
// the mapping has what was decided.
func (j *Job) decide(ctx context.Context) error {
	profile, err := propose.NewProfile(j.Mapping, j.columns, j.Catalogue)
	if err != nil {
		return err
	}
	if profile.Open() {
		for i, f := range j.Files {
			for row, err := range readable(ctx, f) {
				if err != nil {
					return err
				}
				profile.Add(i, row.Pos.Line, mapping.Row{Cells: row.Cells, JSON: row.JSON})
			}
		}
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
	return nil
}

// compile makes the mapper of each file, and names the source.
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
			Name: f.Name, Header: f.Header, Rows: f.Rows, Mapper: mapper, Indexed: f.Indexed, Share: f.Share,
			Rejects: slices.ContainsFunc(j.columns[i].Names, func(name string) bool { return strings.HasPrefix(name, plan.RejectPrefix) }),
		})
	}
	return j.chooseSource()
}

func (j *Job) compileOptions() mapping.CompileOptions {
	return mapping.CompileOptions{Catalogue: j.Catalogue, Region: j.opts.Region, Blank: j.opts.Blank, OnInvalid: j.opts.OnInvalid}
}

// chooseSource names the source where nobody did: a known export has its own
// ids, a derived key cannot be the same as another system's id, and for an id
// column only a person knows whose ids they are.
func (j *Job) chooseSource() error {
	m := j.Mapping
	switch {
	case m.Source != "":
	case m.Preset != "":
		m.Source = m.Preset
	case m.Key.Derived:
		m.Source = "quo-import"
	case j.opts.API.Sandbox || !j.opts.Writes:
		m.Source = sourceName(j.Files[0].Name) // nothing is written, or nothing that stays
	default:
		return &Undecided{Decisions: []Decision{{
			About:    AboutSource,
			Question: fmt.Sprintf("whose ids are in the key, %s? Name the system they come from, so that they never mix with another's", j.Inputs[0].Mapper.KeyDefinition()),
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
