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
