package mapping

import (
	"strings"

	"github.com/tidwall/gjson"
)

// The limits of the search for the columns of JSON.
const (
	maxPaths = 1000
	maxDepth = 8
)

// special are the characters that make a path more than names and dots.
const special = `*?#|@!{}[]()\%<>=~:"`

// JSONColumns returns the columns of JSON: the paths of the values in the
// first objects, in the order in which they appear. "address.city" is a value
// in an object, "phones.#.number" one in a list of objects, "tags" a list of
// texts.
func JSONColumns(file string, first []Row) Columns {
	c := Columns{File: file, JSON: true}
	seen := map[string]bool{}
	for _, row := range first {
		gjson.ParseBytes(row.JSON).ForEach(func(name, value gjson.Result) bool {
			head := name.Str // with its dots: see extractor
			if strings.ContainsAny(head, special) {
				head = gjson.Escape(head)
			}
			c.Names = discover(c.Names, seen, head, value, 1)
			return len(c.Names) < maxPaths
		})
	}
	return c
}

func discover(paths []string, seen map[string]bool, path string, v gjson.Result, depth int) []string {
	switch {
	case depth > maxDepth || len(paths) >= maxPaths || v.Type == gjson.Null:
		return paths
	case v.IsObject():
		v.ForEach(func(name, value gjson.Result) bool {
			paths = discover(paths, seen, path+"."+gjson.Escape(name.Str), value, depth+1)
			return true
		})
		return paths
	case v.IsArray():
		nested := !v.Get("0").Exists() // what an empty list holds is not known
		v.ForEach(func(_, element gjson.Result) bool {
			if element.IsObject() {
				nested = true
				paths = discover(paths, seen, path+".#", element, depth+1)
			}
			return true
		})
		if nested {
			return paths
		}
	}
	if !seen[path] {
		seen[path] = true
		paths = append(paths, path)
	}
	return paths
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

// cellKind is what a cell holds: a text, or a list or an object of JSON.
type cellKind uint8

const (
	textCell cellKind = iota
	listCell
	objectCell
)

// cellOf returns a value as the text of a cell: null is blank, a list or an
// object its JSON.
func cellOf(v gjson.Result) (string, cellKind) {
	switch {
	case v.Type == gjson.Null:
		return "", textCell
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
