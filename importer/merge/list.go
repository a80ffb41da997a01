package merge

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// lister merges the slots that feed one list.
type lister struct {
	*merger
	field quo.Field
	want  []wanted
	index map[string]int // tidied value → its place in want
	shown map[uint64]int // the form in which Quo shows a value of want → its place
	keep  map[uint32]bool
	other map[uint32]bool // fields and slots of other lists
}

// wanted is an item that the file holds, with the slot it comes from.
type wanted struct {
	item      quo.Item
	canonical string
	slot      uint32
	seen      uint32 // store.SeenField of the slot
	found     bool
}

// list merges the slots that feed one list. Items of other people stay, in their
// order; items of ours that no slot has any more go, also those of a slot that the
// mapping no longer has. What somebody removed in Quo does not come back by itself.
func (m *merger) list(field quo.Field, slots []mapping.Slot) {
	l := m.newLister(field, slots)
	var out []quo.Item
	for _, have := range m.target.List(field) {
		i, wanted := l.find(have.Value)
		switch {
		case wanted && l.want[i].found: // a second one is not ours to remove
			out = append(out, have)
		case wanted:
			l.want[i].found = true
			have.Name = l.label(&l.want[i], have)
			out = append(out, have)
		case !l.wrote(quo.Canonical(field, have.Value)):
			out = append(out, have)
		}
	}
	for i := range l.want {
		w := &l.want[i]
		if w.found || l.removed(w) {
			continue
		}
		out = append(out, w.item)
		l.own(w, w.item.Value, w.item.Name)
	}
	l.keepRest()
	l.dropOrphans()
	if !slices.Equal(out, m.target.List(field)) {
		m.target.SetList(field, out, slots[len(slots)-1].Custom)
	}
}

func (m *merger) newLister(field quo.Field, slots []mapping.Slot) *lister {
	l := &lister{
		merger: m, field: field, index: map[string]int{}, shown: map[uint64]int{},
		keep: map[uint32]bool{}, other: m.fieldsBut(field),
	}
	for _, s := range slots {
		id := store.FieldHash(string(field), s.Name)
		l.keep[id] = s.Keep
		if s.Keep && len(s.Items) == 0 {
			continue
		}
		seen := store.SeenField(string(field), s.Name)
		m.decided[id], m.decided[seen] = true, true
		for _, item := range s.Items {
			canonical := quo.Canonical(field, item.Value)
			if _, again := l.index[tidied(field, canonical)]; !again {
				l.index[tidied(field, canonical)] = len(l.want)
				l.want = append(l.want, wanted{item: item, canonical: canonical, slot: id, seen: seen})
			}
		}
	}
	for i := range l.want {
		value := store.ValueHash(m.Key, l.want[i].canonical)
		for _, e := range l.entries() {
			if e.Value == value {
				l.shown[e.Shown] = i
			}
		}
	}
	return l
}

// fieldsBut are the base fields of everything but one list: of the scalars, and of
// the other lists of the row.
func (m *merger) fieldsBut(list quo.Field) map[uint32]bool {
	fields := map[uint32]bool{}
	for _, f := range fieldsOf(&m.target) {
		fields[store.FieldHash(string(f), "")] = true
	}
	for _, s := range m.Desired.Scalars {
		fields[store.FieldHash(string(s.Field), "")] = true
	}
	for _, s := range m.Desired.Slots {
		if s.Field != list {
			fields[store.FieldHash(string(s.Field), s.Name)] = true
		}
	}
	return fields
}

// tidied is a value without what a server may tidy and nobody would call a difference:
// repeated spaces, and the case of an email. Two values of a list are the same if they
// are the same so.
func tidied(field quo.Field, canonical string) string {
	canonical = strings.Join(strings.Fields(canonical), " ")
	if field == quo.Emails {
		return strings.ToLower(canonical)
	}
	return canonical
}

// entries are those of this list: of its slots, and of slots that the mapping no
// longer has, which may be of this list.
func (l *lister) entries() []store.Entry {
	var list []store.Entry
	for _, e := range l.Base {
		if !l.other[e.Field] {
			list = append(list, e)
		}
	}
	return list
}

// find returns the wanted item that a value in Quo is, in whatever form.
func (l *lister) find(value string) (int, bool) {
	canonical := quo.Canonical(l.field, value)
	if i, ok := l.index[tidied(l.field, canonical)]; ok {
		return i, true
	}
	i, ok := l.shown[store.ValueHash(l.Key, canonical)]
	return i, ok
}

