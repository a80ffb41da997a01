package propose

import (
	"os"
	"strings"
	"testing"
)

// TestDocs holds docs/mapping.md to the presets: it names every known export.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range presets() {
		if !strings.Contains(string(page), p.match.Name) {
			t.Errorf("docs/mapping.md does not name the known export %s", p.match.Name)
		}
	}
}
