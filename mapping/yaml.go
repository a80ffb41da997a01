package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/phrase"
)

const (
	maxFileBytes = 1 << 20 // a mapping is written by hand: a megabyte is something else
	maxNodes     = 20_000  // visited, aliases expanded: what a billion laughs runs into
)

// reader reads the nodes of a YAML document. It does not decode them into
// structs, so that every problem is found, each with its place, and plain
// words stay text (`NO` is Norway).
type reader struct {
	Problems
	visited int
	option  func(Option) string // what is wrong with an option, "" for nothing
}

// parse returns the root of the only document, or nil if there is none.
func (r *reader) parse(in io.Reader) *yaml.Node {
	data, err := io.ReadAll(io.LimitReader(in, maxFileBytes+1))
	if err != nil {
		r.Add(Pos{}, "cannot be read: %v", err)
		return nil
	}
	if len(data) > maxFileBytes {
		r.Add(Pos{}, "is larger than %d bytes: this is not a mapping file", maxFileBytes)
		return nil
	}
	var doc yaml.Node
	err = yaml.Load(data, &doc)
	switch {
	case err != nil && !strings.Contains(err.Error(), "no documents"):
		r.syntax(err)
	case err != nil || len(doc.Content) != 1:
		r.Add(Pos{}, "is empty: a mapping starts with \"version: 1\"")
	default:
		return doc.Content[0]
	}
	return nil
}

func (r *reader) syntax(err error) {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		r.Add(Pos{load.Mark.Line, load.Mark.Column}, "is not valid YAML: %s", load.Message)
		return
	}
	r.Add(Pos{}, "is not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
}

// entry is one key of a YAML mapping with its value.
type entry struct {
	Pos   // of the key
	key   string
	value *yaml.Node
}

// what is what messages call the value.
func (e entry) what() string { return phrase.Quote(e.key) }

// A property is one key that an object of the file may have: how its value is
// read and how it is written. The objects of the file are lists of properties.
type property struct {
	name  string
	read  func(*reader, entry)
	write func() *yaml.Node // nil for a value that need not be written
}

func propertyNames(props []property) []string {
	names := make([]string, len(props))
	for i, p := range props {
		names[i] = p.name
	}
	return names
}

// object reads an object and returns the names of the properties it has.
func (r *reader) object(n *yaml.Node, what string, props []property) []string {
	var found []string
	for _, e := range r.entries(n, what, propertyNames(props)) {
		i := slices.IndexFunc(props, func(p property) bool { return p.name == e.key })
		props[i].read(r, e)
		found = append(found, e.key)
	}
	return found
}

// objectNode writes an object, nil for one without values.
func objectNode(props []property) *yaml.Node {
	o := &yaml.Node{Kind: yaml.MappingNode}
	for _, p := range props {
		put(o, p.name, p.write())
	}
	if len(o.Content) == 0 {
		return nil
	}
	return o
}

// flowNode writes an object on one line.
func flowNode(props []property) *yaml.Node {
	o := objectNode(props)
	if o != nil {
		o.Style = yaml.FlowStyle
	}
	return o
}

func put(object *yaml.Node, key string, value *yaml.Node) {
	if value != nil {
		object.Content = append(object.Content, scalarNode(key), value)
	}
}

// textProperty is a text. check returns what is wrong with it, "" for nothing.
func textProperty[T ~string](name string, to *T, check func(string) string) property {
	return property{name,
		func(r *reader, e entry) {
			s, ok := r.text(e.value, e.what())
			*to = T(s)
			if ok {
				r.addProblem(at(e.value), e.what(), check(s))
			}
		},
		func() *yaml.Node { return textNode(string(*to)) }}
}

// textsProperty is a text or a list of texts.
func textsProperty(name string, to *[]string, check func(string) string) property {
	return property{name,
		func(r *reader, e entry) {
			names := r.names(e.value, e.what())
			for _, name := range names {
				r.addProblem(name.Pos, e.what(), check(name.Text))
			}
			*to = textsOf(names)
		},
		func() *yaml.Node { return textsNode(*to) }}
}

func (r *reader) addProblem(at Pos, what, problem string) {
	if problem != "" {
		r.Add(at, "%s %s", what, problem)
	}
}

// The checks of texts.

func anything(string) string { return "" }

func notBlank(s string) string {
	if strings.TrimSpace(s) == "" {
		return "is blank"
	}
	return ""
}

func oneOf(words []string) func(string) string {
	return func(s string) string {
		if slices.Contains(words, s) {
			return ""
		}
		return fmt.Sprintf("is %s, not %s%s", phrase.Either(words), phrase.Quote(s), phrase.Near(s, words))
	}
}

// columnsProperty is the name of a column or a list of them.
func columnsProperty(name string, to *[]Name) property {
	return property{name,
		func(r *reader, e entry) { *to = r.names(e.value, e.what()) },
		func() *yaml.Node { return textsNode(textsOf(*to)) }}
}

