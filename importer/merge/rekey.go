package merge

import (
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Rekeyed returns the base of a contact that moves from one key to another: the key
// salts its hashes. Values are recognised by those that the contact and the row have,
// which are all that a merge compares; desired may be nil. The hash of any other value
// stays: it equals none of the new key, as a value that nobody has any more should.
func Rekeyed(base store.Base, from, to string, c *quo.Contact, desired *mapping.Desired) store.Base {
	if from == to || len(base) == 0 {
		return base
	}
	hashes := map[uint64]uint64{}
	note := func(f quo.Field, value string) {
		canonical := quo.Canonical(f, value)
		hashes[store.ValueHash(from, canonical)] = store.ValueHash(to, canonical)
		hashes[store.SeenHash(from, canonical)] = store.SeenHash(to, canonical)
	}
	for _, f := range fieldsOf(c) {
		note(f, "")
		note(f, c.Text(f))
		for _, item := range c.List(f) {
			note(f, item.Value)
		}
	}
	if desired != nil {
		for _, s := range desired.Scalars {
			note(s.Field, s.Value)
		}
		for _, slot := range desired.Slots {
			for _, item := range slot.Items {
				note(slot.Field, item.Value)
			}
		}
	}
	moved := make(store.Base, len(base))
	for i, e := range base {
		if hash, ok := hashes[e.Value]; ok {
			e.Value = hash
		}
		if hash, ok := hashes[e.Shown]; ok {
			e.Shown = hash
		}
		moved[i] = e
	}
	moved.Sort()
	return moved
}
