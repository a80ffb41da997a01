package mapping

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/headers"
)

// presetFiles are mapping files for known exports. Besides what every mapping
// has, they say by which headers the export is known ("match"), and may have
// {n} in a column's name, for 1, 2, 3 and so on, as far as the file has it.
// What the file at hand does not have is left out of the mapping.
//
//go:embed presets/*.yaml
var presetFiles embed.FS

// preset is a mapping file for a known export.
type preset struct {
	mapping *Mapping
	match   signature
}

// signature says by which headers an export is known, whatever their order and
// whatever else is there.
type signature struct {
	name string
	all  []string // must be there
	any  []string // one of them must, if there are any
	none []string // must not be there
	keys []string // may be the key, where they are present in every row and unique
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

var matchKeys = []string{"name", "all", "any", "none", "keys"}

func loadPreset(name string) (*preset, error) {
	f, err := presetFiles.Open("presets/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := &reader{problems: problems{file: name}}
	p := &preset{mapping: &Mapping{}}
	if root := r.parse(f); root != nil {
		p.match = r.match(root)
		r.mapping(p.mapping, root)
	}
	p.mapping.Preset, p.mapping.KeyHints = p.match.name, p.match.keys
	return p, r.err()
}

// match reads "match" and takes it out of the file, which then is a mapping
// like any other.
func (r *reader) match(root *yaml.Node) signature {
	var s signature
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "match" {
			continue
		}
		for _, e := range r.entries(root.Content[i+1], `"match"`, matchKeys) {
			switch e.key {
			case "name":
				s.name, _ = r.filled(e.value, `"name"`)
			case "all":
				s.all = r.texts(e.value, `"all"`)
			case "any":
				s.any = r.texts(e.value, `"any"`)
			case "none":
				s.none = r.texts(e.value, `"none"`)
			case "keys":
				s.keys = r.texts(e.value, `"keys"`)
			}
		}
		root.Content = slices.Delete(root.Content, i, i+2)
		return s
	}
	r.add(Pos{1, 1}, `"match" is missing`)
	return s
}

// recognise gives the preset whose signature the columns have, nil for none;
// of several the one that asks for most.
func recognise(h *header) *preset {
	var best *preset
	for _, p := range presets() {
		if p.match.fits(h) && (best == nil || len(p.match.all) > len(best.match.all)) {
			best = p
		}
	}
	return best
}

func (s signature) fits(h *header) bool {
	has := func(name string) bool { return h.find(name) != "" }
	lacks := func(name string) bool { return !has(name) }
	return !slices.ContainsFunc(s.all, lacks) && !slices.ContainsFunc(s.none, has) &&
		(len(s.any) == 0 || slices.ContainsFunc(s.any, has))
}

// header finds columns by name, whatever the case and the punctuation.
type header struct {
	names []string          // of the columns, each unique
	by    map[string]string // normalised → the first such name
}

func newHeader(c Columns) *header {
	h := &header{names: c.unique(), by: map[string]string{}}
	for _, name := range slices.Backward(h.names) {
		h.by[headers.Normalise(name)] = name
	}
	return h
}

func (h *header) find(name string) string {
	if name == "" || contains(h.names, name) {
		return name
	}
	return h.by[headers.Normalise(name)]
}

func (h *header) lookup(name string) (int, error) {
	if contains(h.names, name) {
		return 0, nil
	}
	return 0, fmt.Errorf("there is no column %s", quote(name))
}

// fit gives the preset's mapping as the file's columns allow it.
func (p *preset) fit(h *header) *Mapping {
	m := *p.mapping
	m.Key.Columns = h.present(m.Key.Columns)
	m.Key.Expr = h.valid(m.Key.Expr)
	m.Where = h.valid(m.Where)
	m.Region.Column.Text = h.find(m.Region.Column.Text)
	m.Contact = nil
	for _, f := range p.mapping.Contact {
		for n := 1; ; n++ {
			g, numbered := f.numbered(n)
			fitting, ok := h.fit(g)
			if ok {
				m.Contact = append(m.Contact, fitting)
			}
			if !ok || !numbered {
				break
			}
		}
	}
	return &m
}

// numbered puts a number for {n}, and says whether there was one to put.
func (f Field) numbered(n int) (Field, bool) {
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

// fit leaves out of a field what the file does not have; it is not ok where
// nothing is left.
func (h *header) fit(f Field) (Field, bool) {
	if f.Value != nil {
		return f, true
	}
	f.Pos = Pos{}
	f.Columns = h.present(f.Columns)
	if len(f.Columns) < 2 && len(f.Split) == 0 {
		f.Join = ""
	}
	f.Expr = h.valid(f.Expr)
	f.Label.Column.Text = h.find(f.Label.Column.Text)
	return f, len(f.Columns) > 0 || f.Expr.Text != ""
}

func (h *header) present(names []Name) []Name {
	var list []Name
	for _, name := range names {
		if found := h.find(name.Text); found != "" {
			list = append(list, Name{Text: found})
		}
	}
	return list
}

func (h *header) valid(x Expr) Expr {
	if _, err := compileExpr(x.Text, h.lookup); err != nil {
		return Expr{}
	}
	return Expr{Text: x.Text}
}
