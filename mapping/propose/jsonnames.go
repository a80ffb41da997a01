package propose

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

// humanised returns the names of columns as a person would write them over a
// sheet: of JSON, "name.first" is "first name", "phones.#.number" is "phones number", and
// "properties.firstname" is "firstname".
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
		steps = slices.DeleteFunc(steps, func(s string) bool { return s == "#" })
		names[i] = strings.Join(nameLast(steps), " ")
	}
	return names
}

// nameLast moves the step "name" behind the others, or drops it if they have
// the word: name.first is the first name, and so is name.firstName.
func nameLast(steps []string) []string {
	at := slices.IndexFunc(steps, func(s string) bool { return isPhrase(s, "name") })
	if at < 0 || len(steps) == 1 {
		return steps
	}
	others := slices.Delete(slices.Clone(steps), at, at+1)
	for _, p := range words.Phrases(words.Normalise(strings.Join(others, " "))) {
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
		if !all && !most && !slices.Contains(generic, strings.ToLower(name)) {
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

// saysNothing reports whether a name has no meaning for a contact, or means the
// contact itself.
func saysNothing(name string) bool {
	for _, p := range words.Phrases(words.Normalise(name)) {
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
	return slices.ContainsFunc(words.Phrases(words.Normalise(name)), func(p words.Phrase) bool {
		return p.Means(func(head string) bool { return strings.HasPrefix(head, "left ") || strings.HasPrefix(head, "never ") })
	})
}

func isPhrase(name, head string) bool {
	phrases := words.Phrases(words.Normalise(name))
	return len(phrases) == 1 && phrases[0].Means(func(h string) bool { return h == head })
}
