package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The hashes are kept in files: they may never change.
func TestHashesStayWhatTheyAre(t *testing.T) {
	for name, c := range map[string]struct{ got, want uint64 }{
		"a field":  {uint64(FieldHash("firstName", "")), 0x44b8389c},
		"a value":  {ValueHash("C-1", "Ada"), 0x6a230c9d5c74396b},
		"a label":  {uint64(LabelHash("mobile")), 0xf458a57e},
		"no label": {uint64(LabelHash("")), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %#x, want %#x", name, c.got, c.want)
		}
	}
}

func TestHashesTellPurposeKeyAndSplitApart(t *testing.T) {
	seen := map[uint64]string{}
	for name, h := range map[string]uint64{
		"field":                hash("field", "a", "b"),
		"value":                hash("value", "a", "b"),
		"another split":        hash("value", "ab", ""),
		"the other way round":  hash("value", "b", "a"),
		"another key":          hash("value", "c", "b"),
		"a length in the text": hash("value", "a\x01b", ""),
	} {
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s are the same", name, other)
		}
		seen[h] = name
	}
}

// The look-ups find what going through all the entries finds.
func TestBaseAgreesWithALinearSearch(t *testing.T) {
	entry := rapid.Custom(func(t *rapid.T) Entry {
		return Entry{rapid.Uint32Range(0, 4).Draw(t, "field"), rapid.Uint64Range(0, 4).Draw(t, "value"), rapid.Uint32Range(0, 2).Draw(t, "label")}
	})
	rapid.Check(t, func(t *rapid.T) {
		base := Base(rapid.SliceOf(entry).Draw(t, "base"))
		base.Sort()
		field, value := rapid.Uint32Range(0, 5).Draw(t, "field"), rapid.Uint64Range(0, 5).Draw(t, "value")
		var of []Entry
		for _, e := range base {
			if e.Field == field {
				of = append(of, e)
			}
		}
		if !slices.Equal(base.Values(field), of) {
			t.Fatalf("Values(%d) of %v = %v", field, base, base.Values(field))
		}
		if v, ok := base.Scalar(field); ok != (len(of) > 0) || ok && v != of[0].Value {
			t.Fatalf("Scalar(%d) of %v = %d, %v", field, base, v, ok)
		}
		at := slices.IndexFunc(of, func(e Entry) bool { return e.Value == value })
		if label, ok := base.Label(field, value); ok != (at >= 0) || ok && label != of[at].Label || ok != base.Has(field, value) {
			t.Fatalf("Label(%d, %d) of %v = %d, %v", field, value, base, label, ok)
		}
	})
}
