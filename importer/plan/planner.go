package plan

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/store"
)

// planner makes a Plan. Rows that the mappers decided come to it in the order of
// the input, in one goroutine: each is counted, and is reported, joins a group of
// rows with its key, or goes into the spool.
type planner struct {
	Config
	options policy.Options // with defaults
	state   State          // nil: there is none
	inputs  []Input
	plan    *Plan

	keys    *keys
	people  *people
	groups  map[uint64]*group // by the hash of the key
	keyless int               // rows whose key could not be read
	hidden  int               // rows that a sheet hides, and that are imported all the same
	broken  int               // cells of a sheet that hold an error
	task    Task              // of the row at hand: reused, because it is large and the spool's encoder makes it escape
}

// read reads all inputs, and decides each row.
func (p *planner) read(ctx context.Context) error {
	unmapped := map[string]int{}
	for i, in := range p.inputs {
		counts := newColumnCounts(in)
		if err := p.readInput(ctx, i, counts); err != nil {
			return err
		}
		counts.addTo(p.plan.Filled, unmapped)
	}
	p.plan.Unmapped = sortedColumns(unmapped)
	if p.plan.tasks != nil {
		p.plan.single = p.plan.tasks.len
	}
	return p.resolve(ctx)
}

// readInput runs one input through the pipeline reader → mappers → planner.
func (p *planner) readInput(ctx context.Context, input int, counts *columnCounts) error {
	in := p.inputs[input]
	mappers := runtime.GOMAXPROCS(0)
	work := make(chan *batch, mappers)
	order := make(chan *batch, 2*mappers)
	used := make(chan *batch, cap(order)+2) // all there are: in order, being filled, being planned
	g, ctx := errgroup.WithContext(ctx)
	g.Go(event.Recovered(func() error {
		defer close(work)
		defer close(order)
		c := batcher{input: input, work: work, order: order, used: used}
		return c.run(ctx, in)
	}))
	for range mappers {
		worker := counts.worker()
		g.Go(event.Recovered(func() error {
			return p.view(ctx, func(known store.Snapshot) error {
				m, err := newRowMapper(in.Mapper.Worker(), known)
				if err != nil {
					return err
				}
				m.options, m.keep, m.counts, m.keys, m.people = p.options, p.plan.tasks != nil, worker, p.keys, p.people
				for b := range work {
					err := m.batch(b)
					b.done <- err
					if err != nil {
						return err
					}
				}
				return nil
			})
		}))
	}
	g.Go(event.Recovered(func() error {
		for b := range order {
			select {
			case err := <-b.done:
				if err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := p.batch(b); err != nil {
				return err
			}
			used <- b
		}
		return nil
	}))
	return g.Wait()
}

// view opens the state for reading; without a state the snapshot is nil.
func (p *planner) view(ctx context.Context, read func(store.Snapshot) error) error {
	if p.state == nil {
		return read(nil)
	}
	return p.state.View(ctx, p.Source, read)
}

// expect notes the share of all inputs that was read, as if they were of one size.
func (p *planner) expect(share float64) { p.keys.table.share, p.people.seen.share = share, share }

func (p *planner) batch(b *batch) error {
	p.hidden, p.broken = p.hidden+b.hidden, p.broken+b.broken
	p.expect((float64(b.input) + b.share) / float64(len(p.inputs)))
	for i := range b.mapped { // the tables are read for the whole batch at once, see touch
		p.keys.table.touch(b.mapped[i].hash)
	}
	for i := range b.values {
		p.people.seen.touch(b.values[i].hash)
	}
	for i := range b.mapped {
		p.plan.Counts.Read++
		p.plan.Files[b.input].Read++
		p.plan.decided.Read++
		if err := p.row(b, i); err != nil {
			return err
		}
	}
	return nil
}

// row counts a row and keeps it, unless its key was seen before: what becomes of
// such a group is decided when all of its rows are known.
func (p *planner) row(b *batch, i int) error {
	m := &b.mapped[i]
	if m.key != "" {
		grouped := p.note(b, i)
		if grouped && m.verb != decide.Reject {
			return nil
		}
	} else if m.verb != decide.Skip {
		p.keyless++
	}
	original := b.original(i)
	if m.verb == decide.Reject || m.verb == decide.Skip {
		p.decided(rowEvent(&original, m, b.rows[i].raw))
		return nil
	}
	if m.verb.Writes() {
		if w, met := p.people.warning(p.inputs, placeOf(b.input, original.Pos), m.values); met {
			m.warnings = append(m.warnings, w)
		}
	}
	p.task = Task{Verb: m.verb, Key: m.key, Raw: m.raw, Want: m.want, Phoneless: m.phoneless, Nameless: m.nameless, Warnings: m.warnings, Row: original}
	if m.desired != nil {
		p.task.Desired = *m.desired
	}
	return p.keep(&p.task)
}

// decided counts and reports a row that needs no write.
func (p *planner) decided(e event.Row) {
	p.plan.Known.Note(&e)
	for _, c := range []*event.Counts{&p.plan.Counts, &p.plan.Files[e.Input], &p.plan.decided} {
		c.AddRow(&e)
	}
	p.Emit(e)
}

func rowEvent(row *Original, m *mappedRow, raw string) event.Row {
	return event.Row{
		Pos: row.Pos, Input: row.Input, Key: m.key, Action: m.verb.Action(), Message: m.reason,
		Errors: m.errors, Warnings: m.warnings, Cells: row.Cells, JSON: row.JSON, Raw: raw, Content: m.content,
	}
}

// keep counts a task and writes it to the spool.
func (p *planner) keep(t *Task) error {
	plan := p.plan
	if t.Verb.Writes() {
		if p.options.MaxWrites > 0 && plan.Writes >= p.options.MaxWrites {
			t.Verb = decide.BeyondLimit
			if e := p.keys.get(p.keys.hash(t.Key)); e != nil {
				e.verb = decide.BeyondLimit // for uncount: another row with the key may follow
			}
		} else {
			plan.Writes++
			if t.Verb == decide.Compare {
				plan.compares++
			}
			plan.Counts.Warnings += len(t.Warnings)
			if t.Phoneless {
				plan.Counts.Phoneless++
			}
			if t.Nameless {
				plan.Counts.Nameless++
			}
			plan.sample(t)
		}
	}
	plan.tally(t.Row.Input, t.Verb.Action(), 1)
	for i := range t.Followers {
		plan.tally(t.Followers[i].Input, event.Skipped, 1)
	}
	if p.options.DryRun && len(t.Warnings) > 0 {
		p.Emit(rowEvent(&t.Row, &mappedRow{verb: t.Verb, key: t.Key, warnings: t.Warnings}, ""))
	}
	if t.Verb == decide.Unchanged {
		plan.decided.Unchanged++
		plan.decided.Skipped += len(t.Followers)
		lead := event.Row{Pos: t.Row.Pos, Key: t.Key, Action: event.Unchanged}
		for i := range t.Followers {
			p.Emit(FollowerEvent(&t.Followers[i], &lead))
		}
		return nil
	}
	if plan.tasks == nil {
		return nil
	}
	if t.Desired.ContactID != "" {
		plan.named++
	}
	return plan.tasks.put(t)
}

// uncount undoes what keep counted for a row that turned out to be one of several
// with its key.
func (p *planner) uncount(v decide.Verb, t *Task) {
	plan := p.plan
	plan.tally(t.Row.Input, v.Action(), -1)
	if v.Writes() {
		plan.Samples = slices.DeleteFunc(plan.Samples, func(s Sample) bool { return s.Key == t.Key })
		plan.Writes--
		if v == decide.Compare {
			plan.compares--
		}
		plan.Counts.Warnings -= len(t.Warnings)
		if t.Phoneless {
			plan.Counts.Phoneless--
		}
		if t.Nameless {
			plan.Counts.Nameless--
		}
	}
	if v == decide.Unchanged {
		plan.decided.Unchanged--
	}
}
