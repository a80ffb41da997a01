package mapping

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping/document"
)

// TestDocs holds docs/mapping.md to the code: it describes every key, word and
// function.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	words := slices.Concat(
		document.Names(new(Mapping).properties(nil, nil)), contactKeys, document.Names(new(Key).properties()),
		document.Names(new(Field).properties(anyField)), []string{"column", "default"},
		blankWords, invalidWords, []string{"first-last", "last-first"}, typeWords, exprFunctions, slices.Collect(maps.Keys(fallbackWords)),
	)
	for _, word := range words {
		if !strings.Contains(string(page), "`"+word+"`") && !strings.Contains(string(page), word+": ") {
			t.Errorf("docs/mapping.md does not describe `%s`", word)
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
