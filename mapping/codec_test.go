package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

func drawDesired(t *rapid.T) mapping.Desired {
	text := rapid.StringN(0, 8, 32)
	def := func(label string) (quo.Field, *quo.CustomField) {
		f := rapid.SampledFrom([]quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.SourceURL, quo.PhoneNumbers, quo.Emails, quo.Custom("k")}).Draw(t, label)
		if _, custom := f.CustomKey(); !custom {
			return f, nil
		}
		return f, &quo.CustomField{Name: text.Draw(t, "name"), Key: "k", Type: quo.Date}
	}
	d := mapping.Desired{ContactID: text.Draw(t, "id"), CreatedBy: text.Draw(t, "user")}
	for range rapid.IntRange(0, 4).Draw(t, "scalars") {
		s := mapping.Scalar{Value: text.Draw(t, "value"), StandIn: rapid.Bool().Draw(t, "stand-in")}
		s.Field, s.Custom = def("scalar")
		d.Scalars = append(d.Scalars, s)
	}
	for range rapid.IntRange(0, 4).Draw(t, "slots") {
		s := mapping.Slot{Name: text.Draw(t, "slot"), Keep: rapid.Bool().Draw(t, "keep")}
		s.Field, s.Custom = def("slot")
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			s.Items = append(s.Items, quo.Item{Name: text.Draw(t, "label"), Value: text.Draw(t, "item")})
		}
		d.Slots = append(d.Slots, s)
	}
	return d
}

// TestBinary: what goes into the spool comes out of it, also into memory that
// held another contact; a byte less is an error.
func TestBinary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, got := drawDesired(t), drawDesired(t)
		b, err := d.AppendBinary([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		b = b[len("before"):]
		if err := got.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("-in +out\n%s", diff)
		}
		if d.Hash() != got.Hash() {
			t.Fatal("the same contact has two hashes")
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if err := got.UnmarshalBinary(b[:cut]); err == nil {
			t.Fatalf("%d of %d bytes were taken for a contact", cut, len(b))
		}
	})
}

func FuzzUnmarshalBinary(f *testing.F) {
	d := mapping.Desired{Scalars: []mapping.Scalar{{Field: quo.FirstName, Value: "Maya"}},
		Slots: []mapping.Slot{{Field: quo.Emails, Name: "Email", Items: []quo.Item{{Name: "work", Value: "a@b.example"}}}}}
	b, _ := d.AppendBinary(nil)
	f.Add(b)
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var d mapping.Desired
		if d.UnmarshalBinary(b) != nil {
			return
		}
		again, _ := d.AppendBinary(nil)
		var e mapping.Desired
		if err := e.UnmarshalBinary(again); err != nil {
			t.Fatal(err)
		}
	})
}
