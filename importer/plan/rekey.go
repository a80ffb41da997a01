package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// A source may have had other keys: --rekey changes their definition. Records that are
// still by an earlier one are found by the key that a row had then, and their contacts
// move to the new key as they are written. Until each has moved the state holds keys of
// both kinds; a record knows its own (docs/adr/0020-keys-move.md).

// rekey is what a plan knows of the key definitions of its source.
type rekey struct {
	source  store.Source // with the plan's definition
	number  int          // of that
	changed bool         // by this run
	// renamed: the definition before cannot be computed from the input. If the keys
	// that it made are those of the new one, as in a column that was renamed, they stay.
	renamed bool
	was     string
	former  [][]former   // by input
	blind   map[int]bool // definitions that an input cannot compute

	claims   *keys             // former keys of the rows; nil where there is no earlier definition
	disputes map[uint64]*group // by the hash of a former key: rows that all had it
	disputed map[string]bool   // keys of the rows that were kept before that was known
	found    int               // rows whose contact was found
	other    int               // rows whose key was found with another contact
	unsure   int               // rows that were rejected, and whose former key could not be told
}

// former makes the keys of an input by an earlier definition.
type former struct {
	number int
	mapper *mapping.Mapper
}

// define compares the plan's key definition with those that the source has had.
func (p *planner) define(src store.Source, known bool) error {
	k, def := &p.rekey, p.plan.KeyDefinition
	k.source = src
	defer func() { k.number = k.source.Number() }()
	if !known || src.KeyDefinition == "" {
		k.source.Rename(def)
		return nil
	}
	if k.changed = src.KeyDefinition != def; k.changed {
		if !p.Options.Rekey {
			return &KeyError{Source: p.Source, Was: src.KeyDefinition, Is: def}
		}
		k.was = src.KeyDefinition
		switch computed, lacking, err := p.computes(src.KeyDefinition); {
		case computed > 0 && lacking != "":
			return event.Stopf(event.StopTurnover, err, "%s: the keys so far, %s, cannot be computed there: %v; nothing was written. Import the files one by one", lacking, src.KeyDefinition, err)
		case computed == 0 && !slices.Contains(src.Definitions, def):
			k.renamed = true
			k.source.Rename(def)
		case !k.source.Redefine(def):
			return event.Stopf(event.StopTurnover, nil, "the keys of source %q were changed too often: import under a new --source", p.Source)
		}
	}
	if len(k.source.Definitions) < 2 {
		return nil
	}
	k.claims, k.disputes, k.disputed, k.blind = newKeys(), map[uint64]*group{}, map[string]bool{}, map[int]bool{}
	k.former = make([][]former, len(p.inputs))
	for number, d := range k.source.Definitions {
		for i, in := range p.inputs {
			if d == def {
				continue
			}
			if mapper, err := in.Mapper.ByKey(d); err == nil {
				k.former[i] = append(k.former[i], former{number, mapper})
			} else {
				k.blind[number] = true
			}
		}
	}
	return nil
}

// computes returns how many inputs can compute keys by a definition, one that cannot, and why.
func (p *planner) computes(definition string) (computed int, lacking string, why error) {
	for _, in := range p.inputs {
		if _, err := in.Mapper.ByKey(definition); err != nil {
			lacking, why = in.Name, err
		} else {
			computed++
		}
	}
	return computed, lacking, why
}

// formerKeys finds the contacts of rows under the keys that they had before. It belongs to
// one goroutine.
type formerKeys struct {
	number  int // of the present definition
	workers []formerWorker
}

type formerWorker struct {
	number int
	worker *mapping.Worker
}

// formerKeys returns those of an input, nil if the source has had no other keys.
func (p *planner) formerKeys(input int) *formerKeys {
	if p.rekey.claims == nil {
		return nil
	}
	f := &formerKeys{number: p.rekey.number}
	for _, d := range p.rekey.former[input] {
		f.workers = append(f.workers, formerWorker{d.number, d.mapper.Worker()})
	}
	return f
}

// key returns the key of a row by an earlier definition, "" if it has none.
func (f *formerKeys) key(number int, r mapping.Row) string {
	for _, w := range f.workers {
		if w.number == number {
			return w.key(r)
		}
	}
	return ""
}

