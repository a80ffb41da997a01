package merge

import (
	"slices"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Run is what one run made of a contact. Of the values that we wrote the state
// has only hashes; of the others Before has the values.
type Run struct {
	Key           string
	Before        *quo.Contact // as it was; empty for a contact that the run created
	WasOurs, Ours store.Base   // what was ours before the run, and after it
}

// Untouched reports whether every difference between Before and now is the
// run's. In doubt it is false: the contact is then left alone.
func (r Run) Untouched(now *quo.Contact) bool {
	if now.ExternalID != r.Key {
		return false
	}
	for _, c := range []*quo.Contact{r.Before, now} {
		for _, f := range fieldsOf(c) {
			same := r.sameScalar
			if IsList(c, f) {
				same = r.sameList
			}
			if !same(f, now) {
				return false
			}
		}
	}
	return r.stillHeld(now)
}

// sameScalar reports whether a value is as it was, or what we wrote there, or was ours and
// cleared.
func (r Run) sameScalar(f quo.Field, now *quo.Contact) bool {
	value := quo.Canonical(f, now.Text(f))
	if value == quo.Canonical(f, r.Before.Text(f)) {
		return true
	}
	id := store.FieldHash(string(f), "")
	wrote, ours := r.Ours.Scalar(id)
	if _, was := r.WasOurs.Scalar(id); !ours && was {
		return value == "" // a field that is not mapped any more
	}
	return ours && wrote.Holds(store.ValueHash(r.Key, value))
}

// sameList reports whether every item was there before or is ours, with the
// label that either side gave it, and every item that is missing was ours.
func (r Run) sameList(f quo.Field, now *quo.Contact) bool {
	labels := map[string][]uint32{}
	for _, item := range r.Before.List(f) {
		canonical := quo.Canonical(f, item.Value)
		labels[canonical] = append(labels[canonical], store.LabelHash(item.Name))
	}
	kept := map[string]bool{}
	for _, item := range now.List(f) {
		canonical := quo.Canonical(f, item.Value)
		kept[canonical] = true
		allowed := append(labels[canonical], r.labels(r.Ours, canonical)...)
		if !slices.Contains(allowed, store.LabelHash(item.Name)) {
			return false
		}
	}
	for canonical := range labels {
		if !kept[canonical] && canonical != "" && len(r.labels(r.WasOurs, canonical)) == 0 {
			return false
		}
	}
	return true
}

// labels returns the labels that a base has for a value, in any slot; none where
// the base does not have the value.
func (r Run) labels(base store.Base, canonical string) []uint32 {
	var labels []uint32
	value := store.ValueHash(r.Key, canonical)
	for _, e := range base {
		if e.Holds(value) {
			labels = append(labels, e.Label, e.ShownLabel)
		}
	}
	return labels
}

// stillHeld reports whether nothing that we wrote is missing now, but for what
// was missing already, and for values that are as they were before.
func (r Run) stillHeld(now *quo.Contact) bool {
	held := Held(r.Ours, r.Key, now)
	before := Held(r.WasOurs, r.Key, r.Before)
	same := map[uint32]bool{}
	for _, f := range fieldsOf(now) {
		if value := quo.Canonical(f, now.Text(f)); value != "" && value == quo.Canonical(f, r.Before.Text(f)) {
			same[store.FieldHash(string(f), "")] = true
		}
	}
	for _, e := range r.Ours {
		if !same[e.Field] && !slices.Contains(held, e) && (!slices.Contains(r.WasOurs, e) || slices.Contains(before, e)) {
			return false
		}
	}
	return true
}
