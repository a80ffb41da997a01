// Package codec encodes what a state stores as bytes: the binary form of records,
// intents, journal entries and problems, and the JSON of sources and runs. Every
// implementation that stores bytes uses it, so that a value is the same in a file
// and in a database.
//
// Each value begins with a version of its own. A version that was written once is
// decoded forever; a test holds every encoding to its bytes.
package codec

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quo-import/quo-import/store"
)

// valueVersion is the first byte of every value, but for a record and for what a
// change of keys adds to an intent and a journal entry.
const (
	valueVersion  = 1
	movedVersion  = 2 // of an intent or a journal entry with a From
	recordVersion = 2
	keyedVersion  = 3 // of a record whose Definition is not 0
)

// Numbers are little-endian. Texts and blobs are a varint length and their
// bytes; times are a varint of Unix milliseconds.

// A record is
//
//	version  1 byte
//	raw      8 bytes
//	desired  8 bytes
//	flags    1 byte: recordCreated and so on
//	contact id, run, updatedAt
//	read by  run, if recordReadBy
//	numbers  varint count, then each a varint, if recordNumbers
//	name     varint, if recordName
//	entries  varint count, then each
//	         1 byte (entrySameField and so on), field 4 bytes unless it is that of
//	         the entry before, value 8 bytes, label 4 bytes if there is one, and
//	         what was shown, value 8 bytes and label 4 bytes, each if it differs
//
// In version 3 the number of the key's definition, 1 byte, follows the flags: it is
// written where that is not 0, so that a state whose keys were never changed is as
// it was. Version 1, which is read and not written any more, ends its flags after
// recordCreated and those of an entry after entryLabel.
const (
	recordCreated = 1 << iota
	recordGone
	recordReadBy
	recordNumbers
	recordName
)

const (
	entrySameField = 1 << iota
	entryLabel
	entryShown
	entryShownLabel
)

// AppendRecord appends an encoded record.
func AppendRecord(b []byte, r store.Record) []byte {
	version := byte(recordVersion)
	if r.Definition != 0 {
		version = keyedVersion
	}
	b = append(b, version)
	b = binary.LittleEndian.AppendUint64(b, r.Raw)
	b = binary.LittleEndian.AppendUint64(b, r.Desired)
	b = append(b, boolByte(r.Created)*recordCreated|boolByte(r.Gone)*recordGone|
		boolByte(r.ReadBy != "")*recordReadBy|boolByte(len(r.Numbers) > 0)*recordNumbers|boolByte(r.Name != 0)*recordName)
	if version == keyedVersion {
		b = append(b, byte(r.Definition))
	}
	b = appendID(b, r.ContactID)
	b = appendRun(b, r.Run)
	b = appendTime(b, r.UpdatedAt)
	if r.ReadBy != "" {
		b = appendRun(b, r.ReadBy)
	}
	if len(r.Numbers) > 0 {
		b = binary.AppendUvarint(b, uint64(len(r.Numbers)))
		for _, n := range r.Numbers {
			b = binary.AppendUvarint(b, n)
		}
	}
	if r.Name != 0 {
		b = binary.AppendUvarint(b, r.Name)
	}
	return appendBase(b, r.Base)
}

