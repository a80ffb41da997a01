// Package page writes report.html: one run as a page to look at, in a browser or
// printed.
//
// Start with Events, which sums up the importer's events, and a Run, which
// describes the rest; Write renders both, WriteFile does so beside the other
// files of a report. The page is one text with one script, fetches nothing, and
// holds a bounded part of the input, clipped.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
)

//go:embed page.tmpl page.css
var assets embed.FS

// search is the page's one script: it hides the rows that do not have the words that are
// typed. Without it the page is whole.
//
//go:embed search.js
var search string

// Colours is the part of the style that names the colours, light, dark and on paper: other
// pages of the program have the same.
//
//go:embed colours.css
var Colours string

// fileName is the page's own file in the folder of a report.
const fileName = "report.html"

// WriteFile writes report.html into the folder of a report, when all of its
// other files are there: the page links to them.
func WriteFile(dir string, r *Run, ev *Events) error {
	files, err := filesIn(dir)
	if err != nil {
		return fmt.Errorf("writing %s: %w", fileName, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, fileName), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", fileName, err)
	}
	if err := errors.Join(Write(f, r, ev, files...), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", fileName, err)
	}
	return nil
}

// filesIn returns the names of the report's other files.
func filesIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != fileName {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// Write writes the page of a run, with links to files that stand beside it.
func Write(w io.Writer, r *Run, ev *Events, files ...string) error {
	css, err := assets.ReadFile("page.css")
	if err != nil {
		return err
	}
	t, err := template.New("page.tmpl").Funcs(template.FuncMap{
		"more": func(all, shown int) int { return all - shown }, "count": say.Count, "plural": say.Plural, "fileWords": FileWords,
		"join": func(list []string) string { return strings.Join(list, ", ") },
	}).ParseFS(assets, "page.tmpl")
	if err != nil {
		return err
	}
	v := newView(r, ev)
	sum := sha256.Sum256([]byte(search))
	v.Script, v.ScriptHash = template.JS(search), base64.StdEncoding.EncodeToString(sum[:])
	v.Style, v.Files = template.CSS(Colours+string(css)), files
	return t.Execute(w, v)
}

// FileWords returns what a file of a report holds, "" if that is not known.
func FileWords(name string) string {
	switch {
	case strings.HasPrefix(name, "rejected") && strings.HasSuffix(name, ".xlsx"): // rejected-2.xlsx too
		return "the rows that were not imported, for a spreadsheet program: the bad cells are red and have the reason as a note; correct and import it"
	case strings.HasPrefix(name, "rejected") && strings.HasSuffix(name, ".jsonl"):
		return "the rows that were not imported, with the reason: correct and import it"
	case strings.HasPrefix(name, "rejected"):
		return "the same rows for programs and text editors, with the reason: correct and import it"
	case strings.HasPrefix(name, "unreadable"):
		return "rows that could not be read at all, as they are"
	}
	return map[string]string{
		fileName:       "this run as a page to look at",
		"errors.csv":   "every problem, one a line",
		"results.csv":  "what became of each row",
		"mapping.yaml": "the mapping that was used",
		"summary.json": "these numbers, for programs",
	}[name]
}
