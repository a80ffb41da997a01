package store

import (
	"cmp"
	"encoding/binary"
	"slices"

	"go.etcd.io/bbolt"
)

// Trouble stands for a row that did not land, and for why; or for something
// else that a run tells and need not tell every night. Both are hashes: they
// say whether the next run meets the same again, and nothing else.
type Trouble struct {
	Row    uint64 // KeyedRow or UnkeyedRow; a ReasonHash of what is about no row
	Reason uint64 // ReasonHash
}

// KeyedRow stands for the row of a key.
func KeyedRow(key string) uint64 { return hash("row", key, "") }

// UnkeyedRow stands for a row without a key, by what is in its cells.
func UnkeyedRow(cells ...string) uint64 { return hash("cells", joined(cells), "") }

// ReasonHash stands for why a row did not land. Name what stays the same from
// run to run, as columns and kinds, and not a message that counts lines.
func ReasonHash(parts ...string) uint64 { return hash("reason", joined(parts), "") }

// joined is one text of several, such that no two lists give the same.
func joined(parts []string) string {
	var b []byte
	for _, p := range parts {
		b = appendString(b, p)
	}
	return string(b)
}

func compareTroubles(a, b Trouble) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Reason, b.Reason))
}

// MaxTroubles is how many rows that did not land are kept of a source: 800 kB.
// Nobody reads a longer list for what is new in it.
const MaxTroubles = 50_000

// Troubles are the rows that did not land in the last complete run of a
// source, sorted; not ok where that is not known.
func (s *Store) Troubles(source string) (troubles []Trouble, ok bool, err error) {
	err = s.view(func(tx *bbolt.Tx) (err error) {
		b := tx.Bucket(bucketTroubles)
		if b == nil {
			return nil // of an older schema
		}
		if value := b.Get([]byte(source)); value != nil {
			troubles, err = decodeTroubles(value)
			ok = err == nil
		}
		return s.damaged("troubles", source, err)
	})
	return troubles, ok, s.reading("troubles", err)
}

// forgetTroubles takes what is known of a key's row out of its source.
func forgetTroubles(tx *bbolt.Tx, source, key string) error {
	b := tx.Bucket(bucketTroubles)
	value := b.Get([]byte(source))
	if value == nil {
		return nil
	}
	troubles, err := decodeTroubles(value)
	if err != nil {
		return err
	}
	row := KeyedRow(key)
	troubles = slices.DeleteFunc(troubles, func(t Trouble) bool { return t.Row == row })
	return put(b, source, appendTroubles(nil, troubles))
}

// Troubles are version, then each: row 8 bytes, reason 8 bytes, sorted and
// without repeats.
func appendTroubles(b []byte, troubles []Trouble) []byte {
	troubles = slices.Clone(troubles)
	slices.SortFunc(troubles, compareTroubles)
	b = append(b, valueVersion)
	for _, t := range slices.Compact(troubles) {
		b = binary.LittleEndian.AppendUint64(b, t.Row)
		b = binary.LittleEndian.AppendUint64(b, t.Reason)
	}
	return b
}

func decodeTroubles(b []byte) ([]Trouble, error) {
	d, err := decodeVersion(b)
	if err != nil {
		return nil, err
	}
	troubles := make([]Trouble, 0, len(d.b)/16)
	for len(d.b) > 0 {
		troubles = append(troubles, Trouble{Row: d.uint64(), Reason: d.uint64()})
	}
	return troubles, d.done()
}
