package codec

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/store"
)

// at is the time of all tests, to the millisecond.
func at() time.Time { return time.Date(2026, 11, 23, 7, 13, 0, 250e6, time.UTC) }

func anyTime(t *rapid.T) time.Time {
	return time.UnixMilli(rapid.Int64Range(-1e14, 1e14).Draw(t, "ms")).UTC()
}

func anyRecord(t *rapid.T) store.Record {
	id := rapid.OneOf(rapid.StringMatching(`[0-9a-f]{24}`), rapid.StringMatching(`[0-9A-Fa-f]{24}`), rapid.String())
	run := rapid.OneOf(rapid.StringMatching(`20[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9]Z-[a-z0-9]{0,6}`), rapid.String())
	r := store.Record{
		ContactID: id.Draw(t, "id"), Raw: rapid.Uint64().Draw(t, "raw"), Desired: rapid.Uint64().Draw(t, "desired"),
		UpdatedAt: anyTime(t), Run: run.Draw(t, "run"), Created: rapid.Bool().Draw(t, "created"),
		ReadBy: rapid.OneOf(rapid.Just(""), run).Draw(t, "read by"), Gone: rapid.Bool().Draw(t, "gone"),
		Name: rapid.OneOf(rapid.Just(uint64(0)), rapid.Uint64()).Draw(t, "name"), Definition: rapid.IntRange(0, store.MaxDefinitions-1).Draw(t, "definition"),
	}
	for range rapid.IntRange(0, 20).Draw(t, "numbers") {
		r.Numbers = append(r.Numbers, rapid.Uint64().Draw(t, "number"))
	}
	for range rapid.IntRange(0, 20).Draw(t, "entries") {
		e := store.Entry{
			Field: rapid.Uint32Range(0, 5).Draw(t, "field"), Value: rapid.Uint64().Draw(t, "value"),
			Label: rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "label"),
		}
		e.Shown = rapid.OneOf(rapid.Just(e.Value), rapid.Uint64()).Draw(t, "shown")
		e.ShownLabel = rapid.OneOf(rapid.Just(e.Label), rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "shown label")
		r.Base = append(r.Base, e)
	}
	r.Base.Sort()
	return r
}

func TestEveryValueComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyRecord(t)
		encoded := AppendRecord(nil, want)
		got, err := DecodeRecord(encoded)
		if err != nil || !cmp.Equal(got, want) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want, got))
		}
		if h, err := DecodeHashes(encoded); err != nil || h != (store.Hashes{Raw: want.Raw, Desired: want.Desired, Known: true, Gone: want.Gone, Definition: want.Definition}) {
			t.Fatal("hashes alone", h, err)
		}
		blob := rapid.Ptr(rapid.SliceOfN(rapid.Byte(), 1, 50), true)
		intent := store.Intent{
			Key: "k", Operation: rapid.SampledFrom(store.Operations()).Draw(t, "operation"), ContactID: want.ContactID,
			Record: anyRecord(t), Run: want.Run, Begun: anyTime(t), From: rapid.String().Draw(t, "from"),
		}
		if b := blob.Draw(t, "target"); b != nil {
			intent.Target = *b
		}
		if b := blob.Draw(t, "pre-image"); b != nil {
			intent.PreImage = *b
		}
		if got, err := DecodeIntent("k", AppendIntent(nil, intent)); err != nil || !cmp.Equal(got, intent) {
			t.Fatalf("%v\n%s", err, cmp.Diff(intent, got))
		}
		entry := store.JournalEntry{Key: "k", Run: "r", Operation: intent.Operation, ContactID: want.ContactID, PreImage: intent.PreImage, From: intent.From}
		if rapid.Bool().Draw(t, "has previous") {
			entry.Previous = &want
		}
		if got, err := DecodeJournal("r", "k", AppendJournal(nil, entry)); err != nil || !cmp.Equal(got, entry) {
			t.Fatalf("%v\n%s", err, cmp.Diff(entry, got))
		}
	})
}

const zeroTime = "ffdfe6a2e2a01c"

