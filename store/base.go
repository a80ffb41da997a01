package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// FieldHash names a field, or one slot of a list ("" where there is no slot).
// 32 bits: a contact has tens of fields, and a collision within one contact is
// as likely as one in 10⁷.
func FieldHash(field, slot string) uint32 {
	return uint32(hash("field", field, slot))
}

// ValueHash stands for a canonical value of the contact with that external
// key. The key is hashed along so that equal values of two contacts do not
// show as equal.
func ValueHash(key, value string) uint64 {
	return hash("value", key, value)
}

// LabelHash stands for an item's label. It is 0 for no label, and only then.
func LabelHash(label string) uint32 {
	if label == "" {
		return 0
	}
	return max(1, uint32(hash("label", label, "")))
}

// hash is the first 64 bits of a SHA-256 over a purpose and two texts. Each is
// preceded by its length, so that no two triples give the same bytes.
func hash(purpose, a, b string) uint64 {
	buf := make([]byte, 0, 256)
	for _, s := range [...]string{purpose, a, b} {
		buf = appendString(buf, s)
	}
	sum := sha256.Sum256(buf)
	return binary.LittleEndian.Uint64(sum[:8])
}

// Sort puts the entries in the order that the other methods rely on: by
// Field, then Value.
func (b Base) Sort() { slices.SortFunc(b, compareEntries) }

func compareEntries(x, y Entry) int {
	return cmp.Or(cmp.Compare(x.Field, y.Field), cmp.Compare(x.Value, y.Value), cmp.Compare(x.Label, y.Label))
}

// Values are the entries of a field or slot, in order: none where nothing of
// ours is there. The result shares the receiver's memory.
func (b Base) Values(field uint32) Base {
	from, _ := slices.BinarySearchFunc(b, Entry{Field: field}, compareEntries)
	to := from
	for to < len(b) && b[to].Field == field {
		to++
	}
	return b[from:to:to]
}

// Scalar is the value of a field that holds one.
func (b Base) Scalar(field uint32) (value uint64, ok bool) {
	if values := b.Values(field); len(values) > 0 {
		return values[0].Value, true
	}
	return 0, false
}

// Has says whether we put that value there.
func (b Base) Has(field uint32, value uint64) bool {
	_, ok := b.Label(field, value)
	return ok
}

// Label is the label that we gave to that value, 0 for none; not ok where the
// value is not ours.
func (b Base) Label(field uint32, value uint64) (label uint32, ok bool) {
	at, _ := slices.BinarySearchFunc(b, Entry{Field: field, Value: value}, compareEntries)
	if at == len(b) || b[at].Field != field || b[at].Value != value {
		return 0, false
	}
	return b[at].Label, true
}
