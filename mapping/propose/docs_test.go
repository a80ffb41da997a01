package propose

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
)

// TestDocs compares "Known exports" of docs/mapping.md with the presets.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "## Known exports\n\n")
	list, _, ended := strings.Cut(section, "\n\n")
	if !found || !ended {
		t.Fatal(`docs/mapping.md has no paragraph under "Known exports"`)
	}
	documented := strings.Split(strings.ReplaceAll(list, "\n", " "), ", ")
	var known []string
	for _, p := range presets() {
		known = append(known, p.match.Name)
	}
	slices.Sort(documented)
	slices.Sort(known)
	if diff := cmp.Diff(slices.Compact(known), documented); diff != "" {
		t.Errorf("the presets (-) and \"Known exports\" of docs/mapping.md (+) differ:\n%s", diff)
	}
}

// TestEveryPresetHasAnExport fails for a preset that no file of
// testdata/formats is recognised by.
func TestEveryPresetHasAnExport(t *testing.T) {
	files, err := filepath.Glob("testdata/formats/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	tested := map[*preset]bool{}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		names, err := csv.NewReader(f).Read()
		if f.Close(); err != nil {
			t.Fatal(err)
		}
		names[0] = strings.TrimPrefix(names[0], "\ufeff")
		tested[recognise(newHeader(mapping.Columns{Names: names}))] = true
	}
	for _, p := range presets() {
		if !tested[p] {
			t.Errorf("no file of testdata/formats is an export for presets/%s", p.mapping.File)
		}
	}
}
