package propose

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

// humanised returns the names of columns as a person would write them over a
// sheet: of JSON, "name.first" is "first name", "phones.#.number" is "phones number",
// "properties.firstname" is "firstname", and "owner_id.name" is "owner name".
func humanised(c mapping.Columns) []string {
	if !c.JSON {
		return c.Names
	}
	paths := make([][]string, len(c.Names))
	for i, path := range c.Names {
		paths[i] = strings.Split(path, ".")
	}
	for unwrap(paths) {
		continue
	}
	names := make([]string, len(paths))
	for i, steps := range paths {
		if last := len(steps) - 1; last > 0 && steps[last] == "title" && isPhrase(steps[last-1], "company") {
			if name := append(slices.Clone(steps[:last]), "name"); hasPath(paths, name) {
				steps = append(slices.Clone(steps[:last-1]), "job title") // of somebody in the company
			} else {
				steps = name
			}
		}
		names[i] = strings.Join(nameLast(spoken(steps)), " ")
	}
	return names
}

func hasPath(paths [][]string, path []string) bool {
	return slices.ContainsFunc(paths, func(steps []string) bool { return slices.Equal(steps, path) })
}

// spoken returns the steps of a path as words: a list in the singular, and an object
// without the id by which it is known, because its parts are those of a thing, not of an
// id.
func spoken(steps []string) []string {
	var said []string
	for i, s := range steps {
		switch {
		case s == "#":
			continue
		case i+1 < len(steps) && steps[i+1] == "#":
			s = singular(s)
		case i+1 < len(steps):
			if words := strings.Fields(words.Normalise(s)); len(words) > 1 && words[len(words)-1] == "id" {
				s = strings.Join(words[:len(words)-1], " ")
			}
		}
		said = append(said, s)
	}
	return said
}

// singular returns the singular of an English plural that is not known, if that is.
func singular(s string) string {
	if isKnown(s) {
		return s
	}
	for _, end := range [][2]string{{"ies", "y"}, {"es", ""}, {"s", ""}} {
		if one, ok := strings.CutSuffix(s, end[0]); ok && isKnown(one+end[1]) {
			return one + end[1]
		}
	}
	return s
}

// isKnown reports whether all words of a name are known.
func isKnown(s string) bool {
	return !slices.ContainsFunc(words.Phrases(s), func(p words.Phrase) bool { return len(p.Senses) == 0 })
}

// nameLast moves the step "name" behind the others, or drops it if they have
// the word: name.first is the first name, and so is name.firstName.
func nameLast(steps []string) []string {
	at := slices.IndexFunc(steps, func(s string) bool { return isPhrase(s, "name") })
	if at < 0 || len(steps) == 1 {
		return steps
	}
	others := slices.Delete(slices.Clone(steps), at, at+1)
	if last := strings.Fields(words.Normalise(others[len(others)-1])); len(last) > 1 && last[len(last)-1] == "name" {
		return others // Account_Name.name
	}
	for _, p := range words.Phrases(strings.Join(others, " ")) {
		if p.Words > 1 && p.Means(func(head string) bool { return strings.HasSuffix(head, "name") }) {
			return others
		}
	}
	return append(others, "name")
}

// generic are the names under which services put all values of a record.
var generic = []string{"properties", "fields", "attributes", "data", "values", "record", "node", "item", "resource", "object", "_source", "doc", "document"}

// unwrap removes the first step of paths if it says nothing about the contact:
// an object around the values of a record. It reports whether there was one.
func unwrap(paths [][]string) bool {
	within := map[string]int{}
	for _, steps := range paths {
		if len(steps) > 1 && steps[1] != "#" {
			within[steps[0]]++
		}
	}
	found := false
	for name, n := range within {
		all := n == len(paths) && n > 1 && isLeft(name)
		most := n*2 >= len(paths) && n > 2 && saysNothing(name)
		if !all && !most && !isGeneric(name) {
			continue
		}
		for i, steps := range paths {
			if len(steps) > 1 && steps[0] == name {
				paths[i] = steps[1:]
				found = true
			}
		}
	}
	return found
}

// isGeneric reports whether a name is one of those, beside words that have no meaning for
// a contact: merge_fields.
func isGeneric(name string) bool {
	if slices.Contains(generic, strings.ToLower(name)) {
		return true
	}
	fields := strings.Fields(words.Normalise(name))
	last := len(fields) - 1
	return last > 0 && slices.Contains(generic, fields[last]) && saysNothing(strings.Join(fields[:last], " "))
}

// saysNothing reports whether a name has no meaning for a contact, or means the
// contact itself.
func saysNothing(name string) bool {
	for _, p := range words.Phrases(name) {
		if len(p.Senses) > 0 && !p.Means(func(head string) bool {
			return slices.Contains([]string{"person", "customer", "row", "vague", "link"}, head)
		}) {
			return false
		}
	}
	return true
}

// isLeft reports whether a name alone means something that is not imported: "user"
// around all values is the contact, beside others somebody else.
func isLeft(name string) bool {
	return slices.ContainsFunc(words.Phrases(name), func(p words.Phrase) bool {
		return p.Means(func(head string) bool { return strings.HasPrefix(head, "left ") || strings.HasPrefix(head, "never ") })
	})
}

func isPhrase(name, head string) bool {
	phrases := words.Phrases(name)
	return len(phrases) == 1 && phrases[0].Means(func(h string) bool { return h == head })
}
