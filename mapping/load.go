package mapping

import (
	"io"
	"strings"
	"time"
	_ "time/tzdata" // a container without zone files reads dates like any other machine
	"unicode"
	"unicode/utf8"

	"github.com/expr-lang/expr/vm"
	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/quo"
)

// Load reads a mapping file. name is what its errors call it. The error is an
// Errors: all mistakes that can be seen without a file to map, each with its
// line, its column and, where a word is nearly right, the right one.
func Load(name string, in io.Reader) (*Mapping, error) {
	r := &reader{problems: problems{file: name}}
	m := &Mapping{File: name}
	if root := r.parse(in); root != nil {
		r.mapping(m, root)
	}
	return m.orError(r.err())
}

func (m *Mapping) orError(err error) (*Mapping, error) {
	if err != nil {
		return nil, err
	}
	return m, nil
}

// topKeys, contactKeys and keyKeys are the keys of the file; docs/mapping.md
// describes each of them, held to it by a test.
var (
	topKeys     = []string{"version", "source", "key", "region", "where", "contact", "custom", "fallback", "options"}
	contactKeys = []string{
		string(quo.FirstName), string(quo.LastName), fullName, string(quo.Company), string(quo.Role),
		string(quo.PhoneNumbers), string(quo.Emails), string(quo.SourceURL), contactID, createdBy,
	}
	keyKeys    = []string{"column", "expr", "derived"}
	regionKeys = []string{"column", "default"}
)

func (r *reader) mapping(m *Mapping, root *yaml.Node) {
	seen := false
	for _, e := range r.entries(root, "the mapping", topKeys) {
		switch e.key {
		case "version":
			seen = true
			r.version(e.value)
		case "source":
			m.Source = r.source(e.value)
		case "key":
			m.Key = r.key(e)
		case "region":
			m.Region = r.region(e)
		case "where":
			m.Where = r.expression(e.value, `"where"`, compileCondition)
		case "contact":
			m.Contact = r.contact(e.value)
		case "custom":
			m.Custom = r.custom(e.value)
		case "fallback":
			m.Fallback = r.fallback(e.value)
		case "options":
			m.Options = r.options(e.value)
		}
	}
	if !seen && len(r.list) == 0 {
		r.add(Pos{1, 1}, `"version" is missing: write "version: 1" at the top`)
	}
	if len(r.list) == 0 && len(m.Contact) == 0 {
		r.add(Pos{1, 1}, `"contact" is missing: it says which column feeds which field`)
	}
}

func (r *reader) version(n *yaml.Node) {
	if s, ok := r.text(n, `"version"`); ok && s != "1" {
		r.add(at(n), `"version" %s is not known to this program: it reads version 1`, quote(s))
	}
}

// source reads the namespace of the keys (QUO_API, "The contact").
func (r *reader) source(n *yaml.Node) string {
	s, ok := r.filled(n, `"source"`)
	if !ok {
		return ""
	}
	if problem := CheckSource(s); problem != "" {
		r.add(at(n), `"source" %s %s`, quote(s), problem)
	}
	return s
}

// CheckSource says what is wrong with a source, or "" where nothing is. The
// words that Quo keeps for itself, and the length, are in QUO_API, "The
// contact".
func CheckSource(s string) string {
	if quo.Reserved(strings.ToLower(s)) {
		return "is a word that Quo keeps for itself: take another one, such as \"acme-crm\""
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

// noRegion says that numbers without a country code are to be rejected.
const noRegion = "none"

// regionCode reads the default of the region.
func (r *reader) regionCode(n *yaml.Node) string {
	s, ok := r.filled(n, `"region"`)
	if _, known := phone.Region(s); ok && !known && s != noRegion {
		r.add(at(n), `"region" %s is no country: write a code, such as US or DE, or a country's name`, quote(s))
	}
	return s
}

func (r *reader) key(e entry) Key {
	n := r.resolve(e.value)
	if n == nil {
		return Key{}
	}
	k := Key{Pos: e.Pos}
	if n.Kind != yaml.MappingNode {
		k.Columns = r.names(n, `"key"`)
		return k
	}
	entries := r.entries(n, `"key"`, keyKeys)
	for _, e := range entries {
		switch e.key {
		case "column":
			k.Columns = r.names(e.value, `"column"`)
		case "expr":
			k.Expr = r.expression(e.value, `"expr"`, compileExpr)
		case "derived":
			k.Derived = r.boolean(e.value, `"derived"`)
		}
	}
	if len(entries) != 1 || (entries[0].key == "derived" && !k.Derived) {
		r.add(e.Pos, `"key" is a column, a list of columns, {expr: …} or {derived: true}`)
	}
	return k
}

func (r *reader) region(e entry) Region {
	n := r.resolve(e.value)
	if n == nil {
		return Region{}
	}
	region := Region{Pos: at(n)}
	if n.Kind != yaml.MappingNode {
		region.Default = r.regionCode(n)
		return region
	}
	for _, e := range r.entries(n, `"region"`, regionKeys) {
		switch e.key {
		case "column":
			if s, ok := r.filled(e.value, `"column"`); ok {
				region.Column = Name{at(e.value), s}
			}
		case "default":
			region.Default = r.regionCode(e.value)
		}
	}
	return region
}

// expression reads an expression and finds its syntax and type errors, which
// do not depend on the file's columns: every one of them is a text.
func (r *reader) expression(n *yaml.Node, what string, compile func(string, lookup) (*vm.Program, error)) Expr {
	s, ok := r.filled(n, what)
	if !ok {
		return Expr{}
	}
	x := Expr{Pos: at(n), Text: s}
	if _, err := compile(s, anyColumn); err != nil {
		r.add(x.Pos, "%s is no valid expression: %v", what, err)
	}
	return x
}

// fallbackWords are what may stand in for a name.
var fallbackWords = map[string]quo.Field{
	"company": quo.Company, "email": quo.Emails, "phone": quo.PhoneNumbers,
	"none": "",
}

func (r *reader) fallback(n *yaml.Node) []quo.Field {
	fields := []quo.Field{}
	for _, name := range r.names(n, `"fallback"`) {
		f, ok := fallbackWords[name.Text]
		if !ok {
			r.add(name.Pos, `"fallback" is made of company, email and phone, or is none; not %s`, quote(name.Text))
		}
		if f != "" {
			fields = append(fields, f)
		}
	}
	return fields
}

// timezone reads the name of a time zone.
func (r *reader) timezone(n *yaml.Node) string {
	s, ok := r.filled(n, `"timezone"`)
	if !ok {
		return ""
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		r.add(at(n), `"timezone" %s is not known: write it as Europe/Berlin or UTC`, quote(s))
	}
	return s
}
