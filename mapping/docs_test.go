package mapping

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDocs holds docs/mapping.md to the code: every key, function, option and
// preset that there is, is described.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, list := range [][]string{
		topKeys, contactKeys, keyKeys, regionKeys, fieldKeys, nameKeys, itemKeys, customKeys, labelKeys,
		blankWords, orderWords, typeWords, exprFunctions,
		slices.Collect(maps.Keys(fallbackWords)), slices.Collect(maps.Keys(optionKinds)),
	} {
		words = append(words, list...)
	}
	for _, word := range words {
		if !strings.Contains(string(page), "`"+word+"`") && !strings.Contains(string(page), word+": ") {
			t.Errorf("docs/mapping.md does not describe `%s`", word)
		}
	}
	for _, p := range presets() {
		if !strings.Contains(string(page), p.match.name) {
			t.Errorf("docs/mapping.md does not name the known export %s", p.match.name)
		}
	}
}

// TestDocsExamples: what a page shows as a whole mapping file is one.
func TestDocsExamples(t *testing.T) {
	for _, c := range []struct {
		page                     string
		contact, custom, options int
	}{
		{"docs/mapping.md", 8, 5, 3},
		{"README.md", 6, 2, 0},
	} {
		page, err := os.ReadFile("../" + c.page)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(page), "```yaml\n")
		file, _, _ := strings.Cut(rest, "```")
		m, err := Load(c.page, strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Contact) != c.contact || len(m.Custom) != c.custom || len(m.Options) != c.options {
			t.Errorf("%s: read %d contact fields, %d custom fields, %d options", c.page, len(m.Contact), len(m.Custom), len(m.Options))
		}
	}
}
