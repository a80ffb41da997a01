package mapping

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sort"

	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// What this file returns is kept in state files for years, and must not change
// by a byte: a row or a contact whose hash changes looks changed, a source whose
// key is defined in other words is refused. Changing it is a schema migration of
// the state. hash_test.go pins it.

// Hash returns the hash of the row: of its mapped cells and the mapper's
// fingerprint. Rows with the same hash become the same contact. It is stable
// across processes and versions.
func (w *Worker) Hash() uint64 {
	b := binary.LittleEndian.AppendUint64(w.hashing[:0], w.m.fingerprint)
	b = binary.AppendUvarint(b, uint64(w.torn))
	for i, cell := range w.cells {
		b = binary.AppendUvarint(b, uint64(len(cell))<<2|uint64(w.kinds[i]))
		b = append(b, cell...)
	}
	w.hashing = b
	return hash64(b)
}

// Hash returns the hash of the contact. It is stable across processes and
// versions.
func (d *Desired) Hash() uint64 {
	var buf [1024]byte
	b := append(buf[:0], 1) // the version of this encoding
	b = appendText(b, d.ContactID)
	b = appendText(b, d.CreatedBy)
	b = binary.AppendUvarint(b, uint64(len(d.Scalars)))
	for i := range d.Scalars {
		s := &d.Scalars[i]
		b = appendField(b, s.Field, s.Custom)
		b = appendFlag(b, s.StandIn, 1)
		b = appendText(b, s.Value)
	}
	b = binary.AppendUvarint(b, uint64(len(d.Slots)))
	for i := range d.Slots {
		s := &d.Slots[i]
		b = appendField(b, s.Field, s.Custom)
		b = appendFlag(b, s.Keep, 2)
		b = appendText(b, s.Name)
		b = binary.AppendUvarint(b, uint64(len(s.Items)))
		for _, item := range s.Items {
			b = appendText(b, item.Name)
			b = appendText(b, item.Value)
		}
	}
	return hash64(b)
}

// hashedFields are the default fields by their number in the hash of a contact.
var hashedFields = [...]quo.Field{1: quo.FirstName, 2: quo.LastName, 3: quo.Company, 4: quo.Role, 5: quo.SourceURL, 6: quo.PhoneNumbers, 7: quo.Emails}

// appendField appends the number of a default field, or 0 and the definition
// of a custom field.
func appendField(b []byte, f quo.Field, def *quo.CustomField) []byte {
	for i, known := range hashedFields {
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

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendFlag(b []byte, set bool, flag byte) []byte {
	if !set {
		flag = 0
	}
	return append(b, flag)
}

func hash64(b []byte) uint64 {
	sum := sha256.Sum256(b)
	return binary.LittleEndian.Uint64(sum[:])
}

// rulesVersion is the version of this package's own rules. It goes up when the
// same mapping makes another contact of the same cells.
const rulesVersion = 2

// fingerprint returns what Mapper.Fingerprint promises; clears is whether blank
// cells clear.
func fingerprint(m *Mapping, mp *Mapper, clears bool) uint64 {
	var b []byte
	put := func(what string, v any) {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err) // plain data: cannot fail
		}
		b = fmt.Appendf(b, "%s=%s\n", what, text)
	}
	put("rules", []int{rulesVersion, values.KeyNormaliser})
	put("phones", phone.MetadataVersion())
	put("flags", []any{mp.drop, clears})
	put("region", []any{mp.region.name, mp.region.other})
	if mp.region.postal && mp.region.other != "" {
		put("postal", true)
	}
	put("key", []any{mp.KeyDefinition()})
	put("where", m.Where.Text)
	put("fallback", mp.fallback)
	if len(m.Nulls) > 0 {
		put("nulls", m.Nulls)
	}
	put("fields", append(placeless(m.Contact), placeless(m.Custom)...))
	custom := append([]quo.CustomField(nil), mp.custom...)
	sort.Slice(custom, func(i, j int) bool { return custom[i].Key < custom[j].Key })
	put("custom", custom)
	return hash64(b)
}

// placeless returns the fields without what does not bear on the contact: their
// place in the mapping file, and the types, which "custom" has.
func placeless(fields []Field) []Field {
	list := make([]Field, len(fields))
	for i, f := range fields {
		f.Pos, f.Expr.Pos, f.Label.Column.Pos, f.Type = Pos{}, Pos{}, Pos{}, ""
		f.Columns = append([]Name(nil), f.Columns...)
		for j := range f.Columns {
			f.Columns[j].Pos = Pos{}
		}
		list[i] = f
	}
	return list
}
