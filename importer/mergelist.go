package importer

import (
	"slices"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

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
	var def *quo.CustomField
	for _, s := range slots {
		def = s.Custom
	}
	if !slices.Equal(out, m.target.List(field)) {
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
