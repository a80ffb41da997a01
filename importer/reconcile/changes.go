package reconcile

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Value is a value that we wrote and that somebody changed in Quo.
type Value struct {
	Field quo.Field
	Name  string // of a custom field, as the workspace calls it
	Slot  string // of a list: the column that feeds the value; "" for the whole list
	Sent  string // what we wrote, "" if only its hash is known
	Quo   string // what Quo has now, "" for nothing
}

// changed returns the values of a base that the contact has no longer, ours and those that
// it had before us, in the order of its fields. slots are the fields and slots that the source has ever written: of a value
// that is missing in a list the base has no more than their hash.
func changed(base store.Base, key string, c *quo.Contact, slots []store.SlotName) []Value {
	var values []Value
	held := merge.Held(base, key, c)
	for _, s := range slotsOf(c, slots) {
		f := quo.Field(s.Field)
		ours, seen := base.Values(store.FieldHash(s.Field, s.Slot)), base.Values(store.SeenField(s.Field, s.Slot))
		for _, e := range slices.Concat(ours, seen) {
			v := Value{Field: f, Slot: s.Slot}
			if custom := customValue(c, f); custom != nil {
				v.Name = custom.Name
			}
			switch {
			case isChoice(c, f) && !slices.Contains(held, e):
				v.Slot, v.Quo = "", joined(c.List(f))
			case merge.IsList(c, f) && !slices.Contains(held, e):
				v.Quo = replacement(base, e, key, c, f)
			case !merge.IsList(c, f) && !is(e, key, f, c.Text(f)):
				v.Quo = c.Text(f)
			default:
				continue
			}
			values = append(values, v)
		}
	}
	return slices.Compact(values) // two choices that are missing are one change of the field
}

// slotsOf returns the fields and slots that a contact may have, each once.
func slotsOf(c *quo.Contact, slots []store.SlotName) []store.SlotName {
	var all []store.SlotName
	for _, f := range quo.ScalarFields() {
		all = append(all, store.SlotName{Field: string(f)})
	}
	all = append(all, slots...)
	for i := range c.Custom { // a state of an older build does not have the names
		all = append(all, store.SlotName{Field: string(quo.Custom(c.Custom[i].Key))})
	}
	seen := map[store.SlotName]bool{}
	return slices.DeleteFunc(all, func(s store.SlotName) bool {
		defer func() { seen[s] = true }()
		return seen[s]
	})
}

func customValue(c *quo.Contact, f quo.Field) *quo.CustomValue {
	i := slices.IndexFunc(c.Custom, func(v quo.CustomValue) bool { return quo.Custom(v.Key) == f })
	if i < 0 {
		return nil
	}
	return &c.Custom[i]
}

// isChoice reports whether a field is a list of choices. They have no labels: which one
// took the place of another cannot be known.
func isChoice(c *quo.Contact, f quo.Field) bool {
	v := customValue(c, f)
	return v != nil && v.Type == quo.MultiSelect
}

// is reports whether an entry is of a value, in the form that was sent or shown.
func is(e store.Entry, key string, f quo.Field, value string) bool {
	return e.Holds(store.ValueHash(key, quo.Canonical(f, value)))
}

// replacement returns the value that has the label of a missing item, and is not ours; ""
// if there is none or several. A value with another label may have been there before.
func replacement(base store.Base, missing store.Entry, key string, c *quo.Contact, f quo.Field) string {
	found := ""
	for _, item := range c.List(f) {
		label := store.LabelHash(item.Name)
		if label != missing.Label && label != missing.ShownLabel ||
			slices.ContainsFunc(base, func(e store.Entry) bool { return is(e, key, f, item.Value) }) {
			continue
		}
		if found != "" {
			return ""
		}
		found = item.Value
	}
	return found
}

func joined(items []quo.Item) string {
	values := make([]string, len(items))
	for i, item := range items {
		values[i] = item.Value
	}
	return strings.Join(values, "; ")
}
