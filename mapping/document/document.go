// Package document reads YAML files that people write, strictly: every problem is
// found at once, each with its line, its column and, if a word is nearly right, the
// right one.
//
// Start with Reader. An object of a file is a list of Properties, which know how they
// are read and, for files that the program also writes, how they are written.
package document

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/phrase"
)

const (
	maxFileBytes = 1 << 20 // such a file is written by hand: a megabyte is something else
	maxNodes     = 20_000  // visited, aliases expanded: what a billion laughs runs into
)

// Reader reads the nodes of a YAML document. It does not decode them into
// structs, so that every problem is found, each with its place, and plain
// words stay text (`NO` is Norway).
type Reader struct {
	Problems
	// Kind is what messages call such a file, and Start how one begins.
	Kind, Start string

	visited int
}

// Parse returns the root of the only document, or nil if there is none.
func (r *Reader) Parse(in io.Reader) *yaml.Node {
	data, err := io.ReadAll(io.LimitReader(in, maxFileBytes+1))
	if err != nil {
		r.Add(Pos{}, "cannot be read: %v", err)
		return nil
	}
	if len(data) > maxFileBytes {
		r.Add(Pos{}, "is larger than %d bytes: this is not a %s file", maxFileBytes, r.Kind)
		return nil
	}
	var doc yaml.Node
	err = yaml.Load(data, &doc)
	switch {
	case err != nil && !strings.Contains(err.Error(), "no documents"):
		r.syntax(err)
	case err != nil || len(doc.Content) != 1:
		r.Add(Pos{}, "is empty: a %s starts with %q", r.Kind, r.Start)
	default:
		return doc.Content[0]
	}
	return nil
}

func (r *Reader) syntax(err error) {
	if load, ok := errors.AsType[*yaml.LoadError](err); ok {
		r.Add(Pos{load.Mark.Line, load.Mark.Column}, "is not valid YAML: %s", inPlainWords(load.Message))
		return
	}
	r.Add(Pos{}, "is not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
}

// Entry is one key of a YAML mapping with its value.
type Entry struct {
	Pos   // of the key
	Key   string
	Value *yaml.Node
}

// What is what messages call the value.
func (e Entry) What() string { return phrase.Quote(e.Key) }

// A Property is one key that an object of the file may have: how its value is
// read and how it is written. The objects of the file are lists of properties.
type Property struct {
	Name  string
	Read  func(*Reader, Entry)
	Write func() *yaml.Node // nil for a value that need not be written
}

// NewProperty returns a property.
func NewProperty(name string, read func(*Reader, Entry), write func() *yaml.Node) Property {
	return Property{name, read, write}
}

// Names returns the names of properties.
func Names(props []Property) []string {
	names := make([]string, len(props))
	for i, p := range props {
		names[i] = p.Name
	}
	return names
}

// Object reads an object and returns the names of the properties it has.
func (r *Reader) Object(n *yaml.Node, what string, props []Property) []string {
	var found []string
	for _, e := range r.Entries(n, what, Names(props)) {
		i := slices.IndexFunc(props, func(p Property) bool { return p.Name == e.Key })
		props[i].Read(r, e)
		found = append(found, e.Key)
	}
	return found
}

// ObjectNode writes an object, nil for one without values.
func ObjectNode(props []Property) *yaml.Node {
	o := &yaml.Node{Kind: yaml.MappingNode}
	for _, p := range props {
		Put(o, p.Name, p.Write())
	}
	if len(o.Content) == 0 {
		return nil
	}
	return o
}

// FlowNode writes an object on one line.
func FlowNode(props []Property) *yaml.Node {
	o := ObjectNode(props)
	if o != nil {
		o.Style = yaml.FlowStyle
	}
	return o
}

// Put adds a key with its value to an object, unless the value is nil.
func Put(object *yaml.Node, key string, value *yaml.Node) {
	if value != nil {
		object.Content = append(object.Content, ScalarNode(key), value)
	}
}

// TextProperty is a text. check returns what is wrong with it, "" for nothing.
func TextProperty[T ~string](name string, to *T, check func(string) string) Property {
	return Property{name,
		func(r *Reader, e Entry) {
			s, ok := r.Text(e.Value, e.What())
			*to = T(s)
			if ok {
				r.addProblem(At(e.Value), e.What(), check(s))
			}
		},
		func() *yaml.Node { return TextNode(string(*to)) }}
}

// TextsProperty is a text or a list of texts.
func TextsProperty(name string, to *[]string, check func(string) string) Property {
	return Property{name,
		func(r *Reader, e Entry) {
			names := r.Names(e.Value, e.What())
			for _, name := range names {
				r.addProblem(name.Pos, e.What(), check(name.Text))
			}
			*to = Texts(names)
		},
		func() *yaml.Node { return TextsNode(*to) }}
}

// addProblem adds a problem of a value, unless it is "".
func (r *Reader) addProblem(at Pos, what, problem string) {
	if problem != "" {
		r.Add(at, "%s %s", what, problem)
	}
}

// Anything accepts every text.
func Anything(string) string { return "" }

// NotBlank refuses a blank text.
func NotBlank(s string) string {
	if strings.TrimSpace(s) == "" {
		return "is blank"
	}
	return ""
}

// TimeZone refuses what is no name of a time zone.
func TimeZone(s string) string {
	if _, err := time.LoadLocation(s); err == nil && s != "Local" && s != "" {
		return ""
	}
	return phrase.Quote(s) + " is not known: write it as Europe/Berlin or UTC"
}

// ReadVersion reads the version of a file: this program reads version 1.
func ReadVersion(r *Reader, e Entry) {
	if s, ok := r.Text(e.Value, e.What()); ok && s != "1" {
		r.Add(At(e.Value), "%s %s is not known to this program: it reads version 1", e.What(), phrase.Quote(s))
	}
}

// OneOf accepts some words.
func OneOf(words []string) func(string) string {
	return func(s string) string {
		if slices.Contains(words, s) {
			return ""
		}
		return fmt.Sprintf("is %s, not %s%s", phrase.Either(words), phrase.Quote(s), phrase.Near(s, words))
	}
}

// FlagProperty is one of two words, of which yes sets the flag.
func FlagProperty(name string, to *bool, yes, no string) Property {
	word := ""
	if *to {
		word = yes
	}
	text := TextProperty(name, &word, OneOf([]string{yes, no}))
	return Property{name,
		func(r *Reader, e Entry) { text.Read(r, e); *to = word == yes },
		func() *yaml.Node {
			n := text.Write()
			if n != nil && yes == "true" {
				n.Tag = "!!bool"
			}
			return n
		}}
}

// Entries returns the entries of a mapping node; known lists the keys it may
// have, nil for any. Problems are added and their entries left out.
func (r *Reader) Entries(n *yaml.Node, what string, known []string) []Entry {
	n = r.Resolve(n)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.Add(At(n), "%s must be a mapping (key: value), not %s", what, kind(n))
		return nil
	}
	var list []Entry
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := r.Resolve(n.Content[i])
		switch {
		case k == nil:
			return list
		case k.Kind != yaml.ScalarNode:
			r.Add(At(k), "a key of %s must be a text, not %s", what, kind(k))
		case lines[k.Value] != 0:
			r.Add(At(k), "%s is there twice: it is on line %d too", phrase.Quote(k.Value), lines[k.Value])
		case known != nil && !slices.Contains(known, k.Value):
			lines[k.Value] = k.Line
			r.Add(At(k), "%s does not know %s%s", what, phrase.Quote(k.Value), phrase.DidYouMean(k.Value, known))
		default:
			lines[k.Value] = k.Line
			list = append(list, Entry{Pos: At(k), Key: k.Value, Value: n.Content[i+1]})
		}
	}
	return list
}

