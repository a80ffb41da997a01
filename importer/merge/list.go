package merge

import (
	"slices"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// wanted is an item that the file holds, with the slot it comes from.
type wanted struct {
	item      quo.Item
	canonical string
	slot      uint32
	found     bool
}

// list merges the slots that feed one list. Items of other people stay, in their
// order; items of ours that no slot has any more go.
func (m *merger) list(field quo.Field, slots []mapping.Slot) {
	want, index := m.wantedItems(field, slots)
	var out []quo.Item
	for _, have := range m.target.List(field) {
		canonical := quo.Canonical(field, have.Value)
		if i, ok := index[canonical]; ok {
			if !want[i].found { // a second one is not ours to remove
				want[i].found = true
				have.Name = m.label(field, &want[i], have)
			}
			out = append(out, have)
		} else if !m.wroteItem(canonical) {
			out = append(out, have)
		}
	}
	for i := range want {
		if !want[i].found {
			out = append(out, want[i].item)
			m.own(field, &want[i], want[i].item.Name)
		}
	}
	if !slices.Equal(out, m.target.List(field)) {
		m.target.SetList(field, out, slots[len(slots)-1].Custom)
	}
}

// wantedItems gathers what the slots hold, each value once, and notes which
// slots this row decides.
func (m *merger) wantedItems(field quo.Field, slots []mapping.Slot) ([]wanted, map[string]int) {
	var want []wanted
	index := map[string]int{}
	for _, s := range slots {
		if s.Keep {
			continue
		}
		id := store.FieldHash(string(field), s.Name)
		m.decided[id] = true
		for _, item := range s.Items {
			canonical := quo.Canonical(field, item.Value)
			if _, again := index[canonical]; !again {
				index[canonical] = len(want)
				want = append(want, wanted{item: item, canonical: canonical, slot: id})
			}
		}
	}
	return want, index
}

// wroteItem reports whether a value was put there by a slot that this row
// decides, and by no slot that it leaves alone.
func (m *merger) wroteItem(canonical string) bool {
	value, wrote := store.ValueHash(m.Key, canonical), false
	for _, e := range m.Base {
		if e.Value != value {
			continue
		}
		if !m.decided[e.Field] {
			return false
		}
		wrote = true
	}
	return wrote
}

// label decides the name of an item that both sides have, and owns the item
// where we put it there.
func (m *merger) label(field quo.Field, w *wanted, have quo.Item) string {
	value := store.ValueHash(m.Key, w.canonical)
	wrote, known := m.Base.Item(w.slot, value)
	if !known {
		if m.Heal || m.wroteItem(w.canonical) {
			m.own(field, w, w.item.Name)
		}
		if m.Overwrite && w.item.Name != "" {
			return w.item.Name
		}
		return have.Name
	}
	file, remote := store.LabelHash(w.item.Name), store.LabelHash(have.Name)
	from, drift, both := m.choose(uint64(wrote.Label), uint64(file), uint64(remote), true, have.Name == "")
	if w.item.Name == "" {
		from, drift = fromQuo, false
	}
	if drift {
		m.drifts = append(m.drifts, Drift{
			Field: field, File: itemText(w.item), Quo: itemText(have), Kept: from == fromQuo, Both: both,
		})
	}
	if from == fromQuo {
		m.ours = append(m.ours, owned{field, w.canonical, wrote})
		return have.Name
	}
	m.own(field, w, w.item.Name)
	return w.item.Name
}

func (m *merger) own(field quo.Field, w *wanted, label string) {
	value, name := store.ValueHash(m.Key, w.canonical), store.LabelHash(label)
	m.ours = append(m.ours, owned{field, w.canonical, store.Entry{Field: w.slot, Value: value, Shown: value, Label: name, ShownLabel: name}})
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
