package mapping

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// The bounds of what is looked at to find the columns of JSON.
const (
	maxPaths = 1000
	maxDepth = 8
)

// JSONColumns finds the columns of JSON: the paths of the values in the first
// objects, in the order in which they appear. "address.city" is a value in an
// object, "phones.#.number" one in a list of objects, "tags" a list of texts.
func JSONColumns(file string, first []Row) Columns {
	c := Columns{File: file, JSON: true}
	seen := map[string]bool{}
	for _, row := range first {
		gjson.ParseBytes(row.JSON).ForEach(func(name, value gjson.Result) bool {
			head := name.Str // with dots by the letter: see extractor
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
		nested := !v.Get("0").Exists() // an empty list does not say what it holds
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

// humanised are the names of columns as a person would write them over a sheet:
// "name.first" is "first name", "phones.#.number" is "phones number".
func humanised(c Columns) []string {
	if !c.JSON {
		return c.Names
	}
	names := make([]string, len(c.Names))
	for i, path := range c.Names {
		steps := strings.Split(path, ".")
		steps = slices.DeleteFunc(steps, func(s string) bool { return s == "#" })
		if at := slices.Index(steps, "name"); at >= 0 { // name.first is the first name
			steps = append(slices.Delete(steps, at, at+1), "name")
		}
		names[i] = strings.Join(steps, " ")
	}
	return names
}
