package page

import (
	"cmp"
	"fmt"
	"html/template"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/say"
)

// view is the page as its template sees it: everything counted, clipped and in
// words.
type view struct {
	Style        template.CSS
	Script       template.JS
	ScriptHash   string // for the content security policy
	Dry          bool
	Title        string // the first input
	Eyebrow      string
	Headline     string
	Lede         string
	Where        []string // file, date and workspace
	Next         Next
	Stopped      string
	Facts        []Fact
	Bar          []segment
	BarWords     string
	Figures      []Fact
	Notices      []string
	Invisible    int // contacts without a number
	Fixes        fixTable
	Problems     issues
	Rejected     rejectedTable
	Warnings     issues
	Columns      columnTable
	Cards        []card
	Chart        *chart
	Failures     []group // by status (Column) and answer (Kind)
	Failed       int     // failures in all
	MoreFailures int     // that are not in the list
	Files        []string
}

func newView(r *Run, ev *Events) *view {
	v := &view{
		Dry: r.Dry, Title: shown(inputsOf(r), maxName), Eyebrow: "Import", Stopped: shown(r.Summary.Stopped, maxMessage),
		Facts: facts(r), Bar: segments(r), Figures: figures(r), Notices: ev.notices,
		Problems: newIssues(&ev.problems, r), Warnings: newIssues(&ev.warnings, r), Columns: newColumnTable(r),
		Next: Next{shown(r.Next.Words, maxMessage), r.Next.Command}, Where: where(r), Fixes: newFixTable(ev), Rejected: newRejectedTable(r, ev),
		Cards: cards(r), Chart: newChart(r), Failed: ev.failures.Total(),
	}
	if r.Dry {
		v.Eyebrow = "Check · nothing was written"
	}
	v.Headline, v.Lede = headline(r)
	if r.Plan != nil {
		v.Invisible = r.Plan.Counts.Phoneless
	}
	v.BarWords = barWords(r.Counts.Read, v.Bar)
	v.Failures, v.MoreFailures = firstGroups(&ev.failures, r, shownFailures)
	return v
}

// inputsOf returns the names of the inputs without their folders.
func inputsOf(r *Run) string {
	names := make([]string, len(r.Inputs))
	for i, name := range r.Inputs {
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

// where returns what the run was of, when and where.
func where(r *Run) []string {
	list := []string{shown(inputsOf(r), 3*maxName)}
	if len(r.Inputs) == 0 {
		list = nil
	}
	if !r.Began.IsZero() {
		list = append(list, r.Began.UTC().Format(dateWords))
	}
	if r.Workspace != "" {
		list = append(list, shown(r.Workspace, 2*maxName))
	}
	return list
}

const dateWords = "2 January 2006, 15:04 UTC"

// headline returns the run in one sentence, and in a second what is left to do.
func headline(r *Run) (first, second string) {
	c := r.Counts
	written := c.Created + c.Updated
	bad := c.Rejected + c.Failed
	rows := say.Plural(c.Read, "row", "rows")
	switch {
	case c.Read == 0:
		return "No rows were read", ""
	case c.Ready > 0:
		first = fmt.Sprintf("%s of %s ready to import", say.Count(c.Ready), rows)
	case r.Dry && written > 0:
		first = both(c, "to create", "to update")
	case r.Dry && bad == 0:
		first = "Nothing to change"
	case written > 0:
		first = both(c, "created", "updated")
	case bad == 0 && c.NotReached == 0:
		first = "Nothing changed"
	default:
		first = "No contact was written"
		if r.Dry {
			first = "No row is ready to import"
		}
	}
	switch {
	case bad == 0 && c.NotReached == 0:
		second = "Nothing is wrong with any of them."
	case bad > 0 && r.Dry:
		second = fmt.Sprintf("%s would be rejected%s, for the reasons below.", say.Plural(bad, "row", "rows"), newWords(r))
	case bad > 0:
		second = fmt.Sprintf("%s not imported%s, for the reasons below.", say.Plural(bad, "row was", "rows were"), newWords(r))
	default:
		second = fmt.Sprintf("%s not reached before the run ended.", say.Plural(c.NotReached, "row was", "rows were"))
	}
	return first, second
}

// newWords returns how many of the rejected and failed rows are new.
func newWords(r *Run) string {
	switch n := r.Counts.RejectedNew + r.Counts.FailedNew; {
	case r.Summary.Since == "":
		return ""
	case n == 0:
		return ", as in the run before"
	default:
		return ", " + say.Count(n) + " of them new"
	}
}

// both returns how many contacts are created and updated, without a "0".
func both(c event.Counts, created, updated string) string {
	switch {
	case c.Updated == 0:
		return say.Plural(c.Created, "contact ", "contacts ") + created
	case c.Created == 0:
		return say.Plural(c.Updated, "contact ", "contacts ") + updated
	}
	return say.Plural(c.Created, "contact ", "contacts ") + created + ", " + say.Count(c.Updated) + " " + updated
}

// segment is one part of the bar.
type segment struct {
	Name, Class, Share string
	Count              int
	X, Width           float64 // of 1000
}

// segments returns the parts of the bar, left to right from good to bad.
func segments(r *Run) []segment {
	c := r.Counts
	create, update := "created", "updated"
	if r.Dry {
		create, update = "to create", "to update"
	}
	list := slices.DeleteFunc([]segment{
		{Name: "ready", Class: "ready", Count: c.Ready},
		{Name: create, Class: "created", Count: c.Created},
		{Name: update, Class: "updated", Count: c.Updated},
		{Name: "unchanged", Class: "unchanged", Count: c.Unchanged},
		{Name: "skipped", Class: "skipped", Count: c.Skipped},
		{Name: "not reached", Class: "notreached", Count: c.NotReached},
		{Name: "rejected", Class: "rejected", Count: c.Rejected},
		{Name: "failed", Class: "failed", Count: c.Failed},
	}, func(s segment) bool { return s.Count == 0 })
	layOut(list)
	return list
}

// layOut sets the width of each segment. The smallest is still visible: one
// rejected row of a million is what people look for.
func layOut(list []segment) {
	const whole, least = 1000.0, 8.0
	total := 0
	for _, s := range list {
		total += s.Count
	}
	left, sum := whole-least*float64(len(list)), 0.0
	for i := range list {
		s := &list[i]
		s.X, s.Width = sum, least+left*float64(s.Count)/float64(total)
		s.Share = share(s.Count, total)
		sum += s.Width
	}
}

func barWords(read int, list []segment) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.Name + " " + say.Count(s.Count)
	}
	return say.Plural(read, "row", "rows") + ": " + strings.Join(words, ", ")
}

