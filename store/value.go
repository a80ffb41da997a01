package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// valueVersion is the first byte of every value.
const valueVersion = 1

// A record is
//
//	version  1 byte
//	raw      8 bytes, here so that RawHash reads it without the rest
//	desired  8 bytes
//	created  1 byte, 0 or 1
//	contact id, run, updatedAt  (encode.go)
//	entries  varint count, then each
//	         1 byte (entrySameField, entryLabel), field 4 bytes unless it is the
//	         one before, value 8 bytes, label 4 bytes where there is one
const (
	entrySameField = 1 << iota
	entryLabel
)

func appendRecord(b []byte, r Record) []byte {
	b = append(b, valueVersion)
	b = binary.LittleEndian.AppendUint64(b, r.Raw)
	b = binary.LittleEndian.AppendUint64(b, r.Desired)
	b = append(b, boolByte(r.Created))
	b = appendID(b, r.ContactID)
	b = appendRun(b, r.Run)
	b = appendTime(b, r.UpdatedAt)
	return appendBase(b, r.Base)
}

func appendBase(b []byte, base Base) []byte {
	if !slices.IsSortedFunc(base, compareEntries) {
		base = slices.Clone(base)
		base.Sort()
	}
	b = binary.AppendUvarint(b, uint64(len(base)))
	for i, e := range base {
		same := i > 0 && base[i-1].Field == e.Field
		b = append(b, boolByte(same)*entrySameField|boolByte(e.Label != 0)*entryLabel)
		if !same {
			b = binary.LittleEndian.AppendUint32(b, e.Field)
		}
		b = binary.LittleEndian.AppendUint64(b, e.Value)
		if e.Label != 0 {
			b = binary.LittleEndian.AppendUint32(b, e.Label)
		}
	}
	return b
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func decodeRecord(b []byte) (Record, error) {
	d, err := decodeVersion(b)
	if err != nil {
		return Record{}, err
	}
	r := Record{Raw: d.uint64(), Desired: d.uint64(), Created: d.byte() != 0}
	r.ContactID, r.Run, r.UpdatedAt = d.id(), d.run(), d.time()
	r.Base = d.base()
	return r, d.done()
}

// recordRaw is the raw hash of an encoded record.
func recordRaw(b []byte) (uint64, error) {
	if len(b) < 9 || b[0] != valueVersion {
		return 0, errShort
	}
	return binary.LittleEndian.Uint64(b[1:]), nil
}

func (d *decoder) base() Base {
	const smallest = 9 // bytes of an entry: bounds what a damaged count allocates
	n := d.uvarint()
	if n == 0 || n > uint64(len(d.b))/smallest {
		if n > 0 {
			d.fail()
		}
		return nil
	}
	base := make(Base, n)
	for i := range base {
		flags := d.byte()
		if flags&entrySameField == 0 {
			base[i].Field = d.uint32()
		} else if i > 0 {
			base[i].Field = base[i-1].Field
		}
		base[i].Value = d.uint64()
		if flags&entryLabel != 0 {
			base[i].Label = d.uint32()
		}
	}
	return base
}

func decodeVersion(b []byte) (*decoder, error) {
	if len(b) == 0 || b[0] != valueVersion {
		return nil, fmt.Errorf("value of an unknown version: % x", b[:min(1, len(b))])
	}
	return &decoder{b: b[1:]}, nil
}

// Operations are one byte: their place here.
func operations() []Operation { return []Operation{Create, Update, Delete} }

func appendOperation(b []byte, op Operation) ([]byte, error) {
	at := slices.Index(operations(), op)
	if at < 0 {
		return b, fmt.Errorf("unknown operation %q", op)
	}
	return append(b, byte(at)), nil
}

func (d *decoder) operation() Operation {
	if at := int(d.byte()); at < len(operations()) {
		return operations()[at]
	}
	d.fail()
	return ""
}

// An intent is version, operation, contact id, run, begun, target, pre-image,
// record.
func appendIntent(b []byte, i Intent) ([]byte, error) {
	b, err := appendOperation(append(b, valueVersion), i.Operation)
	b = appendID(b, i.ContactID)
	b = appendRun(b, i.Run)
	b = appendTime(b, i.Begun)
	b = appendString(b, i.Target)
	b = appendString(b, i.PreImage)
	return appendRecord(b, i.Record), err
}

func decodeIntent(key string, b []byte) (Intent, error) {
	d, err := decodeVersion(b)
	if err != nil {
		return Intent{}, err
	}
	i := Intent{Key: key, Operation: d.operation(), ContactID: d.id(), Run: d.run(), Begun: d.time()}
	i.Target, i.PreImage = d.blob(), d.blob()
	if d.err != nil {
		return Intent{}, d.err
	}
	i.Record, err = decodeRecord(d.b)
	return i, err
}

// A journal entry is version, operation, contact id, pre-image, and the
// previous record where there was one. Its run is the bucket's name.
func appendJournal(b []byte, e JournalEntry) ([]byte, error) {
	b, err := appendOperation(append(b, valueVersion), e.Operation)
	b = appendID(b, e.ContactID)
	b = appendString(b, e.PreImage)
	if e.Previous != nil {
		b = appendRecord(b, *e.Previous)
	}
	return b, err
}

func decodeJournal(run, key string, b []byte) (JournalEntry, error) {
	d, err := decodeVersion(b)
	if err != nil {
		return JournalEntry{}, err
	}
	e := JournalEntry{Key: key, Run: run, Operation: d.operation(), ContactID: d.id(), PreImage: d.blob()}
	if d.err != nil || len(d.b) == 0 {
		return e, d.err
	}
	previous, err := decodeRecord(d.b)
	e.Previous = &previous
	return e, err
}

// encodeJSON is for the values that are few: sources and runs.
func encodeJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	return append([]byte{valueVersion}, b...), err
}

func decodeJSON[T any](b []byte) (v T, err error) {
	d, err := decodeVersion(b)
	if err != nil {
		return v, err
	}
	err = json.Unmarshal(d.b, &v)
	return v, err
}
