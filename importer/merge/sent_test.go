package merge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// A write whose answer was lost is remembered as if the answer had come, also on a server
// that tidies values; and one that was not carried out is known not to have been.
func TestALostAnswerIsReadLater(t *testing.T) {
	tidies := map[string]func(string) string{
		"nothing":          func(s string) string { return s },
		"upper case":       strings.ToUpper,
		"spaces and emoji": func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "🎉", "")), " ") },
	}
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		h.second.Slots = append(h.second.Slots, mapping.Slot{Field: quo.Emails, Name: "Email", Items: []quo.Item{{Name: "Work", Value: "Maya@Okafor.example"}}})
		h.second.Scalars = append(h.second.Scalars, mapping.Scalar{Field: quo.LastName, Value: "O'Neil 🎉  Okafor"})
		m := Merge(Input{Key: "k", Base: h.base, Desired: &h.second, Remote: &h.after})
		tidy := tidies[rapid.SampledFrom([]string{"nothing", "upper case", "spaces and emoji"}).Draw(t, "the server tidies")]
		answer := m.Target.Clone()
		for _, f := range quo.ScalarFields() {
			answer.SetText(f, tidy(answer.Text(f)), nil)
		}
		for i := range answer.Emails {
			answer.Emails[i] = quo.Item{Name: tidy(answer.Emails[i].Name), Value: tidy(answer.Emails[i].Value)}
		}
		want, _ := m.Confirm(&answer)
		base, happened, _ := m.Sent().Late(&answer)
		if diff := cmp.Diff(want, base); diff != "" || !happened {
			t.Errorf("carried out: %v, (-as confirmed at once +later)\n%s", happened, diff)
		}
		if _, happened, doubt := m.Sent().Late(&h.after); happened || doubt {
			t.Errorf("nothing was carried out: %v, doubt: %v", happened, doubt)
		}
	})
}

// People edit a contact between a write and the run that finds out about it.
func TestALostAnswerIsReadAfterPeopleEdited(t *testing.T) {
	number := func(n string) quo.Item { return quo.Item{Name: "mobile", Value: n} }
	before := quo.Contact{ExternalID: "k", Company: "Acme", Role: "Owner", PhoneNumbers: []quo.Item{number("+14155550001")}}
	desired := mapping.Desired{
		Scalars: []mapping.Scalar{{Field: quo.Company, Value: "Acme Ltd"}, {Field: quo.Role, Value: "Owner"}},
		Slots:   []mapping.Slot{{Field: quo.PhoneNumbers, Name: "mobile", Items: []quo.Item{number("+14155550002")}}},
	}
	first := New("k", &mapping.Desired{
		Scalars: []mapping.Scalar{{Field: quo.Company, Value: "Acme"}, {Field: quo.Role, Value: "Owner"}},
		Slots:   []mapping.Slot{{Field: quo.PhoneNumbers, Name: "mobile", Items: []quo.Item{number("+14155550001")}}},
	})
	base, _ := first.Confirm(&before)
	written := Merge(Input{Key: "k", Base: base, Desired: &desired, Remote: &before})
	for _, c := range []struct {
		name            string
		edit            func(*quo.Contact) // of what was written
		happened, doubt bool
		drifts          int    // of the row as it is, merged again
		numbers         string // of it
		replaced        string // after the file has another number
	}{
		{"nothing", func(*quo.Contact) {}, true, false, 0, "+14155550002", "+14155550003"},
		{"a number is added", func(c *quo.Contact) { c.PhoneNumbers = append(c.PhoneNumbers, number("+12125550000")) },
			true, false, 0, "+14155550002 +12125550000", "+12125550000 +14155550003"},
		{"the role", func(c *quo.Contact) { c.Role = "Boss" }, true, false, 1, "+14155550002", "+14155550003"},
		{"the number is removed", func(c *quo.Contact) { c.PhoneNumbers = nil }, true, false, 1, "", "+14155550003"},
		{"the company, and the number is removed", func(c *quo.Contact) { c.Company, c.PhoneNumbers = "Else", nil },
			false, true, 0, "+14155550002", "+14155550003"},
		{"it was not carried out", func(c *quo.Contact) { *c = before.Clone() }, false, false, 0, "+14155550002", "+14155550003"},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := written.Target.Clone()
			c.edit(&now)
			late, happened, doubt := written.Sent().Late(&now)
			if happened != c.happened || doubt != c.doubt {
				t.Errorf("carried out: %v, doubt: %v", happened, doubt)
			}
			if !happened {
				late = base
			}
			again := Merge(Input{Key: "k", Base: late, Desired: &desired, Remote: &now})
			kept := 0
			for _, d := range again.Drifts {
				if d.Kept {
					kept++
				}
			}
			if values(again.Target.PhoneNumbers) != c.numbers || kept != c.drifts {
				t.Errorf("numbers %s, want %s; %d drifts: %+v", values(again.Target.PhoneNumbers), c.numbers, kept, again.Drifts)
			}
			next := desired
			next.Slots = []mapping.Slot{{Field: quo.PhoneNumbers, Name: "mobile", Items: []quo.Item{number("+14155550003")}}}
			base, _ := again.Confirm(&again.Target)
			then := Merge(Input{Key: "k", Base: base, Desired: &next, Remote: &again.Target})
			if values(then.Target.PhoneNumbers) != c.replaced {
				t.Errorf("then numbers %s, want %s", values(then.Target.PhoneNumbers), c.replaced)
			}
		})
	}
}

func values(items []quo.Item) string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = item.Value
	}
	return strings.Join(list, " ")
}

// A value that Quo had when the file came with it is not ours to remove, and does not
// come back when people remove it.
func TestAValueThatBothHadIsNobodysToRemove(t *testing.T) {
	item := quo.Item{Name: "mobile", Value: "+14155550001"}
	app := quo.Contact{PhoneNumbers: []quo.Item{item}}
	row := func(items ...quo.Item) *mapping.Desired {
		return &mapping.Desired{Slots: []mapping.Slot{{Field: quo.PhoneNumbers, Name: "Mobile", Items: items}}}
	}
	m := Merge(Input{Key: "k", Desired: row(item), Remote: &app})
	base, _ := m.Confirm(&m.Target)
	if len(Held(base, "k", &app)) != len(base) || len(base) != 1 || base[0].Field == store.FieldHash("phoneNumbers", "Mobile") {
		t.Errorf("base %v, held %v", base, Held(base, "k", &app))
	}
	left := Merge(Input{Key: "k", Base: base, Desired: row(), Remote: &app})
	if len(left.Target.PhoneNumbers) != 1 {
		t.Errorf("it was removed: %v", left.Target.PhoneNumbers)
	}
	for _, overwrite := range []bool{false, true} {
		gone := Merge(Input{Key: "k", Base: base, Desired: row(item), Remote: &quo.Contact{}, Overwrite: overwrite})
		if back := len(gone.Target.PhoneNumbers) == 1; back != overwrite {
			t.Errorf("overwrite %v: it came back: %v", overwrite, back)
		}
		if len(gone.Drifts) != 1 || gone.Drifts[0].Kept == overwrite || gone.Drifts[0].Quo != "" {
			t.Errorf("overwrite %v: reported as %+v", overwrite, gone.Drifts)
		}
	}
}
