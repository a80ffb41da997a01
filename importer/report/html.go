package report

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// Page is what report.html shows beside what the events told: which run it was
// and how its input was understood. Every field may be left zero; what is not
// known is not shown.
type Page struct {
	Dry         bool // nothing was written: the page says "would"
	Knows       bool // created and updated could be told apart
	Inputs      []string
	Source      string
	Began       time.Time
	Counts      importer.Counts
	Plan        *importer.Plan    // nil where the run ended before there was one
	Mapping     *mapping.Mapping  // that was used
	MappingFile string            // "" for one that was proposed
	Mappers     []*mapping.Mapper // one of each input: its columns
	Notes       []mapping.Note    // how these were understood
	Pace        *Pace             // nil: the requests are not drawn
	Limit       float64           // requests a second that were allowed, 0 for not known
}

// since is the run that new rows are told against, "" where there is none.
func (p *Page) since() string {
	if p.Plan == nil {
		return ""
	}
	return p.Plan.Since
}

//go:embed page.tmpl page.css
var assets embed.FS

// writePage writes report.html into a folder. It is the last file of a report:
// the page names those that are there.
func writePage(dir string, v *view) error {
	f, err := create(dir, "report.html")
	if err != nil {
		return err
	}
	return errors.Join(render(f, v), f.Close())
}

// render writes the page. All of it is in this one text: no script, and nothing
// that a browser would have to fetch.
func render(w io.Writer, v *view) error {
	css, err := assets.ReadFile("page.css")
	if err != nil {
		return err
	}
	v.Style = template.CSS(css)
	t, err := template.New("page.tmpl").Funcs(template.FuncMap{
		"count": say.Count, "plural": say.Plural,
		"join": func(list []string) string { return strings.Join(list, ", ") },
	}).ParseFS(assets, "page.tmpl")
	if err != nil {
		return fmt.Errorf("the page's template: %w", err)
	}
	return t.Execute(w, v)
}

// filesBeside are the report's other files, as links that work wherever the
// folder is moved to.
func filesBeside(dir string) []fileLink {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var list []fileLink
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != "report.html" {
			list = append(list, fileLink{e.Name(), fileWords[e.Name()]})
		}
	}
	return list
}

type fileLink struct{ Name, Words string }

var fileWords = map[string]string{
	"rejected.csv":   "the rows that did not land, with the reason: mend and import it",
	"rejected.jsonl": "the rows that did not land, with the reason: mend and import it",
	"unreadable.txt": "rows that could not be read at all, as they are",
	"errors.csv":     "every problem, one a line",
	"results.csv":    "what became of each row",
	"mapping.yaml":   "the mapping that was used",
	"summary.json":   "these numbers, for programs",
}
