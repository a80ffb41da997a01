package show

import (
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// findings are the problems and warnings of rows.
type findings struct {
	job      *job.Job
	newOnly  bool // keep only problems that the last complete run did not have
	values   bool // print values of the input, also to a log
	problems problems.Groups
	warnings problems.Groups
	rejected problems.Rows
	bad      int  // rows that have problems
	known    int  // problems that were left out
	fixed    bool // a fix was printed
	printed  bool
	planned  map[rows.Position]int // warnings of rows to be written, which were printed with the plan
}

// plan adds the warnings of rows that are going to be written: a person reads them
// before the answer, not when the rows are written.
func (f *findings) plan(p *plan.Plan) error {
	if p.Counts.Warnings == 0 || !p.Keeps() {
		return nil
	}
	f.planned = map[rows.Position]int{}
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		for i := range t.Warnings {
			f.warnings.Add(t.Row.Pos, &t.Warnings[i], false)
			f.planned[t.Row.Pos]++
		}
	}
	return nil
}

// row adds the problems and warnings of a row.
func (f *findings) row(e *event.Row) {
	open := 0
	for i := range e.Errors {
		problem := &e.Errors[i]
		if f.job.IsDecision(problem) {
			open++
			continue
		}
		f.add(e, problem)
	}
	if len(e.Errors) > open && (e.New || !f.newOnly) {
		f.bad++
		f.rejected.Add(slices.DeleteFunc(slices.Clone(e.Errors), func(p mapping.FieldError) bool { return f.job.IsDecision(&p) }))
	}
	for i := min(f.planned[e.Pos], len(e.Warnings)); i < len(e.Warnings); i++ { // those of the plan come first
		f.warnings.Add(e.Pos, &e.Warnings[i], false)
	}
	if e.Action == event.Failed && len(e.Errors) == 0 {
		f.fails(e, "failed", e.Message)
	}
}

// fails adds a row that Quo refuses.
func (f *findings) fails(e *event.Row, kind, message string) {
	f.add(e, &mapping.FieldError{Kind: kind, Message: message})
	if e.New || !f.newOnly {
		f.bad++
	}
}

func (f *findings) add(e *event.Row, problem *mapping.FieldError) {
	if f.newOnly && !e.New {
		f.known++
		return
	}
	f.problems.Add(e.Pos, problem, false)
}

// print prints problems, warnings and a fix, once.
func (f *findings) print(s term.Screen, most int) {
	if f.printed {
		return
	}
	f.printed = true
	if n := f.problems.Total(); n > 0 {
		s.Styled(term.Bad, say.Plural(n, "problem", "problems")+" in "+say.Plural(f.bad, "row", "rows")+":")
		f.table(s, &f.problems, term.Bad, most)
	}
	if f.known > 0 {
		s.Line(say.Plural(f.known, "known problem", "known problems") + ", as in the last complete run")
	}
	if n := f.warnings.Total(); n > 0 {
		s.Styled(term.Warning, say.Plural(n, "warning", "warnings")+":")
		f.table(s, &f.warnings, term.Warning, most)
	}
	f.fixes(s)
	if fix := f.job.Fix(); fix != "" && !f.fixed {
		f.fixed = true
		s.Styled(term.Good, "fix: "+fix)
	}
}

func (f *findings) table(s term.Screen, gs *problems.Groups, how term.Style, most int) {
	printProblems(s, gs, problemStyle{how, most, len(f.job.Files) == 1, f.values || s.Terminal})
}

// What is said of fixes at most, and of how many rows at least: those of a single row
// are no more than the problems above.
const (
	fixesShown = 5
	leastFixed = 2
)

// fixes prints what rescues most of the rejected rows.
func (f *findings) fixes(s term.Screen) {
	values := f.values || s.Terminal
	dropped, said := f.rejected.Dropped(), 0
	var lines []string
	for _, fix := range f.rejected.Fixes() {
		if len(lines) == fixesShown || fix.Rows < leastFixed {
			break
		}
		lines = append(lines, fix.Text(values))
		if fix.Drops() {
			said = max(said, fix.Rows)
		}
	}
	if dropped > said && dropped >= leastFixed {
		lines = append(lines, fmt.Sprintf("%s imports %s of the %s, without the values that are wrong",
			problems.Drop, say.Count(dropped), say.Plural(f.rejected.Total(), "rejected row", "rejected rows")))
	}
	if len(lines) == 0 {
		return
	}
	s.Styled(term.Good, "what helps most:")
	for _, line := range lines {
		s.Item(line)
	}
}

// forget drops what was printed, so that the next print has only what came after it.
func (f *findings) forget() {
	if f.printed {
		*f = findings{job: f.job, newOnly: f.newOnly, values: f.values, fixed: f.fixed, planned: f.planned}
	}
}
