package propose

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/quo"
)

// Draft is a proposed mapping and what a person should see beside it.
type Draft struct {
	Mapping *mapping.Mapping
	Columns mapping.Columns
	First   []mapping.Row     // the first rows, for a sample value of each column
	Notes   []mapping.Note    // of Mapping and Profile.Resolve
	Fields  []quo.CustomField // of the workspace, nil if not known
	Region  string            // where most numbers without a country code are valid: suggested in a comment, never used; "" for none
}

// Write writes the mapping for a person to read and edit: with a value of each
// column beside its field, and the columns that are left out below, as comments.
// mapping.Load reads it as the same mapping.
func (d Draft) Write(w io.Writer) error {
	samples := d.samples()
	err := d.Mapping.WriteWith(w, mapping.Comments{
		Above: map[string]string{"version": d.title(), "contact": d.questions()},
		Field: func(f *mapping.Field) string { return d.remark(f, samples) },
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, d.leftOut(samples)+d.unfed())
	return err
}

func (d Draft) title() string {
	title := "# A proposal for " + oneLine(d.Columns.File) + ": read it, change what is wrong, then import with it."
	if d.Mapping.Preset != "" {
		title += "\n# The file was recognised as an export of " + d.Mapping.Preset + "."
	}
	return title
}

// questions are what only a person can answer, as lines to uncomment.
func (d Draft) questions() string {
	var lines []string
	if d.Mapping.Source == "" {
		lines = append(lines, "# source: acme-crm  # the name under which Quo keeps the keys; needed to write")
	}
	if d.Mapping.Region.Default == "" && d.Region != "" {
		lines = append(lines, "# region: "+d.Region+"  # most of the numbers without a country code are valid there; nothing is assumed without it")
	}
	return strings.Join(lines, "\n")
}

// remark is the comment beside a field: a value, and how the column was
// understood if that was a guess.
func (d Draft) remark(f *mapping.Field, samples map[string]string) string {
	var parts []string
	for _, name := range append(f.Expr.Names(), f.Columns...) {
		if s := samples[name.Text]; s != "" && len(parts) == 0 {
			parts = append(parts, s)
		}
		for _, n := range d.Notes {
			if n.Column == name.Text && n.Kind == mapping.NoteGuessed {
				parts = append(parts, strings.TrimSpace("guessed: "+oneLine(n.Text)))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "# " + strings.Join(parts, "; ")
}

// samples returns the first value of each column that is not blank, quoted.
func (d Draft) samples() map[string]string {
	values := map[string]string{}
	samples := samplesOf(d.Columns, d.First)
	for i, name := range d.Columns.Unique() {
		if cells := filled(samples, i); len(cells) > 0 {
			values[name] = phrase.Quote(strings.TrimSpace(cells[0]))
		}
	}
	return values
}

// leftOut lists the columns that are not imported.
func (d Draft) leftOut(samples map[string]string) string {
	var b strings.Builder
	for _, n := range d.Notes {
		if n.Kind != mapping.NoteLeft || n.Field != "" {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("\n# Not imported. A column is imported by a line under \"contact\" or, as these\n# are written, under \"custom\".\n")
		}
		fmt.Fprintf(&b, "#   %s: %s", inline(n.Column), inline(n.Column))
		for _, remark := range []string{samples[n.Column], oneLine(n.Text)} {
			if remark != "" {
				fmt.Fprintf(&b, "  # %s", remark)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// unfed lists the workspace's custom fields that the mapping does not feed.
func (d Draft) unfed() string {
	var names []string
	for _, def := range d.Fields {
		fed := slices.ContainsFunc(d.Mapping.Custom, func(f mapping.Field) bool {
			found, _ := mapping.FindField(d.Fields, f.Target)
			return found == def
		})
		if !fed {
			names = append(names, inline(def.Name)+" ("+string(def.Type)+")")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "\n# Custom fields in Quo that no column feeds: " + strings.Join(names, ", ") + "\n"
}

// inline writes a text as YAML on one line.
func inline(s string) string {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if s != oneLine(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	out, err := yaml.Dump(n, yaml.WithLineWidth(-1))
	if err != nil || strings.Count(string(out), "\n") > 1 {
		return phrase.Quote(s)
	}
	return strings.TrimSpace(string(out))
}

// oneLine keeps a text from leaving the comment that it stands in.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s))
}
