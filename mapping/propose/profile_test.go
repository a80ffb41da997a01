package propose_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// TestProfile: what the mapping leaves open is decided over the whole input,
// or is an error.
func TestProfile(t *testing.T) {
	const open = "version: 1\ncontact: {firstName: First, emails: Email}\n"
	for _, test := range []struct {
		name, mapping string
		files         []string
		key           string
		formats       []string
		err           string
	}{
		{
			name: "an id column that is filled and unique is the key", mapping: open,
			files: []string{"Customer ID,First,Email\n1,M,\n2,B,\n"}, key: `column "Customer ID"`,
		},
		{
			name: "one that is not unique is none", mapping: open,
			files: []string{"Customer ID,First,Email\n1,M,\n1,B,\n"}, key: "derived from phone or email and name",
		},
		{
			name: "nor one that is blank once", mapping: open,
			files: []string{"Customer ID,First,Email\n1,M,\n,B,\n"}, key: "derived from phone or email and name",
		},
		{
			name: "empty rows and rows that are left out do not count", mapping: "where: 'First != \"x\"'\n" + open,
			files: []string{"Customer ID,First,Email\n1,M,\n,,\n,x,\n"}, key: `column "Customer ID"`,
		},
		{
			name: "it must be unique over all files", mapping: open,
			files: []string{"Customer ID,First,Email\n1,M,\n", "First,Customer ID,Email\nB,1,\n"}, key: "derived from phone or email and name",
		},
		{
			name: "and be in all of them", mapping: open,
			files: []string{"Customer ID,First,Email\n1,M,\n", "First,Email\nB,\n"}, key: "derived from phone or email and name",
		},
		{
			name: "a key in the mapping is not questioned", mapping: "key: Email\n" + open,
			files: []string{"Customer ID,First,Email\n1,M,\n1,M,\n"}, key: `column "Email"`,
		},
		{
			name: "dates and numbers read as their whole column does", mapping: "key: ID\n" + open + "custom: {Signup Date: Since, Lead Score: Score}\n",
			files: []string{"ID,First,Email,Since,Score\n1,M,,03/04/2024,1.234\n2,M,,13/04/2024,\"1,5\"\n"},
			key:   `column "ID"`, formats: []string{"DD/MM/YYYY", "1.234,5"},
		},
		{
			name: "what can be read in two ways is asked, all of it at once", mapping: "key: ID\n" + open + "custom: {Signup Date: Since, Lead Score: Score}\n",
			files: []string{"ID,First,Email,Since,Score\n1,M,,03/04/2024,1.234\n2,M,,05/06/2024,\"1,234\"\n"},
			err: "3:10: Since for Signup Date can be read in two ways: [[DD/MM/YYYY] [MM/DD/YYYY]], [{a.csv 2 03/04/2024} {a.csv 3 05/06/2024}]\n" +
				"3:30: Score for Lead Score can be read in two ways: [[1,234.5] [1.234,5]], [{a.csv 2 1.234} {a.csv 3 1,234}]",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var cols []mapping.Columns
			var inputs [][]mapping.Row
			for i, file := range test.files {
				c, rows := sheet(t, file)
				c.File = string(rune('a'+i)) + ".csv"
				cols, inputs = append(cols, c), append(inputs, rows)
			}
			p0 := load(t, strings.Replace(test.mapping, "version: 1\n", "", 1)+"version: 1\n")
			p, err := propose.NewProfile(p0, cols, catalogue)
			if err != nil {
				t.Fatal(err)
			}
			for i, rows := range inputs {
				for j, row := range rows {
					p.Add(i, j+2, row)
				}
			}
			m, _, undecided := p.Resolve(p0)
			var problems []string
			for _, u := range undecided {
				problems = append(problems, fmt.Sprintf("%d:%d: %s for %s %s: %v, %v", u.Line, u.Pos.Column, u.Column, u.Field, u.Why.What, u.Why.Formats, u.Why.Examples))
			}
			if test.err != "" {
				if got := strings.Join(problems, "\n"); got != test.err {
					t.Fatalf("got\n%v\nwant\n%s", got, test.err)
				}
				return
			}
			if problems != nil {
				t.Fatal(problems)
			}
			if again, err := propose.NewProfile(m, cols, catalogue); err != nil || again.Open() {
				t.Errorf("something is still open: %v", err)
			}
			if got := compile(t, m, cols[0], mapping.CompileOptions{Catalogue: catalogue}).KeyDefinition(); got != test.key {
				t.Errorf("key is %s, want %s", got, test.key)
			}
			var formats []string
			for _, f := range m.Custom {
				formats = append(formats, f.Format...)
			}
			if diff := cmp.Diff(test.formats, formats); diff != "" {
				t.Errorf("formats: -want +got\n%s", diff)
			}
		})
	}
}

// TestDoublesAreCountedInAnyOrder compares the doubles of ids in order, nearly in order
// and in none with those that a map counts.
func TestDoublesAreCountedInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for try := range 200 {
		n := 1 + r.IntN(40)
		ids := make([]string, n)
		for i := range ids {
			ids[i] = strconv.Itoa(90 + i) // 99 is before 100
		}
		for range r.IntN(4) {
			ids[r.IntN(n)] = ids[r.IntN(n)]
		}
		if try%4 == 0 {
			r.Shuffle(n, func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		}
		first, doubles, note := map[string]int{}, 0, ""
		for i, id := range ids {
			if before, ok := first[id]; !ok {
				first[id] = i + 2
			} else if doubles++; doubles == 1 {
				note = fmt.Sprintf("lines %d and %d have the same", before, i+2)
			}
		}
		c, rows := sheet(t, "Customer ID,First\n"+strings.Join(ids, ",M\n")+",M\n")
		m := load(t, "contact: {firstName: First}\nversion: 1\n")
		p, err := propose.NewProfile(m, []mapping.Columns{c}, catalogue)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			p.Add(0, i+2, row)
		}
		_, notes, _ := p.Resolve(m)
		if got := p.Candidates(); len(got) != 1 || got[0].Double != doubles || doubles > 0 && !strings.Contains(notes[0].Text, note) {
			t.Fatalf("%v: %+v, %+v; want %d doubles, %q", ids, got, notes, doubles, note)
		}
	}
}