// Text reads a scalar as it was written: no word becomes a boolean, no digits
// a number.
func (r *Reader) Text(n *yaml.Node, what string) (string, bool) {
	n = r.Resolve(n)
	switch {
	case n == nil:
		return "", false
	case n.Kind != yaml.ScalarNode:
		r.Add(At(n), "%s must be a text, not %s", what, kind(n))
		return "", false
	case IsNothing(n):
		r.Add(At(n), "%s has no value", what)
		return "", false
	}
	return n.Value, true
}

// Filled reads a text that must not be blank.
func (r *Reader) Filled(n *yaml.Node, what string) (string, bool) {
	s, ok := r.Text(n, what)
	if ok && strings.TrimSpace(s) == "" {
		r.Add(At(n), "%s is blank", what)
		return "", false
	}
	return s, ok
}

// Names reads a text or a list of texts, each with its place.
func (r *Reader) Names(n *yaml.Node, what string) []Name {
	n = r.Resolve(n)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		if s, ok := r.Text(n, what); ok {
			return []Name{{At(n), s}}
		}
		return nil
	}
	if len(n.Content) == 0 {
		r.Add(At(n), "%s is an empty list", what)
	}
	var list []Name
	for _, c := range n.Content {
		if s, ok := r.Text(c, "an entry of "+what); ok {
			list = append(list, Name{At(c), s})
		}
	}
	return list
}

// Resolve follows aliases and counts what is visited. It returns nil once that
// was too much, which it reports once.
func (r *Reader) Resolve(n *yaml.Node) *yaml.Node {
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

// At returns the place of a node.
func At(n *yaml.Node) Pos { return Pos{n.Line, n.Column} }

// IsNothing reports whether a value is missing, as in `key:`. `key: null` and
// `key: ""` are texts.
func IsNothing(n *yaml.Node) bool {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&quoted == 0
}

func kind(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case IsNothing(n):
		return "nothing"
	}
	return "the text " + phrase.Quote(n.Value)
}

// ScalarNode writes a text. Its tag makes the library quote what other readers
// would take for a number or a boolean.
func ScalarNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if s == "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// TextNode writes a text, nil for "".
func TextNode(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	return ScalarNode(s)
}

// TextsNode writes one text as itself, several as a list.
func TextsNode(list []string) *yaml.Node {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return ScalarNode(list[0])
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range list {
		n.Content = append(n.Content, ScalarNode(s))
	}
	return n
}

// inPlainWords rewords what a YAML reader says about the mistakes that people make.
func inPlainWords(message string) string {
	if strings.Contains(message, "cannot start any token") {
		return "a line begins with a tab or with a character that needs quotes: indent with spaces, and put such a value between quotes"
	}
	return message
}
