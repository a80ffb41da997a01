package merge

import (
	"testing"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// BenchmarkMerge is an update of a contact with two numbers and an email.
func BenchmarkMerge(b *testing.B) {
	item := func(name, value string) quo.Item { return quo.Item{Name: name, Value: value} }
	desired := mapping.Desired{
		Scalars: []mapping.Scalar{{Field: quo.FirstName, Value: "Maya"}, {Field: quo.LastName, Value: "Okafor"}, {Field: quo.Company, Value: "Okafor Plumbing"}},
		Slots: []mapping.Slot{
			{Field: quo.PhoneNumbers, Name: "Mobile", Items: []quo.Item{item("mobile", "+14155550134")}},
			{Field: quo.PhoneNumbers, Name: "Office", Items: []quo.Item{item("work", "+14155550136")}},
			{Field: quo.Emails, Name: "Email", Items: []quo.Item{item("work", "maya@okafor.example")}},
		},
	}
	first := Merge(Input{Key: "k", Desired: &desired, Remote: &quo.Contact{}})
	base, _ := first.Confirm(&first.Target)
	remote := first.Target
	remote.PhoneNumbers = append(remote.PhoneNumbers, item("home", "+14155550199"))
	desired.Scalars[2].Value = "Okafor & Daughters"
	b.ReportAllocs()
	for b.Loop() {
		m := Merge(Input{Key: "k", Base: base, Desired: &desired, Remote: &remote})
		if m.Target.Company != "Okafor & Daughters" || len(m.Target.PhoneNumbers) != 3 {
			b.Fatalf("%+v", m.Target)
		}
	}
}
