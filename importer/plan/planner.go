package plan

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// planner makes a Plan. Rows that the mappers decided come to it in the order of
// the input, in one goroutine: each is counted, and is reported, joins a group of
// rows with its key, or goes into the spool.
type planner struct {
	Config
	inputs []Input
	plan   *Plan

	rekey   rekey
	keys    *keys
	people  *people
	groups  map[uint64]*group // by the hash of the key
	keyless int               // rows whose key could not be read
	hidden  int               // rows that a sheet hides, and that are imported all the same
	broken  int               // cells of a sheet that hold an error
	// unmapped are the known keys whose contacts have values to clear (findUnmapped).
	unmapped map[string]bool
	task     Task // of the row at hand: reused, because it is large and the spool's encoder makes it escape
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
	if err := p.resolve(ctx); err != nil {
		return err
	}
	p.choose()
	return nil
}

// readInput runs one input through the pipeline reader → mappers → planner.
func (p *planner) readInput(ctx context.Context, input int, counts *columnCounts) error {
	in := p.inputs[input]
	mappers, together := runtime.GOMAXPROCS(0), p.together()
	work := make(chan *batch, mappers*together)
	order := make(chan *batch, 2*mappers*together)
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
			return p.plan.view(ctx, func(state store.Snapshot) error {
				m, err := p.newRowMapper(input, state, worker)
				if err != nil {
					return err
				}
				return m.work(work, together)
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

// together returns how many batches are looked up in the state at once.
func (p *planner) together() int {
	if d, ok := p.State.(Distant); ok {
		return max(1, d.KeysAtOnce()/batchRows)
	}
	return 1
}

// partial reports whether the input may be less than the whole: then a key that is
// not in it is not missing.
func (p *planner) partial() bool {
	return p.Options.MaxWrites > 0 || p.keyless+p.rekey.unsure > 0 || p.plan.Counts.Read == 0 || p.plan.OfRejects()
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
			p.claim(b, i)
			return nil
		}
	} else if m.verb != decide.Skip {
		p.keyless++
	}
	if p.claim(b, i) {
		return nil
	}
	original := b.original(i)
	if m.verb == decide.Reject || m.verb == decide.Skip {
		p.decided(&original, m, b.rows[i].Raw)
		return nil
	}
	if m.verb.Writes() {
		if w, met := p.people.warning(p.inputs, placeOf(b.input, original.Pos), m.values); met {
			m.warnings = append(m.warnings, w)
		}
	}
	p.task = Task{
		Verb: m.verb, Key: m.key, Raw: m.raw, Want: m.want, Phoneless: m.phoneless, Nameless: m.nameless, Warnings: m.warnings, Row: original,
	}
	if m.moves() {
		p.task.From, p.task.KeyOnly = m.from, m.known.Desired == m.want
	}
	if m.desired != nil {
		p.task.Desired = *m.desired
	}
	return p.keep(&p.task)
}

// decided counts and reports a row that needs no write.
func (p *planner) decided(row *Original, m *mappedRow, raw string) {
	e := event.Row{Key: m.key, Action: m.verb.Action(), Message: m.reason, Errors: m.errors, Warnings: m.warnings, Raw: raw, Content: m.content}
	row.Identify(&e)
	p.plan.decide(&e)
}

// keep counts a task and writes it to the spool.
func (p *planner) keep(t *Task) error {
	plan := p.plan
	action := t.Verb.Action()
	switch {
	case !t.Verb.Writes():
	case plan.trial != nil:
		plan.trial.add(t) // which rows it takes is known when all were read
		action = event.NotReached
		p.beyond(t)
	case p.Options.MaxWrites > 0 && plan.Writes >= p.Options.MaxWrites:
		t.Verb, action = decide.BeyondLimit, event.NotReached
		p.beyond(t)
	default:
		plan.count(t)
	}
	plan.tally(t.Row.Input, action, 1)
	for i := range t.Followers {
		plan.tally(t.Followers[i].Input, event.Skipped, 1)
	}
	if action != event.NotReached {
		p.warn(t)
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
	if t.Verb == decide.Create && !quo.Certain(t.Key) {
		plan.uncertain++
	}
	if t.Verb.Writes() && !p.Options.DryRun {
		plan.spread.add(plan.tasks.len, t)
	}
	return plan.tasks.put(t)
}

// beyond notes that a row is beyond the limit, for uncount: another row with its key may
// follow.
func (p *planner) beyond(t *Task) {
	if e := p.keys.get(p.keys.hash(t.Key)); e != nil {
		e.verb = decide.BeyondLimit
	}
}

// choose takes the rows of a trial, when all were read.
func (p *planner) choose() {
	if p.plan.trial == nil {
		return
	}
	for _, t := range p.plan.trial.choose() {
		p.plan.begins(t)
		p.warn(t)
	}
}

// warn reports the warnings of a task where nothing is written: else they come with what
// becomes of it.
func (p *planner) warn(t *Task) {
	if p.Options.DryRun && len(t.Warnings) > 0 {
		e := event.Row{Action: t.Verb.Action(), Warnings: t.Warnings}
		t.Identify(&e)
		p.Emit(e)
	}
}

// uncount undoes what keep counted for a row that turned out to be one of several
// with its key.
func (p *planner) uncount(v decide.Verb, t *Task) {
	plan := p.plan
	plan.tally(t.Row.Input, v.Action(), -1)
	if v.Writes() {
		plan.uncount(t)
	}
	if plan.trial != nil {
		plan.trial.remove(t.Key)
	}
	if v == decide.Unchanged {
		plan.decided.Unchanged--
	}
}

// Make reads the inputs once and decides what is to be done about each row.
// Rejected and skipped rows are reported as they are found, the others when they
// are written.
//
// An error is one of reading the input or the state, and says where; a guard that
// refuses the plan is not an error but Plan.Stop.
func Make(ctx context.Context, c Config, inputs []Input) (*Plan, error) {
	inputs = slices.Clone(inputs)
	for i := range inputs {
		in := &inputs[i]
		in.Rows = c.Fixes.Rows(in.Mapper, in.Rows)
	}
	c.Options = c.Options.WithDefaults()
	p := &planner{
		Config: c, inputs: inputs,
		keys: newKeys(), people: newPeople(), groups: map[uint64]*group{},
		plan: &Plan{
			config: c, inputs: inputs, Files: make([]event.Counts, len(inputs)), Filled: map[string]int{},
			adopt: map[string]string{}, withdrawn: map[string]bool{},
		},
	}
	if n := c.Options.MaxWrites; n > 0 && n <= maxTrial {
		p.plan.trial = newTrial(n)
	}
	if err := p.make(ctx); err != nil {
		_ = p.plan.Close()
		return nil, err
	}
	return p.plan, nil
}

func (p *planner) make(ctx context.Context) (err error) {
	if err := p.checkKey(ctx); err != nil {
		return err
	}
	keep := !p.Options.DryRun
	if p.plan.Known, err = known.Read(ctx, p.State, p.Source, keep); err != nil {
		return err
	}
	if keep || p.Connected {
		p.plan.tasks = &spool[Task]{}
	}
	if p.unmapped, err = p.plan.findUnmapped(ctx); err != nil {
		return err
	}
	if err := p.read(ctx); err != nil {
		return err
	}
	if !p.partial() {
		if err := p.plan.findMissing(ctx, p.inInput); err != nil {
			return err
		}
	}
	if err := p.noticeKeys(ctx); err != nil {
		return err
	}
	p.conclude()
	if p.plan.Stop != nil || p.partial() {
		return nil
	}
	return p.plan.findTurnover(ctx, p.inInput)
}

// checkKey compares the key definition with the one that the source was imported with.
// Another one is refused, unless the keys are to move (--rekey).
func (p *planner) checkKey(ctx context.Context) error {
	plan := p.plan
	for i, in := range p.inputs {
		def := in.Mapper.KeyDefinition()
		if i > 0 && def != plan.KeyDefinition {
			return &KeyError{Source: p.Source, Was: plan.KeyDefinition, Is: def, File: in.Name}
		}
		plan.KeyDefinition = def
		plan.Fingerprint ^= in.Mapper.Fingerprint() * uint64(2*i+1)
	}
	if p.State == nil {
		return nil
	}
	src, ok, err := p.State.Source(ctx, p.Source)
	if err != nil {
		return fmt.Errorf("reading the state of source %q: %w", p.Source, err)
	}
	plan.source = src
	if err := p.define(src, ok); err != nil {
		return err
	}
	plan.pinned, plan.keyWas, plan.definition = p.rekey.source, p.rekey.was, p.rekey.number
	return p.plan.view(ctx, func(s store.Snapshot) (err error) {
		plan.Records, err = s.Len()
		return err
	})
}

// conclude finishes the plan when everything was read.
func (p *planner) conclude() {
	plan := p.plan
	plan.notice("hidden-rows", p.hidden, "%d rows are hidden in the sheet, by a filter or by hand, and are imported all the same: copy the visible ones into a sheet of their own to leave them out")
	plan.notice("error-cells", p.broken, "%d cells of the sheet hold an error, as #N/A or #REF!, and count as blank")
	p.plan.countFixes()
	stopKeys := p.guardKeys()
	// Without a state a dry run cannot know what is in Quo, unless it asks.
	if p.Options.DryRun && !p.Connected {
		plan.Counts.FoldIntoReady()
		for i := range plan.Files {
			plan.Files[i].FoldIntoReady()
		}
	}
	plan.inFile = p.keys.has
	plan.superseded = func(string) bool { return false }
	if groups, keys, disputed := p.groups, p.keys, p.rekey.disputed; len(groups)+len(disputed) > 0 {
		plan.superseded = func(key string) bool { return groups[keys.hash(key)] != nil || disputed[key] }
	}
	// A request a write, and one read for twenty (docs/quo-api.md, "Basics").
	plan.Duration = time.Duration(plan.Writes+(plan.Writes+19)/20) * time.Second / 10
	if plan.Stop = plan.guard(); plan.Stop == nil {
		plan.Stop = stopKeys
	}
}
