package merge

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// The table of docs/reliability.md, "How an update is merged", for a scalar.
func TestAScalarIsMergedByTheTable(t *testing.T) {
	const none = "\x00" // no base
	for _, c := range []struct {
		name                  string
		base, file, quo       string
		overwrite             bool
		want                  string
		drift, conflict, kept bool
	}{
		{"the file and Quo agree", "A", "B", "B", false, "B", false, false, false},
		{"changed in Quo, not in the file: kept", "A", "A", "B", false, "B", true, false, true},
		{"changed in Quo, not in the file: overwritten", "A", "A", "B", true, "A", true, false, false},
		{"changed in the file", "A", "B", "A", false, "B", false, false, false},
		{"changed on both sides", "A", "B", "C", false, "B", true, true, false},
		{"never written, blank in Quo", none, "B", "", false, "B", false, false, false},
		{"never written, another value in Quo: kept", none, "B", "C", false, "C", true, false, true},
		{"never written, another value in Quo: overwritten", none, "B", "C", true, "B", true, false, false},
		{"cleared in the file", "A", "", "A", false, "", false, false, false},
		{"spaces are no difference", "A", "A", " A ", false, " A ", false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var base store.Base
			if c.base != none {
				base = store.Base{{Field: store.FieldHash("company", ""), Value: store.ValueHash("k", c.base), Shown: store.ValueHash("k", c.base)}}
			}
			desired := mapping.Desired{Scalars: []mapping.Scalar{{Field: quo.Company, Value: c.file}}}
			m := Merge(Input{Key: "k", Base: base, Desired: &desired, Remote: &quo.Contact{Company: c.quo}, Overwrite: c.overwrite})
			if m.Target.Company != c.want {
				t.Errorf("company %q, want %q", m.Target.Company, c.want)
			}
			if got := len(m.Drifts) == 1; got != c.drift || got && (m.Drifts[0].Both != c.conflict || m.Drifts[0].Kept != c.kept) {
				t.Errorf("drifts %+v", m.Drifts)
			}
		})
	}
}

// history is a contact that was imported, edited by people and imported again,
// drawn at random.
type history struct {
	base          store.Base
	first, second mapping.Desired
	after         quo.Contact // what people made of it after the first import
	people        []quo.Item  // numbers that people added
}

var drawNumber = rapid.Map(rapid.IntRange(0, 9), func(n int) string { return fmt.Sprintf("+1415555010%d", n) })

func drawDesired(t *rapid.T, name string) mapping.Desired {
	var d mapping.Desired
	for _, f := range []quo.Field{quo.FirstName, quo.Company, quo.Role, quo.Custom("score")} {
		if rapid.Bool().Draw(t, name+" owns "+string(f)) {
			d.Scalars = append(d.Scalars, mapping.Scalar{Field: f, Value: rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "value"),
				Custom: &quo.CustomField{Key: "score", Name: "Score", Type: quo.String}})
		}
	}
	for _, slot := range []string{"Mobile", "Office"} {
		s := mapping.Slot{Field: quo.PhoneNumbers, Name: slot, Keep: rapid.Bool().Draw(t, "blank, or a value is left out")}
		if !s.Keep || rapid.Bool().Draw(t, "others are not") {
			for _, n := range rapid.SliceOfNDistinct(drawNumber, 0, 2, rapid.ID[string]).Draw(t, slot) {
				s.Items = append(s.Items, quo.Item{Name: slot, Value: n})
			}
		}
		d.Slots = append(d.Slots, s)
	}
	return d
}

func drawHistory(t *rapid.T) history {
	h := history{first: drawDesired(t, "first"), second: drawDesired(t, "second")}
	m := Merge(Input{Key: "k", Desired: &h.first, Remote: &quo.Contact{}, Heal: true})
	h.base, _ = m.Confirm(&m.Target)
	h.after = m.Target.Clone()
	if rapid.Bool().Draw(t, "people edit the role") {
		h.after.Role = rapid.SampledFrom([]string{"", "A", "Z"}).Draw(t, "role")
	}
	for range rapid.IntRange(0, 2).Draw(t, "numbers that people add") {
		item := quo.Item{Name: "home", Value: fmt.Sprintf("+1212555019%d", len(h.people))}
		h.people = append(h.people, item)
		h.after.PhoneNumbers = slices.Insert(h.after.PhoneNumbers, rapid.IntRange(0, len(h.after.PhoneNumbers)).Draw(t, "at"), item)
	}
	h.after.SetText(quo.Custom("note"), "by hand", &quo.CustomField{Name: "Note", Type: quo.String})
	return h
}

func TestMergeAlwaysHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		m := Merge(Input{Key: "k", Base: h.base, Desired: &h.second, Remote: &h.after, Overwrite: rapid.Bool().Draw(t, "overwrite")})

		owned := map[quo.Field]bool{}
		for _, s := range h.second.Scalars {
			owned[s.Field] = true
		}
		for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.Custom("score"), quo.Custom("note")} {
			if !owned[f] && m.Target.Text(f) != h.after.Text(f) {
				t.Errorf("%s is not the mapping's, but went from %q to %q", f, h.after.Text(f), m.Target.Text(f))
			}
		}
		for _, item := range h.people {
			if !slices.Contains(m.Target.PhoneNumbers, item) {
				t.Errorf("%v, which people added, is lost: %v", item, m.Target.PhoneNumbers)
			}
		}
		for _, s := range h.second.Slots {
			for _, item := range s.Items {
				if !slices.ContainsFunc(m.Target.PhoneNumbers, func(i quo.Item) bool { return i.Value == item.Value }) {
					t.Errorf("%v of the file is missing: %v", item, m.Target.PhoneNumbers)
				}
			}
		}
		// A number goes only where we put it there and no slot has it any more.
		for _, item := range h.after.PhoneNumbers {
			if !slices.ContainsFunc(m.Target.PhoneNumbers, func(i quo.Item) bool { return i.Value == item.Value }) && !putThere(&h.first, item.Value) {
				t.Errorf("%v was removed, although we never put it there", item)
			}
		}
		// A line of which a value is left out, or that is blank, removes nothing.
		for _, s := range h.second.Slots {
			for _, item := range slotItems(&h.first, s.Name) {
				had := slices.ContainsFunc(h.after.PhoneNumbers, func(i quo.Item) bool { return i.Value == item.Value })
				if s.Keep && had && !slices.ContainsFunc(m.Target.PhoneNumbers, func(i quo.Item) bool { return i.Value == item.Value }) {
					t.Errorf("%v was removed, although %s leaves it alone", item, s.Name)
				}
			}
		}
		// Written and merged again, nothing changes any more.
		base, _ := m.Confirm(&m.Target)
		again := Merge(Input{Key: "k", Base: base, Desired: &h.second, Remote: &m.Target})
		if diff := cmp.Diff(m.Target, again.Target, cmp.AllowUnexported(quo.CustomValue{})); diff != "" {
			t.Errorf("merged twice:\n%s", diff)
		}
		confirmed, _ := again.Confirm(&again.Target)
		if diff := cmp.Diff(base, confirmed); diff != "" {
			t.Errorf("the base is not stable:\n%s", diff)
		}
	})
}

// slotItems are the items that a slot put into the contact: the first slot that has a
// value does.
func slotItems(d *mapping.Desired, name string) []quo.Item {
	var before, items []quo.Item
	for _, s := range d.Slots {
		if s.Name == name {
			for _, item := range s.Items {
				if indexOf(quo.PhoneNumbers, before, item.Value) < 0 {
					items = append(items, item)
				}
			}
		}
		before = append(before, s.Items...)
	}
	return items
}

func putThere(d *mapping.Desired, number string) bool {
	for _, s := range d.Slots {
		for _, item := range s.Items {
			if item.Value == number {
				return true
			}
		}
	}
	return false
}

func FuzzMerge(f *testing.F) { f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { drawAndMerge(t) })) }

func drawAndMerge(t *rapid.T) {
	h := drawHistory(t)
	m := Merge(Input{Key: "k", Base: h.base, Desired: &h.second, Remote: &h.after})
	for _, item := range h.people {
		if !slices.Contains(m.Target.PhoneNumbers, item) {
			t.Errorf("%v, which people added, is lost", item)
		}
	}
}
