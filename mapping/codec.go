package mapping

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/quo-import/quo-import/quo"
)

// The binary form of a Desired: fields by a letter, texts with their length in
// front. It lives as long as a run, in the importer's spool, so it has a
// version only to be told from garbage.
const codecVersion = 1

// fields are the default fields by their number in the binary form; 0 is a
// custom field, whose definition follows.
var fields = [...]quo.Field{1: quo.FirstName, 2: quo.LastName, 3: quo.Company, 4: quo.Role, 5: quo.SourceURL, 6: quo.PhoneNumbers, 7: quo.Emails}

const (
	flagStandIn = 1 << iota
	flagKeep
)

var errCorrupt = errors.New("mapping: the binary form of a contact is damaged")

// AppendBinary appends a compact binary form, which UnmarshalBinary reads. Its
// error is always nil (encoding.BinaryAppender).
func (d *Desired) AppendBinary(b []byte) ([]byte, error) { return d.append(b), nil }

func (d *Desired) append(b []byte) []byte {
	b = append(b, codecVersion)
	b = appendText(b, d.ContactID)
	b = appendText(b, d.CreatedBy)
	b = binary.AppendUvarint(b, uint64(len(d.Scalars)))
	for i := range d.Scalars {
		s := &d.Scalars[i]
		b = appendField(b, s.Field, s.Custom)
		b = append(b, flag(s.StandIn, flagStandIn))
		b = appendText(b, s.Value)
	}
	b = binary.AppendUvarint(b, uint64(len(d.Slots)))
	for i := range d.Slots {
		b = d.Slots[i].append(b)
	}
	return b
}

func (s *Slot) append(b []byte) []byte {
	b = appendField(b, s.Field, s.Custom)
	b = append(b, flag(s.Keep, flagKeep))
	b = appendText(b, s.Name)
	b = binary.AppendUvarint(b, uint64(len(s.Items)))
	for _, item := range s.Items {
		b = appendText(b, item.Name)
		b = appendText(b, item.Value)
	}
	return b
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendField(b []byte, f quo.Field, def *quo.CustomField) []byte {
	for i, known := range fields {
		if i > 0 && known == f {
			return append(b, byte(i))
		}
	}
	if def == nil {
		def = &quo.CustomField{}
	}
	b = append(b, 0)
	b = appendText(b, string(f))
	b = appendText(b, def.Name)
	b = appendText(b, def.Key)
	return appendText(b, string(def.Type))
}

// UnmarshalBinary reads what AppendBinary wrote. What d held is overwritten,
// its memory reused. The texts do not share memory with b.
func (d *Desired) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != codecVersion {
		return errCorrupt
	}
	r := decoder{text: string(b[1:])}
	old := d.Slots[:cap(d.Slots)]
	*d = Desired{Scalars: d.Scalars[:0], Slots: d.Slots[:0]}
	d.ContactID, d.CreatedBy = r.string(), r.string()
	for range r.count() {
		var s Scalar
		s.Field, s.Custom = r.field()
		s.StandIn = r.flags()&flagStandIn != 0
		s.Value = r.string()
		d.Scalars = append(d.Scalars, s)
	}
	for i := range r.count() {
		var items []quo.Item
		if i < len(old) {
			items = old[i].Items[:0]
		}
		d.Slots = append(d.Slots, r.slot(items))
	}
	if r.bad || r.text != "" {
		return errCorrupt
	}
	return nil
}

// decoder reads from one string, so that decoding a contact allocates its text
// once.
type decoder struct {
	text string
	bad  bool
}

func (r *decoder) fail() { r.text, r.bad = "", true }

func (r *decoder) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(r.text) && i < binary.MaxVarintLen64; i++ {
		c := r.text[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.text = r.text[i+1:]
			return v
		}
	}
	r.fail()
	return 0
}

// count reads how many things follow. There are never more than bytes.
func (r *decoder) count() int {
	n := r.uvarint()
	if n > uint64(len(r.text)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *decoder) string() string {
	n := r.count()
	s := r.text[:n]
	r.text = r.text[n:]
	return s
}

func (r *decoder) flags() byte {
	if r.text == "" {
		r.fail()
		return 0
	}
	c := r.text[0]
	r.text = r.text[1:]
	return c
}

func (r *decoder) field() (quo.Field, *quo.CustomField) {
	switch n := r.flags(); {
	case int(n) >= len(fields):
		r.fail()
		return "", nil
	case n > 0:
		return fields[n], nil
	}
	f := quo.Field(r.string())
	return f, &quo.CustomField{Name: r.string(), Key: r.string(), Type: quo.FieldType(r.string())}
}

func (r *decoder) slot(items []quo.Item) Slot {
	s := Slot{Items: items}
	s.Field, s.Custom = r.field()
	s.Keep = r.flags()&flagKeep != 0
	s.Name = r.string()
	for range r.count() {
		s.Items = append(s.Items, quo.Item{Name: r.string(), Value: r.string()})
	}
	return s
}

// Hash changes when the contact does. It is stable across processes: a state
// keeps it.
func (d *Desired) Hash() uint64 {
	var buf [1024]byte
	sum := sha256.Sum256(d.append(buf[:0]))
	return binary.LittleEndian.Uint64(sum[:])
}
