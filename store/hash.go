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

// SeenField and SeenHash stand for FieldHash and ValueHash in the entry of a value that
// we did not write: Quo had it already when the file had it. It is not ours to remove,
// but when it is not there any more, somebody removed it.
func SeenField(field, slot string) uint32 { return uint32(hash("seen field", field, slot)) }

// SeenHash is described at SeenField.
func SeenHash(key, value string) uint64 { return hash("seen", key, value) }

// LabelHash returns the hash of an item's label: 0 for no label, and only then.
func LabelHash(label string) uint32 {
	if label == "" {
		return 0
	}
	return max(1, uint32(hash("label", label, "")))
}

// NumberHash returns the hash of a phone number in E.164, 0 for "" and only
// then. Unlike a value it is not salted with a key: the number is to be found
// under another one. It has 35 bits, five bytes in a file: a given number that
// is not among a million known ones is taken for one of them once in 30,000
// times, and whoever needs to be sure compares the name as well.
func NumberHash(e164 string) uint64 { return shortHash("number", e164) }

// NameHash returns the hash of a name that the caller has normalised. It is as
// long as that of a number, not salted either, and 0 only for "".
func NameHash(normalised string) uint64 { return shortHash("name", normalised) }

// shortHash returns the first 35 bits of a hash, 0 only for "".
func shortHash(purpose, text string) uint64 {
	if text == "" {
		return 0
	}
	return max(1, hash(purpose, text, "")&(1<<35-1))
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

// Sort sorts the entries by Field, Value, Label and what was shown, as the other
// methods and the stored form require.
func (b Base) Sort() { slices.SortFunc(b, compareEntries) }

// IsSorted reports whether the entries are in the order of Sort.
func (b Base) IsSorted() bool { return slices.IsSortedFunc(b, compareEntries) }

func compareEntries(x, y Entry) int {
	return cmp.Or(cmp.Compare(x.Field, y.Field), cmp.Compare(x.Value, y.Value), cmp.Compare(x.Label, y.Label),
		cmp.Compare(x.Shown, y.Shown), cmp.Compare(x.ShownLabel, y.ShownLabel))
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

// Scalar returns the entry of a field that is not a list.
func (b Base) Scalar(field uint32) (Entry, bool) {
	if values := b.Values(field); len(values) > 0 {
		return values[0], true
	}
	return Entry{}, false
}

// Item returns the entry of the field with a value of ours: the one that sent
// it, or else the first that was shown as it.
func (b Base) Item(field uint32, value uint64) (Entry, bool) {
	values := b.Values(field)
	at, _ := slices.BinarySearchFunc(values, Entry{Field: field, Value: value}, compareEntries)
	if at < len(values) && values[at].Value == value {
		return values[at], true
	}
	if at := slices.IndexFunc(values, func(e Entry) bool { return e.Shown == value }); at >= 0 {
		return values[at], true
	}
	return Entry{}, false
}
