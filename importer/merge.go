package importer

import (
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Drift is a value that the file and Quo disagree about, although the file did
// not bring the change alone.
type Drift struct {
	Field quo.Field
	File  string // what the file says
	Quo   string // what Quo had
	Kept  bool   // Quo's value stays; false: the file's was written
	Both  bool   // both sides changed since we wrote last: a conflict
}

// merger is one three-way merge: base is what we last wrote for the key,
// desired what the file says now, remote what Quo has. It follows the table of
// docs/reliability.md ("How an update is merged").
type merger struct {
	key       string
	base      store.Base
	overwrite bool // --on-drift overwrite
	heal      bool // remote is ours, but we do not know what we wrote: equal items are ours again

	target quo.Contact
	claims []claim
	drifts []Drift
	owned  map[uint32]bool // base fields that this merge decides anew
}

// claim is a value of the target that is ours: it becomes base once the answer
// shows it.
type claim struct {
	field quo.Field
	value string // canonical
	entry store.Entry
}

// merged is what a merge comes to.
type merged struct {
	target quo.Contact
	drifts []Drift
	claims []claim
	kept   store.Base // entries of fields that the row does not decide
}

// merge is pure: the same four values give the same target. What desired does
// not hold is in the target as it is in remote.
func merge(key string, base store.Base, desired *mapping.Desired, remote *quo.Contact, overwrite, heal bool) merged {
	m := merger{
		key: key, base: base, overwrite: overwrite, heal: heal,
		target: remote.Clone(), owned: map[uint32]bool{},
	}
	for _, s := range desired.Scalars {
		m.scalar(s)
	}
	for _, slots := range byField(desired.Slots) {
		m.list(slots[0].Field, slots)
	}
	return merged{target: m.target, drifts: m.drifts, claims: m.claims, kept: m.undecided()}
}

// side is where a value comes from that the merge settles on.
type side int

const (
	takeFile side = iota
	takeQuo
)

// settle decides between the file's and Quo's value of one thing that can have
// one value. known says whether we know what we wrote there.
func (m *merger) settle(wrote, file, remote uint64, known, remoteBlank bool) (from side, drift, both bool) {
	switch {
	case file == remote:
		return takeFile, false, false
	case !known && remoteBlank:
		return takeFile, false, false
	case !known || wrote == file:
		if m.overwrite {
			return takeFile, true, false
		}
		return takeQuo, true, false
	case wrote == remote:
		return takeFile, false, false
	}
	return takeFile, true, true
}

func (m *merger) scalar(s mapping.Scalar) {
	file, have := quo.Canonical(s.Field, s.Value), quo.Canonical(s.Field, m.target.Text(s.Field))
	id := store.FieldHash(string(s.Field), "")
	fileHash := store.ValueHash(m.key, file)
	wrote, known := m.base.Scalar(id)
	if s.StandIn && m.named(wrote, known, have) {
		return // the contact has a name of its own
	}
	from, drift, both := m.settle(wrote, fileHash, store.ValueHash(m.key, have), known, have == "")
	if drift {
		m.drifts = append(m.drifts, Drift{
			Field: s.Field, File: s.Value, Quo: m.target.Text(s.Field), Kept: from == takeQuo, Both: both,
		})
	}
	if from == takeQuo {
		return // and what we wrote last stays what we wrote last
	}
	m.owned[id] = true
	if file != have {
		m.target.SetText(s.Field, s.Value, s.Custom)
	}
	m.claims = append(m.claims, claim{s.Field, file, store.Entry{Field: id, Value: fileHash}})
}

// named says whether the contact has a name that we did not put there: what
// stands in for a missing one is not to take its place.
func (m *merger) named(wrote uint64, known bool, firstName string) bool {
	if firstName == "" {
		return m.target.LastName != "" && !known
	}
	return !known || wrote != store.ValueHash(m.key, firstName)
}

// wanted is an item that the file holds, with the slot it comes from.
type wanted struct {
	item  quo.Item
	canon string
	slot  uint32
	found bool
}

func (m *merger) list(field quo.Field, slots []mapping.Slot) {
	want, index := m.wantedItems(field, slots)
	var out []quo.Item
	for _, have := range m.target.List(field) {
		canon := quo.Canonical(field, have.Value)
		if i, ok := index[canon]; ok {
			if want[i].found { // Quo has it twice: not ours to tidy
				out = append(out, have)
				continue
			}
			want[i].found = true
			have.Name = m.label(field, &want[i], have)
			out = append(out, have)
		} else if !m.ours(canon) {
			out = append(out, have)
		}
	}
	for i := range want {
		if !want[i].found {
			out = append(out, want[i].item)
			m.claimItem(field, &want[i], want[i].item.Name)
		}
	}
	var def quo.CustomField
	for _, s := range slots {
		def = s.Custom
	}
	if !sameItems(out, m.target.List(field)) {
		m.target.SetList(field, out, def)
	}
}

// wantedItems gathers what the slots hold, without repeats, and notes which
// slots are decided by this row.
func (m *merger) wantedItems(field quo.Field, slots []mapping.Slot) ([]wanted, map[string]int) {
	var want []wanted
	index := map[string]int{}
	for _, s := range slots {
		if s.Keep {
			continue
		}
		id := store.FieldHash(string(field), s.Name)
		m.owned[id] = true
		for _, item := range s.Items {
			canon := quo.Canonical(field, item.Value)
			if _, again := index[canon]; !again {
				index[canon] = len(want)
				want = append(want, wanted{item: item, canon: canon, slot: id})
			}
		}
	}
	return want, index
}

// ours says whether a value was put there by a slot that no longer has it, and
// by no slot that this row leaves alone.
func (m *merger) ours(canon string) bool {
	value, put := store.ValueHash(m.key, canon), false
	for _, e := range m.base {
		if e.Value != value {
			continue
		}
		if !m.owned[e.Field] {
			return false
		}
		put = true
	}
	return put
}

// label settles the name of an item that both sides have, and claims the item
// where we put it there.
func (m *merger) label(field quo.Field, w *wanted, have quo.Item) string {
	value := store.ValueHash(m.key, w.canon)
	wroteLabel, known := m.base.Label(w.slot, value)
	if !known {
		if m.heal || m.ours(w.canon) {
			m.claimItem(field, w, w.item.Name)
		}
		if m.overwrite && w.item.Name != "" {
			return w.item.Name
		}
		return have.Name
	}
	file, remote := store.LabelHash(w.item.Name), store.LabelHash(have.Name)
	from, drift, both := m.settle(uint64(wroteLabel), uint64(file), uint64(remote), true, have.Name == "")
	if w.item.Name == "" {
		from, drift = takeQuo, false
	}
	if drift {
		m.drifts = append(m.drifts, Drift{
			Field: field, File: w.item.Value + " (" + w.item.Name + ")", Quo: have.Value + " (" + have.Name + ")",
			Kept: from == takeQuo, Both: both,
		})
	}
	if from == takeQuo {
		m.claims = append(m.claims, claim{field, w.canon, store.Entry{Field: w.slot, Value: value, Label: wroteLabel}})
		return have.Name
	}
	m.claimItem(field, w, w.item.Name)
	return w.item.Name
}

func (m *merger) claimItem(field quo.Field, w *wanted, label string) {
	m.claims = append(m.claims, claim{field, w.canon, store.Entry{
		Field: w.slot, Value: store.ValueHash(m.key, w.canon), Label: store.LabelHash(label),
	}})
}

// undecided is what we wrote in fields that this row says nothing about.
func (m *merger) undecided() store.Base {
	var kept store.Base
	for _, e := range m.base {
		if !m.owned[e.Field] {
			kept = append(kept, e)
		}
	}
	return kept
}

// confirm is the base after a write: what is ours of the target, so far as the
// answer shows it.
func (m *merged) confirm(answer *quo.Contact) store.Base {
	base := append(store.Base(nil), m.kept...)
	for _, c := range m.claims {
		if holds(answer, c.field, c.value) {
			base = append(base, c.entry)
		}
	}
	base.Sort()
	return base
}

// holds says whether a contact has a value, in whatever kind of field.
func holds(c *quo.Contact, field quo.Field, canon string) bool {
	if quo.Canonical(field, c.Text(field)) == canon {
		return true
	}
	for _, item := range c.List(field) {
		if quo.Canonical(field, item.Value) == canon {
			return true
		}
	}
	return false
}

// byField groups slots by the list they feed, in the mapping's order.
func byField(slots []mapping.Slot) [][]mapping.Slot {
	var groups [][]mapping.Slot
	at := map[quo.Field]int{}
	for _, s := range slots {
		i, ok := at[s.Field]
		if !ok {
			i = len(groups)
			at[s.Field] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

func sameItems(a, b []quo.Item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
