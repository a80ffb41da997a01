package plan

import (
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// mappedRow is what one row comes to, as far as it can be known by itself.
type mappedRow struct {
	verb      decide.Verb
	key       string // "" where it could not be read
	hash      uint64 // of the key, in keys
	known     store.Hashes
	from      string // the key that the contact has so far, by an earlier definition; "" for none
	taken     bool   // the key is a former one of another contact
	raw       uint64
	want      uint64
	desired   *mapping.Desired // of its own: the worker's is overwritten by the next row; nil where nobody needs it
	phoneless bool
	nameless  bool
	values    []sharedValue
	errors    []mapping.FieldError
	warnings  []mapping.FieldError
	content   uint64 // of a row that is rejected without a key
	reason    string // of a skip
}

// rowMapper decides rows by the mapping and the state. It belongs to one goroutine.
type rowMapper struct {
	worker  *mapping.Worker
	state   store.Snapshot // nil: there is none
	records int            // that the state has
	options policy.Options
	keep    bool // every contact is kept, for the spool
	counts  *workerCounts
	keys    *keys
	people  *people
	former  *formerKeys // nil: the source has had no other keys
	// unmapped are the known keys that are compared even if their row did not change.
	unmapped map[string]bool

	values  []sharedValue  // of the batch
	lookup  []string       // keys of the batch
	found   []store.Hashes // what the state knows of them
	sampled int            // rows kept for the samples of a dry run
}

// newRowMapper returns a mapper of the rows of an input. Without a state the snapshot is nil.
func (p *planner) newRowMapper(input int, state store.Snapshot, counts *workerCounts) (*rowMapper, error) {
	m := &rowMapper{
		worker: p.inputs[input].Mapper.Worker(), state: state, options: p.Options, keep: p.plan.tasks != nil || p.plan.trial != nil,
		counts: counts, keys: p.keys, people: p.people, former: p.formerKeys(input), unmapped: p.unmapped,
	}
	if state == nil {
		return m, nil
	}
	var err error
	m.records, err = state.Len()
	return m, err
}

// work maps batches, those that wait together, until there are no more.
func (m *rowMapper) work(work <-chan *batch, together int) error {
	for b := range work {
		batches := waiting(b, work, together)
		err := m.batches(batches)
		for _, b := range batches {
			b.done <- err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// waiting returns a batch and those that wait already, at most n.
func waiting(first *batch, work <-chan *batch, n int) []*batch {
	batches := []*batch{first}
	for len(batches) < n {
		select {
		case b, ok := <-work:
			if !ok {
				return batches
			}
			batches = append(batches, b)
		default:
			return batches
		}
	}
	return batches
}

// batches maps the rows of some batches.
func (m *rowMapper) batches(list []*batch) error {
	for _, b := range list {
		b.mapped = slices.Grow(b.mapped[:0], len(b.rows))[:len(b.rows)]
		clear(b.mapped)
	}
	if m.records > 0 {
		if err := m.lookUp(list); err != nil {
			return err
		}
	}
	for _, b := range list {
		m.values = b.values[:0]
		for i := range b.rows {
			m.row(&b.rows[i], &b.mapped[i])
		}
		b.values = m.values
	}
	return nil
}

// lookUp reads what the state knows of the keys of some batches, all together, because
// a state may be a network away.
func (m *rowMapper) lookUp(list []*batch) error {
	m.lookup = m.lookup[:0]
	for _, b := range list {
		for i := range b.rows {
			key := ""
			if b.rows[i].Err == nil {
				m.load(&b.rows[i])
				key, _ = m.worker.Key() // a key with a problem is reported by Map
				b.mapped[i].raw = m.worker.Hash()
			}
			m.lookup = append(m.lookup, key)
		}
	}
	m.found = slices.Grow(m.found[:0], len(m.lookup))[:len(m.lookup)]
	if err := m.state.Hashes(m.lookup, m.found); err != nil {
		return err
	}
	at := 0
	for _, b := range list {
		for i := range b.mapped {
			b.mapped[i].key, b.mapped[i].known = m.lookup[at], m.found[at]
			if m.unmapped[m.lookup[at]] {
				b.mapped[i].known.Raw, b.mapped[i].known.Desired = 0, 0
			}
			at++
		}
	}
	return m.lookUpFormer(list)
}

// lookUpFormer finds the contacts that the state knows under the keys which their rows had
// before.
func (m *rowMapper) lookUpFormer(list []*batch) error {
	if m.former == nil {
		return nil
	}
	var unknown []rowOfFormer
	for _, b := range list {
		for i := range b.mapped {
			if out := &b.mapped[i]; out.key != "" && (!out.known.Known || out.known.Definition != m.former.number) {
				unknown = append(unknown, rowOfFormer{toMap(&b.rows[i]), out.key, out})
			}
		}
	}
	return m.former.find(m.state, unknown)
}

func (m *rowMapper) load(r *rows.Row) { m.worker.Load(toMap(r)) }

// toMap returns a row as the mapping takes it.
func toMap(r *rows.Row) mapping.Row {
	return mapping.Row{Cells: r.Cells, JSON: r.JSON, Unread: r.Unread, Key: r.Key}
}

// row maps a row, where its cells are not those of the last write.
func (m *rowMapper) row(r *rows.Row, out *mappedRow) {
	if r.Err != nil {
		out.verb, out.content = decide.Reject, store.UnkeyedRow(r.Raw)
		out.errors = []mapping.FieldError{{Kind: "row-unreadable", Message: r.Err.Message()}}
		return
	}
	m.load(r)
	m.counts.count(r.Cells, m.worker.Cells())
	if out.known.Known && out.known.Raw == out.raw && !m.options.Recheck && r.Unread == nil {
		out.verb, out.hash = decide.Unchanged, m.keys.hash(out.key)
		if !out.known.Gone {
			return
		}
		if !m.options.Recreate {
			out.verb, out.reason = decide.ByState(m.stateOf(out.known), out.known.Desired, false, m.options)
			return
		}
	}
	if m.hashes() {
		out.raw = m.worker.Hash()
	}
	mapped := m.worker.Map()
	if out.key = mapped.Key; out.key != "" {
		out.hash = m.keys.hash(out.key)
	}
	if len(mapped.Errors)+len(mapped.Warnings) > 0 {
		out.errors, out.warnings = slices.Clone(mapped.Errors), slices.Clone(mapped.Warnings)
	}
	switch {
	case mapped.Skip:
		out.verb, out.reason = decide.Skip, mapped.Reason
	case len(mapped.Errors) > 0:
		out.verb = decide.Reject
		if out.key == "" {
			out.content = store.UnkeyedRow(m.worker.Cells()...)
		}
	default:
		m.contact(&mapped.Desired, out)
	}
}

// contact decides about a row that became a contact.
func (m *rowMapper) contact(d *mapping.Desired, out *mappedRow) {
	if m.hashes() {
		out.want = d.Hash()
	}
	out.phoneless, out.nameless = phoneless(d), nameless(d)
	if out.taken {
		out.verb, out.errors = decide.Reject, takenKey(out.key)
		return
	}
	state := m.stateOf(out.known)
	state.Moves = out.moves()
	out.verb, out.reason = decide.ByState(state, out.want, false, m.options)
	if out.verb.Writes() {
		at := len(m.values)
		m.values = m.people.appendValues(m.values, d)
		out.values = m.values[at:len(m.values):len(m.values)]
	}
	if m.keep || out.verb.Writes() && m.sampled < sampleSize {
		m.sampled++
		clone := d.Clone()
		out.desired = &clone
	}
}

func (m *rowMapper) stateOf(known store.Hashes) decide.State {
	return decide.State{Readable: m.state != nil, Records: m.records, Known: known}
}

// hashes reports whether the hashes of a row are needed: to compare with records,
// or to make them. A dry run without a state saves a fifth of its time.
func (m *rowMapper) hashes() bool { return m.state != nil || !m.options.DryRun }
