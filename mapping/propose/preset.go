package propose

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping"
)

// presetFiles are mapping files for known exports. Besides what every mapping
// has, they have "match", the headers by which the export is known, and may
// have {n} in a column's name, for 1, 2, 3 and so on, as far as the file has it.
// What the file at hand does not have is left out of the mapping.
//
//go:embed presets/*.yaml
var presetFiles embed.FS

// preset is a mapping file for a known export.
type preset struct {
	mapping *mapping.Mapping
	match   signature
}

// signature is the headers by which an export is known, whatever their order
// and whatever else is there.
type signature struct {
	Name string   `yaml:"name"`
	All  []string `yaml:"all"`  // must be there
	Any  []string `yaml:"any"`  // one of them must, if there are any
	None []string `yaml:"none"` // must not be there
	Keys []string `yaml:"keys"` // may be the key, if they are present in every row and unique
}

// presets are parsed when the first is asked for.
var presets = sync.OnceValue(func() []*preset {
	files, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	var list []*preset
	for _, file := range files {
		p, err := loadPreset(file.Name())
		if err != nil {
			panic(err) // a test loads them all
		}
		list = append(list, p)
	}
	return list
})

func loadPreset(name string) (*preset, error) {
	text, err := presetFiles.ReadFile("presets/" + name)
	if err != nil {
		return nil, err
	}
	match, text, err := cutMatch(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	m, err := mapping.Load(name, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	m.Preset, m.KeyHints = match.Name, match.Keys
	return &preset{mapping: m, match: match}, nil
}

// cutMatch reads "match" and blanks its lines: what is left is a mapping file
// like any other, with the same line numbers.
func cutMatch(text []byte) (signature, []byte, error) {
	var doc yaml.Node
	if err := yaml.Load(text, &doc); err != nil {
		return signature{}, nil, err
	}
	entries := doc.Content[0].Content
	at := slices.IndexFunc(entries, func(n *yaml.Node) bool { return n.Value == "match" })
	if at < 0 {
		return signature{}, nil, errors.New(`"match" is missing`)
	}
	var s signature
	if err := entries[at+1].Load(&s, yaml.WithKnownFields()); err != nil {
		return s, nil, err
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	end := len(lines)
	if at+2 < len(entries) {
		end = entries[at+2].Line - 1
	}
	for i := entries[at].Line - 1; i < end; i++ {
		lines[i] = []byte("\n")
	}
	return s, bytes.Join(lines, nil), nil
}

// recognise returns the preset whose signature the columns have, nil for none;
// of several the one that asks for most.
func recognise(h *header) *preset {
	var best *preset
	for _, p := range presets() {
		if p.match.fits(h) && (best == nil || len(p.match.All) > len(best.match.All)) {
			best = p
		}
	}
	return best
}

func (s signature) fits(h *header) bool {
	has := func(name string) bool { return h.find(name) != "" }
	lacks := func(name string) bool { return !has(name) }
	return !slices.ContainsFunc(s.All, lacks) && !slices.ContainsFunc(s.None, has) &&
		(len(s.Any) == 0 || slices.ContainsFunc(s.Any, has))
}

// fit returns the preset's mapping without what the file's columns do not have.
func (p *preset) fit(h *header) *mapping.Mapping {
	m := *p.mapping
	m.Key.Columns = h.present(m.Key.Columns)
	m.Key.Expr = h.valid(m.Key.Expr)
	m.Where = h.valid(m.Where)
	m.Region.Column.Text = h.find(m.Region.Column.Text)
	m.Contact = nil
	for _, f := range p.mapping.Contact {
		for n := 1; ; n++ {
			g, isNumbered := numbered(f, n)
			fitting, ok := h.fit(g)
			if ok {
				m.Contact = append(m.Contact, fitting)
			}
			if !ok || !isNumbered {
				break
			}
		}
	}
	return &m
}

// numbered puts a number for {n}, and reports whether the field has {n}.
func numbered(f mapping.Field, n int) (mapping.Field, bool) {
	put := func(s string) string { return strings.ReplaceAll(s, "{n}", strconv.Itoa(n)) }
	is := false
	f.Columns = slices.Clone(f.Columns)
	for i, column := range f.Columns {
		f.Columns[i].Text = put(column.Text)
		is = is || f.Columns[i].Text != column.Text
	}
	f.Label.Column.Text = put(f.Label.Column.Text)
	return f, is
}

// fit leaves out of a field what the file does not have; it is not ok if
// nothing is left.
func (h *header) fit(f mapping.Field) (mapping.Field, bool) {
	if f.Value != nil {
		return f, true
	}
	f.Pos = mapping.Pos{}
	f.Columns = h.present(f.Columns)
	if len(f.Columns) < 2 && len(f.Split) == 0 {
		f.Join = ""
	}
	f.Expr = h.valid(f.Expr)
	f.Label.Column.Text = h.find(f.Label.Column.Text)
	return f, len(f.Columns) > 0 || f.Expr.Text != ""
}

func (h *header) present(names []mapping.Name) []mapping.Name {
	var list []mapping.Name
	for _, name := range names {
		if found := h.find(name.Text); found != "" {
			list = append(list, mapping.Named(found)...)
		}
	}
	return list
}

// valid returns the expression if the file has all its columns.
func (h *header) valid(x mapping.Expr) mapping.Expr {
	for _, name := range x.Names() {
		if !h.has(name.Text) {
			return mapping.Expr{}
		}
	}
	return mapping.Expr{Text: x.Text}
}