func appendBase(b []byte, base store.Base) []byte {
	if !base.IsSorted() {
		base = slices.Clone(base)
		base.Sort()
	}
	b = binary.AppendUvarint(b, uint64(len(base)))
	for i, e := range base {
		same := i > 0 && base[i-1].Field == e.Field
		b = append(b, boolByte(same)*entrySameField|boolByte(e.Label != 0)*entryLabel|
			boolByte(e.Shown != e.Value)*entryShown|boolByte(e.ShownLabel != e.Label)*entryShownLabel)
		if !same {
			b = binary.LittleEndian.AppendUint32(b, e.Field)
		}
		b = binary.LittleEndian.AppendUint64(b, e.Value)
		if e.Label != 0 {
			b = binary.LittleEndian.AppendUint32(b, e.Label)
		}
		if e.Shown != e.Value {
			b = binary.LittleEndian.AppendUint64(b, e.Shown)
		}
		if e.ShownLabel != e.Label {
			b = binary.LittleEndian.AppendUint32(b, e.ShownLabel)
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

// DecodeRecord decodes a record.
func DecodeRecord(b []byte) (store.Record, error) {
	d, err := decodeVersion(b, keyedVersion)
	if err != nil {
		return store.Record{}, err
	}
	r := store.Record{Raw: d.uint64(), Desired: d.uint64()}
	flags := d.flags(recordCreated, recordName<<1-1)
	r.Definition = d.definition()
	r.Created, r.Gone = flags&recordCreated != 0, flags&recordGone != 0
	r.ContactID, r.Run, r.UpdatedAt = d.id(), d.run(), d.time()
	if flags&recordReadBy != 0 {
		r.ReadBy = d.run()
	}
	if flags&recordNumbers != 0 {
		r.Numbers = d.numbers()
	}
	if flags&recordName != 0 {
		r.Name = d.uvarint()
	}
	r.Base = d.base()
	return r, d.done()
}

// HashesSize is how many bytes of an encoded record DecodeHashes reads.
const HashesSize = 1 + 8 + 8 + 1 + 1

// DecodeHashes returns the hashes of an encoded record, of which the first
// HashesSize bytes are enough.
func DecodeHashes(b []byte) (store.Hashes, error) {
	d, err := decodeVersion(b, keyedVersion)
	if err != nil {
		return store.Hashes{}, err
	}
	h := store.Hashes{Raw: d.uint64(), Desired: d.uint64(), Known: true}
	h.Gone = d.flags(recordCreated, recordName<<1-1)&recordGone != 0
	h.Definition = d.definition()
	return h, d.err
}

// AppendIntent appends an encoded intent: version, operation, the key that the
// contact had if it moves (version 2), contact id, run, begun, target, pre-image,
// record. An operation is one byte, its position in store.Operations.
func AppendIntent(b []byte, i store.Intent) []byte {
	b = appendMoved(b, i.Operation, i.From)
	b = appendID(b, i.ContactID)
	b = appendRun(b, i.Run)
	b = appendTime(b, i.Begun)
	b = appendString(b, i.Target)
	b = appendString(b, i.PreImage)
	return AppendRecord(b, i.Record)
}

// DecodeIntent decodes the intent of a key.
func DecodeIntent(key string, b []byte) (store.Intent, error) {
	d, err := decodeVersion(b, movedVersion)
	if err != nil {
		return store.Intent{}, err
	}
	i := store.Intent{Key: key, Operation: d.operation(), From: d.from(), ContactID: d.id(), Run: d.run(), Begun: d.time()}
	i.Target, i.PreImage = d.blob(), d.blob()
	if d.err != nil {
		return store.Intent{}, d.err
	}
	i.Record, err = DecodeRecord(d.b)
	return i, err
}

// AppendJournal appends an encoded journal entry: version, operation, the key that
// the contact had if it was moved (version 2), contact id, pre-image, and the
// previous record if there was one. Key and run are where it is stored.
func AppendJournal(b []byte, e store.JournalEntry) []byte {
	b = appendMoved(b, e.Operation, e.From)
	b = appendID(b, e.ContactID)
	b = appendString(b, e.PreImage)
	if e.Previous != nil {
		b = AppendRecord(b, *e.Previous)
	}
	return b
}

// DecodeJournal decodes the journal entry of a run and a key.
func DecodeJournal(run, key string, b []byte) (store.JournalEntry, error) {
	d, err := decodeVersion(b, movedVersion)
	if err != nil {
		return store.JournalEntry{}, err
	}
	e := store.JournalEntry{Key: key, Run: run, Operation: d.operation(), From: d.from(), ContactID: d.id(), PreImage: d.blob()}
	if d.err != nil || len(d.b) == 0 {
		return e, d.err
	}
	previous, err := DecodeRecord(d.b)
	e.Previous = &previous
	return e, err
}

// AppendProblems appends encoded problems: version, then for each: row 8 bytes,
// reason 8 bytes, as store.KnownProblems sorts them.
func AppendProblems(b []byte, problems []store.Problem) []byte {
	b = append(b, valueVersion)
	for _, p := range problems {
		b = binary.LittleEndian.AppendUint64(b, p.Row)
		b = binary.LittleEndian.AppendUint64(b, p.Reason)
	}
	return b
}

// DecodeProblems decodes problems.
func DecodeProblems(b []byte) ([]store.Problem, error) {
	d, err := decodeVersion(b, valueVersion)
	if err != nil {
		return nil, err
	}
	problems := make([]store.Problem, 0, len(d.b)/16)
	for len(d.b) > 0 {
		problems = append(problems, store.Problem{Row: d.uint64(), Reason: d.uint64()})
	}
	return problems, d.done()
}

// EncodeJSON encodes a source or a run: there are few of them.
func EncodeJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	return append([]byte{valueVersion}, b...), err
}

// DecodeJSON decodes a source or a run.
func DecodeJSON[T any](b []byte) (v T, err error) {
	d, err := decodeVersion(b, valueVersion)
	if err != nil {
		return v, err
	}
	err = json.Unmarshal(d.b, &v)
	return v, err
}

func appendString[T string | []byte](b []byte, s T) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendVarint(b, t.UnixMilli())
}

// appendMoved appends the version and the operation of an intent or a journal entry,
// and the key that the contact moves from if it does.
func appendMoved(b []byte, op store.Operation, from string) []byte {
	operation := byte(slices.Index(store.Operations(), op))
	if from == "" {
		return append(b, valueVersion, operation)
	}
	return appendString(append(b, movedVersion, operation), from)
}

// appendID packs a contact id. 24 hex digits, as Quo's have, are a 0 and 12
// bytes; any other text is its length + 1 and its bytes.
func appendID(b []byte, id string) []byte {
	if len(id) == 24 {
		packed, err := hex.AppendDecode(append(b, 0), []byte(id))
		if err == nil && hex.EncodeToString(packed[len(packed)-12:]) == id {
			return packed
		}
	}
	return appendOther(b, id)
}

const runLayout = "20060102T150405Z"

// appendRun packs the id of a run, which every record has. A time, a dash and
// a short random part, as ours are, is a 0, the Unix seconds as a varint and
// the random part; any other text is its length + 1 and its bytes.
func appendRun(b []byte, run string) []byte {
	if n := len(runLayout); len(run) > n && run[n] == '-' {
		at, err := time.Parse(runLayout, run[:n])
		if err == nil && at.Unix() >= 0 && at.Format(runLayout) == run[:n] {
			b = binary.AppendUvarint(append(b, 0), uint64(at.Unix()))
			return appendString(b, run[n+1:])
		}
	}
	return appendOther(b, run)
}

func appendOther(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s))+1)
	return append(b, s...)
}

