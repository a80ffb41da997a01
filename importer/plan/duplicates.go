package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// group is several rows with one key. While the inputs are read only their places
// are kept; resolve reads these rows once more.
type group struct {
	members  []place
	first    decide.Verb  // of the first member, from when it was the only one
	known    store.Hashes // what the state knows of the key
	rejected *place       // a member that has a problem of its own: the others are rejected with it
	seen     int          // members read again by resolve
	tasks    []Task       // of these, to be merged
}

// note remembers the key of a row, and reports whether another row has it.
func (p *planner) note(b *batch, i int) (grouped bool) {
	m := &b.mapped[i]
	at := placeOf(b.input, b.rows[i].Pos)
	e, seen := p.keys.add(m.hash, at, m.verb)
	switch {
	case !seen:
		return false
	case m.verb == decide.Skip:
		return false // left out by the mapping: no second row with the key
	case e.verb == decide.Skip && !e.group:
		e.input, e.line, e.verb = at.input, at.line, m.verb
		return false
	}
	g := p.groups[m.hash]
	if g == nil {
		e.group = true
		first := place{e.input, e.line}
		g = &group{members: []place{first}, first: e.verb}
		if e.verb == decide.Reject {
			g.rejected = &first
		}
		p.groups[m.hash] = g
	}
	g.members = append(g.members, at)
	if m.from == "" || m.from == m.key {
		g.known = m.known
	}
	if m.verb == decide.Reject && g.rejected == nil {
		rejected := at // only this one escapes to the heap, not each row's
		g.rejected = &rejected
	}
	return true
}

