package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every hash is stored in states. Changing one is a schema migration: existing
// states would consider every row changed, or every problem new.
func TestPersistedHashesAreTheSameForever(t *testing.T) {
	for name, c := range map[string]struct{ got, want uint64 }{
		"a field":                 {uint64(FieldHash("firstName", "")), 0x44b8389c},
		"a slot of a list":        {uint64(FieldHash("phoneNumbers", "mobile")), 0xd77a9b7d},
		"a field without a name":  {uint64(FieldHash("", "")), 0xde12b60d},
		"a value":                 {ValueHash("C-1", "Ada"), 0x6a230c9d5c74396b},
		"a value of another key":  {ValueHash("C-2", "Ada"), 0x9fb0bb125b1c3de9},
		"a value beyond ASCII":    {ValueHash("Ä", "ß"), 0x220fead2c6137e35},
		"an empty value":          {ValueHash("", ""), 0x7b1d10ca5668ca2a},
		"a field of a seen value": {uint64(SeenField("phoneNumbers", "mobile")), 0xc2deb4b5},
		"a seen value":            {SeenHash("C-1", "Ada"), 0x536a47925ef02530},
		"a label":                 {uint64(LabelHash("mobile")), 0xf458a57e},
		"a label beyond ASCII":    {uint64(LabelHash("Büro")), 0x3a6ac7d8},
		"no label":                {uint64(LabelHash("")), 0},
		"a number":                {NumberHash("+14155550100"), 0x3578ad3f8},
		"another number":          {NumberHash("+14155550101"), 0x568913e75},
		"no number":               {NumberHash(""), 0},
		"a name":                  {NameHash("ada lovelace"), 0x47dc9d576},
		"a name beyond ASCII":     {NameHash("ä"), 0x519085c51},
		"no name":                 {NameHash(""), 0},
		"a row with a key":        {KeyedRow("C-1"), 0xcddda39515006c69},
		"a row with an empty key": {KeyedRow(""), 0x2aebccacff415039},
		"a row without a key":     {UnkeyedRow("Ada", "+14155550100"), 0x84104d7bb2e31fcb},
		"a row of one cell":       {UnkeyedRow("Ada+14155550100"), 0xac53152c45b0a954},
		"a row without cells":     {UnkeyedRow(), 0x91a705a492602108},
		"a reason":                {ReasonHash("Phone", "not a phone number"), 0x87eff1953e60df9c},
		"a reason of one part":    {ReasonHash("Phone"), 0xfdac686a5e9eeb3c},
		"a reason without parts":  {ReasonHash(), 0x85535f3b9e1fce86},
	} {
		if c.got != c.want {
			t.Errorf("%s: %#x, want %#x", name, c.got, c.want)
		}
	}
}

func TestHashesDependOnPurposeKeyAndSplit(t *testing.T) {
	seen := map[uint64]string{}
	for name, h := range map[string]uint64{
		"field":                hash("field", "a", "b"),
		"a seen field":         uint64(SeenField("a", "b")),
		"a seen value":         SeenHash("a", "b"),
		"value":                hash("value", "a", "b"),
		"another split":        hash("value", "ab", ""),
		"the other way round":  hash("value", "b", "a"),
		"another key":          hash("value", "c", "b"),
		"a length in the text": hash("value", "a\x01b", ""),
		"a key's row":          KeyedRow("ab"),
		"a row of one cell":    UnkeyedRow("ab"),
		"a row of two cells":   UnkeyedRow("a", "b"),
		"an empty first cell":  UnkeyedRow("", "ab"),
		"a reason":             ReasonHash("ab"),
		"a reason of parts":    ReasonHash("a", "b"),
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
		return Entry{
			Field: rapid.Uint32Range(0, 4).Draw(t, "field"),
			Value: rapid.Uint64Range(0, 4).Draw(t, "value"), Shown: rapid.Uint64Range(0, 6).Draw(t, "shown"),
			Label: rapid.Uint32Range(0, 2).Draw(t, "label"), ShownLabel: rapid.Uint32Range(0, 2).Draw(t, "shown label"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		base := Base(rapid.SliceOf(entry).Draw(t, "base"))
		base.Sort()
		field, value := rapid.Uint32Range(0, 5).Draw(t, "field"), rapid.Uint64Range(0, 7).Draw(t, "value")
		var of []Entry
		for _, e := range base {
			if e.Field == field {
				of = append(of, e)
			}
		}
		if !slices.Equal(base.Values(field), of) {
			t.Fatalf("Values(%d) of %v = %v", field, base, base.Values(field))
		}
		if e, ok := base.Scalar(field); ok != (len(of) > 0) || ok && e != of[0] {
			t.Fatalf("Scalar(%d) of %v = %v, %v", field, base, e, ok)
		}
		at := slices.IndexFunc(of, func(e Entry) bool { return e.Value == value })
		if at < 0 {
			at = slices.IndexFunc(of, func(e Entry) bool { return e.Shown == value })
		}
		if e, ok := base.Item(field, value); ok != (at >= 0) || ok && e != of[at] {
			t.Fatalf("Item(%d, %d) of %v = %v, %v", field, value, base, e, ok)
		}
	})
}