// facts returns what is known of the run.
func facts(r *Run) []Fact {
	list := []Fact{{"Input", shown(inputsOf(r), 3*maxName)}, {"Source", shown(r.Summary.Source, maxName)}}
	if len(r.Mappers) > 0 {
		list = append(list, Fact{"Key", shown(r.Mappers[0].KeyDefinition(), maxValue)})
	}
	if r.Mapping != nil {
		list = append(list, Fact{"Mapping", shown(cmp.Or(r.MappingFile, "proposed from the headers"), maxValue)})
	}
	if !r.Began.IsZero() {
		list = append(list, Fact{"Began", r.Began.UTC().Format(dateWords)})
	}
	list = append(list, Fact{"Took", say.Span(time.Duration(r.Summary.Seconds * float64(time.Second)))})
	return slices.DeleteFunc(list, func(f Fact) bool { return f.Value == "" })
}

// figures returns the numbers below the bar that are not 0.
func figures(r *Run) []Fact {
	c := r.Counts
	if r.Plan != nil {
		c.Nameless = r.Plan.Counts.Nameless
	}
	var list []Fact
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			list = append(list, Fact{one, "1"})
		case n > 1:
			list = append(list, Fact{many, say.Count(n)})
		}
	}
	same := func(n int, name string) { add(n, name, name) }
	add(int(r.Summary.Requests), "request", "requests")
	if r.Summary.Requests > 0 && r.Summary.Seconds >= 1 && !r.Dry {
		list = append(list, Fact{"requests a second", fmt.Sprintf("%.1f", float64(r.Summary.Requests)/r.Summary.Seconds)})
	}
	same(int(r.Summary.RateLimited), "over the limit (429)")
	same(c.Adopted, "already in Quo, adopted")
	same(c.Deleted, "deleted")
	add(c.Warnings, "warning", "warnings")
	conflicts := ""
	if c.Conflicts > 0 {
		conflicts = ", " + say.Count(c.Conflicts) + " of them in the file too"
	}
	add(c.Drifts, "value changed in Quo"+conflicts, "values changed in Quo"+conflicts)
	same(c.Nameless, "without a name: called after their number")
	return list
}
