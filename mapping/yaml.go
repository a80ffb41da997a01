package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/headers"
)

const (
	maxFileBytes = 1 << 20 // a mapping is written by hand: a megabyte is a mistake
	maxNodes     = 20_000  // visited, aliases expanded: what a billion laughs runs into
)

// reader walks the nodes of a YAML document. It reads them itself instead of
// having them decoded into structs, so that every mistake is found, each with
// its place, and plain words stay text (`NO` is Norway).
type reader struct {
	problems
	visited int
}

// parse gives the root of the only document, or nil when there is none to walk.
func (r *reader) parse(in io.Reader) *yaml.Node {
	data, err := io.ReadAll(io.LimitReader(in, maxFileBytes+1))
	if err != nil {
		r.add(Pos{}, "cannot be read: %v", err)
		return nil
	}
	if len(data) > maxFileBytes {
		r.add(Pos{}, "is larger than %d bytes: this is not a mapping file", maxFileBytes)
		return nil
	}
	var doc yaml.Node
	err = yaml.Load(data, &doc)
	switch {
	case err != nil && !strings.Contains(err.Error(), "no documents"):
		r.syntax(err)
	case err != nil || len(doc.Content) != 1:
		r.add(Pos{}, "is empty: a mapping starts with \"version: 1\"")
	default:
		return doc.Content[0]
	}
	return nil
}

func (r *reader) syntax(err error) {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		r.add(Pos{load.Mark.Line, load.Mark.Column}, "is not valid YAML: %s", load.Message)
		return
	}
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	r.add(Pos{}, "is not valid YAML: %s", text)
}

// entry is one key of a YAML mapping with its value.
type entry struct {
	Pos   // of the key
	key   string
	value *yaml.Node
}

// entries gives the entries of a mapping node; known lists the keys it may
// have, nil for any. Mistakes are noted and left out.
func (r *reader) entries(n *yaml.Node, what string, known []string) []entry {
	n = r.resolve(n)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.add(at(n), "%s must be a mapping (key: value), not %s", what, kind(n))
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
			r.add(at(k), "a key of %s must be a text, not %s", what, kind(k))
		case lines[k.Value] != 0:
			r.add(at(k), "%s is there twice: it is on line %d too", quote(k.Value), lines[k.Value])
		case known != nil && !contains(known, k.Value):
			lines[k.Value] = k.Line
			r.add(at(k), "%s does not know %s%s", what, quote(k.Value), didYouMean(k.Value, known))
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
		r.add(at(n), "%s must be a text, not %s", what, kind(n))
		return "", false
	case isNothing(n):
		r.add(at(n), "%s has no value", what)
		return "", false
	}
	return n.Value, true
}

// filled reads a text that must not be blank.
func (r *reader) filled(n *yaml.Node, what string) (string, bool) {
	s, ok := r.text(n, what)
	if ok && strings.TrimSpace(s) == "" {
		r.add(at(n), "%s is blank", what)
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
		r.add(at(n), "%s is an empty list", what)
	}
	var list []Name
	for _, c := range n.Content {
		if s, ok := r.text(c, "an entry of "+what); ok {
			list = append(list, Name{at(c), s})
		}
	}
	return list
}

// texts reads a text or a list of texts.
func (r *reader) texts(n *yaml.Node, what string) []string {
	var list []string
	for _, name := range r.names(n, what) {
		list = append(list, name.Text)
	}
	return list
}

func (r *reader) boolean(n *yaml.Node, what string) bool {
	s, ok := r.text(n, what)
	if !ok {
		return false
	}
	if s != "true" && s != "false" {
		r.add(at(n), "%s is true or false, not %s", what, quote(s))
	}
	return s == "true"
}

// oneOf reads a word out of a few.
func (r *reader) oneOf(n *yaml.Node, what string, words []string) string {
	s, ok := r.text(n, what)
	if !ok {
		return ""
	}
	if !contains(words, s) {
		r.add(at(n), "%s is %s, not %s%s", what, either(words), quote(s), near(s, words))
		return ""
	}
	return s
}

// resolve follows aliases and counts what is visited. It gives nil once there
// was too much, which it says once.
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
		r.add(Pos{}, "has more than %d values once its aliases are expanded", maxNodes)
	}
	if r.visited >= maxNodes {
		return nil
	}
	return n
}

func at(n *yaml.Node) Pos { return Pos{n.Line, n.Column} }

// isNothing tells `key:` with nothing behind it from `key: null` and `key: ""`,
// which are texts.
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
	return "the text " + quote(n.Value)
}

// didYouMean gives the nearest of the names as the end of a sentence, or all
// of them where none is near and they are few.
func didYouMean(name string, known []string) string {
	if hint := near(name, known); hint != "" {
		return hint
	}
	if len(known) > 0 && len(known) <= 12 {
		return ": it is " + either(known)
	}
	return ""
}

func near(name string, known []string) string {
	best := headers.Nearest(name, known)
	for i := 0; best == "" && i < len(known); i++ {
		if sameLetters(name, known[i]) { // kye: too short to be near by any other measure
			best = known[i]
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", quote(best))
}

func sameLetters(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return len(a) > 2 && slices.Equal(x, y)
}

// either lists words: `a, b or c`.
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
