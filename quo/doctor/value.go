package doctor

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// contact is a contact as it is in an answer.
type contact map[string]any

// values returns the values of a contact as JSON, by field: items without their ids,
// custom values as custom.KEY. What the answer lacks is missing.
func (c contact) values() map[string]string {
	values := map[string]string{}
	put := func(name string, v any) {
		text, _ := json.Marshal(v) // it came from JSON
		values[name] = string(text)
	}
	for _, name := range []string{"externalId", "source", "sourceUrl"} {
		if v, ok := c[name]; ok {
			put(name, v)
		}
	}
	defaults, _ := c["defaultFields"].(map[string]any)
	for _, name := range []string{"firstName", "lastName", "company", "role"} {
		if v, ok := defaults[name]; ok {
			put(name, v)
		}
	}
	for _, name := range []string{"emails", "phoneNumbers"} {
		if v, ok := defaults[name]; ok {
			put(name, items(v))
		}
	}
	list, ok := c["customFields"].([]any)
	if ok {
		values["customFields"] = ""
	}
	for _, element := range list {
		v, _ := element.(map[string]any)
		if v["value"] != nil {
			put(fmt.Sprint("custom.", v["key"]), v["value"])
		}
	}
	return values
}

// items returns a list without the ids of its items.
func items(list any) [][2]any {
	elements, _ := list.([]any)
	var found [][2]any
	for _, e := range elements {
		item, _ := e.(map[string]any)
		found = append(found, [2]any{item["name"], item["value"]})
	}
	return found
}

// compareAnswer returns how the answer to a write differs from what is stored. before is
// the contact before the write, nil if there was none.
func compareAnswer(answer, stored, before contact) string {
	got, want := answer.values(), stored.values()
	_, gotCustom := got["customFields"]
	var lacks, differs []string
	for name, v := range want {
		shown, ok := got[name]
		switch custom := strings.HasPrefix(name, "custom."); {
		case !ok && custom && !gotCustom:
		case !ok:
			lacks = append(lacks, name)
		case shown != v:
			differs = append(differs, name)
		}
	}
	slices.Sort(lacks)
	slices.Sort(differs)
	switch {
	case before != nil && len(differs) > 0 && maps.Equal(got, before.values()):
		return "the contact as it was before"
	case len(lacks) > 0:
		return "it lacks " + strings.Join(lacks, ", ")
	case len(differs) > 0:
		return "it differs in " + strings.Join(differs, ", ")
	}
	return "what is stored"
}

// transformation is one thing that a server may do to a text.
type transformation struct {
	words string
	apply func(string) string
}

var spaces = regexp.MustCompile(`\s+`)

// transformations are tried in this order, the fewest that explain a change first.
var transformations = []transformation{
	{"blanks around it are cut", strings.TrimSpace},
	{"several blanks become one", func(s string) string { return spaces.ReplaceAllString(s, " ") }},
	{"Unicode is composed (NFC)", norm.NFC.String},
	{"emoji are removed", withoutEmoji},
	{"lower case", strings.ToLower},
	{"scheme and host in lower case, / as path", tidyURL},
}

func withoutEmoji(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return -1
		}
		return r
	}, s)
}

func tidyURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// describe returns what a server did to a text.
func describe(sent, got string) string {
	if sent == got {
		return "it is kept"
	}
	for size := 1; size <= len(transformations); size++ {
		for set := range 1 << len(transformations) {
			if words, ok := explains(set, size, sent, got); ok {
				return words
			}
		}
	}
	return fmt.Sprintf("%q becomes %q", sent, got)
}

// explains reports whether the transformations of a set, of so many, turn sent into got.
func explains(set, size int, sent, got string) (words string, ok bool) {
	var parts []string
	for i, t := range transformations {
		if set&(1<<i) != 0 {
			parts = append(parts, t.words)
			sent = t.apply(sent)
		}
	}
	return strings.Join(parts, "; "), len(parts) == size && sent == got
}

// describeJSON returns what a server did to a value, which it may show as a text.
func describeJSON(sent, got any) string {
	a, _ := json.Marshal(sent)
	b, _ := json.Marshal(got)
	text, isText := got.(string)
	sentText, wasText := sent.(string)
	switch {
	case string(a) == string(b):
		return "it is kept"
	case got == nil:
		return "it is missing"
	case wasText && isText:
		return describe(sentText, text)
	case isText && text == string(a):
		return "it is shown as a text"
	}
	return fmt.Sprintf("%s becomes %s", a, b)
}
