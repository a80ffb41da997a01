package main

import (
	"fmt"
	"path/filepath"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
)

// plan shows what is going to happen.
func (out *output) plan(p *plan.Plan) {
	out.planned = p
	if out.json != nil {
		out.json.plan(out.summary(p.Counts))
	}
	ses, s := out.ses, out.screen
	for _, n := range p.Notices {
		out.event(n)
	}
	if ses.quiet {
		return
	}
	fmt.Fprintln(s, s.paint(strong, printable(ses.inputNames()+": "+say.Plural(p.Counts.Read, "row", "rows"))))
	ses.describeInput(s, p)
	out.showProblems()
	if len(ses.files) > 1 {
		out.verdicts(p)
	}
	out.adoptions(p)
	s.counts(out.planWords(p.Counts))
	if p.Writes > 0 && !out.dry {
		s.line("will take about " + say.Span(ses.estimate(p)))
	}
	if p.Counts.Phoneless > 0 {
		s.line(say.Plural(p.Counts.Phoneless, "contact has", "contacts have") + " no phone number: the Quo app never shows such contacts")
	}
	if out.drifts > 0 {
		s.line(say.Plural(out.drifts, "value was", "values were") + " changed in Quo; --diff shows them")
	}
}

// planWords are the counts of a plan, in a line.
func (out *output) planWords(c event.Counts) string {
	rest := fmt.Sprintf(" · skipped %s · rejected %s", say.Count(c.Skipped), out.withNew(c.Rejected, c.RejectedNew))
	if c.NotReached > 0 {
		rest += " · past --limit " + say.Count(c.NotReached)
	}
	if out.dry && !out.knows {
		return "would be imported " + say.Count(c.Ready) + rest
	}
	return fmt.Sprintf("to create %s · to update %s · unchanged %s", say.Count(c.Created), say.Count(c.Updated), say.Count(c.Unchanged)) + rest + out.failing(c)
}

// failing counts what check --remote knows to fail.
func (out *output) failing(c event.Counts) string {
	if c.Failed == 0 {
		return ""
	}
	return " · would fail " + out.withNew(c.Failed, c.FailedNew)
}

// verdicts says of each of several files what becomes of it.
func (out *output) verdicts(p *plan.Plan) {
	s := out.screen
	if !s.terminal {
		for i, c := range p.Files {
			s.line(out.ses.files[i].Name + ": " + say.Plural(c.Read, "row", "rows") + " · " + out.planWords(c))
		}
		return
	}
	columns := []column{{head: "FILE"}}
	heads := []string{"ROWS", "CREATE", "UPDATE", "UNCHANGED", "SKIPPED", "REJECTED"}
	if out.dry && !out.knows {
		heads = []string{"ROWS", "IMPORTED", "SKIPPED", "REJECTED"}
	}
	for _, head := range heads {
		columns = append(columns, column{head: head, width: 9, right: true})
	}
	t := s.table(columns...)
	for i, c := range p.Files {
		numbers := []int{c.Read, c.Created, c.Updated, c.Unchanged, c.Skipped}
		if out.dry && !out.knows {
			numbers = []int{c.Read, c.Ready, c.Skipped}
		}
		row := []any{printable(filepath.Base(out.ses.files[i].Name))}
		for _, n := range numbers {
			row = append(row, say.Count(n))
		}
		how := good
		if c.Rejected > 0 {
			how = bad
		}
		t.AppendRow(append(row, s.paint(how, say.Count(c.Rejected))))
	}
	s.show(t)
}

// showProblems shows what is wrong, what is doubtful, and what would mend it;
// once.
func (out *output) showProblems() {
	ses, s := out.ses, out.screen
	if out.shown {
		return
	}
	out.shown = true
	if out.problems.Total() > 0 {
		s.styled(bad, say.Plural(out.problems.Total(), "mistake", "mistakes")+":")
		s.problems(&out.problems, bad, ses.maxShown, len(ses.files) == 1)
	}
	if out.known > 0 {
		s.line(say.Plural(out.known, "more mistake is", "more mistakes are") + " as in the last complete run")
	}
	if out.warnings.Total() > 0 {
		s.styled(doubted, say.Plural(out.warnings.Total(), "warning", "warnings")+":")
		s.problems(&out.warnings, doubted, ses.maxShown, len(ses.files) == 1)
	}
	if fix := out.numbers.fix(ses); fix != "" {
		s.styled(good, "a fix: "+fix)
	}
}
