package show

import (
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// findings are the problems and warnings of rows.
type findings struct {
	job      *job.Job
	newOnly  bool // keep only problems that the last complete run did not have
	problems problems.Groups
	warnings problems.Groups
	known    int  // problems that were left out
	fixed    bool // a fix was printed
	printed  bool
}

// row adds the problems and warnings of a row.
func (f *findings) row(e *event.Row) {
	for i := range e.Errors {
		problem := &e.Errors[i]
		if !f.job.IsDecision(problem) {
			f.add(e, problem)
		}
	}
	for i := range e.Warnings {
		f.warnings.Add(e.Pos, &e.Warnings[i], false)
	}
	if e.Action == event.Failed && len(e.Errors) == 0 {
		f.add(e, &mapping.FieldError{Kind: "failed", Message: e.Message})
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
	oneFile := len(f.job.Files) == 1
	if n := f.problems.Total(); n > 0 {
		s.Styled(term.Bad, say.Plural(n, "problem", "problems")+":")
		printProblems(s, &f.problems, term.Bad, most, oneFile)
	}
	if f.known > 0 {
		s.Line(say.Plural(f.known, "known problem", "known problems") + ", as in the last complete run")
	}
	if n := f.warnings.Total(); n > 0 {
		s.Styled(term.Warning, say.Plural(n, "warning", "warnings")+":")
		printProblems(s, &f.warnings, term.Warning, most, oneFile)
	}
	if fix := f.job.Fix(); fix != "" && !f.fixed {
		f.fixed = true
		s.Styled(term.Good, "fix: "+fix)
	}
}

// forget drops what was printed, so that the next print has only what came after it.
func (f *findings) forget() {
	if f.printed {
		*f = findings{job: f.job, newOnly: f.newOnly, fixed: f.fixed}
	}
}
