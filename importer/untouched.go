package importer

import (
	"slices"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// untouched says whether the contact is still as the run left it. Its updatedAt
// is that of our answer; where the server moved it without a change, or gives
// none, the values decide.
func (v *reversal) untouched(before *quo.Contact) bool {
	rec := &v.j.rec
	if !rec.UpdatedAt.IsZero() && v.remote.UpdatedAt.Equal(rec.UpdatedAt) {
		return true
	}
	var was store.Base
	if v.entry.Previous != nil {
		was = v.entry.Previous.Base
	}
	w := written{key: v.j.key, base: rec.Base, was: was, before: before, now: v.remote}
	return w.nobodyElse()
}

// written compares a contact with what a run made of it. Of the values that we
// wrote the state has only hashes, of the rest the pre-image has the values.
type written struct {
	key         string
	base, was   store.Base // what was ours after the run, and before it
	before, now *quo.Contact
}

// nobodyElse says whether every difference between before and now is the run's.
// In doubt it says no: then the contact is left alone and named.
func (w *written) nobodyElse() bool {
	if w.now.ExternalID != w.key {
		return false
	}
	for _, f := range scalarFields() {
		if !w.scalar(f) {
			return false
		}
	}
	for _, f := range []quo.Field{quo.PhoneNumbers, quo.Emails} {
		if !w.list(f) {
			return false
		}
	}
	for _, value := range slices.Concat(w.before.Custom, w.now.Custom) {
		f := quo.Custom(value.Key)
		if value.Type == quo.MultiSelect && !w.list(f) || value.Type != quo.MultiSelect && !w.scalar(f) {
			return false
		}
	}
	return w.held()
}

// scalar: as it was before, or what we wrote there.
func (w *written) scalar(f quo.Field) bool {
	now := quo.Canonical(f, w.now.Text(f))
	if now == quo.Canonical(f, w.before.Text(f)) {
		return true
	}
	wrote, ours := w.base.Scalar(store.FieldHash(string(f), ""))
	return ours && wrote == store.ValueHash(w.key, now)
}

// list: every item was there before or is ours, with the label that either
// side gave it; every item that is not there any more was ours.
func (w *written) list(f quo.Field) bool {
	labels := map[string][]uint32{}
	for _, item := range w.before.List(f) {
		canon := quo.Canonical(f, item.Value)
		labels[canon] = append(labels[canon], store.LabelHash(item.Name))
	}
	kept := map[string]bool{}
	for _, item := range w.now.List(f) {
		canon := quo.Canonical(f, item.Value)
		kept[canon] = true
		allowed := append(labels[canon], w.labels(w.base, canon)...)
		if !slices.Contains(allowed, store.LabelHash(item.Name)) {
			return false
		}
	}
	for canon := range labels {
		if !kept[canon] && canon != "" && len(w.labels(w.was, canon)) == 0 {
			return false
		}
	}
	return true
}

// labels are those that a base has for a value, in whatever slot; none where
// the value is not in it.
func (w *written) labels(base store.Base, canon string) []uint32 {
	var labels []uint32
	for _, e := range base {
		if e.Value == store.ValueHash(w.key, canon) {
			labels = append(labels, e.Label)
		}
	}
	return labels
}

// held: nothing that we wrote is missing now, unless it was missing already.
func (w *written) held() bool {
	held := heldBy(w.base, w.key, w.now)
	there := heldBy(w.was, w.key, w.before)
	for _, e := range w.base {
		if !slices.Contains(held, e) && (!slices.Contains(w.was, e) || slices.Contains(there, e)) {
			return false
		}
	}
	return true
}

// scalarFields are the default fields that hold one value.
func scalarFields() []quo.Field {
	return []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.SourceURL}
}
