package mapping_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// word draws a text of the kind that breaks YAML writers.
func word() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"NO", "yes", "null", "~", "007", "1e3", "First Name", "a: b", "- x", "#", "'", `"`, "*", "&a", "{}", "[x]", "Größe", " x ", "a\nb", "\t", "%", "@", "`", "|", ">", "!x", "=", "<<", "2026-01-01"}),
		rapid.StringMatching(`[\x20-\x7e\n\täöüß漢🤝]{1,12}`),
	)
}

func filled() *rapid.Generator[string] {
	return word().Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

func names(t *rapid.T, least, most int) []mapping.Name {
	var list []mapping.Name
	for _, s := range rapid.SliceOfN(filled(), least, most).Draw(t, "columns") {
		list = append(list, mapping.Name{Text: s})
	}
	return list
}

func maybe[T any](t *rapid.T, label string, g *rapid.Generator[T]) (v T) {
	if rapid.Bool().Draw(t, label+"?") {
		v = g.Draw(t, label)
	}
	return v
}

// drawField draws a field that Load accepts.
func drawField(t *rapid.T, target string, items, custom bool) mapping.Field {
	f := mapping.Field{Target: target}
	switch rapid.IntRange(0, 2).Draw(t, "origin") {
	case 0:
		f.Columns = names(t, 1, 3)
	case 1:
		f.Expr.Text = `row["First Name"] + "x"`
	default:
		s := word().Draw(t, "value")
		f.Value = &s
	}
	if len(f.Columns) > 1 {
		f.Join = maybe(t, "join", word())
	}
	f.Blank = maybe(t, "blank", rapid.SampledFrom([]string{"keep", "clear"}))
	f.Allow = maybe(t, "allow", rapid.SliceOfN(word(), 1, 3))
	if rapid.Bool().Draw(t, "required") {
		f.Required = true
	} else {
		f.Default = maybe(t, "default", word())
	}
	if items || custom {
		f.Split = maybe(t, "split", rapid.SliceOfN(word(), 1, 2))
	}
	if items && rapid.Bool().Draw(t, "label") {
		f.Label = mapping.Label{Text: filled().Draw(t, "label")}
		if rapid.Bool().Draw(t, "label column") {
			f.Label.Column.Text = filled().Draw(t, "label column")
		}
	}
	if custom {
		f.Type = maybe(t, "type", rapid.SampledFrom([]quo.FieldType{quo.Date, quo.MultiSelect}))
		f.Format = maybe(t, "format", rapid.SliceOfN(word(), 1, 2))
		f.Timezone = maybe(t, "timezone", rapid.Just("Europe/Berlin"))
		f.True = maybe(t, "true", rapid.SliceOfN(rapid.OneOf(word(), rapid.Just("")), 1, 3))
	}
	return f
}

func drawMapping(t *rapid.T) *mapping.Mapping {
	m := &mapping.Mapping{Source: maybe(t, "source", rapid.SampledFrom([]string{"acme-crm", "007"}))}
	switch rapid.IntRange(0, 3).Draw(t, "key") {
	case 0:
		m.Key.Columns = names(t, 1, 3)
	case 1:
		m.Key.Expr.Text = "lower(Email)"
	case 2:
		m.Key.Derived = true
	}
	m.Region.Default = maybe(t, "region", rapid.SampledFrom([]string{"NO", "Germany", "none"}))
	m.Region.Column.Text = maybe(t, "region column", filled())
	m.Where.Text = maybe(t, "where", rapid.Just(`Status != "x: y"`))
	m.Contact = append(m.Contact, drawField(t, "firstName", false, false))
	for range rapid.IntRange(0, 3).Draw(t, "phones") {
		m.Contact = append(m.Contact, drawField(t, "phoneNumbers", true, false))
	}
	for _, name := range rapid.SliceOfNDistinct(word(), 0, 3, rapid.ID).Draw(t, "custom") {
		m.Custom = append(m.Custom, drawField(t, name, false, true))
	}
	m.Fallback = maybe(t, "fallback", rapid.SampledFrom([][]quo.Field{{}, {quo.Emails}, {quo.PhoneNumbers, quo.Company}}))
	if rapid.Bool().Draw(t, "options") {
		m.Options = []mapping.Option{{Name: "blank", Value: "clear"}, {Name: "max-change", Value: "5%"}}
	}
	return m
}

// TestWriteThenLoad: a mapping that is written and loaded is the same mapping.
func TestWriteThenLoad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMapping(t)
		var file bytes.Buffer
		if err := m.Write(&file); err != nil {
			t.Fatal(err)
		}
		got, err := mapping.Load("", bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, file.String())
		}
		if diff := cmp.Diff(m, got, cmp.FilterPath(isPos, cmp.Ignore())); diff != "" {
			t.Fatalf("-written +loaded\n%s\n%s", diff, file.String())
		}
	})
}