// flagProperty is one of two words, of which yes sets the flag.
func flagProperty(name string, to *bool, yes, no string) property {
	word := ""
	if *to {
		word = yes
	}
	text := textProperty(name, &word, oneOf([]string{yes, no}))
	return property{name,
		func(r *reader, e entry) { text.read(r, e); *to = word == yes },
		func() *yaml.Node {
			n := text.write()
			if n != nil && yes == "true" {
				n.Tag = "!!bool"
			}
			return n
		}}
}

// orColumn makes a text property one that may also be an object,
// {column: …, default: …}: the text is for the blank cells of the column. more
// are further keys of the object.
func orColumn(text property, column *Name, more ...property) property {
	props := append([]property{{"column",
		func(r *reader, e entry) {
			if s, ok := r.filled(e.value, e.what()); ok {
				*column = Name{at(e.value), s}
			}
		},
		func() *yaml.Node { return textNode(column.Text) },
	}, {"default", text.read, text.write}}, more...)
	return property{text.name,
		func(r *reader, e entry) {
			switch n := r.resolve(e.value); {
			case n == nil:
			case n.Kind == yaml.MappingNode:
				r.object(n, e.what(), props)
			default:
				text.read(r, e)
			}
		},
		func() *yaml.Node {
			if column.Text == "" {
				return text.write()
			}
			return flowNode(props)
		}}
}

// entries returns the entries of a mapping node; known lists the keys it may
// have, nil for any. Problems are added and their entries left out.
func (r *reader) entries(n *yaml.Node, what string, known []string) []entry {
	n = r.resolve(n)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.Add(at(n), "%s must be a mapping (key: value), not %s", what, kind(n))
		return nil
	}
	var list []entry
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := r.resolve(n.Content[i])
		switch {
		case k == nil:
			return list
		case k.Kind != yaml.ScalarNode:
			r.Add(at(k), "a key of %s must be a text, not %s", what, kind(k))
		case lines[k.Value] != 0:
			r.Add(at(k), "%s is there twice: it is on line %d too", phrase.Quote(k.Value), lines[k.Value])
		case known != nil && !slices.Contains(known, k.Value):
			lines[k.Value] = k.Line
			r.Add(at(k), "%s does not know %s%s", what, phrase.Quote(k.Value), phrase.DidYouMean(k.Value, known))
		default:
			lines[k.Value] = k.Line
			list = append(list, entry{Pos: at(k), key: k.Value, value: n.Content[i+1]})
		}
	}
	return list
}

// text reads a scalar as it was written: no word becomes a boolean, no digits
// a number.
func (r *reader) text(n *yaml.Node, what string) (string, bool) {
	n = r.resolve(n)
	switch {
	case n == nil:
		return "", false
	case n.Kind != yaml.ScalarNode:
		r.Add(at(n), "%s must be a text, not %s", what, kind(n))
		return "", false
	case isNothing(n):
		r.Add(at(n), "%s has no value", what)
		return "", false
	}
	return n.Value, true
}

// filled reads a text that must not be blank.
func (r *reader) filled(n *yaml.Node, what string) (string, bool) {
	s, ok := r.text(n, what)
	if ok && strings.TrimSpace(s) == "" {
		r.Add(at(n), "%s is blank", what)
		return "", false
	}
	return s, ok
}

// names reads a text or a list of texts, each with its place.
func (r *reader) names(n *yaml.Node, what string) []Name {
	n = r.resolve(n)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		if s, ok := r.text(n, what); ok {
			return []Name{{at(n), s}}
		}
		return nil
	}
	if len(n.Content) == 0 {
		r.Add(at(n), "%s is an empty list", what)
	}
	var list []Name
	for _, c := range n.Content {
		if s, ok := r.text(c, "an entry of "+what); ok {
			list = append(list, Name{at(c), s})
		}
	}
	return list
}

// resolve follows aliases and counts what is visited. It returns nil once that
// was too much, which it reports once.
func (r *reader) resolve(n *yaml.Node) *yaml.Node {
	for n != nil && n.Kind == yaml.AliasNode {
		r.visited++
		if r.visited > maxNodes {
			break
		}
		n = n.Alias
	}
	r.visited++
	if r.visited == maxNodes {
		r.Add(Pos{}, "has more than %d values once its aliases are expanded", maxNodes)
	}
	if r.visited >= maxNodes {
		return nil
	}
	return n
}

func at(n *yaml.Node) Pos { return Pos{n.Line, n.Column} }

// isNothing reports whether a value is missing, as in `key:`. `key: null` and
// `key: ""` are texts.
func isNothing(n *yaml.Node) bool {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Value == "" && n.Style&quoted == 0
}

func kind(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNothing(n):
		return "nothing"
	}
	return "the text " + phrase.Quote(n.Value)
}

// scalarNode writes a text. Its tag makes the library quote what other readers
// would take for a number or a boolean.
func scalarNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if s == "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// textNode writes a text, nil for "".
func textNode(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	return scalarNode(s)
}

// textsNode writes one text as itself, several as a list.
func textsNode(list []string) *yaml.Node {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return scalarNode(list[0])
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range list {
		n.Content = append(n.Content, scalarNode(s))
	}
	return n
}
