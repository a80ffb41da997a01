package report

import (
	"cmp"
	"fmt"
	"html/template"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report/say"
)

// view is report.html as its template sees it: everything counted, clipped and
// put into words.
type view struct {
	Style    template.CSS
	Dry      bool
	Title    string // the first input
	Eyebrow  string
	Headline string
	Lede     string
	Stopped  string
	Facts    []fact
	Bar      []segment
	BarWords string
	Figures  []fact
	Notices  []string
	Problems issues
	Warnings issues
	Columns  columns
	Cards    []card
	Chart    *chart
	Failures []*failure
	Failed   int // failures in all
	Files    []fileLink
}

type fact struct{ Name, Value string }

func newView(p Page, s Summary, t *tally, files []fileLink) *view {
	v := &view{Dry: p.Dry, Stopped: shown(s.Stopped, maxMessage), Notices: t.notices, Files: files}
	if p.since() == "" {
		t.nothingKnown()
	}
	v.Title = shown(inputsOf(p), maxName)
	v.Eyebrow = "Import"
	if p.Dry {
		v.Eyebrow = "Check · nothing was written"
	}
	v.Headline, v.Lede = headline(p)
	v.Facts = facts(p, s)
	v.Bar = segments(p)
	v.BarWords = barWords(p.Counts.Read, v.Bar)
	v.Figures = figures(p, s)
	v.Problems = newIssues(&t.problems, p.Plan)
	v.Warnings = newIssues(&t.warnings, p.Plan)
	v.Columns = newColumns(p)
	v.Cards = cards(p)
	v.Chart = newChart(p)
	v.Failures, v.Failed = t.failures, t.failed
	slices.SortStableFunc(v.Failures, func(a, b *failure) int { return b.Count - a.Count })
	return v
}

// MoreFailures are those that are not in the list.
func (v *view) MoreFailures() int {
	n := v.Failed
	for _, f := range v.Failures {
		n -= f.Count
	}
	return n
}

// inputsOf names the inputs as people call them, without their folders.
func inputsOf(p Page) string {
	names := make([]string, len(p.Inputs))
	for i, name := range p.Inputs {
		names[i] = filepath.Base(name)
	}
	switch n := len(names); {
	case n == 0:
		return "contacts"
	case n > 3:
		return fmt.Sprintf("%s and %d more files", names[0], n-1)
	}
	return strings.Join(names, ", ")
}

// headline is the run in one sentence, and in a second what is left to do.
func headline(p Page) (first, second string) {
	c := p.Counts
	landed := c.Created + c.Updated + c.Ready
	bad := c.Rejected + c.Failed
	rows := say.Plural(c.Read, "row", "rows")
	switch {
	case c.Read == 0:
		return "No rows were read", ""
	case c.Ready > 0:
		first = fmt.Sprintf("%s of %s ready to import", say.Count(c.Ready), rows)
	case p.Dry && landed > 0:
		first = both(c, "to create", "to update")
	case p.Dry && bad == 0:
		first = "Nothing to change"
	case landed > 0:
		first = both(c, "created", "updated")
	case bad == 0 && c.NotReached == 0:
		first = "Nothing had changed"
	default:
		first = "No contact was written"
		if p.Dry {
			first = "No row is ready to import"
		}
	}
	switch {
	case bad == 0 && c.NotReached == 0:
		second = "Nothing is wrong with any of them."
	case bad > 0 && p.Dry:
		second = fmt.Sprintf("%s would be rejected%s, for the reasons below.", say.Plural(bad, "row", "rows"), freshWords(p))
	case bad > 0:
		second = fmt.Sprintf("%s did not land%s, for the reasons below.", say.Plural(bad, "row", "rows"), freshWords(p))
	default:
		second = fmt.Sprintf("%s not reached before the run ended.", say.Plural(c.NotReached, "row was", "rows were"))
	}
	return first, second
}

// freshWords says how many of the rows that do not land are new.
func freshWords(p Page) string {
	switch n := p.Counts.RejectedNew + p.Counts.FailedNew; {
	case p.since() == "":
		return ""
	case n == 0:
		return ", as in the run before"
	default:
		return ", " + say.Count(n) + " of them new"
	}
}

// both says how many contacts were created and updated, without a "0".
func both(c importer.Counts, created, updated string) string {
	switch {
	case c.Updated == 0:
		return say.Plural(c.Created, "contact ", "contacts ") + created
	case c.Created == 0:
		return say.Plural(c.Updated, "contact ", "contacts ") + updated
	}
	return say.Plural(c.Created, "contact ", "contacts ") + created + ", " + say.Count(c.Updated) + " " + updated
}

// facts are what the run was.
func facts(p Page, s Summary) []fact {
	list := []fact{{"Input", shown(inputsOf(p), 3*maxName)}, {"Source", shown(p.Source, maxName)}}
	if len(p.Mappers) > 0 {
		list = append(list, fact{"Key", shown(p.Mappers[0].KeyDefinition(), maxValue)})
	}
	if p.Mapping != nil {
		list = append(list, fact{"Mapping", shown(cmp.Or(p.MappingFile, "proposed from the headers"), maxValue)})
	}
	if !p.Began.IsZero() {
		list = append(list, fact{"Began", p.Began.UTC().Format("2 January 2006, 15:04 UTC")})
	}
	list = append(list, fact{"Took", say.Span(time.Duration(s.Seconds * float64(time.Second)))})
	return slices.DeleteFunc(list, func(f fact) bool { return f.Value == "" })
}

// figures are the numbers beside the bar; those that are 0 are left out.
func figures(p Page, s Summary) []fact {
	c := p.Counts
	if p.Plan != nil {
		c.Phoneless = p.Plan.Counts.Phoneless
	}
	var list []fact
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			list = append(list, fact{one, "1"})
		case n > 1:
			list = append(list, fact{many, say.Count(n)})
		}
	}
	same := func(n int, name string) { add(n, name, name) }
	add(int(s.Requests), "request", "requests")
	if s.Requests > 0 && s.Seconds >= 1 && !p.Dry {
		list = append(list, fact{"requests a second", fmt.Sprintf("%.1f", float64(s.Requests)/s.Seconds)})
	}
	same(int(s.RateLimited), "over the limit (429)")
	same(c.Adopted, "already in Quo, taken over")
	same(c.Deleted, "deleted")
	add(c.Warnings, "warning", "warnings")
	conflicts := ""
	if c.Conflicts > 0 {
		conflicts = ", " + say.Count(c.Conflicts) + " of them in the file too"
	}
	add(c.Drifts, "value changed in Quo"+conflicts, "values changed in Quo"+conflicts)
	same(c.Phoneless, "without a number: the app never shows them")
	return list
}

// actionWord says what becomes of a contact that is shown.
func actionWord(p Page, a importer.Action) string {
	switch {
	case p.Dry && !p.Knows:
		return ""
	case a == importer.Updated:
		return "update: what the file says"
	}
	return "new"
}
