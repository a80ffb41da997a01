package show

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/columns"
	"github.com/quo-import/quo-import/importer/report/say"
)

// plan prints what is going to happen.
func (v *view) plan(p *plan.Plan) {
	s := v.screen
	s.Heading(v.title() + ": " + say.Plural(p.Counts.Read, "row", "rows"))
	v.input(p)
	v.findings.print(s, v.MaxShown)
	if len(v.job.Files) > 1 {
		v.files(p)
	}
	if !v.listed {
		adoptions(s, p, v.MaxShown, len(v.job.Files) == 1)
	}
	v.trial(p)
	s.Counts(v.planCounts(p.Counts))
	if p.Writes > 0 && !v.Dry {
		s.Line("will take about " + say.Span(v.job.Estimate(p)))
	}
	if p.Counts.Phoneless > 0 {
		s.Line(say.Plural(p.Counts.Phoneless, "contact has", "contacts have") + " no phone number: the Quo app never shows such contacts")
	}
	if p.Counts.Nameless > 0 {
		s.Line(say.Plural(p.Counts.Nameless, "contact has", "contacts have") + " no name, and will be called after the phone number")
	}
	if v.drifts > 0 {
		s.Line(say.Plural(v.drifts, "value was", "values were") + " changed in Quo; --diff shows them")
	}
}

// input prints how the input was understood, which is the first thing to check if the
// result looks wrong.
func (v *view) input(p *plan.Plan) {
	s := v.screen
	for _, f := range v.job.Files {
		for _, warning := range f.Warnings {
			s.Line(f.Name + ": " + warning)
		}
	}
	printColumns(s, columns.Summarize(v.job.Notes, p.Unmapped, v.job.Inputs[0].Header != nil))
	s.Labelled("source", v.job.Mapping.Source+" · key: "+v.job.Inputs[0].Mapper.KeyDefinition())
	if v.job.Fixes != nil {
		s.Labelled("fixes", fixedWords(p.Fixed))
	}
	if st := v.job.State; st != nil && v.job.Stays() {
		s.Labelled("state", st.Path()+stateAge(st.Path(), st.Made))
	}
}

// fixedWords says what became of the fixes.
func fixedWords(f plan.Fixed) string {
	words := say.Count(f.Applied) + " applied"
	for _, rest := range []struct {
		n    int
		text string
	}{
		{f.Stale, "not applied (the file has another value now)"},
		{f.Already, "not needed any more"},
		{f.Absent, "of rows that are not in the input"},
	} {
		if rest.n > 0 {
			words += " · " + say.Count(rest.n) + " " + rest.text
		}
	}
	return words
}

func stateAge(path string, made bool) string {
	if made {
		return " (new)"
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return " (last written " + say.Span(time.Since(info.ModTime()).Truncate(time.Second)) + " ago)"
}

// planCounts returns the counts of a plan as a line.
func (v *view) planCounts(c event.Counts) string {
	rest := fmt.Sprintf(" · skipped %s · rejected %s", say.Count(c.Skipped), v.withNew(c.Rejected, c.RejectedNew))
	if c.NotReached > 0 {
		rest += " · beyond --limit " + say.Count(c.NotReached)
	}
	if v.Dry && !v.knows {
		return "to import " + say.Count(c.Ready) + rest
	}
	if c.Failed > 0 { // of check --remote
		rest += " · would fail " + v.withNew(c.Failed, c.FailedNew)
	}
	return fmt.Sprintf("to create %s · to update %s · unchanged %s", say.Count(c.Created), say.Count(c.Updated), say.Count(c.Unchanged)) + rest
}

// files prints the counts of each of several files.
func (v *view) files(p *plan.Plan) {
	s := v.screen
	if !s.Terminal {
		for i, c := range p.Files {
			s.Line(v.job.Files[i].Name + ": " + say.Plural(c.Read, "row", "rows") + " · " + v.planCounts(c))
		}
		return
	}
	heads := []term.Column{{Head: "FILE"}}
	names := []string{"ROWS", "CREATE", "UPDATE", "UNCHANGED", "SKIPPED", "REJECTED"}
	if v.Dry && !v.knows {
		names = []string{"ROWS", "IMPORTED", "SKIPPED", "REJECTED"}
	}
	for _, name := range names {
		heads = append(heads, term.Column{Head: name, Width: 9, Right: true})
	}
	t := s.Table(heads...)
	for i, c := range p.Files {
		numbers := []int{c.Read, c.Created, c.Updated, c.Unchanged, c.Skipped}
		if v.Dry && !v.knows {
			numbers = []int{c.Read, c.Ready, c.Skipped}
		}
		row := []any{term.Printable(filepath.Base(v.job.Files[i].Name))}
		for _, n := range numbers {
			row = append(row, say.Count(n))
		}
		how := term.Good
		if c.Rejected > 0 {
			how = term.Bad
		}
		t.AppendRow(append(row, s.Paint(how, say.Count(c.Rejected))))
	}
	s.Show(t)
}