func (w formerWorker) key(r mapping.Row) string {
	r.Key = ""
	w.worker.Load(r)
	key, _ := w.worker.Key() // a problem: the row has no such key
	return key
}

// rowOfFormer is a row whose key the state does not know by the present definition.
type rowOfFormer struct {
	row mapping.Row
	key string
	out *mappedRow
}

// find finds the contacts of some rows by the definitions before the present one.
func (f *formerKeys) find(state store.Snapshot, list []rowOfFormer) error {
	var keys []string
	var of []*mappedRow
	var numbers []int
	for _, r := range list {
		if known := r.out.known; known.Known {
			if f.key(known.Definition, r.row) == r.key {
				r.out.from = r.key // one key by both definitions
				continue
			}
			r.out.known, r.out.taken = store.Hashes{}, true
		}
		for _, w := range f.workers {
			if key := w.key(r.row); key != "" && key != r.key {
				keys, of, numbers = append(keys, key), append(of, r.out), append(numbers, w.number)
			}
		}
	}
	found := make([]store.Hashes, len(keys))
	if len(keys) == 0 {
		return nil
	}
	if err := state.Hashes(keys, found); err != nil {
		return err
	}
	for i, h := range found {
		out := of[i]
		rebuilt := h.Raw == 0 && h.Desired == 0 // from Quo, which does not know by which definition a key is
		if !h.Known || h.Definition != numbers[i] && !rebuilt || out.from != "" {
			continue
		}
		if out.from = keys[i]; !out.taken {
			out.known = h
			out.known.Raw = 0 // it is written whatever its cells say
		}
	}
	return nil
}

// moves reports whether the contact of a row moves to the row's key.
func (m *mappedRow) moves() bool { return m.from != "" && m.from != m.key && !m.taken }

// takenKey is why a row is not imported whose key is the former one of another row.
func takenKey(key string) []mapping.FieldError {
	return keyError(key, "key-taken", "is the key that another contact has from before the keys were changed: import again when that one has moved, or write the new keys with a prefix, as in key: {expr: '\"new-\" + ID'}")
}

// claim notes the former key of a row, and reports whether other rows had it, too: then
// which of them has the contact cannot be known.
func (p *planner) claim(b *batch, i int) (disputed bool) {
	k, m := &p.rekey, &b.mapped[i]
	if k.renamed && m.known.Known && m.want != 0 {
		if m.known.Desired == m.want {
			k.found++
		} else {
			k.other++
		}
	}
	if k.claims == nil || m.key == "" {
		return false
	}
	if m.from == "" {
		switch {
		case m.known.Known:
			k.found++
		case m.verb == decide.Reject:
			k.unsure++
		}
		return false
	}
	k.found++
	at, hash := placeOf(b.input, b.rows[i].Pos), k.claims.hash(m.from)
	e, seen := k.claims.add(hash, at, m.verb)
	first := place{e.input, e.line}
	switch {
	case !seen, !m.moves(), m.verb == decide.Reject, m.verb == decide.Skip:
		return false
	case e.verb == decide.Skip: // that row is left out: this one moves
		e.input, e.line, e.verb = at.input, at.line, m.verb
		return false
	}
	if g := p.groups[m.hash]; g != nil && slices.Contains(g.members, first) {
		return false // rows with one key, now as before
	}
	g := k.disputes[hash]
	if g == nil {
		g = &group{members: []place{first}, first: e.verb}
		k.disputes[hash] = g
	}
	g.members = append(g.members, at)
	return true
}

// dispute rejects a row whose former key other rows had, too.
func (r *resolver) dispute(g *group, t *Task, at place) {
	p := r.planner
	if at == g.members[0] {
		if g.first == decide.Reject {
			return // for a reason of its own
		}
		if e := p.keys.get(p.keys.hash(t.Key)); e != nil && e.verb == decide.BeyondLimit {
			g.first = e.verb
		}
		p.uncount(g.first, t)
		p.rekey.disputed[t.Key] = true
	}
	other := g.other(at)
	p.rejectKey(t, "key-shared", fmt.Sprintf("had the key of %s before the keys were changed, %q: which of them is its contact cannot be known; import the right one alone first, then both",
		other.name(p.inputs, t.Row.Input), t.From))
}