// wrote reports whether a value in Quo was put there by us, and by no slot that this
// row leaves alone.
func (l *lister) wrote(canonical string) bool {
	value, wrote := store.ValueHash(l.Key, canonical), false
	for _, e := range l.entries() {
		if !e.Holds(value) {
			continue
		}
		if l.keep[e.Field] {
			return false
		}
		wrote = true
	}
	return wrote
}

// removed reports whether a value that the file has stays away, because somebody removed
// it in Quo: it was ours, or the file and Quo had it both. If the file wins it is added
// again. Either is reported.
func (l *lister) removed(w *wanted) bool {
	value, seen := store.ValueHash(l.Key, w.canonical), store.SeenHash(l.Key, w.canonical)
	for _, e := range l.entries() {
		switch e.Value {
		case value:
			e.Field = w.slot
		case seen:
			e.Field = w.seen
		default:
			continue
		}
		l.drifts = append(l.drifts, Drift{Field: l.field, File: itemText(w.item), Kept: !l.Overwrite})
		if !l.Overwrite {
			l.kept = append(l.kept, e)
		}
		return !l.Overwrite
	}
	return false
}

// label decides the name of an item that both sides have, and owns the item where we
// put it there. Of another one it is remembered that Quo had it.
func (l *lister) label(w *wanted, have quo.Item) string {
	wrote, known := l.Base.Item(w.slot, store.ValueHash(l.Key, w.canonical))
	if !known {
		name := have.Name
		if l.Overwrite && w.item.Name != "" {
			name = w.item.Name
		}
		if l.Heal || l.wrote(w.canonical) {
			l.own(w, have.Value, w.item.Name)
		} else {
			seen := store.SeenHash(l.Key, w.canonical)
			l.kept = append(l.kept, store.Entry{Field: w.seen, Value: seen, Shown: seen})
		}
		return name
	}
	file, remote := store.LabelHash(w.item.Name), store.LabelHash(have.Name)
	from, drift, both := l.choose(pair{uint64(wrote.Label), uint64(wrote.ShownLabel)}, uint64(file), uint64(remote), true, have.Name == "")
	if w.item.Name == "" {
		from, drift = fromQuo, false
	}
	if drift {
		l.drifts = append(l.drifts, Drift{
			Field: l.field, File: itemText(w.item), Quo: itemText(have), Kept: from == fromQuo, Both: both,
		})
	}
	if from != fromFile {
		wrote.Shown = store.ValueHash(l.Key, quo.Canonical(l.field, have.Value)) // it may have got another form since
		l.kept = append(l.kept, wrote)
		return have.Name
	}
	l.own(w, have.Value, w.item.Name)
	return w.item.Name
}

// own makes an item ours that the target has as value.
func (l *lister) own(w *wanted, value, label string) {
	name := store.LabelHash(label)
	l.ours = append(l.ours, store.Entry{
		Field: w.slot, Value: store.ValueHash(l.Key, w.canonical), Label: name, ShownLabel: name,
		Shown: store.ValueHash(l.Key, quo.Canonical(l.field, value)),
	})
}

// keepRest remembers what slots put there before that have values and leave the rest
// alone, because one of their values was left out.
func (l *lister) keepRest() {
	slots, values := map[uint32]bool{}, map[uint64]bool{}
	for i := range l.want {
		if w := &l.want[i]; l.keep[w.slot] {
			slots[w.slot], slots[w.seen] = true, true
			values[store.ValueHash(l.Key, w.canonical)], values[store.SeenHash(l.Key, w.canonical)] = true, true
		}
	}
	for _, e := range l.Base {
		if slots[e.Field] && !values[e.Value] {
			l.kept = append(l.kept, e)
		}
	}
}

// dropOrphans forgets the entries of slots that the mapping no longer has and whose
// value is in this list, or was: the slots of today have taken its place.
func (l *lister) dropOrphans() {
	values := map[uint64]bool{}
	for _, item := range l.target.List(l.field) {
		values[store.ValueHash(l.Key, quo.Canonical(l.field, item.Value))] = true
	}
	for i := range l.want {
		values[store.ValueHash(l.Key, l.want[i].canonical)] = true
	}
	for _, e := range l.entries() {
		if !l.keep[e.Field] && (values[e.Value] || values[e.Shown]) {
			l.decided[e.Field] = true
		}
	}
}

// clearList removes the items of ours from a list that the mapping no longer feeds.
func (m *merger) clearList(field quo.Field) {
	items := m.target.List(field)
	if len(items) == 0 {
		return
	}
	l := &lister{merger: m, field: field, other: m.fieldsBut(field)}
	out := slices.DeleteFunc(slices.Clone(items), func(i quo.Item) bool { return l.wrote(quo.Canonical(field, i.Value)) })
	if len(out) < len(items) {
		m.target.SetList(field, out, nil)
	}
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