var (
	errShort = errors.New("value ends early or contains a length beyond its end")
	errFlags = errors.New("value has flags that are not known")
)

// A decoder reads what the append functions wrote. After a failure it returns
// zeros; callers check done once, at the end.
type decoder struct {
	version byte
	b       []byte
	err     error
}

// decodeVersion returns a decoder of what follows the version, which is at most
// newest.
func decodeVersion(b []byte, newest byte) (*decoder, error) {
	if len(b) == 0 || b[0] < 1 || b[0] > newest {
		return nil, fmt.Errorf("value of an unknown version: % x", b[:min(1, len(b))])
	}
	return &decoder{version: b[0], b: b[1:]}, nil
}

func (d *decoder) fail(err error) { d.b, d.err = nil, cmp.Or(d.err, err) }

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) time() time.Time {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail(errShort)
		return time.Time{}
	}
	d.b = d.b[n:]
	return time.UnixMilli(v).UTC()
}

// bytes returns the next n bytes. They share the input's memory.
func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail(errShort)
		return nil
	}
	var head []byte
	head, d.b = d.b[:n:n], d.b[n:]
	return head
}

func (d *decoder) byte() byte {
	if b := d.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uint32() uint32 {
	if b := d.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *decoder) uint64() uint64 {
	if b := d.bytes(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// flags returns a byte of which only the bits can be set that a value of this
// version has.
func (d *decoder) flags(version1, version2 byte) byte {
	b, known := d.byte(), version2
	if d.version == 1 {
		known = version1
	}
	if b&^known != 0 {
		d.fail(errFlags)
	}
	return b
}

// blob returns a copy, nil if it is empty: the input is memory of the file,
// which is valid only until the transaction ends.
func (d *decoder) blob() []byte {
	return append([]byte(nil), d.bytes(d.uvarint())...)
}

func (d *decoder) operation() store.Operation {
	if at := int(d.byte()); at < len(store.Operations()) {
		return store.Operations()[at]
	}
	d.fail(errShort)
	return ""
}

// definition returns the number of a record's definition.
func (d *decoder) definition() int {
	if d.version < keyedVersion {
		return 0
	}
	return int(d.byte())
}

// from returns the key that a contact moves from, "" if it does not.
func (d *decoder) from() string {
	if d.version < movedVersion {
		return ""
	}
	return string(d.bytes(d.uvarint()))
}

func (d *decoder) id() string {
	if n := d.uvarint(); n > 0 {
		return string(d.bytes(n - 1))
	}
	return hex.EncodeToString(d.bytes(12))
}

func (d *decoder) run() string {
	if n := d.uvarint(); n > 0 {
		return string(d.bytes(n - 1))
	}
	at := time.Unix(int64(d.uvarint()), 0).UTC()
	return at.Format(runLayout) + "-" + string(d.bytes(d.uvarint()))
}

func (d *decoder) numbers() []uint64 {
	n := d.uvarint()
	if n == 0 || n > uint64(len(d.b)) { // each takes a byte or more
		d.fail(errShort)
		return nil
	}
	numbers := make([]uint64, n)
	for i := range numbers {
		numbers[i] = d.uvarint()
	}
	return numbers
}

func (d *decoder) base() store.Base {
	const smallest = 9 // bytes of an entry: limits what a damaged count allocates
	n := d.uvarint()
	if n == 0 || n > uint64(len(d.b))/smallest {
		if n > 0 {
			d.fail(errShort)
		}
		return nil
	}
	base := make(store.Base, n)
	for i := range base {
		flags := d.flags(entryLabel<<1-1, entryShownLabel<<1-1)
		if flags&entrySameField == 0 {
			base[i].Field = d.uint32()
		} else if i > 0 {
			base[i].Field = base[i-1].Field
		}
		base[i].Value = d.uint64()
		if flags&entryLabel != 0 {
			base[i].Label = d.uint32()
		}
		base[i].Shown, base[i].ShownLabel = base[i].Value, base[i].Label
		if flags&entryShown != 0 {
			base[i].Shown = d.uint64()
		}
		if flags&entryShownLabel != 0 {
			base[i].ShownLabel = d.uint32()
		}
	}
	return base
}

// done returns the failure; bytes left over are one too.
func (d *decoder) done() error {
	if d.err == nil && len(d.b) > 0 {
		return errors.New("value goes on beyond its end")
	}
	return d.err
}
