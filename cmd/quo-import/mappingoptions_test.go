package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/mapping"
)

// TestMappingOptions checks that every problem of a mapping file's options is found
// when the file is loaded.
func TestMappingOptions(t *testing.T) {
	_, err := mapping.Load("m.yaml", strings.NewReader(`version: 1
contact: {firstName: A}
options:
  blank: kep
  on-gone: delete
  on-duplicat: merge
  max-change: lots
  base-url: https://api.example
  region: US
  strict: perhaps
  limit: 10
`), flags.CheckOption(newImport(term.Streams{})))
	want := `m.yaml:4:3: "blank" must be keep or clear, not "kep" (did you mean "keep"?)
m.yaml:5:3: "on-gone" cannot be set in "options": it belongs to the command line: it deletes
m.yaml:6:3: "options" does not know "on-duplicat" (did you mean "on-duplicate"?)
m.yaml:7:3: "max-change" must be a number or a percentage, such as 100 or 5%, not "lots"
m.yaml:8:3: "base-url" cannot be set in "options": it belongs to the command line or the environment
m.yaml:9:3: "region" cannot be set in "options": it belongs to "region" at the top of the file
m.yaml:10:3: "strict" must be true or false, not "perhaps"`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestMappingOptionsAreDocumented compares docs/mapping.md with the options that
// a mapping file may set, which import and check share.
func TestMappingOptionsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	names := flags.Options(newImport(term.Streams{}))
	if diff := cmp.Diff(names, flags.Options(newCheck(term.Streams{}))); diff != "" || len(names) < 25 {
		t.Errorf("import (-) and check (+) differ in %d options; declare options of a mapping in planOptions:\n%s", len(names), diff)
	}
	for _, name := range names {
		if !strings.Contains(string(page), "`"+name+"`") && !strings.Contains(string(page), name+": ") {
			t.Errorf("docs/mapping.md does not describe the option %s", name)
		}
	}
}
