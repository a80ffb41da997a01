package importer

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// group is several rows with one key. While the inputs are read only their
// places are kept; resolve reads these rows once more.
type group struct {
	members  []place
	first    verdict // of the first member, when it was met alone
	rejected *place  // a member that is wrong in itself: it takes the others with it
	seen     int     // members met again by resolve
	tasks    []task  // of these, what Merge joins
}

// place says where a row is: its line, or for an element of a JSON array its
// index plus one.
type place struct {
	input uint16
	line  uint32
}

func placeOf(input int, pos rows.Position) place {
	if pos.Index >= 0 {
		return place{uint16(input), uint32(pos.Index + 1)}
	}
	return place{uint16(input), uint32(pos.Line)}
}

// warmRows is how many rows are made ready for at a time: what is fetched for
// them stays in the nearest cache until they are taken.
const warmRows = 32

// warm gets ready for the keys and values of rows: see sightings.warm.
func (p *Plan) warm(rows []judged) {
	for i := range rows {
		j := &rows[i]
		if j.key != "" {
			p.keys.warm(j.hash)
		}
		p.people.seen.warm(j.people)
	}
}

// note remembers the key of a row and says whether it stands on another row.
func (p *Plan) note(b *batch, i int) (grouped bool) {
	j := &b.judged[i]
	hash := j.hash
	at := placeOf(b.input, b.rows[i].pos)
	e, seen := p.keys.add(hash, p.ahead)
	switch {
	case !seen:
		e.input, e.line, e.plan = at.input, at.line, j.verdict
		return false
	case j.verdict == planSkip:
		return false // left out by "where": present, but no rival
	case e.plan == planSkip && !e.group:
		e.input, e.line, e.plan = at.input, at.line, j.verdict
		return false
	}
	g := p.groups[hash]
	if g == nil {
		e.group = true
		first := place{e.input, e.line}
		g = &group{members: []place{first}, first: e.plan}
		if e.plan == planReject {
			g.rejected = &first
		}
		p.groups[hash] = g
	}
	g.members = append(g.members, at)
	if j.verdict == planReject && g.rejected == nil {
		rejected := at // so that only this one is on the heap, not each row's
		g.rejected = &rejected
	}
	return true
}