// TestEncodedValuesAreTheSameForever holds every encoding to its bytes in
// existing files. Changing one is a schema migration.
func TestEncodedValuesAreTheSameForever(t *testing.T) {
	json := func(v any) []byte {
		b, err := EncodeJSON(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	journal := func(op store.Operation) []byte {
		return AppendJournal(nil, store.JournalEntry{Key: "k", Run: "r", Operation: op, ContactID: "c", PreImage: []byte("{}"), Previous: &store.Record{Raw: 1}})
	}
	previous := "020100000000000000" + "0000000000000000" + "00" + "01" + "01" + zeroTime + "00"
	for name, c := range map[string]struct {
		got  []byte
		want string // hexadecimal
	}{
		"a record": {
			AppendRecord(nil, store.Record{
				ContactID: "6531f2a4c9d0e1b2a3c4d5e6", Raw: 0x1122334455667788, Desired: 0x99aabbccddeeff00, Created: true,
				Base: store.Base{
					{Field: 5, Value: 6, Shown: 6, Label: 7, ShownLabel: 7}, {Field: 1, Value: 2, Shown: 2}, {Field: 1, Value: 3, Shown: 3, Label: 4, ShownLabel: 4},
				},
				UpdatedAt: at(), Run: "20261123T071300Z-k3f9",
			}),
			"02" + "8877665544332211" + "00ffeeddccbbaa99" + "01" + "006531f2a4c9d0e1b2a3c4d5e6" + "00fcce8fd806046b336639" + "b4f581f4c068" +
				"03" + "00010000000200000000000000" + "03030000000000000004000000" + "0205000000060000000000000007000000",
		},
		"a record with other ids": {
			AppendRecord(nil, store.Record{ContactID: "abc", Run: "r", UpdatedAt: time.UnixMilli(-1)}),
			"02" + "0000000000000000" + "0000000000000000" + "00" + "04616263" + "0272" + "01" + "00",
		},
		"a record of a person that is gone": {
			AppendRecord(nil, store.Record{
				ContactID: "abc", Run: "r", UpdatedAt: time.UnixMilli(0), ReadBy: "20261123T071300Z-k3f9", Gone: true,
				Numbers: []uint64{0x3578ad3f8, 1}, Name: 0x47dc9d576,
			}),
			"02" + "0000000000000000" + "0000000000000000" + "1e" + "04616263" + "0272" + "00" + "00fcce8fd806046b336639" +
				"02" + "f8a7abbc35" + "01" + "f6aaa7ee47" + "00",
		},
		"a record that was shown otherwise than it was sent": {
			AppendRecord(nil, store.Record{UpdatedAt: time.UnixMilli(0), Base: store.Base{
				{Field: 1, Value: 2, Shown: 3}, {Field: 1, Value: 4, Shown: 4, Label: 5, ShownLabel: 0}, {Field: 1, Value: 6, Shown: 7, Label: 8, ShownLabel: 9},
			}}),
			"02" + "0000000000000000" + "0000000000000000" + "00" + "01" + "01" + "00" + "03" +
				"04" + "01000000" + "0200000000000000" + "0300000000000000" +
				"0b" + "0400000000000000" + "05000000" + "00000000" +
				"0f" + "0600000000000000" + "08000000" + "0700000000000000" + "09000000",
		},
		"an intent": {
			AppendIntent(nil, store.Intent{
				Key: "k", Operation: store.Update, ContactID: "c", Target: []byte("{}"), PreImage: []byte("[]"),
				Record: store.Record{Raw: 1}, Run: "r", Begun: at(),
			}),
			"01" + "01" + "0263" + "0272" + "b4f581f4c068" + "027b7d" + "025b5d" + previous,
		},
		"a record of another key definition than the first": {
			AppendRecord(nil, store.Record{ContactID: "abc", Run: "r", UpdatedAt: time.UnixMilli(-1), Created: true, Definition: 2}),
			"03" + "0000000000000000" + "0000000000000000" + "01" + "02" + "04616263" + "0272" + "01" + "00",
		},
		"an intent that moves a contact": {
			AppendIntent(nil, store.Intent{
				Key: "k", From: "old", Operation: store.Update, ContactID: "c", Target: []byte("{}"), PreImage: []byte("[]"),
				Record: store.Record{Raw: 1}, Run: "r", Begun: at(),
			}),
			"02" + "01" + "036f6c64" + "0263" + "0272" + "b4f581f4c068" + "027b7d" + "025b5d" + previous,
		},
		"a move in the journal": {
			AppendJournal(nil, store.JournalEntry{Key: "k", Run: "r", From: "old", Operation: store.Update, ContactID: "c", PreImage: []byte("{}"), Previous: &store.Record{Raw: 1}}),
			"02" + "01" + "036f6c64" + "0263" + "027b7d" + previous,
		},
		"a create in the journal":                   {journal(store.Create), "01" + "00" + "0263" + "027b7d" + previous},
		"an update in the journal":                  {journal(store.Update), "01" + "01" + "0263" + "027b7d" + previous},
		"a delete in the journal":                   {journal(store.Delete), "01" + "02" + "0263" + "027b7d" + previous},
		"a journal entry without a previous record": {AppendJournal(nil, store.JournalEntry{Operation: store.Create, ContactID: "c"}), "01" + "00" + "0263" + "00"},
		"problems": {
			AppendProblems(nil, []store.Problem{{Row: 1, Reason: 2}, {Row: 3, Reason: 4}}),
			"01" + "0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000",
		},
		"no problems": {AppendProblems(nil, nil), "01"},
		"a source": {
			json(store.Source{KeyDefinition: "column Customer ID", Normaliser: 1, LastComplete: &store.Complete{
				Run: "r", Files: []string{"contacts.csv"}, Fingerprint: 1<<63 + 7, Rows: 3, Filled: map[string]int{"Email": 2},
			}}),
			hex.EncodeToString([]byte("\x01" + `{"KeyDefinition":"column Customer ID","Normaliser":1,"LastComplete":` +
				`{"Run":"r","Files":["contacts.csv"],"Fingerprint":9223372036854775815,"Rows":3,"Filled":{"Email":2}}}`)),
		},
		"a source without a complete run": {
			json(store.Source{}), hex.EncodeToString([]byte("\x01" + `{"KeyDefinition":"","Normaliser":0,"LastComplete":null}`)),
		},
		"a source that has written": {
			json(store.Source{Slots: []store.SlotName{{Field: "company"}, {Field: "emails", Slot: "work"}}, Appends: "r"}),
			hex.EncodeToString([]byte("\x01" + `{"KeyDefinition":"","Normaliser":0,"LastComplete":null,"Slots":[{"Field":"company"},{"Field":"emails","Slot":"work"}],"Appends":"r"}`)),
		},
		"a source whose keys were changed": {
			json(store.Source{KeyDefinition: "b", Definitions: []string{"a", "b"}}),
			hex.EncodeToString([]byte("\x01" + `{"KeyDefinition":"b","Normaliser":0,"LastComplete":null,"Definitions":["a","b"]}`)),
		},
		"a run that changed the keys": {
			json(store.Run{ID: "r", KeyWas: "a", KeyIs: "b"}),
			hex.EncodeToString([]byte("\x01" + `{"ID":"r","Kind":"","Source":"","Started":"0001-01-01T00:00:00Z","Finished":"0001-01-01T00:00:00Z","Counts":null,"Files":null,"Outcome":"","KeyWas":"a","KeyIs":"b"}`)),
		},
		"a run with a number": {
			json(store.Run{ID: "r", Seq: 7, Scope: "whole"}),
			hex.EncodeToString([]byte("\x01" + `{"ID":"r","Seq":7,"Kind":"","Scope":"whole","Source":"","Started":"0001-01-01T00:00:00Z","Finished":"0001-01-01T00:00:00Z","Counts":null,"Files":null,"Outcome":""}`)),
		},
		"a run": {
			json(store.Run{
				ID: "u", Kind: "undo", Undoes: "r", Source: "crm", Started: at(), Finished: at().Add(time.Second),
				Counts: map[string]int{"created": 1}, Files: []string{"a.csv"}, Outcome: "done",
			}),
			hex.EncodeToString([]byte("\x01" + `{"ID":"u","Kind":"undo","Undoes":"r","Source":"crm","Started":"2026-11-23T07:13:00.25Z","Finished":"2026-11-23T07:13:01.25Z",` +
				`"Counts":{"created":1},"Files":["a.csv"],"Outcome":"done"}`)),
		},
		"a run that began": {
			json(store.Run{ID: "r"}),
			hex.EncodeToString([]byte("\x01" + `{"ID":"r","Kind":"","Source":"","Started":"0001-01-01T00:00:00Z","Finished":"0001-01-01T00:00:00Z","Counts":null,"Files":null,"Outcome":""}`)),
		},
	} {
		if got := hex.EncodeToString(c.got); got != c.want {
			t.Errorf("%s is\n%s, want\n%s", name, got, c.want)
		}
	}
}

// TestRecordsOfVersion1AreUnderstood holds the decoding of records that are not
// written any more to their bytes in existing files.
func TestRecordsOfVersion1AreUnderstood(t *testing.T) {
	const encoded = "01" + "8877665544332211" + "00ffeeddccbbaa99" + "01" + "006531f2a4c9d0e1b2a3c4d5e6" + "00fcce8fd806046b336639" + "b4f581f4c068" +
		"03" + "00010000000200000000000000" + "03030000000000000004000000" + "0205000000060000000000000007000000"
	want := store.Record{
		ContactID: "6531f2a4c9d0e1b2a3c4d5e6", Raw: 0x1122334455667788, Desired: 0x99aabbccddeeff00, Created: true,
		Base: store.Base{
			{Field: 1, Value: 2, Shown: 2}, {Field: 1, Value: 3, Shown: 3, Label: 4, ShownLabel: 4}, {Field: 5, Value: 6, Shown: 6, Label: 7, ShownLabel: 7},
		},
		UpdatedAt: at(), Run: "20261123T071300Z-k3f9",
	}
	b, err := hex.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeRecord(b)
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got))
	}
	if h, err := DecodeHashes(b); err != nil || h != (store.Hashes{Raw: want.Raw, Desired: want.Desired, Known: true}) {
		t.Error("hashes alone", h, err)
	}
	const other = "01" + "0000000000000000" + "0000000000000000" + "00" + "04616263" + "0272" + "01" + "00"
	b, _ = hex.DecodeString(other)
	if got, err := DecodeRecord(b); err != nil || !cmp.Equal(got, store.Record{ContactID: "abc", Run: "r", UpdatedAt: time.UnixMilli(-1).UTC()}) {
		t.Errorf("with other ids: %+v, %v", got, err)
	}
	previous := "0101000000000000000000000000000000000101" + zeroTime + "00"
	b, _ = hex.DecodeString("01" + "01" + "0263" + "0272" + "b4f581f4c068" + "027b7d" + "025b5d" + previous)
	if got, err := DecodeIntent("k", b); err != nil || got.Record.Raw != 1 || string(got.PreImage) != "[]" {
		t.Errorf("an intent: %+v, %v", got, err)
	}
	b, _ = hex.DecodeString("01" + "02" + "0263" + "027b7d" + previous)
	if got, err := DecodeJournal("r", "k", b); err != nil || got.Previous == nil || got.Previous.Raw != 1 {
		t.Errorf("a journal entry: %+v, %v", got, err)
	}
}

