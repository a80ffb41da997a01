//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// The commands in the documentation are run literally, by testdata/script/recipe-*.txtar,
// which TestScript runs. The first line of a script names the page and the heading whose
// commands it runs, all of them; $WORK is put before absolute paths.
func TestTheCommandsOfThePagesAreThoseOfTheScripts(t *testing.T) {
	documented := map[string][]string{}
	for _, page := range []string{"README.md", "docs/operations.md"} {
		text, err := os.ReadFile(filepath.Join("../..", page))
		if err != nil {
			t.Fatal(err)
		}
		for heading, commands := range pageCommands(string(text)) {
			documented[page+": "+heading] = commands
		}
	}
	scripts, err := filepath.Glob("testdata/script/recipe-*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	typed := map[string][]string{}
	for _, path := range scripts {
		script, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(string(script.Comment), "# "), "\n")
		typed[title] = scriptCommands(script)
	}
	if diff := cmp.Diff(documented, typed); diff != "" {
		t.Errorf("the pages (-) and the scripts (+) differ:\n%s", diff)
	}
}

// pageCommands returns the commands of a page by heading: those of sh blocks, and those
// within sentences.
func pageCommands(page string) map[string][]string {
	parts := regexp.MustCompile("(?ms)^#+ (.*?)$|^ *```sh\n(.*?)^ *```$|`(quo-import [^`]+)`")
	commands := map[string][]string{}
	heading := ""
	for _, m := range parts.FindAllStringSubmatch(page, -1) {
		if m[1] != "" {
			heading = m[1]
		}
		for _, c := range shellCommands(m[2] + m[3]) {
			if !slices.Contains(commands[heading], c) {
				commands[heading] = append(commands[heading], c)
			}
		}
	}
	return commands
}

// scriptCommands returns the lines that a script types, and those of the shell scripts
// in it.
func scriptCommands(script *txtar.Archive) []string {
	text := string(script.Comment)
	for _, f := range script.Files {
		text = strings.ReplaceAll(text, "$ sh "+f.Name+"\n", "$ "+strings.Join(shellCommands(string(f.Data)), "\n$ ")+"\n")
	}
	var commands []string
	for _, m := range regexp.MustCompile(`(?m)^(?:exits \d+ )?\$ (.*)$`).FindAllStringSubmatch(text, -1) {
		for _, c := range shellCommands(strings.ReplaceAll(m[1], "$WORK", "")) {
			if !slices.Contains(commands, c) {
				commands = append(commands, c)
			}
		}
	}
	return commands
}

// shellCommands returns the commands that run quo-import, each on one line and without
// comments; but not those of the page in the browser, which has tests of its own.
func shellCommands(text string) []string {
	text = regexp.MustCompile(`(?m)(^|\s+)# .*$`).ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, "\\\n", "")
	text = regexp.MustCompile(`(?ms)^ *for .*?^ *done$`).ReplaceAllStringFunc(text, func(loop string) string {
		return strings.ReplaceAll(loop, "\n", " ")
	})
	var commands []string
	for line := range strings.Lines(text) {
		c := strings.Join(strings.Fields(line), " ")
		if strings.HasPrefix(c, "quo-import ") && !strings.HasPrefix(c, "quo-import ui") || strings.HasPrefix(c, "for ") {
			commands = append(commands, c)
		}
	}
	return commands
}
