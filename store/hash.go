package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// FieldHash returns the hash of a field and a slot; the slot is "" for a field
// that is not a list. It has 32 bits because a contact has only tens of fields.
func FieldHash(field, slot string) uint32 {
	return uint32(hash("field", field, slot))
}

// ValueHash returns the hash of a canonical value of the contact with the
// given key. The key is a salt: equal values of two contacts have different
// hashes.
func ValueHash(key, value string) uint64 {
	return hash("value", key, value)
}

// LabelHash returns the hash of an item's label: 0 for no label, and only then.
func LabelHash(label string) uint32 {
	if label == "" {
		return 0
	}
	return max(1, uint32(hash("label", label, "")))
}

// KeyedRow returns the hash of a row that has a key.
func KeyedRow(key string) uint64 { return hash("row", key, "") }

// UnkeyedRow returns the hash of a row without a key, by its cells.
func UnkeyedRow(cells ...string) uint64 { return hash("cells", joined(cells), "") }

// ReasonHash returns the hash of the reason for a problem. The parts must be
// the same from run to run: columns and kinds, not messages with line numbers.
func ReasonHash(parts ...string) uint64 { return hash("reason", joined(parts), "") }

// hash returns the first 64 bits of a SHA-256 over a purpose and two texts,
// each preceded by its length.
func hash(purpose, a, b string) uint64 {
	buf := make([]byte, 0, 256)
	for _, s := range [...]string{purpose, a, b} {
		buf = appendString(buf, s)
	}
	sum := sha256.Sum256(buf)
	return binary.LittleEndian.Uint64(sum[:8])
}

// joined returns one text for a list, different for different lists.
func joined(parts []string) string {
	var b []byte
	for _, p := range parts {
		b = appendString(b, p)
	}
	return string(b)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Sort sorts the entries by Field, Value and Label, as the other methods and
// the stored form require.
func (b Base) Sort() { slices.SortFunc(b, compareEntries) }

// IsSorted reports whether the entries are in the order of Sort.
func (b Base) IsSorted() bool { return slices.IsSortedFunc(b, compareEntries) }

func compareEntries(x, y Entry) int {
	return cmp.Or(cmp.Compare(x.Field, y.Field), cmp.Compare(x.Value, y.Value), cmp.Compare(x.Label, y.Label))
}

// Values returns the entries of a field or slot, in order. The result shares
// the receiver's memory.
func (b Base) Values(field uint32) Base {
	from, _ := slices.BinarySearchFunc(b, Entry{Field: field}, compareEntries)
	to := from
	for to < len(b) && b[to].Field == field {
		to++
	}
	return b[from:to:to]
}

// Scalar returns the value of a field that is not a list.
func (b Base) Scalar(field uint32) (value uint64, ok bool) {
	if values := b.Values(field); len(values) > 0 {
		return values[0].Value, true
	}
	return 0, false
}

// Has reports whether the field holds that value of ours.
func (b Base) Has(field uint32, value uint64) bool {
	_, ok := b.Label(field, value)
	return ok
}

// Label returns the hash of the label of a value of ours, 0 for no label; ok
// reports whether the value is ours.
func (b Base) Label(field uint32, value uint64) (label uint32, ok bool) {
	at, _ := slices.BinarySearchFunc(b, Entry{Field: field, Value: value}, compareEntries)
	if at == len(b) || b[at].Field != field || b[at].Value != value {
		return 0, false
	}
	return b[at].Label, true
}