// A record of a person with two numbers is 16 bytes longer for being found
// under another key.
func TestNumbersAndNameTakeFiveBytesEach(t *testing.T) {
	with := record(1, 12)
	without := with
	without.Numbers, without.Name = nil, 0
	if got, was := len(AppendRecord(nil, with)), len(AppendRecord(nil, without)); len(with.Numbers) != 2 || got-was > 16 {
		t.Errorf("%d bytes, without them %d", got, was)
	}
	for i := range 10_000 {
		if n := store.NumberHash(fmt.Sprint("+1415", 5550000+i)); n == 0 || n >= 1<<35 {
			t.Fatalf("the hash of a number is %#x", n)
		}
	}
}

func TestFlagsThatAreNotKnownAreDamage(t *testing.T) {
	r := AppendRecord(nil, store.Record{Base: store.Base{{Value: 1, Shown: 1}}})
	record, entry := 1+8+8, len(r)-(1+4+8)
	for name, c := range map[string]struct {
		at      int
		flags   byte
		version byte
	}{
		"of a record":              {record, recordName << 1, 2},
		"of a record of version 1": {record, recordGone, 1},
		"of an entry":              {entry, entryShownLabel << 1, 2},
		"of an entry of version 1": {entry, entryShown, 1},
	} {
		b := bytes.Clone(r)
		b[0], b[c.at] = c.version, b[c.at]|c.flags
		if got, err := DecodeRecord(b); !errors.Is(err, errFlags) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestIDsArePacked(t *testing.T) {
	for id, want := range map[string]int{
		"":                         1,
		"6531f2a4c9d0e1b2a3c4d5e6": 13,
		"6531F2A4C9D0E1B2A3C4D5E6": 25, // upper case would come back lower
		"6531f2a4c9d0e1b2a3c4d5zz": 25,
		"abc":                      4,
	} {
		if got := len(appendID(nil, id)); got != want {
			t.Errorf("id %q takes %d bytes, want %d", id, got, want)
		}
	}
	for run, want := range map[string]int{"20261123T071300Z-k3f9": 11, "20261323T071300Z-k3f9": 22, "r": 2} {
		if got := len(appendRun(nil, run)); got != want {
			t.Errorf("run %q takes %d bytes, want %d", run, got, want)
		}
	}
}

// FuzzDecode: any bytes decode to a value or an error, and the value is the same
// after encoding and decoding it again.
func FuzzDecode(f *testing.F) {
	r := record(7, 5)
	intent := AppendIntent(nil, store.Intent{Operation: store.Update, ContactID: "c", Target: []byte("{}"), Record: r, Run: r.Run, Begun: at()})
	entry := AppendJournal(nil, store.JournalEntry{Operation: store.Delete, PreImage: []byte("{}"), Previous: &r})
	for _, seed := range [][]byte{nil, {1}, {2}, {3}, AppendRecord(nil, r), AppendRecord(nil, store.Record{}), intent, entry, []byte("\x01{}")} {
		f.Add(seed)
		f.Add(seed[:len(seed)/2])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := DecodeRecord(b); err == nil {
			again, err := DecodeRecord(AppendRecord(nil, r))
			r.Base.Sort()
			if err != nil || !cmp.Equal(r, again) {
				t.Errorf("record: %v\n%s", err, cmp.Diff(r, again))
			}
		}
		if i, err := DecodeIntent("k", b); err == nil {
			i.Record.Base.Sort()
			if again, err := DecodeIntent("k", AppendIntent(nil, i)); err != nil || !cmp.Equal(i, again) {
				t.Errorf("intent: %v\n%s", err, cmp.Diff(i, again))
			}
		}
		if e, err := DecodeJournal("r", "k", b); err == nil {
			if e.Previous != nil {
				e.Previous.Base.Sort()
			}
			if again, err := DecodeJournal("r", "k", AppendJournal(nil, e)); err != nil || !cmp.Equal(e, again) {
				t.Errorf("journal: %v\n%s", err, cmp.Diff(e, again))
			}
		}
		if list, err := DecodeProblems(b); err == nil {
			if again, err := DecodeProblems(AppendProblems(nil, list)); err != nil || !cmp.Equal(list, again) {
				t.Errorf("problems: %v\n%s", err, cmp.Diff(list, again))
			}
		}
		_, _ = DecodeJSON[store.Run](b)
		_, _ = DecodeJSON[store.Source](b)
	})
}

// record returns a record with n entries in its base.
func record(seed, n int) store.Record {
	key := fmt.Sprint(seed)
	r := store.Record{
		ContactID: fmt.Sprintf("%024x", seed), Raw: uint64(seed) * 7, Desired: uint64(seed) * 11, UpdatedAt: at(),
		Run: "20261123T071300Z-k3f9", Name: store.NameHash(key), Numbers: []uint64{store.NumberHash(key), store.NumberHash(key + "0")},
	}
	for i := range n {
		e := store.Entry{Field: uint32(i / 2), Value: store.ValueHash(key, fmt.Sprint(i)), Label: store.LabelHash("mobile")}
		e.Shown, e.ShownLabel = e.Value, e.Label
		r.Base = append(r.Base, e)
	}
	r.Base.Sort()
	return r
}
