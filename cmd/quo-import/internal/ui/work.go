package ui

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// refresh works out what follows from the session as it is now. What is shown stays until
// it is replaced. The caller holds the lock.
func (d *desk) refresh() {
	s := *d.session
	d.start("Reading "+s.Name, func(ctx context.Context) error { return d.workOut(ctx, &s) })
}

// workOut finds out, each shown at once: how the file is read, how its columns are
// understood and what is open, and what an import would do.
func (d *desk) workOut(ctx context.Context, s *session) error {
	file, err := look(ctx, s)
	if err != nil {
		d.publish(ctx, func() { d.found = found{} })
		return err
	}
	d.publish(ctx, func() { d.found.file = file })
	j, err := d.open(ctx, s)
	if err != nil {
		d.publish(ctx, func() { d.found = found{file: file} })
		return err
	}
	return d.showJob(ctx, s, j)
}

// open returns the job of a session, opened if it is not.
func (d *desk) open(ctx context.Context, s *session) (*job.Job, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	opts := s.options()
	opts.API, opts.State = d.api(nil), d.opts.State
	as := openedAs{session: s.id(), read: s.Read, key: d.secret.key}
	d.mu.Unlock()
	if info, err := os.Stat(s.Path); err == nil {
		as.changed, as.bytes = info.ModTime(), info.Size()
	}
	if d.bench.job != nil && d.bench.as == as {
		return d.bench.job, nil
	}
	if err := d.bench.close(); err != nil {
		return nil, err
	}
	j, err := job.Begin(ctx, opts)
	if err != nil {
		return nil, named(s, err)
	}
	d.bench = bench{j, as}
	return j, nil
}

// showJob shows what a job knows, and goes on to the plan if nothing is open.
func (d *desk) showJob(ctx context.Context, s *session, j *job.Job) error {
	questions := asViews(j.Decisions())
	columns := newColumns(s, j)
	open := slices.ContainsFunc(questions, func(q questionView) bool { return !q.Optional })
	d.publish(ctx, func() {
		d.found.questions, d.found.columns = questions, keepCounts(columns, d.found.columns)
		if open {
			d.found.plan = nil
		} else {
			d.busy = "Checking every row"
		}
	})
	if open {
		return d.countValues(ctx, s, j)
	}
	if err := d.ready(ctx, s, j); errors.Is(err, errOpen) {
		return nil
	} else if err != nil {
		return err
	}
	if err := d.plan(ctx, s, j, false); err != nil {
		return err
	}
	err := d.openSheet(ctx, s, j)
	d.publish(ctx, func() {}) // the rows to correct are there
	return err
}

// errOpen is the error of what needs an answer first.
var errOpen = errors.New("a question is open: answer it first")

// ready compiles the mapping of a job. Questions that are open are shown; the error is
// errOpen then.
func (d *desk) ready(ctx context.Context, s *session, j *job.Job) error {
	err := j.Ready()
	if undecided, ok := errors.AsType[*job.Undecided](err); ok {
		d.publish(ctx, func() { d.found.questions, d.found.plan = asViews(undecided.Decisions), nil })
		return errOpen
	}
	return named(s, err)
}

// countValues shows how far the columns are filled while questions are open.
func (d *desk) countValues(ctx context.Context, s *session, j *job.Job) error {
	n, filled, err := j.CountValues(ctx)
	if err != nil {
		return named(s, err)
	}
	d.publish(ctx, func() { d.found.columns = d.found.columns.filled(n, filled) })
	return nil
}

// keepCounts shows the counts of before until they are counted again: numbers that come
// and go make a page restless.
func keepCounts(now, before *columnsView) *columnsView {
	if before == nil || len(before.List) != len(now.List) {
		return now
	}
	counts := map[string]int{}
	for _, c := range before.List {
		counts[c.Name] = c.Values
	}
	now.Rows = before.Rows
	for i := range now.List {
		if n, ok := counts[now.List[i].Name]; ok {
			now.List[i].Values = n
		}
	}
	return now
}

// answer takes an answer of the person. What is wrong with it is the error; if nothing is,
// it is on disk when answer returns. then is what is done after it.
func (d *desk) answer(ctx context.Context, id, text string, then func(context.Context, *session, *job.Job) error) error {
	d.mu.Lock()
	if err := d.idle(); err != nil {
		d.mu.Unlock()
		return err
	}
	s := *d.session
	taken := make(chan error, 1)
	d.start("Thinking it through", func(ctx context.Context) error {
		j, err := d.take(ctx, &s, id, text)
		taken <- err
		if err != nil {
			return d.workOut(ctx, &s) // shows things as they were
		}
		return then(ctx, &s, j)
	})
	d.mu.Unlock()
	select {
	case err := <-taken:
		if errors.Is(err, context.Canceled) {
			return errors.New("something else was changed at the same time: answer again")
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take answers a decision, and saves what was decided.
func (d *desk) take(ctx context.Context, s *session, id, text string) (*job.Job, error) {
	j, err := d.open(ctx, s)
	if err != nil {
		return nil, err
	}
	asked := asViews(j.Decisions())
	if err := j.Answer(ctx, id, text); err != nil {
		return nil, named(s, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.session.Decided = j.Options().Answers
	d.session.remember(asked, id, text)
	*s = *d.session
	return j, d.session.save(d.opts.Now())
}
