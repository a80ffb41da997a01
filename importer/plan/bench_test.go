package plan

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
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
	c := Config{Source: "crm", Options: policy.Options{DryRun: true}, Emit: func(event.Event) {}}
	plan, err := Make(context.Background(), c, []Input{{Name: "a.csv", Header: header, Mapper: mapper, Rows: read(b.N)}})
	if err != nil {
		b.Fatal(err)
	}
	if plan.Counts.Ready != b.N {
		b.Fatalf("%+v", plan.Counts)
	}
	_ = plan.Close()
}

// BenchmarkKeys is what remembering a new key costs among 300,000.
func BenchmarkKeys(b *testing.B) {
	b.ReportAllocs()
	keys := newKeys()
	for i := 0; b.Loop(); i++ {
		if i%300_000 == 0 {
			keys = newKeys()
		}
		keys.add(keys.hash(fmt.Sprintf("C%08d", i)), place{line: 1}, decide.Create)
	}
}
