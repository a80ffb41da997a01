package merge

import (
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Held returns the entries of a base whose value the contact has.
func Held(base store.Base, key string, c *quo.Contact) store.Base {
	values := map[uint64]bool{store.ValueHash(key, ""): true}
	for _, f := range fieldsOf(c) {
		values[store.ValueHash(key, quo.Canonical(f, c.Text(f)))] = true
		for _, item := range c.List(f) {
			canonical := quo.Canonical(f, item.Value)
			values[store.ValueHash(key, canonical)], values[store.SeenHash(key, canonical)] = true, true
		}
	}
	return slices.DeleteFunc(slices.Clone(base), func(e store.Entry) bool { return !values[e.Value] && !values[e.Shown] })
}

// LostFields names the fields in which the contact lacks a value of ours. The
// state keeps only hashes, so that of an item the list is not known.
func LostFields(base store.Base, key string, c *quo.Contact) []string {
	names := map[uint32]quo.Field{}
	for _, f := range quo.ScalarFields() {
		names[store.FieldHash(string(f), "")] = f
	}
	for _, value := range c.Custom {
		f := quo.Custom(value.Key)
		names[store.FieldHash(string(f), "")] = f
	}
	held := Held(base, key, c)
	var lost []string
	items := 0
	for _, e := range base {
		f, scalar := names[e.Field]
		switch {
		case scalar && len(c.List(f)) == 0:
			if !e.Holds(store.ValueHash(key, quo.Canonical(f, c.Text(f)))) {
				lost = append(lost, string(f)+" has another value")
			}
		case !slices.Contains(held, e):
			items++
		}
	}
	if items > 0 {
		lost = append(lost, fmt.Sprintf("%d values that were written into lists and custom fields are missing", items))
	}
	return lost
}
