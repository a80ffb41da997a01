package grid_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
)

// manyBroken returns a file in which every row has a problem.
func manyBroken(n int) string {
	var b strings.Builder
	b.WriteString("ID,First,Mobile,Office,Email,Notes,Company,City\n")
	for i := range n {
		mobile := fmt.Sprintf("030 90%04d", i%10_000)
		if i%3 == 0 {
			mobile = "n/b"
		}
		fmt.Fprintf(&b, "%d,First %d,%s,,person%d@example.com,%s,Company %d,Berlin\n", i, i, mobile, i, strings.Repeat("note ", 8), i)
	}
	return b.String()
}

const benchRows = 100_000

func BenchmarkOpen(b *testing.B) {
	text := manyBroken(benchRows)
	for b.Loop() {
		openIn(b, b.TempDir(), keyed, text).close()
	}
}

// An edit among 100,000 rows with problems, with its facets and counts; a third of the
// rows has fixes already.
func BenchmarkEdit(b *testing.B) {
	s := open(b, keyed, manyBroken(benchRows))
	if _, err := s.Apply(grid.Bulk{Do: grid.BlankWords, Words: []string{"n/b"}, Column: s.column("Mobile"), Filter: grid.Filter{All: true}}); err != nil {
		b.Fatal(err)
	}
	i := int32(1)
	for b.Loop() {
		s.set(i, "Mobile", "+4930901820")
		i += 3
	}
}

func BenchmarkBulkOver1000Rows(b *testing.B) {
	s := open(b, keyed, manyBroken(benchRows))
	rows := make([]int32, 1000)
	for i := range rows {
		rows[i] = int32(3*i + 1)
	}
	bulk := grid.Bulk{Do: grid.SetCountry, Country: "DE", Column: s.column("Mobile"), Rows: rows}
	for b.Loop() {
		if _, err := s.Preview(bulk); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Apply(bulk); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Undo(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkViewAndWindow(b *testing.B) {
	s := open(b, keyed, manyBroken(benchRows))
	for b.Loop() {
		v := s.View(grid.Filter{Column: "Mobile"})
		if _, err := s.Rows(v.ID, 50_000, grid.Window); err != nil {
			b.Fatal(err)
		}
	}
}
