package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"
)

// Texts and blobs are a varint length and their bytes; times are a varint of
// Unix milliseconds.

func appendString[T string | []byte](b []byte, s T) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendVarint(b, t.UnixMilli())
}

// appendID packs a contact id. Quo's are 24 hex digits: a 0 and 12 bytes; any
// other text is its length + 1 and its bytes.
func appendID(b []byte, id string) []byte {
	if len(id) == 24 {
		packed, err := hex.AppendDecode(append(b, 0), []byte(id))
		if err == nil && hex.EncodeToString(packed[len(packed)-12:]) == id {
			return packed
		}
	}
	return appendText1(b, id)
}

const runLayout = "20060102T150405Z"

// appendRun packs a run id. Ours are a time, a dash and a short random part: a
// 0, the Unix seconds as a varint and the random part; any other text is its
// length + 1 and its bytes. A record carries one: it saves eleven bytes of 21.
func appendRun(b []byte, run string) []byte {
	if n := len(runLayout); len(run) > n && run[n] == '-' {
		at, err := time.Parse(runLayout, run[:n])
		if err == nil && at.Unix() >= 0 && at.Format(runLayout) == run[:n] {
			b = binary.AppendUvarint(append(b, 0), uint64(at.Unix()))
			return appendString(b, run[n+1:])
		}
	}
	return appendText1(b, run)
}

func appendText1(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s))+1)
	return append(b, s...)
}

var errShort = errors.New("value ends early or holds a length beyond its end")

// A decoder reads what the append functions wrote. After a failure it gives
// zeros, and done tells: callers check once, at the end.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() { d.b, d.err = nil, errShort }

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) time() time.Time {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return time.Time{}
	}
	d.b = d.b[n:]
	return time.UnixMilli(v).UTC()
}

// bytes gives the next n bytes of the input itself: copy what is to be kept.
func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail()
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

// blob is a copy, nil for an empty one: the input is memory of the file, gone
// when the transaction ends.
func (d *decoder) blob() []byte {
	return append([]byte(nil), d.bytes(d.uvarint())...)
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

// done gives the failure, also where bytes are left over.
func (d *decoder) done() error {
	if d.err == nil && len(d.b) > 0 {
		return errors.New("value goes on beyond its end")
	}
	return d.err
}
