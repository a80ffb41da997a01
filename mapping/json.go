package mapping

import (
	"strings"

	"github.com/tidwall/gjson"
)

// The limits of the search for the columns of JSON.
const (
	maxPaths  = 1000
	maxDepth  = 8
	maxShapes = 10_000
)

// special are the characters that make a path more than names and dots.
const special = `*?#|@!{}[]()\%<>=~:"`

// JSONFinder finds the columns of JSON: the paths of the values in the objects
// that it is shown, in the order in which they appear. "address.city" is a value in
// an object, "phones.#.number" one in a list of objects, "tags" a list of texts.
type JSONFinder struct {
	columns Columns
	root    jsonNode
	shapes  map[uint64]bool // of objects that were looked at
}

// jsonNode is a place in the objects that were seen.
type jsonNode struct {
	path   string
	depth  int
	column bool // it holds a value
	names  map[string]*jsonNode
	items  *jsonNode // of a list of objects
}

// NewJSONFinder returns a finder of the columns of a file.
func NewJSONFinder(file string) *JSONFinder {
	return &JSONFinder{columns: Columns{File: file, JSON: true}, shapes: map[uint64]bool{}}
}

// Columns returns the columns that were found.
func (f *JSONFinder) Columns() Columns { return f.columns }

// Add looks for columns in an object. It reports whether there are any that
// the objects before had not.
func (f *JSONFinder) Add(object []byte) bool {
	shape := shapeOf(object)
	if f.shapes[shape] {
		return false // as most objects of a file
	}
	if len(f.shapes) < maxShapes {
		f.shapes[shape] = true
	}
	before := len(f.columns.Names)
	f.object(&f.root, gjson.ParseBytes(object))
	return len(f.columns.Names) > before
}

// shapeOf returns a hash (FNV-1a) of the names and brackets of a JSON text, and
// of where it has values that are not null. Texts of one shape have the same columns.
func shapeOf(b []byte) uint64 {
	h, scalars := uint64(14695981039346656037), false
	mix := func(c byte) { h = (h ^ uint64(c)) * 1099511628211 }
	for i := 0; i < len(b); {
		switch c := b[i]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			i++
		case '{', '}', '[', ']':
			scalars = false
			mix(c)
			i++
		case '"':
			end := i + 1
			for end < len(b) && b[end] != '"' {
				if b[end] == '\\' {
					end++
				}
				end++
			}
			text := b[i+1 : min(end, len(b))]
			for i = end + 1; i < len(b) && b[i] <= ' '; i++ {
				continue
			}
			if i < len(b) && b[i] == ':' {
				scalars = false
				for _, c := range text {
					mix(c)
				}
			} else if !scalars { // a list of several texts has the shape of one
				scalars = true
			} else {
				continue
			}
			mix('"')
		default:
			if c == 'n' {
				mix(c)
			} else if !scalars {
				scalars = true
				mix('"')
			}
			for i++; i < len(b) && strings.IndexByte(",]} \t\r\n", b[i]) < 0; i++ {
				continue
			}
		}
	}
	return h
}

func (f *JSONFinder) object(n *jsonNode, v gjson.Result) {
	v.ForEach(func(name, value gjson.Result) bool {
		f.value(n.child(name.Str), value)
		return true
	})
}

func (f *JSONFinder) value(n *jsonNode, v gjson.Result) {
	switch {
	case n.depth > maxDepth || len(f.columns.Names) >= maxPaths || v.Type == gjson.Null:
		return
	case v.IsObject():
		f.object(n, v)
		return
	case v.IsArray():
		nested := !v.Get("0").Exists() // what an empty list holds is not known
		v.ForEach(func(_, element gjson.Result) bool {
			if element.IsObject() {
				nested = true
				if n.items == nil {
					n.items = &jsonNode{path: n.path + ".#", depth: n.depth}
				}
				f.object(n.items, element)
			}
			return true
		})
		if nested {
			return
		}
	}
	if !n.column {
		n.column = true
		f.columns.Names = append(f.columns.Names, n.path)
	}
}

// child returns the place of a value in the objects of a node.
func (n *jsonNode) child(name string) *jsonNode {
	if c, ok := n.names[name]; ok {
		return c
	}
	c := &jsonNode{path: name, depth: n.depth + 1}
	switch {
	case n.path != "":
		c.path = n.path + "." + gjson.Escape(name)
	case strings.ContainsAny(name, special): // without those, with its dots: see extractor
		c.path = gjson.Escape(name)
	}
	if n.names == nil {
		n.names = map[string]*jsonNode{}
	}
	n.names[strings.Clone(name)] = c
	c.path = strings.Clone(c.path)
	return c
}

// extractor takes the mapped columns out of a JSON object in one pass over it.
// A column is the name of a value, also of one with dots in it, else a gjson
// path.
type extractor struct {
	literal map[string]int    // the whole name → column
	within  map[string][]path // the first name of a path → columns
	complex []path            // paths that do not begin with a name
	found   []bool            // columns that this object has by their whole name
}

type path struct {
	col  int
	rest string
}

func newExtractor(names []string) *extractor {
	x := &extractor{literal: map[string]int{}, within: map[string][]path{}, found: make([]bool, len(names))}
	for i, name := range names {
		x.literal[name] = i
		head, rest, nested := strings.Cut(name, ".")
		switch {
		case strings.ContainsAny(head, special):
			x.complex = append(x.complex, path{i, name})
		case nested:
			x.within[head] = append(x.within[head], path{i, rest})
		}
	}
	return x
}

func (x *extractor) load(object []byte, cells []string, kinds []cellKind) {
	for i := range cells {
		cells[i], kinds[i], x.found[i] = "", textCell, false
	}
	set := func(col int, v gjson.Result) {
		if v.Exists() {
			cells[col], kinds[col] = cellOf(v)
		}
	}
	root := gjson.ParseBytes(object)
	root.ForEach(func(name, value gjson.Result) bool {
		if col, ok := x.literal[name.Str]; ok && !x.found[col] {
			set(col, value)
			x.found[col] = true
		}
		for _, p := range x.within[name.Str] {
			if !x.found[p.col] {
				set(p.col, value.Get(p.rest))
			}
		}
		return true
	})
	for _, p := range x.complex {
		if !x.found[p.col] {
			set(p.col, root.Get(p.rest))
		}
	}
}

// cellKind is what a cell holds: a text, or a list, an object or the false of JSON, which
// is what some programs (Odoo) write for a text that is not there.
type cellKind uint8

const (
	textCell cellKind = iota
	listCell
	objectCell
	falseCell
)

// cellOf returns a value as the text of a cell: null is blank, a list or an
// object its JSON.
func cellOf(v gjson.Result) (string, cellKind) {
	switch {
	case v.Type == gjson.Null:
		return "", textCell
	case v.Type == gjson.False:
		return "false", falseCell
	case v.IsArray():
		if len(v.Raw) < 2 || strings.TrimSpace(v.Raw[1:len(v.Raw)-1]) == "" {
			return "", textCell
		}
		return v.Raw, listCell
	case v.IsObject():
		return v.Raw, objectCell
	}
	return v.String(), textCell
}
