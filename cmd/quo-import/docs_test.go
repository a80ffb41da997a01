package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/notify"
)

// sources returns the Go code of the module by path, without tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	code := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		code[filepath.ToSlash(path)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestTroubleshootingQuotesMessagesAsTheyAre looks for what docs/troubleshooting.md
// quotes, in bold in the first column of a table, in the code.
func TestTroubleshootingQuotesMessagesAsTheyAre(t *testing.T) {
	page, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, text := range sources(t) {
		code.WriteString(strings.ReplaceAll(text, `\"`, `"`))
	}
	composed := []string{ // of parts that the code joins
		"have no country code, and no country is given", "nothing has succeeded for 5m0s", "is in use by process", "is being read by process",
		"the column names are in two lines and were joined",
	}
	quoted := 0
	for line := range strings.Lines(string(page)) {
		first, _, table := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !table || !strings.HasPrefix(line, "| ") {
			continue
		}
		for _, bold := range regexp.MustCompile(`\*\*(.+?)\*\*`).FindAllStringSubmatch(first, -1) {
			for part := range strings.SplitSeq(bold[1], "…") {
				part = strings.Trim(part, " ,.")
				quoted++
				if !strings.Contains(code.String(), part) && !slices.Contains(composed, part) {
					t.Errorf("docs/troubleshooting.md quotes %q, which is in no message", part)
				}
			}
		}
	}
	if quoted < 50 {
		t.Errorf("the page quotes %d messages", quoted)
	}
}

// TestNoticesAreDocumented compares the kinds of notices with the table in
// docs/events.md.
func TestNoticesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	var inCode, onPage []string
	made := regexp.MustCompile(`Notice\{Kind: "([a-z-]+)"|\.notice\("([a-z-]+)"`)
	for path, text := range sources(t) {
		if strings.HasSuffix(path, "/reconcile/rebuild.go") {
			continue // a rebuild has no --json
		}
		for _, m := range made.FindAllStringSubmatch(text, -1) {
			inCode = append(inCode, m[1]+m[2])
		}
	}
	_, table, _ := strings.Cut(string(page), "| kind of a notice | what |\n| --- | --- |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(table, -1) {
		onPage = append(onPage, m[1])
	}
	for _, kind := range onPage {
		if notify.Warning(kind) == "" {
			t.Errorf("package notify has no words for %s", kind)
		}
	}
	slices.Sort(inCode)
	if diff := cmp.Diff(slices.Compact(inCode), onPage); diff != "" {
		t.Errorf("docs/events.md is not what the code writes (-code +page):\n%s", diff)
	}
}
