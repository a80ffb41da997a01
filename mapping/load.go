package mapping

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/document"
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
	r := &document.Reader{Problems: document.Problems{File: name}, Kind: "mapping", Start: "version: 1"}
	m := &Mapping{File: name}
	if root := r.Parse(in); root != nil {
		readMapping(r, m, root, check)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

func readMapping(r *document.Reader, m *Mapping, root *yaml.Node, check []func(Option) string) {
	found := r.Object(root, "the mapping", m.properties(nil, check))
	if r.Len() == 0 && !slices.Contains(found, "version") {
		r.Add(Pos{Line: 1, Column: 1}, `"version" is missing: write "version: 1" at the top`)
	}
	if r.Len() == 0 && len(m.Contact) == 0 {
		r.Add(Pos{Line: 1, Column: 1}, `"contact" is missing: write under it which column feeds which field`)
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
	root := document.ObjectNode(m.properties(c.Field, nil))
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
func (m *Mapping) properties(comment func(*Field) string, check []func(Option) string) []document.Property {
	return []document.Property{
		document.NewProperty("version", document.ReadVersion, func() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: "1"} }),
		document.TextProperty("source", &m.Source, sourceProblem),
		document.NewProperty("key", m.Key.read, m.Key.write),
		orColumn(document.TextProperty("region", &m.Region.Default, regionProblem), &m.Region.Column, document.FlagProperty("postal", &m.Region.Postal, "true", "false")),
		exprProperty("where", &m.Where, compileCondition),
		document.NewProperty("contact",
			func(r *document.Reader, e document.Entry) { m.Contact = readContact(r, e) },
			func() *yaml.Node { return contactNode(m.Contact, comment) }),
		document.NewProperty("custom",
			func(r *document.Reader, e document.Entry) { m.Custom = readCustom(r, e) },
			func() *yaml.Node { return customNode(m.Custom, comment) }),
		document.TextsProperty("nulls", &m.Nulls, document.Anything),
		document.NewProperty("fallback",
			func(r *document.Reader, e document.Entry) { m.Fallback = readFallback(r, e) },
			func() *yaml.Node { return fallbackNode(m.Fallback) }),
		document.NewProperty("options",
			func(r *document.Reader, e document.Entry) { m.Options = ReadOptions(r, e, check...) },
			func() *yaml.Node { return optionsNode(m.Options) }),
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

func (k *Key) properties() []document.Property {
	return []document.Property{columnsProperty("column", &k.Columns), exprProperty("expr", &k.Expr, compileExpr), document.FlagProperty("derived", &k.Derived, "true", "false")}
}

func (k *Key) read(r *document.Reader, e document.Entry) {
	k.Pos = e.Pos
	n := r.Resolve(e.Value)
	if n == nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		k.Columns = r.Names(n, e.What())
		return
	}
	found := r.Object(n, e.What(), k.properties())
	if len(found) != 1 || found[0] == "derived" && !k.Derived {
		r.Add(e.Pos, `"key" is a column, a list of columns, {expr: …} or {derived: true}`)
	}
}

func (k *Key) write() *yaml.Node {
	if len(k.Columns) > 0 {
		return document.TextsNode(document.Texts(k.Columns))
	}
	return document.FlowNode(k.properties())
}

// fallbackWords are what may stand in for a name.
var fallbackWords = map[string]quo.Field{
	"company": quo.Company, "email": quo.Emails, "phone": quo.PhoneNumbers,
	"none": "",
}

func readFallback(r *document.Reader, e document.Entry) []quo.Field {
	fields := []quo.Field{}
	for _, name := range r.Names(e.Value, e.What()) {
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
	return document.TextsNode(list)
}

// ReadOptions reads flags and their values. Which there are, and which values they
// take, is known where the flags are: check returns what is wrong with one, "" for
// nothing.
func ReadOptions(r *document.Reader, e document.Entry, check ...func(Option) string) []Option {
	var list []Option
	for _, e := range r.Entries(e.Value, e.What(), nil) {
		value, ok := r.Filled(e.Value, e.What())
		o := Option{Pos: e.Pos, Name: e.Key, Value: value}
		for _, check := range check {
			if problem := check(o); ok && problem != "" {
				r.Add(o.Pos, "%s", problem)
				break
			}
		}
		list = append(list, o)
	}
	return list
}

func optionsNode(options []Option) *yaml.Node {
	props := make([]document.Property, len(options))
	for i, o := range options {
		props[i] = document.Property{Name: o.Name, Write: func() *yaml.Node { return document.TextNode(o.Value) }}
	}
	return document.ObjectNode(props)
}