// formerOf finds the contact of a row of the second pass.
func (r *resolver) formerOf(ctx context.Context, row rows.Row, key string) (out mappedRow, err error) {
	if r.former == nil {
		return out, nil
	}
	err = r.planner.plan.view(ctx, func(s store.Snapshot) error {
		var h [1]store.Hashes
		if err := s.Hashes([]string{key}, h[:]); err != nil {
			return err
		}
		out.key, out.known = key, h[0]
		if h[0].Known && h[0].Definition == r.former.number {
			return nil
		}
		return r.former.find(s, []rowOfFormer{{toMap(&row), key, &out}})
	})
	return out, err
}

// inInput reports whether a row of the input has the contact of a record.
func (p *planner) inInput(r *store.KeyRecord) bool {
	k := &p.rekey
	if k.claims == nil || r.Record.Definition == k.number {
		return p.keys.has(r.Key)
	}
	return k.claims.has(r.Key) || k.blind[r.Record.Definition]
}

// guardKeys refuses a change of keys by which nearly nobody was found: everybody would be
// created again.
func (p *planner) guardKeys() *event.StopError {
	k, plan := &p.rekey, p.plan
	if !k.changed || p.Options.AcceptNewKeys || plan.Records == 0 || plan.Counts.Created+k.other == 0 {
		return nil
	}
	const wayOut = "Nothing was written; import a file that has both the old key and the new one, or pass --accept-new-keys if the old keys are worth nothing and these rows are to be created"
	if k.renamed && (k.found == 0 || k.found < k.other) {
		_, _, why := p.computes(k.was)
		return event.Stopf(event.StopTurnover, why, "the keys so far, %s, cannot be computed from this input (%v), and the new ones, %s, are not the same under another name: which row is which of the %d known contacts cannot be known. %s", k.was, why, plan.KeyDefinition, plan.Records, wayOut)
	}
	if !k.renamed && k.found == 0 {
		because := ""
		if _, _, why := p.computes(k.was); why != nil {
			because = " (" + why.Error() + ")"
		}
		return event.Stopf(event.StopTurnover, nil, "no row has one of the %d known keys, by %s%s: which row is which contact cannot be known. %s", plan.Records, k.was, because, wayOut)
	}
	return nil
}

// noticeKeys says how many keys move, and which contacts cannot be found any more.
func (p *planner) noticeKeys(ctx context.Context) error {
	k, plan := &p.rekey, p.plan
	switch {
	case plan.Moves == 1:
		plan.Notices = append(plan.Notices, event.Notice{Kind: "keys-move", Text: fmt.Sprintf("1 key moves: %s", plan.moved[0])})
	case plan.Moves > 1:
		plan.Notices = append(plan.Notices, event.Notice{Kind: "keys-move", Text: fmt.Sprintf("%d keys move (%s)", plan.Moves, examples(plan.moved))})
	}
	if len(k.blind) == 0 || plan.Counts.Created == 0 {
		return nil
	}
	n := 0
	err := plan.eachRecord(ctx, func(r *store.KeyRecord) {
		if k.blind[r.Record.Definition] {
			n++
		}
	})
	plan.notice("former-keys", n, "%d known contacts have keys of an earlier definition, which this input cannot compute: if one of them is among the new rows, it is created beside its contact; keep the column of the old key in the file")
	return err
}

// Pin writes the plan's key definition and fields into what is pinned for its source.
func (p *Plan) Pin(src *store.Source) {
	src.KeyDefinition, src.Definitions, src.Slots = p.pinned.KeyDefinition, p.pinned.Definitions, p.slotsOf(src.Slots)
}

// Rekeys returns the key definitions before and since a run that changes them; "" for
// others.
func (p *Plan) Rekeys() (was, is string) {
	if p.keyWas == "" {
		return "", ""
	}
	return p.keyWas, p.KeyDefinition
}

// Definition is the number of the key definition, for new records.
func (p *Plan) Definition() int { return p.definition }