// resolve decides the rows whose key stands on several, by --on-duplicate. It
// reads the inputs again for them: only their places were kept.
func (im *Importer) resolve(ctx context.Context, p *Plan) error {
	if p.spool != nil {
		p.alone = p.spool.len
	}
	if len(p.groups) == 0 {
		return nil
	}
	wanted := map[place]*group{}
	for _, g := range p.groups {
		for _, at := range g.members {
			wanted[at] = g
		}
	}
	return im.view(func(known store.Snapshot) error {
		for i, in := range p.inputs {
			r := resolver{im: im, plan: p, judge: judge{mapper: in.Mapper.Worker(), known: known, options: im.Options}}
			r.judge.stats = &workerStats{}
			for row, err := range in.Rows(ctx) {
				if err != nil {
					return err
				}
				g := wanted[placeOf(i, row.Pos)]
				if g == nil || row.Err != nil {
					continue
				}
				if err := r.member(g, i, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// resolver decides the members of groups in one input.
type resolver struct {
	im    *Importer
	plan  *Plan
	judge judge
}

func (r *resolver) member(g *group, input int, row rows.Row) error {
	g.seen++
	r.judge.mapper.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON})
	raw := r.judge.mapper.Hash()
	m := r.judge.mapper.Map()
	if e := r.plan.keys.get(r.plan.keys.hash(m.Key)); m.Key == "" || e == nil || !e.group {
		return fmt.Errorf("%s: the file changed while it was read", row.Pos)
	}
	if len(m.Errors) > 0 {
		return nil // was rejected for its own errors
	}
	t := task{
		key: m.Key, raw: raw, want: m.Desired.Hash(), encoded: encoded(&m.Desired),
		noPhone: phoneless(&m.Desired), warnings: slices.Clone(m.Warnings),
		row: original{input: input, pos: row.Pos, cells: append([]string(nil), row.Cells...), json: append([]byte(nil), row.JSON...)},
	}
	at := placeOf(input, row.Pos)
	if at == g.members[0] {
		r.plan.uncount(g.first, &t)
	}
	if g.rejected != nil {
		return r.reject(&t, fmt.Sprintf("has the same key as %s, which is rejected", r.plan.placeName(*g.rejected, input)))
	}
	switch r.im.Options.OnDuplicate {
	case RejectAll:
		other := g.members[0]
		if at == other {
			other = g.members[1]
		}
		return r.reject(&t, fmt.Sprintf("is also the key of %s: give each row its own, or say --on-duplicate first, last or merge", r.plan.placeName(other, input)))
	case KeepFirst:
		return r.choose(&t, at, g.members[0])
	case KeepLast:
		return r.choose(&t, at, g.members[len(g.members)-1])
	}
	if err := decode(t.encoded, &t.desired); err != nil {
		return err
	}
	g.tasks = append(g.tasks, t)
	if g.seen < len(g.members) {
		return nil
	}
	return r.write(joined(g.tasks), true)
}

// choose writes the winner of a group and skips the others.
func (r *resolver) choose(t *task, at, winner place) error {
	if at == winner {
		return r.write(*t, false)
	}
	r.settle(t, judged{verdict: planSkip, key: t.key, reason: "same key as " + r.plan.placeName(winner, t.row.input) + ", which is taken"})
	return nil
}

func (r *resolver) write(t task, merged bool) error {
	if merged {
		t.raw = 0
	}
	var reason string
	t.verdict, reason = r.judge.compare(t.key, t.want, merged)
	if t.verdict == planSkip {
		r.settle(&t, judged{verdict: planSkip, key: t.key, reason: reason})
		return nil
	}
	if t.verdict == planRefresh && !merged && r.judge.known != nil {
		if was, ok := r.judge.known.RawHash(t.key); ok && was == t.raw {
			t.verdict = planUnchanged
		}
	}
	return r.im.keep(r.plan, &t)
}

func (r *resolver) reject(t *task, message string) error {
	r.settle(t, judged{verdict: planReject, key: t.key, errors: []mapping.FieldError{{
		Column: "key", Value: t.key, Kind: "key-duplicate", Message: message,
	}}})
	return nil
}

func (r *resolver) settle(t *task, j judged) { r.im.settle(r.plan, rowEvent(&t.row, &j, "")) }

// placeName calls a place as people do, with the file where it is another one.
func (p *Plan) placeName(at place, from int) string {
	in := p.inputs[at.input]
	name := "line " + strconv.Itoa(int(at.line))
	if in.Indexed {
		name = "item " + strconv.Itoa(int(at.line)-1)
	}
	if int(at.input) != from {
		name = in.Name + " " + name
	}
	return name
}

// joined is the one task that several rows with a key come to: the first text
// that is not blank, all numbers, emails and choices, without repeats.
func joined(tasks []task) task {
	t := tasks[0]
	for _, other := range tasks[1:] {
		t.desired = joinDesired(t.desired, other.desired)
		t.warnings = append(t.warnings, other.warnings...)
		t.followers = append(t.followers, other.row)
	}
	t.want, t.encoded, t.noPhone = t.desired.Hash(), encoded(&t.desired), phoneless(&t.desired)
	return t
}

func joinDesired(a, b mapping.Desired) mapping.Desired {
	for _, s := range b.Scalars {
		if have := scalarOf(a.Scalars, s.Field); have == nil {
			a.Scalars = append(a.Scalars, s)
		} else if have.Value == "" {
			have.Value = s.Value
		}
	}
	for _, s := range b.Slots {
		have := slotOf(a.Slots, s.Field, s.Name)
		if have == nil {
			a.Slots = append(a.Slots, s)
			continue
		}
		have.Keep = have.Keep && s.Keep
		for _, item := range s.Items {
			if !hasItem(a.Slots, s.Field, item.Value) {
				have.Items = append(have.Items, item)
			}
		}
	}
	return a
}

func scalarOf(scalars []mapping.Scalar, f quo.Field) *mapping.Scalar {
	for i := range scalars {
		if scalars[i].Field == f {
			return &scalars[i]
		}
	}
	return nil
}

func slotOf(slots []mapping.Slot, f quo.Field, name string) *mapping.Slot {
	for i := range slots {
		if slots[i].Field == f && slots[i].Name == name {
			return &slots[i]
		}
	}
	return nil
}

func hasItem(slots []mapping.Slot, f quo.Field, value string) bool {
	for _, s := range slots {
		if s.Field != f {
			continue
		}
		for _, item := range s.Items {
			if item.Value == value {
				return true
			}
		}
	}
	return false
}
