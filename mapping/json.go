package mapping

import (
	"strings"

	"github.com/tidwall/gjson"
)

// extractor takes the mapped columns out of a JSON object in one pass over it.
// A column is the name of a value, by the letter, also where it has dots;
// else a gjson path.
type extractor struct {
	literal map[string]int    // the whole name → column
	within  map[string][]path // the first name of a path → columns
	complex []path            // paths that do not begin with a name
	found   []bool            // columns that this object has by the letter
}

type path struct {
	col  int
	rest string
}

// special are the letters that make a path more than names and dots.
const special = `*?#|@!{}[]()\%<>=~:"`

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

// cellOf gives a value as the text of a cell: null is blank, a list or an
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
