package merge

import (
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Drift is a value on which the file and Quo disagree although the file alone
// did not bring the change: somebody changed it in Quo.
type Drift struct {
	Field quo.Field
	File  string // what the file says
	Quo   string // what Quo had
	Kept  bool   // Quo's value stays; false: the file's was written
	Both  bool   // both sides changed since our last write: a conflict
}

// Input is what one merge starts from.
type Input struct {
	Key     string // salts the hashes of Base
	Base    store.Base
	Desired *mapping.Desired
	Remote  *quo.Contact

	Overwrite bool // the file wins over values changed in Quo
	// Heal: the contact is ours, but what we wrote there is not known, because
	// the state was lost. Items that row and contact share are ours again.
	Heal bool
}

// Result is what a merge comes to.
type Result struct {
	Target quo.Contact // what to send, whole
	Drifts []Drift

	ours []owned    // values of Target that become base
	kept store.Base // entries of fields that the row does not decide
}

// owned is a value of the target that is ours: it becomes base once the answer
// shows it.
type owned struct {
	field quo.Field
	value string // canonical
	entry store.Entry
}

// Merge combines the three versions. The same input gives the same result.
func Merge(in Input) Result {
	m := merger{Input: in, target: in.Remote.Clone(), decided: map[uint32]bool{}}
	for _, s := range in.Desired.Scalars {
		m.scalar(s)
	}
	for _, slots := range byField(in.Desired.Slots) {
		m.list(slots[0].Field, slots)
	}
	return Result{Target: m.target, Drifts: m.drifts, ours: m.ours, kept: m.undecided()}
}

// New returns what a contact that Quo does not have yet is created as.
func New(key string, desired *mapping.Desired) Result {
	return Merge(Input{Key: key, Desired: desired, Remote: &quo.Contact{}, Overwrite: true, Heal: true})
}

// Confirm returns the base after a write: the values of ours that the answer
// shows, and what the row left undecided.
func (r *Result) Confirm(answer *quo.Contact) store.Base {
	base := append(store.Base(nil), r.kept...)
	for _, o := range r.ours {
		if holds(answer, o.field, o.value) {
			base = append(base, o.entry)
		}
	}
	base.Sort()
	return base
}

// holds reports whether a contact has a value, in any kind of field.
func holds(c *quo.Contact, field quo.Field, canonical string) bool {
	if quo.Canonical(field, c.Text(field)) == canonical {
		return true
	}
	for _, item := range c.List(field) {
		if quo.Canonical(field, item.Value) == canonical {
			return true
		}
	}
	return false
}

// merger is one merge on its way.
type merger struct {
	Input
	target  quo.Contact
	ours    []owned
	drifts  []Drift
	decided map[uint32]bool // base fields that this merge decides anew
}

// side is where a value comes from.
type side int

const (
	fromFile side = iota
	fromQuo
)

// choose decides between the file's and Quo's version of one thing that can have
// one value. wrote is what we wrote there, if known.
func (m *merger) choose(wrote, file, remote uint64, known, remoteBlank bool) (from side, drift, both bool) {
	switch {
	case file == remote:
		return fromFile, false, false
	case !known && remoteBlank:
		return fromFile, false, false
	case !known || wrote == file:
		if m.Overwrite {
			return fromFile, true, false
		}
		return fromQuo, true, false
	case wrote == remote:
		return fromFile, false, false
	}
	return fromFile, true, true
}

func (m *merger) scalar(s mapping.Scalar) {
	file, have := quo.Canonical(s.Field, s.Value), quo.Canonical(s.Field, m.target.Text(s.Field))
	id := store.FieldHash(string(s.Field), "")
	fileHash := store.ValueHash(m.Key, file)
	wrote, known := m.Base.Scalar(id)
	if s.StandIn && m.named(wrote.Value, known, have) {
		return // the contact has a name of its own
	}
	from, drift, both := m.choose(wrote.Value, fileHash, store.ValueHash(m.Key, have), known, have == "")
	if drift {
		m.drifts = append(m.drifts, Drift{
			Field: s.Field, File: s.Value, Quo: m.target.Text(s.Field), Kept: from == fromQuo, Both: both,
		})
	}
	if from == fromQuo {
		return // and what we wrote last stays what we wrote last
	}
	m.decided[id] = true
	if file != have {
		m.target.SetText(s.Field, s.Value, s.Custom)
	}
	m.ours = append(m.ours, owned{s.Field, file, store.Entry{Field: id, Value: fileHash, Shown: fileHash}})
}

// named reports whether the contact has a name that we did not put there: a
// stand-in for a missing name must not replace it.
func (m *merger) named(wrote uint64, known bool, firstName string) bool {
	if firstName == "" {
		return m.target.LastName != "" && !known
	}
	return !known || wrote != store.ValueHash(m.Key, firstName)
}

// undecided returns what we wrote in fields that the row does not decide.
func (m *merger) undecided() store.Base {
	var kept store.Base
	for _, e := range m.Base {
		if !m.decided[e.Field] {
			kept = append(kept, e)
		}
	}
	return kept
}
