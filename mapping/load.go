package mapping

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/quo"
)

// Load reads a mapping file. name is what its errors call it. The error is an
// Errors: all problems that can be seen without a file to map, each with its
// line, its column and, if a word is nearly right, the right one.
//
// The options of the file are not checked, unless check is passed: it returns
// what is wrong with an option, "" for nothing.
func Load(name string, in io.Reader, check ...func(Option) string) (*Mapping, error) {
	r := &reader{Problems: Problems{File: name}, option: func(o Option) string {
		for _, check := range check {
			if problem := check(o); problem != "" {
				return problem
			}
		}
		return ""
	}}
	m := &Mapping{File: name}
	if root := r.parse(in); root != nil {
		r.mapping(m, root)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

func (r *reader) mapping(m *Mapping, root *yaml.Node) {
	found := r.object(root, "the mapping", m.properties(nil))
	if len(r.list) == 0 && !slices.Contains(found, "version") {
		r.Add(Pos{1, 1}, `"version" is missing: write "version: 1" at the top`)
	}
	if len(r.list) == 0 && len(m.Contact) == 0 {
		r.Add(Pos{1, 1}, `"contact" is missing: write under it which column feeds which field`)
	}
}

// Write writes the mapping as a file that Load reads as the same mapping.
func (m *Mapping) Write(w io.Writer) error { return m.WriteWith(w, Comments{}) }

// Comments are put into a mapping file that is written. Each begins with "#".
type Comments struct {
	Above map[string]string   // a key at the top level → what stands above it
	Field func(*Field) string // what stands beside a field, "" for nothing; nil for no comments
}

// WriteWith writes the mapping with comments.
func (m *Mapping) WriteWith(w io.Writer, c Comments) error {
	root := objectNode(m.properties(c.Field))
	if m.Preset != "" {
		root.Content[0].HeadComment = "# Recognised as an export of " + m.Preset + "."
	}
	for i := 0; i < len(root.Content); i += 2 {
		if above, ok := c.Above[root.Content[i].Value]; ok {
			root.Content[i].HeadComment = above
		}
	}
	out, err := yaml.Dump(root, yaml.WithLineWidth(-1))
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// properties are the keys of the file; docs/mapping.md describes each of them,
// held to it by a test.
func (m *Mapping) properties(comment func(*Field) string) []property {
	return []property{
		{"version", readVersion, func() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: "1"} }},
		textProperty("source", &m.Source, sourceProblem),
		{"key", m.Key.read, m.Key.write},
		orColumn(textProperty("region", &m.Region.Default, regionProblem), &m.Region.Column, flagProperty("postal", &m.Region.Postal, "true", "false")),
		exprProperty("where", &m.Where, compileCondition),
		{"contact",
			func(r *reader, e entry) { m.Contact = r.contact(e) },
			func() *yaml.Node { return contactNode(m.Contact, comment) }},
		{"custom",
			func(r *reader, e entry) { m.Custom = r.custom(e) },
			func() *yaml.Node { return customNode(m.Custom, comment) }},
		textsProperty("nulls", &m.Nulls, anything),
		{"fallback",
			func(r *reader, e entry) { m.Fallback = r.fallback(e) },
			func() *yaml.Node { return fallbackNode(m.Fallback) }},
		{"options",
			func(r *reader, e entry) { m.Options = r.options(e) },
			func() *yaml.Node { return optionsNode(m.Options) }},
	}
}

func readVersion(r *reader, e entry) {
	if s, ok := r.text(e.value, e.what()); ok && s != "1" {
		r.Add(at(e.value), "%s %s is not known to this program: it reads version 1", e.what(), phrase.Quote(s))
	}
}

// sourceProblem checks the namespace of the keys.
func sourceProblem(s string) string {
	if problem := CheckSource(s); problem != "" {
		return phrase.Quote(s) + " " + problem
	}
	return ""
}

// CheckSource returns what is wrong with a source, or "" for nothing. The words
// that Quo reserves and the length are in docs/quo-api.md, "The contact".
func CheckSource(s string) string {
	if quo.Reserved(strings.ToLower(s)) {
		return "is reserved by Quo: use another name, such as \"acme-crm\""
	}
	switch n := utf8.RuneCountInString(s); {
	case strings.TrimSpace(s) != s:
		return "begins or ends with a space"
	case n == 0:
		return "is blank"
	case n > 72:
		return "is longer than 72 characters"
	case strings.IndexFunc(s, unicode.IsControl) >= 0:
		return "has control characters"
	}
	return ""
}

func regionProblem(s string) string {
	if _, known := phone.Region(s); known || s == noRegion {
		return ""
	}
	return phrase.Quote(s) + " is no country: write a code, such as US or DE, or a country's name"
}

func (k *Key) properties() []property {
	return []property{columnsProperty("column", &k.Columns), exprProperty("expr", &k.Expr, compileExpr), flagProperty("derived", &k.Derived, "true", "false")}
}

func (k *Key) read(r *reader, e entry) {
	k.Pos = e.Pos
	n := r.resolve(e.value)
	if n == nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		k.Columns = r.names(n, e.what())
		return
	}
	found := r.object(n, e.what(), k.properties())
	if len(found) != 1 || found[0] == "derived" && !k.Derived {
		r.Add(e.Pos, `"key" is a column, a list of columns, {expr: …} or {derived: true}`)
	}
}

func (k *Key) write() *yaml.Node {
	if len(k.Columns) > 0 {
		return textsNode(textsOf(k.Columns))
	}
	return flowNode(k.properties())
}

// fallbackWords are what may stand in for a name.
var fallbackWords = map[string]quo.Field{
	"company": quo.Company, "email": quo.Emails, "phone": quo.PhoneNumbers,
	"none": "",
}

func (r *reader) fallback(e entry) []quo.Field {
	fields := []quo.Field{}
	for _, name := range r.names(e.value, e.what()) {
		f, ok := fallbackWords[name.Text]
		if !ok {
			r.Add(name.Pos, `"fallback" is made of company, email and phone, or is none; not %s`, phrase.Quote(name.Text))
		}
		if f != "" {
			fields = append(fields, f)
		}
	}
	return fields
}

func fallbackNode(fields []quo.Field) *yaml.Node {
	if fields == nil {
		return nil
	}
	list := []string{}
	for _, f := range fields {
		for word, field := range fallbackWords {
			if word != "none" && field == f {
				list = append(list, word)
			}
		}
	}
	if len(list) == 0 {
		list = append(list, "none")
	}
	return textsNode(list)
}

// options reads flags and their values. Which there are, and which values they
// take, is known where the flags are.
func (r *reader) options(e entry) []Option {
	var list []Option
	for _, e := range r.entries(e.value, e.what(), nil) {
		o := Option{Pos: e.Pos, Name: e.key}
		value, ok := r.filled(e.value, e.what())
		o.Value = value
		if problem := r.option(o); ok && problem != "" {
			r.Add(o.Pos, "%s", problem)
		}
		list = append(list, o)
	}
	return list
}

func optionsNode(options []Option) *yaml.Node {
	props := make([]property, len(options))
	for i, o := range options {
		props[i] = property{name: o.Name, write: func() *yaml.Node { return textNode(o.Value) }}
	}
	return objectNode(props)
}