// resolve decides the rows whose key stands on several, by --on-duplicate. It
// reads the inputs again for them, because only their places were kept.
func (p *planner) resolve(ctx context.Context) error {
	if len(p.groups)+len(p.rekey.disputes) == 0 {
		return nil
	}
	wanted, disputed := map[place]*group{}, map[place]*group{}
	for _, g := range p.rekey.disputes {
		for _, at := range g.members {
			disputed[at] = g
		}
	}
	for _, g := range p.groups {
		for _, at := range g.members {
			wanted[at] = g
		}
	}
	for i, in := range p.inputs {
		r := resolver{planner: p, worker: in.Mapper.Worker(), former: p.formerKeys(i)}
		for row, err := range in.Rows(ctx) {
			if err != nil {
				return err
			}
			at := placeOf(i, row.Pos)
			g, d := wanted[at], disputed[at]
			if g == nil && d == nil || row.Err != nil {
				continue
			}
			if err := r.member(ctx, g, d, i, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// resolver decides the members of groups in one input.
type resolver struct {
	planner *planner
	worker  *mapping.Worker
	former  *formerKeys // nil: the source has had no other keys
}

// member decides a row of a group, or of a dispute about a former key.
func (r *resolver) member(ctx context.Context, g, dispute *group, input int, row rows.Row) error {
	p := r.planner
	if g != nil {
		g.seen++
	}
	r.worker.Load(toMap(&row))
	raw := r.worker.Hash()
	m := r.worker.Map()
	if m.Key == "" || g != nil && p.groups[p.keys.hash(m.Key)] != g {
		return fmt.Errorf("%s: the file changed while it was read", row.Pos)
	}
	if len(m.Errors) > 0 {
		return nil // was rejected for its own errors
	}
	t := Task{
		Key: m.Key, Raw: raw, Want: m.Desired.Hash(), Desired: m.Desired.Clone(),
		Phoneless: phoneless(&m.Desired), Nameless: nameless(&m.Desired), Warnings: slices.Clone(m.Warnings),
		Row: Original{Input: input, Pos: row.Pos, Cells: slices.Clone(row.Cells), JSON: slices.Clone(row.JSON)},
	}
	at := placeOf(input, row.Pos)
	of, err := r.formerOf(ctx, row, m.Key)
	if err != nil {
		return err
	}
	if of.moves() {
		t.From, t.known = of.from, of.known
	}
	if g == nil {
		r.dispute(dispute, &t, at)
		return nil
	}
	if at == g.members[0] {
		p.uncount(g.first, &t)
	}
	return p.member(g, &t, at)
}

// other returns the first member of a group but one.
func (g *group) other(than place) place {
	if g.members[0] == than {
		return g.members[1]
	}
	return g.members[0]
}

// member decides a row of a group by --on-duplicate, or by a fix.
func (p *planner) member(g *group, t *Task, at place) error {
	if g.rejected != nil {
		p.rejectDuplicate(t, fmt.Sprintf("is also the key of %s, which is rejected", g.rejected.name(p.inputs, t.Row.Input)))
		return nil
	}
	rule := p.Options.OnDuplicate
	if p.Fixes.KeepsFirst(t.Key) {
		rule = policy.KeepFirst
	}
	switch rule {
	case policy.RejectDuplicates:
		p.rejectDuplicate(t, fmt.Sprintf("is also the key of %s: give each row its own, or pass --on-duplicate first, last or merge", g.other(at).name(p.inputs, t.Row.Input)))
		return nil
	case policy.KeepFirst:
		return p.keepOne(g, t, at, g.members[0])
	case policy.KeepLast:
		return p.keepOne(g, t, at, g.members[len(g.members)-1])
	}
	if g.tasks = append(g.tasks, *t); g.seen < len(g.members) {
		return nil
	}
	return p.keepMerged(g)
}

// keepOne keeps the chosen member of a group and skips the others.
func (p *planner) keepOne(g *group, t *Task, at, chosen place) error {
	if at == chosen {
		return p.keepMember(g, t, false)
	}
	p.skipMember(t, "same key as "+chosen.name(p.inputs, t.Row.Input)+", which is imported")
	return nil
}

// keepMerged decides the members of a group as one row. Those that had contacts of their
// own before the keys were changed are rejected: two contacts cannot be merged.
func (p *planner) keepMerged(g *group) error {
	merged := mergeTasks(g.tasks)
	for i := range g.tasks {
		if from := g.tasks[i].From; from != "" && merged.From != "" && from != merged.From {
			for i := range g.tasks {
				p.rejectDuplicate(&g.tasks[i], "is the key of several rows that have a contact each: give each its own, or delete one of the contacts in Quo")
			}
			return nil
		}
		if merged.From == "" {
			merged.From, merged.known = g.tasks[i].From, g.tasks[i].known
		}
	}
	return p.keepMember(g, &merged, true)
}

// keepMember decides the one task of a group.
func (p *planner) keepMember(g *group, t *Task, merged bool) error {
	if merged {
		t.Raw = 0
	}
	var reason string
	s := decide.State{Readable: p.State != nil, Records: p.plan.Records, Known: g.known}
	if s.Known.Known {
		t.From = ""
	}
	if t.From != "" {
		if p.rekey.disputes[p.rekey.claims.hash(t.From)] != nil {
			p.rejectDuplicate(t, fmt.Sprintf("had the key of other rows before the keys were changed, %q: which of them is its contact cannot be known", t.From))
			return nil
		}
		s.Known, s.Moves, t.KeyOnly = t.known, true, t.known.Desired == t.Want
	}
	t.Verb, reason = decide.ByState(s, t.Want, merged, p.Options)
	if t.Verb == decide.Skip {
		p.skipMember(t, reason)
		return nil
	}
	if t.Verb == decide.Refresh && g.known.Raw == t.Raw {
		t.Verb = decide.Unchanged
	}
	return p.keep(t)
}

func (p *planner) skipMember(t *Task, reason string) {
	p.decided(&t.Row, &mappedRow{verb: decide.Skip, key: t.Key, reason: reason}, "")
}

func (p *planner) rejectDuplicate(t *Task, message string) { p.rejectKey(t, "key-duplicate", message) }

// rejectKey rejects a row for its key.
func (p *planner) rejectKey(t *Task, kind, message string) {
	p.decided(&t.Row, &mappedRow{verb: decide.Reject, key: t.Key, errors: keyError(t.Key, kind, message)}, "")
}

func keyError(key, kind, message string) []mapping.FieldError {
	return []mapping.FieldError{{Column: "key", Value: key, Kind: kind, Message: message}}
}

// mergeTasks is the one task of several rows with a key: of each text the first
// that is not blank, and all numbers, emails and choices, each once.
func mergeTasks(tasks []Task) Task {
	t := tasks[0]
	for _, other := range tasks[1:] {
		mergeDesired(&t.Desired, &other.Desired)
		t.Warnings = append(t.Warnings, other.Warnings...)
		t.Followers = append(t.Followers, other.Row)
	}
	t.Want, t.Phoneless, t.Nameless = t.Desired.Hash(), phoneless(&t.Desired), nameless(&t.Desired)
	return t
}

func mergeDesired(into, from *mapping.Desired) {
	for _, s := range from.Scalars {
		i := slices.IndexFunc(into.Scalars, func(o mapping.Scalar) bool { return o.Field == s.Field })
		if i < 0 {
			into.Scalars = append(into.Scalars, s)
		} else if into.Scalars[i].Value == "" {
			into.Scalars[i].Value = s.Value
		}
	}
	for _, s := range from.Slots {
		i := slices.IndexFunc(into.Slots, func(o mapping.Slot) bool { return o.Field == s.Field && o.Name == s.Name })
		if i < 0 {
			into.Slots = append(into.Slots, s)
			continue
		}
		have := &into.Slots[i]
		// A blank keeps nothing where another row has a value; a value that was left out
		// may be one that is in Quo.
		have.LeftOut = have.LeftOut || s.LeftOut
		have.Keep = have.Keep && s.Keep || have.LeftOut
		for _, item := range s.Items {
			if !hasItem(into.Slots, s.Field, item.Value) {
				have.Items = append(have.Items, item)
			}
		}
	}
}

func hasItem(slots []mapping.Slot, f quo.Field, value string) bool {
	for _, s := range slots {
		if s.Field == f && slices.ContainsFunc(s.Items, func(i quo.Item) bool { return i.Value == value }) {
			return true
		}
	}
	return false
}
