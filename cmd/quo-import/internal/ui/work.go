package ui

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping/headers"
)

// found is what was worked out about the file of the session.
type found struct {
	file      *fileView
	questions []questionView // that are open
	columns   *columnsView
	plan      *planView
	approve   approval // what is approved with the plan that is shown
}

// approval is what a plan writes: a run that would write something else does not begin.
type approval struct{ Created, Updated, Deleted int }

func approvalOf(p *plan.Plan) approval {
	return approval{p.Counts.Created, p.Counts.Updated, p.Counts.Deleted}
}

// work is a goroutine that works out what follows from a change. There is one at a time;
// the next one waits for its end.
type work struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// bench is what the work has in its hands. Only the work that is going on touches it.
type bench struct {
	job *job.Job // nil: none is open
	as  openedAs
}

// openedAs is what a job was opened for: with another file or key it is opened anew.
type openedAs struct {
	session string
	read    readOptions
	key     string
	changed time.Time // of the file
	bytes   int64
}

func (b *bench) close() error {
	if b.job == nil {
		return nil
	}
	j := b.job
	b.job = nil
	return j.Close()
}

// stopWork stops the work that is going on. The caller holds the lock.
func (d *desk) stopWork() {
	if d.work != nil {
		d.work.cancel()
		d.busy = ""
	}
}

// start starts a work, after the one before has been stopped. busy says what is done. The
// task is called even if it was overtaken: its context is cancelled then. The caller holds
// the lock.
func (d *desk) start(busy string, task func(context.Context) error) {
	d.stopWork()
	if d.closed {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	before := d.work
	w := &work{cancel, make(chan struct{})}
	d.work, d.busy, d.problem = w, busy, ""
	d.changed()
	d.ended.Go(func() {
		defer close(w.done)
		defer cancel()
		if before != nil {
			<-before.done
		}
		err := task(ctx)
		if ctx.Err() != nil || err != nil {
			err = errors.Join(err, d.bench.close()) // what was interrupted is opened anew
		}
		d.publish(ctx, func() {
			d.busy = ""
			if err != nil {
				d.problem = d.hide(err)
			}
		})
	})
}

// refresh works out what follows from the session as it is now. What is shown stays until
// it is replaced. The caller holds the lock.
func (d *desk) refresh() {
	s := *d.session
	d.start("Reading "+s.Name, func(ctx context.Context) error { return d.workOut(ctx, &s) })
}

// publish changes what is shown, unless the work was overtaken by another change.
func (d *desk) publish(ctx context.Context, change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	change()
	d.changed()
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

// api returns how Quo is asked. The caller holds the lock. before may be nil.
func (d *desk) api(before func(context.Context) error) job.API {
	api, key := d.opts.API, d.secret.key
	api.Key, api.Before = func() (string, error) { return key, nil }, before
	return api
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
	var undecided *job.Undecided
	err := j.Ready()
	if errors.As(err, &undecided) {
		d.publish(ctx, func() { d.found.questions, d.found.plan = asViews(undecided.Decisions), nil })
		return nil
	}
	if err != nil {
		return named(s, err)
	}
	if err := d.check(ctx, s, j); err != nil {
		return err
	}
	err = d.openSheet(ctx, s, j)
	d.publish(ctx, func() {}) // the rows to correct are there
	return err
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
	d.session.decide(j.Options())
	d.session.remember(asked, id, text)
	*s = *d.session
	return j, d.session.save(d.opts.Now())
}

// remember keeps a question with its answer, to be shown and changed later.
func (s *session) remember(asked []questionView, id, text string) {
	s.Asked = slices.Clone(s.Asked)
	is := func(q questionView) bool { return q.ID == id }
	if at := slices.IndexFunc(s.Asked, is); at >= 0 {
		s.Asked[at].Answer = text
	} else if at := slices.IndexFunc(asked, is); at >= 0 {
		q := asked[at]
		q.Answer = text
		s.Asked = append(s.Asked, q)
	}
}

// asViews returns decisions as the page shows them.
func asViews(list []job.Decision) []questionView {
	views := []questionView{}
	for _, d := range list {
		q := questionView{
			ID: d.ID, About: string(d.About), Question: d.Question, Evidence: append([]string{}, d.Evidence...), Choices: []choiceView{},
			Free: d.Free, Takes: d.Takes, Default: d.Default, Optional: d.Optional, Otherwise: d.Otherwise,
		}
		for _, c := range d.Choices {
			q.Choices = append(q.Choices, choiceView(c))
		}
		views = append(views, q)
	}
	return views
}

// firstLines is how many lines of a file are shown, and headerLines how many of them
// stand above a header that is further down.
const (
	firstLines  = 14
	headerLines = 3
	mostShown   = 200 // bytes of a cell
	mostCells   = 60
)

// look opens the file and reads its first lines, as they are.
func look(ctx context.Context, s *session) (_ *fileView, err error) {
	opts := s.Read.rows()
	opts.Score = headers.Score
	f, err := formats.Open(s.Path, opts)
	if err != nil {
		return nil, named(s, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	v := &fileView{
		Format: f.Format, Encoding: f.Encoding, Sheet: f.Sheet, Sheets: f.Sheets, Header: f.Header != nil,
		HeaderLine: f.HeaderLine, Above: f.Above, Columns: len(f.Header), Warnings: append([]string{}, f.Warnings...),
	}
	if f.Delimiter != 0 {
		v.Delimiter = string(f.Delimiter)
	}
	if info, err := os.Stat(s.Path); err == nil {
		v.Bytes = info.Size()
	}
	v.First, err = lines(ctx, s, f)
	return v, err
}

// lines returns the first lines of a file, with those around its header.
func lines(ctx context.Context, s *session, f *rows.File) (list []lineView, err error) {
	list = []lineView{}
	if f.Header == nil { // JSON, cards
		for row, err := range f.Rows(ctx) {
			if err != nil {
				return list, named(s, err)
			}
			if list = append(list, lineView{row.Pos.Line, []string{clip(strings.TrimSpace(string(row.JSON) + row.Raw))}}); len(list) == firstLines/2 {
				break
			}
		}
		return list, nil
	}
	opts := s.Read.rows()
	opts.NoHeader, opts.HeaderRow, opts.Sheet = true, 0, f.Sheet
	raw, err := formats.Open(s.Path, opts)
	if err != nil {
		return nil, named(s, err)
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	from := max(0, f.HeaderLine-headerLines)
	for row, err := range raw.Rows(ctx) {
		if err != nil {
			return list, named(s, err)
		}
		if row.Pos.Line < from {
			continue
		}
		line := lineView{Line: row.Pos.Line, Cells: []string{}}
		for _, cell := range row.Cells[:min(len(row.Cells), mostCells)] {
			line.Cells = append(line.Cells, clip(cell))
		}
		if row.Err != nil {
			line.Cells = []string{clip(row.Raw)}
		}
		if list = append(list, line); len(list) == firstLines {
			break
		}
	}
	return list, nil
}

// clip shortens a text to what is shown of it.
func clip(s string) string {
	if len(s) <= mostShown {
		return s
	}
	return strings.ToValidUTF8(s[:mostShown], "") + "…"
}

// named replaces the path of a file by its name: a person who dropped it knows no other.
func named(s *session, err error) error {
	var undecided *job.Undecided
	if err == nil || errors.Is(err, context.Canceled) || errors.As(err, &undecided) {
		return err
	}
	return &namedError{strings.ReplaceAll(err.Error(), s.Path, s.Name), err}
}

type namedError struct {
	text string
	err  error
}

func (e *namedError) Error() string { return e.text }
func (e *namedError) Unwrap() error { return e.err }
