package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func anyTime(t *rapid.T) time.Time {
	return time.UnixMilli(rapid.Int64Range(-1e14, 1e14).Draw(t, "ms")).UTC()
}

func anyRecord(t *rapid.T) Record {
	id := rapid.OneOf(rapid.StringMatching(`[0-9a-f]{24}`), rapid.StringMatching(`[0-9A-Fa-f]{24}`), rapid.String())
	run := rapid.OneOf(rapid.StringMatching(`20[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9]Z-[a-z0-9]{0,6}`), rapid.String())
	r := Record{
		ContactID: id.Draw(t, "id"), Raw: rapid.Uint64().Draw(t, "raw"), Desired: rapid.Uint64().Draw(t, "desired"),
		UpdatedAt: anyTime(t), Run: run.Draw(t, "run"), Created: rapid.Bool().Draw(t, "created"),
	}
	for range rapid.IntRange(0, 20).Draw(t, "entries") {
		r.Base = append(r.Base, Entry{
			Field: rapid.Uint32Range(0, 5).Draw(t, "field"), Value: rapid.Uint64().Draw(t, "value"),
			Label: rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "label"),
		})
	}
	r.Base.Sort()
	return r
}

func TestEveryValueComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyRecord(t)
		encoded := appendRecord(nil, want)
		got, err := decodeRecord(encoded)
		if err != nil || !cmp.Equal(got, want) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want, got))
		}
		if raw, err := recordRaw(encoded); err != nil || raw != want.Raw {
			t.Fatal("raw hash alone", raw, err)
		}
		blob := rapid.Ptr(rapid.SliceOfN(rapid.Byte(), 1, 50), true)
		intent := Intent{
			Key: "k", Operation: rapid.SampledFrom(operations()).Draw(t, "operation"), ContactID: want.ContactID,
			Record: anyRecord(t), Run: want.Run, Begun: anyTime(t),
		}
		if b := blob.Draw(t, "target"); b != nil {
			intent.Target = *b
		}
		if b := blob.Draw(t, "pre-image"); b != nil {
			intent.PreImage = *b
		}
		encoded, err = appendIntent(nil, intent)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decodeIntent("k", encoded); err != nil || !cmp.Equal(got, intent) {
			t.Fatalf("%v\n%s", err, cmp.Diff(intent, got))
		}
		entry := JournalEntry{Key: "k", Run: "r", Operation: intent.Operation, ContactID: want.ContactID, PreImage: intent.PreImage}
		if rapid.Bool().Draw(t, "has previous") {
			entry.Previous = &want
		}
		encoded, err = appendJournal(nil, entry)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decodeJournal("r", "k", encoded); err != nil || !cmp.Equal(got, entry) {
			t.Fatalf("%v\n%s", err, cmp.Diff(entry, got))
		}
	})
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

// FuzzDecode: whatever the bytes, decoding gives a value or an error; and what
// it gives is what encoding it again gives.
func FuzzDecode(f *testing.F) {
	r := record(7, 5)
	intent, _ := appendIntent(nil, Intent{Operation: Update, ContactID: "c", Target: []byte("{}"), Record: r, Run: r.Run, Begun: at()})
	entry, _ := appendJournal(nil, JournalEntry{Operation: Delete, PreImage: []byte("{}"), Previous: &r})
	for _, seed := range [][]byte{nil, {1}, {2}, appendRecord(nil, r), appendRecord(nil, Record{}), intent, entry, []byte("\x01{}")} {
		f.Add(seed)
		f.Add(seed[:len(seed)/2])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := decodeRecord(b); err == nil {
			again, err := decodeRecord(appendRecord(nil, r))
			r.Base.Sort()
			if err != nil || !cmp.Equal(r, again) {
				t.Errorf("record: %v\n%s", err, cmp.Diff(r, again))
			}
		}
		if i, err := decodeIntent("k", b); err == nil {
			i.Record.Base.Sort()
			encoded, _ := appendIntent(nil, i)
			if again, err := decodeIntent("k", encoded); err != nil || !cmp.Equal(i, again) {
				t.Errorf("intent: %v\n%s", err, cmp.Diff(i, again))
			}
		}
		if e, err := decodeJournal("r", "k", b); err == nil {
			if e.Previous != nil {
				e.Previous.Base.Sort()
			}
			encoded, _ := appendJournal(nil, e)
			if again, err := decodeJournal("r", "k", encoded); err != nil || !cmp.Equal(e, again) {
				t.Errorf("journal: %v\n%s", err, cmp.Diff(e, again))
			}
		}
		if list, err := decodeTroubles(b); err == nil {
			again, err := decodeTroubles(appendTroubles(nil, list))
			slices.SortFunc(list, compareTroubles)
			if list = slices.Compact(list); err != nil || !cmp.Equal(list, again) {
				t.Errorf("troubles: %v\n%s", err, cmp.Diff(list, again))
			}
		}
		_, _ = decodeJSON[Run](b)
		_, _ = decodeJSON[Source](b)
	})
}
