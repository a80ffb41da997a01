package importer

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// BenchmarkPlan is the first pass, as a dry run without a state has it, of rows
// that are in memory already: what a row costs beside its reading.
func BenchmarkPlan(b *testing.B) {
	const text = "version: 1\nsource: crm\nkey: id\nregion: US\ncontact:\n  firstName: first\n  lastName: last\n  phoneNumbers: mobile\n  emails: email\n"
	m, err := mapping.Load("m.yaml", strings.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	header := []string{"id", "first", "last", "mobile", "email", "notes"}
	mapper, err := m.Compile(mapping.Columns{File: "a.csv", Names: header}, mapping.CompileOptions{})
	if err != nil {
		b.Fatal(err)
	}
	read := func(n int) func(context.Context) iter.Seq2[rows.Row, error] {
		return func(context.Context) iter.Seq2[rows.Row, error] {
			return func(yield func(rows.Row, error) bool) {
				cells := []string{"", "Zoë", "Okafor", "", "", "Prefers texts"}
				for i := range n {
					cells[0] = fmt.Sprintf("C%08d", i)
					cells[3] = fmt.Sprintf("(415) 2%02d-%04d", i/10_000%100, i%10_000)
					cells[4] = cells[0] + "@okafor.example"
					if !yield(rows.Row{Cells: cells, Pos: rows.Position{File: "a.csv", Line: i + 2, Index: -1}}, nil) {
						return
					}
				}
			}
		}
	}
	b.ReportAllocs()
	// One iteration is one row: a plan of b.N rows.
	im := &Importer{Source: "crm", Options: Options{DryRun: true}}
	plan, err := im.Plan(context.Background(), []Input{{Name: "a.csv", Header: header, Mapper: mapper, Rows: read(b.N)}})
	if err != nil {
		b.Fatal(err)
	}
	if plan.Counts.Ready != b.N {
		b.Fatalf("%+v", plan.Counts)
	}
	_ = plan.Close()
}

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
	first := merge("k", nil, &desired, &quo.Contact{}, false, false)
	base := first.confirm(&first.target)
	remote := first.target
	remote.PhoneNumbers = append(remote.PhoneNumbers, item("home", "+14155550199"))
	desired.Scalars[2].Value = "Okafor & Daughters"
	b.ReportAllocs()
	for b.Loop() {
		m := merge("k", base, &desired, &remote, false, false)
		if m.target.Company != "Okafor & Daughters" || len(m.target.PhoneNumbers) != 3 {
			b.Fatalf("%+v", m.target)
		}
	}
}

// BenchmarkKeyset is what remembering a new key costs among 300,000.
func BenchmarkKeyset(b *testing.B) {
	b.ReportAllocs()
	keys := newKeyset()
	for i := 0; b.Loop(); i++ {
		if i%300_000 == 0 {
			keys = newKeyset()
		}
		keys.add(keys.hash(fmt.Sprintf("C%08d", i)), 0)
	}
}
