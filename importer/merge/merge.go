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

	Overwrite bool // the file wins over values changed or removed in Quo
	// Heal: the contact is ours, but what we wrote there is not known, because
	// the state was lost. Items that row and contact share are ours again.
	Heal bool
	// Clear: what we wrote into fields that are not among Mapped is cleared.
	Clear  bool
	Mapped []mapping.Target // what the mapping feeds; only Clear needs it
}

// Result is what a merge comes to.
type Result struct {
	Target quo.Contact // what to send, whole
	Drifts []Drift

	key    string
	before *quo.Contact
	ours   store.Base // entries of values of Target that we write
	kept   store.Base // entries that were ours before
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
	if in.Clear {
		m.clear()
	}
	return Result{Target: m.target, Drifts: m.drifts, key: in.Key, before: in.Remote, ours: m.ours, kept: append(m.kept, m.undecided()...)}
}

// New returns what a contact that Quo does not have yet is created as.
func New(key string, desired *mapping.Desired) Result {
	return Merge(Input{Key: key, Desired: desired, Remote: &quo.Contact{}, Overwrite: true, Heal: true})
}

// merger is one merge on its way.
type merger struct {
	Input
	target  quo.Contact
	ours    store.Base
	kept    store.Base // entries of decided fields that were ours before
	drifts  []Drift
	decided map[uint32]bool // base fields that this merge decides
}

// side is where a value comes from.
type side int

const (
	same side = iota // both have it already, in whatever form
	fromFile
	fromQuo
)

// choose decides between the file's and Quo's version of one thing that can have
// one value. wrote is the entry of what we wrote there, if known. Quo's value is as
// we left it in the form that was sent and in the form that its answer showed.
func (m *merger) choose(wrote pair, file, remote uint64, known, remoteBlank bool) (from side, drift, both bool) {
	switch {
	case file == remote, known && wrote.sent == file && wrote.shown == remote:
		return same, false, false
	case !known && remoteBlank:
		return fromFile, false, false
	case !known || wrote.sent == file:
		if m.Overwrite {
			return fromFile, true, false
		}
		return fromQuo, true, false
	case wrote.sent == remote || wrote.shown == remote:
		return fromFile, false, false
	}
	return fromFile, true, true
}

// pair is the two hashes of a value or label: as it was sent, as the answer showed it.
type pair struct{ sent, shown uint64 }

func (m *merger) scalar(s mapping.Scalar) {
	file, have := quo.Canonical(s.Field, s.Value), quo.Canonical(s.Field, m.target.Text(s.Field))
	id := store.FieldHash(string(s.Field), "")
	fileHash := store.ValueHash(m.Key, file)
	wrote, known := m.Base.Scalar(id)
	if s.StandIn && m.named(wrote, known, have) {
		return // the contact has a name of its own
	}
	haveHash := store.ValueHash(m.Key, have)
	if !known && tidied(s.Field, file) == tidied(s.Field, have) {
		haveHash = fileHash
	}
	from, drift, both := m.choose(pair{wrote.Value, wrote.Shown}, fileHash, haveHash, known, have == "")
	if drift {
		m.drifts = append(m.drifts, Drift{
			Field: s.Field, File: s.Value, Quo: m.target.Text(s.Field), Kept: from == fromQuo, Both: both,
		})
	}
	switch from {
	case fromQuo:
		return // and what we wrote last stays what we wrote last
	case fromFile:
		m.target.SetText(s.Field, s.Value, s.Custom)
	}
	m.decided[id] = true
	if from == same && known && wrote.Value == fileHash {
		m.kept = append(m.kept, wrote)
		return
	}
	m.ours = append(m.ours, store.Entry{Field: id, Value: fileHash, Shown: store.ValueHash(m.Key, quo.Canonical(s.Field, m.target.Text(s.Field)))})
}

// named reports whether the contact has a name that we did not put there: a
// stand-in for a missing name must not replace it.
func (m *merger) named(wrote store.Entry, known bool, firstName string) bool {
	if firstName == "" {
		return m.target.LastName != "" && !known
	}
	return !known || !wrote.Holds(store.ValueHash(m.Key, firstName))
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

// clear removes what we wrote into fields that the mapping no longer feeds, and forgets
// it. Values that somebody changed since stay.
func (m *merger) clear() {
	mapped, fed := map[quo.Field]bool{}, map[uint32]bool{}
	for _, t := range m.Mapped {
		mapped[t.Field] = true
		fed[store.FieldHash(string(t.Field), t.Slot)], fed[store.SeenField(string(t.Field), t.Slot)] = true, true
	}
	for _, f := range fieldsOf(&m.target) {
		if mapped[f] {
			continue
		}
		if e, ours := m.Base.Scalar(store.FieldHash(string(f), "")); ours {
			if e.Holds(store.ValueHash(m.Key, quo.Canonical(f, m.target.Text(f)))) {
				m.target.SetText(f, "", nil)
			}
		}
		m.clearList(f)
	}
	for _, e := range m.Base {
		if !fed[e.Field] {
			m.decided[e.Field] = true
		}
	}
}

// fieldsOf are the fields of a contact, default and custom.
func fieldsOf(c *quo.Contact) []quo.Field {
	fields := append(quo.ScalarFields(), quo.ListFields()...)
	for _, v := range c.Custom {
		fields = append(fields, quo.Custom(v.Key))
	}
	return fields
}
