package importer_test

import (
	"testing"

	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

const droppingMapping = `
version: 1
source: crm
key: ID
region: US
contact:
  firstName: First
  phoneNumbers:
    - {column: Mobile, name: mobile, split: ";", on-invalid: drop}
    - {column: Office, name: work, on-invalid: drop}
  emails: {column: Email, name: work, split: ";", on-invalid: drop}
custom:
  Tags: {column: Tags, split: ";", on-invalid: drop}
`

// on-invalid: drop leaves out the invalid value, and no other one of its cell: neither of
// a create nor of an update. What the invalid value replaces stays in Quo until the file
// has a valid one.
func TestAnInvalidValueTakesNoOtherWithIt(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.mapping = droppingMapping
		for i, step := range []struct{ row, numbers, emails string }{
			{ // the contact is created
				"1,Maya,,,,415-555-0134; 12; 415-555-0135,99,maya@okafor.example; nobody; m@okafor.example,,",
				"mobile +14155550134, mobile +14155550135", "work maya@okafor.example, work m@okafor.example",
			},
			{ // all is valid
				"1,Maya,,,,415-555-0134; 415-555-0136,212-555-0171,maya@okafor.example; m2@okafor.example,,",
				"mobile +14155550134, mobile +14155550136, work +12125550171", "work maya@okafor.example, work m2@okafor.example",
			},
			{ // some are invalid, some new
				"1,Maya,,,,415-555-0137; 12,99,nobody; m3@okafor.example,,",
				"mobile +14155550134, mobile +14155550136, work +12125550171, mobile +14155550137",
				"work maya@okafor.example, work m2@okafor.example, work m3@okafor.example",
			},
			{ // again, with another change
				"1,Mayas,,,,415-555-0137; 12,99,nobody; m3@okafor.example,,",
				"mobile +14155550134, mobile +14155550136, work +12125550171, mobile +14155550137",
				"work maya@okafor.example, work m2@okafor.example, work m3@okafor.example",
			},
			{ // all is valid again: what the file has no more was ours, and goes
				"1,Maya,,,,415-555-0137; 415-555-0138,212-555-0172,m3@okafor.example,,",
				"mobile +14155550137, mobile +14155550138, work +12125550172", "work m3@okafor.example",
			},
		} {
			w.imports(step.row)
			got := w.contact("1")
			if numbers(got) != step.numbers {
				t.Errorf("step %d: numbers\n got %s\nwant %s%s", i, numbers(got), step.numbers, w.story())
			}
			if emails := itemList(got.DefaultFields.Emails); emails != step.emails {
				t.Errorf("step %d: emails\n got %s\nwant %s%s", i, emails, step.emails, w.story())
			}
		}
		w.once()
	})
}

func TestAnInvalidValueOfARowThatIsMergedRemovesNothing(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.mapping, w.opts.OnDuplicate = droppingMapping, policy.MergeDuplicates
		w.imports("1,Maya,,,,415-555-0134; 415-555-0135,,,,")
		w.imports("1,Maya,,,,415-555-0136,,,,", "1,Maya,,,,415-555-0134; 12,,,,")
		want := "mobile +14155550134, mobile +14155550135, mobile +14155550136"
		if got := numbers(w.contact("1")); got != want {
			t.Errorf("numbers %s, want %s%s", got, want, w.story())
		}
		for _, rows := range [][]string{
			{"1,Maya,,,,415-555-0136,,,,", "1,Maya,,,,12,,,,"}, // the only value of its cell
			{"1,Maya,,,,12,,,,", "1,Maya,,,,415-555-0136,,,,"},
		} {
			w.imports(rows...)
			if got := numbers(w.contact("1")); got != want {
				t.Errorf("numbers %s, want %s%s", got, want, w.story())
			}
		}
		w.imports("1,Maya,,,,415-555-0136,,,,", "1,Maya,,,,,,,,") // a blank is no value
		if got, want := numbers(w.contact("1")), "mobile +14155550136"; got != want {
			t.Errorf("numbers %s, want %s%s", got, want, w.story())
		}
	})
}
