package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
)

// The conversation of an import or a check at a terminal: the open decisions of the job,
// then the people who are in Quo already, then whether to write.

// unanswered returns the error of a question that was not answered.
func unanswered(err error) error {
	if errors.Is(err, term.ErrNoAnswer) {
		return job.Stoppedf("no answer: nothing was written")
	}
	return job.ErrInterrupted
}

// ask asks the open decisions of the job one after the other, until none is open. Of a
// check, those are left out that only an import needs.
func (p *planning) ask(ctx context.Context, check bool) error {
	for first := true; ; first = false {
		list := p.job.Decisions()
		if check {
			list = slices.DeleteFunc(list, func(d job.Decision) bool { return d.Optional })
		}
		if len(list) == 0 {
			if !first {
				fmt.Fprintln(p.io.Err)
			}
			return nil
		}
		if first {
			show.Questions(term.NewScreen(p.io.Err), p.job.Names()[0])
		}
		if err := p.askOne(ctx, &list[0]); err != nil {
			return err
		}
	}
}

// askOne asks a decision until the job takes the answer.
func (p *planning) askOne(ctx context.Context, d *job.Decision) error {
	p.asked++
	screen := term.NewScreen(p.io.Err)
	prompt := show.Question(screen, p.asked, d)
	for {
		answer, err := p.wait(func() (string, error) { return p.io.Ask(ctx, prompt) })
		if err != nil {
			return unanswered(err)
		}
		err = p.job.Answer(ctx, d.ID, d.Chosen(answer))
		if ctx.Err() != nil {
			return unanswered(ctx.Err())
		}
		if err == nil {
			return nil
		}
		screen.Styled(term.Bad, err.Error())
	}
}

// wait waits for a person, which is not counted as work.
func (p *planning) wait(ask func() (string, error)) (answer string, err error) {
	p.clock.Wait(func() { answer, err = ask() })
	return answer, err
}

// askAdoption asks about the people who are in Quo already, if the plan stopped for
// that, and changes the plan.
func (p *planning) askAdoption(ctx context.Context, planned *importer.Planned) error {
	d, open := p.job.Adoption(planned.Plan)
	if !open {
		return nil
	}
	p.out.Adoptions(planned.Plan)
	if err := p.askOne(ctx, &d); err != nil {
		return err
	}
	return planned.Adopt(ctx, p.job.Options().Adopt)
}

// approved asks whether to write, and reports whether the answer is yes. What deletes
// contacts is approved by typing their number.
func (p *planning) approved(ctx context.Context, planned *plan.Plan) (yes bool, err error) {
	p.out.Note()
	where := "the sandbox"
	if !p.job.Sandbox() {
		where = p.job.Workspace(ctx)
		p.out.Workspace(where)
	}
	question := fmt.Sprintf("Write %s to %s?", say.Plural(planned.Writes, "contact", "contacts"), where)
	deleted := planned.Counts.Deleted
	switch {
	case deleted > 0 && planned.Writes > 0:
		question = fmt.Sprintf("Write %s to %s, and delete %s there?", say.Plural(planned.Writes, "contact", "contacts"), where, say.Count(deleted))
	case deleted > 0:
		question = fmt.Sprintf("Delete %s from %s?", these(deleted), where)
	}
	p.clock.Wait(func() {
		if deleted > 0 {
			yes, err = p.io.ConfirmNumber(ctx, question, deleted)
		} else {
			yes, err = p.io.Confirm(ctx, question)
		}
	})
	if err != nil {
		err = unanswered(err)
	}
	return yes, err
}

// these returns "this contact", "these 318 contacts".
func these(n int) string {
	if n == 1 {
		return "this contact"
	}
	return "these " + say.Count(n) + " contacts"
}

// keep keeps the answers of the conversation, if there was one, for the next run.
func (p *planning) keep() {
	if p.asked == 0 {
		return
	}
	if p.passed { // the next run with -m would not take them
		p.out.Kept("")
		return
	}
	path, err := p.job.Keep(time.Now())
	if err != nil {
		p.io.Warn("the answers are not kept: %v", err)
	}
	p.out.Kept(path)
}
