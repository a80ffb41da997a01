package formats_test

import (
	"os"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/rows/formats"
)

// TestEveryFormatIsDocumented looks for the names of the formats where the
// documentation lists them.
func TestEveryFormatIsDocumented(t *testing.T) {
	for page, heading := range map[string]string{
		"README.md":               "## What it reads\n",
		"docs/troubleshooting.md": "## Reading the file\n",
	} {
		text, err := os.ReadFile("../../../" + page)
		if err != nil {
			t.Fatal(err)
		}
		_, section, found := strings.Cut(string(text), heading)
		section, _, _ = strings.Cut(section, "\n## ")
		if !found {
			t.Errorf("%s has no section %q", page, heading)
		}
		for _, name := range formats.Names() {
			if !strings.Contains(strings.ToLower(section), strings.ToLower(name)) {
				t.Errorf("%s does not name the format %s under %q", page, name, heading)
			}
		}
	}
}

func TestIsNamed(t *testing.T) {
	for _, name := range []string{"contacts.csv", "Kunden.TSV", "a.xlsx", "a.json", "a.jsonl", "a.ndjson", "a.vcf", "a.b.csv.gz", "a.json.zst"} {
		if !formats.IsNamed(name) {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"mapping.yaml", "quo-import.db", "api-key", "csv", "notes.txt", "a.gz", ""} {
		if formats.IsNamed(name) {
			t.Errorf("%s is taken for contacts", name)
		}
	}
}
