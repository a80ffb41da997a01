package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
)

// What an expression does with a row is bounded: a list within a list, or the whole row
// for each value of a list, ends in a sentence. What people write stays possible.
func TestTheWorkOfAnExpressionIsBounded(t *testing.T) {
	for _, test := range []struct {
		name, expr, cell string
		want             string // the value, or what is wrong
	}{
		{"a list of its own values", `join(map(split(Note, ","), trim(#)), " ")`, strings.Repeat("ab, ", 2000) + "ab", strings.TrimSpace(strings.Repeat("ab ", 2001))},
		{"what is in another cell", `join(filter(split(Note, ","), # != Name), " ")`, "Ana,Ben,Ana", "Ben"},
		{"lists within lists, of a cell that people write", `join(filter(split(Note, ","), count(split(Note, ","), # == "b") > 0), " ")`, "a,b,c", "a b c"},
		{"a list for each value of a list", `string(count(split(Note, ""), count(split(Note, ""), # == "x") > 0))`, strings.Repeat("x", 1<<20), "goes through too many values of this row"},
		{"three of them", `string(count(split(Note, ""), count(split(Note, ""), count(split(Note, ""), # == "x") > 0) > 0))`, strings.Repeat("x", 1000), "goes through too many values of this row"},
		{"the cell for each of its characters", `string(count(split(Note, ""), indexOf(Note, #) > 0))`, strings.Repeat("x", 1<<20), "goes through too many values of this row"},
		{"a name of let for each character", `let n = lower(Note); string(count(split(n, ""), n contains #))`, strings.Repeat("x", 1<<20), "goes through too many values of this row"},
		{"a long list that is gone through once", `string(len(uniq(map(split(Note, ""), upper(#)))))`, strings.Repeat("x", 1<<20), "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := load(t, "version: 1\nkey: ID\ncontact:\n  firstName: Name\n  company: {expr: '"+strings.ReplaceAll(test.expr, "'", "''")+"'}\n")
			w := compile(t, m, mapping.Columns{Names: []string{"ID", "Name", "Note"}}, mapping.CompileOptions{}).Worker()
			for range 2 { // the second row begins anew
				w.Load(mapping.Row{Cells: []string{"1", "Ana", test.cell}})
				mapped := w.Map()
				got := mapped.Desired.Text("company")
				if len(mapped.Errors) > 0 {
					got = fmt.Sprint(mapped.Errors)
				}
				if got != test.want && !(len(mapped.Errors) > 0 && strings.Contains(got, test.want)) {
					t.Errorf("got %.200q, want %.200q", got, test.want)
				}
			}
		})
	}
}
