package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// sampleRows is how many rows are looked at to propose a mapping.
const sampleRows = 200

// compile makes the mapper of each input: from the mapping file, or from what
// the headers say, with what is still open decided over the data.
func (ses *session) compile(ctx context.Context) error {
	if err := ses.understand(ctx); err != nil {
		return err
	}
	if err := ses.decide(ctx); err != nil {
		return err
	}
	for i, f := range ses.files {
		mapper, err := ses.mapped.Compile(ses.columns[i], ses.compileOptions())
		if err != nil {
			return err
		}
		if i == 0 {
			ses.notes = append(ses.notes, mapper.Notes()...)
		}
		ses.inputs = append(ses.inputs, plan.Input{
			Name: f.Name, Header: f.Header, Rows: f.Rows, Mapper: mapper, Indexed: f.Indexed,
		})
	}
	return ses.chooseSource()
}

// understand takes the mapping file, else what headers and first rows say.
func (ses *session) understand(ctx context.Context) error {
	if err := ses.columnsOf(ctx); err != nil {
		return err
	}
	if ses.mapped == nil {
		ses.mapped, ses.notes = propose.Mapping(ses.columns[0], ses.first, ses.catalogue)
	}
	return ses.override()
}

func (ses *session) compileOptions() mapping.CompileOptions {
	o := mapping.CompileOptions{Catalogue: ses.catalogue, Region: ses.region}
	if ses.flags.Changed("blank") {
		o.Blank = ses.blank
	}
	if ses.flags.Changed("on-invalid") {
		o.OnInvalid = ses.onInvalid
	}
	return o
}

// columnsOf finds the columns of each input: its header, or what the first
// objects of JSON hold. The first rows of the first input are kept, to propose
// a mapping from.
func (ses *session) columnsOf(ctx context.Context) error {
	for i, f := range ses.files {
		if f.Header != nil && (i > 0 || ses.mapped != nil) {
			ses.columns = append(ses.columns, mapping.Columns{File: f.Name, Names: f.Header})
			continue
		}
		first, err := ses.firstRows(ctx, f)
		if err != nil {
			return err
		}
		if i == 0 {
			ses.first = first
		}
		columns := mapping.Columns{File: f.Name, Names: f.Header}
		if f.Header == nil {
			columns = mapping.JSONColumns(f.Name, first)
		}
		ses.columns = append(ses.columns, columns)
	}
	return nil
}

func (ses *session) firstRows(ctx context.Context, f *rows.File) ([]mapping.Row, error) {
	var first []mapping.Row
	for row, err := range f.Rows(ctx) {
		if err != nil {
			return nil, ses.unreadable(err)
		}
		if row.Err == nil {
			first = append(first, mapping.Row{Cells: slices.Clone(row.Cells), JSON: bytes.Clone(row.JSON)})
		}
		if len(first) == sampleRows {
			break
		}
	}
	return first, nil
}

// override applies the flags that take the place of parts of a mapping.
func (ses *session) override() error {
	o := mapping.Overrides{Source: ses.source, Region: ses.region}
	if ses.source != "" {
		if problem := mapping.CheckSource(ses.source); problem != "" {
			return usage("--source %s: %s", ses.source, problem)
		}
	}
	for name := range strings.SplitSeq(ses.key, ",") {
		if name = strings.TrimSpace(name); name != "" {
			o.Key = append(o.Key, name)
		}
	}
	ses.mapped = ses.mapped.With(o)
	return nil
}

// decide settles what the mapping leaves open: over all rows, where there is
// something that the rows must say.
func (ses *session) decide(ctx context.Context) error {
	profile, err := propose.NewProfile(ses.mapped, ses.columns, ses.catalogue)
	if err != nil {
		return err
	}
	for i, f := range ses.files {
		if !profile.Open() {
			break
		}
		for row, err := range f.Rows(ctx) {
			if err != nil {
				return ses.unreadable(err)
			}
			if row.Err == nil {
				profile.Add(i, row.Pos.Line, mapping.Row{Cells: row.Cells, JSON: row.JSON})
			}
		}
	}
	resolved, notes, err := profile.Resolve()
	if err != nil {
		found := *ses.mapped // the rest is for a person to say
		found.Key = resolved.Key
		ses.mapped = &found
		return err
	}
	ses.mapped = resolved
	ses.notes = append(ses.notes, notes...)
	return nil
}

// unreadable is an input that breaks off: nothing is written of it.
func (ses *session) unreadable(err error) error {
	if errors.Is(err, context.Canceled) {
		return &codeError{exitInterrupted, errors.New("interrupted: nothing was written")}
	}
	return &codeError{exitStopped, fmt.Errorf("%w: nothing was written", err)}
}

// chooseSource names the namespace of the keys where nobody did: a known
// export has its own, a derived key cannot clash with anybody's ids, and for
// an id column only a person can say whose ids they are.
func (ses *session) chooseSource() error {
	m := ses.mapped
	switch {
	case m.Source != "":
	case m.Preset != "":
		m.Source = m.Preset
	case m.Key.Derived:
		m.Source = "quo-import"
	default:
		name := sourceName(ses.files[0].Name)
		if ses.sandbox || !ses.writes {
			m.Source = name // nothing is written, or nothing that stays
			return nil
		}
		return usage("whose ids are in the key, %s? Name the system they come from, so that they never mix with another's:\n  quo-import %s --source %s",
			ses.inputs[0].Mapper.KeyDefinition(), strings.Join(commandLine(), " "), name)
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
	if name == "" || strings.HasPrefix(name, "csv") || strings.HasPrefix(name, "openphone") {
		return "my-" + name + "list"
	}
	return name
}
