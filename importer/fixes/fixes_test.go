package fixes_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

var update = flag.Bool("update", false, "write golden files")

// All that a file of fixes may hold.
var all = []fixes.Fix{
	{Row: fixes.Row{Key: "17"}, Line: 12, Column: "Phone", Old: "555-0160", New: "+1 415 555 0160"},
	{Row: fixes.Row{Key: `a, "b"`}, Column: "Notes", Old: " two\nlines ", New: ""},
	{Row: fixes.Row{Hash: 0xab}, Line: 13, Column: "Phone (2)", Old: "", New: "'007"},
	{Row: fixes.Row{Hash: 1<<64 - 1}, Column: "=cmd", Old: "=1+1", New: `\N`},
	{Row: fixes.Row{Key: "18"}, New: fixes.KeepFirst},
}

func TestTheFileIsWrittenAsEver(t *testing.T) {
	const golden = "testdata/fixes.csv"
	var b bytes.Buffer
	if err := fixes.Write(&b, all); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
	got, err := fixes.Load(golden)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].At = 0
	}
	if diff := cmp.Diff(all, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("aä,;\"\n' =\t\\0")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		f := fixes.Fix{Column: "c" + text.Draw(t, "column"), Old: text.Draw(t, "old"), New: "x" + text.Draw(t, "new"), Line: rapid.IntRange(0, 9).Draw(t, "line")}
		if f.Row.Key = text.Draw(t, "key"); f.Row.Key == "" {
			f.Row.Hash = rapid.Uint64Min(1).Draw(t, "hash")
		}
		if f.Old == f.New {
			return
		}
		var b bytes.Buffer
		if err := fixes.Write(&b, []fixes.Fix{f}); err != nil {
			t.Fatal(err)
		}
		got, err := fixes.Read("fixes.csv", &b)
		if err != nil {
			t.Fatal(err)
		}
		got[0].At = 0
		if got[0] != f {
			t.Errorf("%+v became %+v", f, got[0])
		}
	})
}

func TestAFileIsReadStrictly(t *testing.T) {
	const header = "key,line,row,column,old value,new value\n"
	for _, c := range []struct{ name, text, want string }{
		{"the order of the columns is free, and two are optional", "new value,key,column,old value\nb,1,Phone,a\n", ""},
		{"semicolons and a mark at the start, as a spreadsheet writes them", "\ufeffKey;Column;Old value;New value\n1;Phone;a,b;c\n", ""},
		{"an empty file", "", "line 1: the file is empty: its first line has to be key,line,row,column,old value,new value"},
		{"a column that nobody knows", "key,colum,old value,new value\n", `line 1: there is no column "colum" in a file of fixes (did you mean "column"?)`},
		{"a column twice", "key,key,column,old value,new value\n", "line 1: the column key is there twice"},
		{"a column that is missing", "key,column,old value\n", `line 1: the column "new value" is missing`},
		{"a quote that is not closed", header + "1,,,Phone,\"a,b\n", "line 2: is not CSV: "},
		{"a name of a row that is none", header + ",,00ab,Phone,a,b\n", `line 2: "00ab" names no row`},
		{"two names of a row", header + "1,,00000000000000ab,Phone,a,b\n", "line 2: names a row by its key and by its content"},
		{"rows without a key have no first one", header + ",,00000000000000ab,,,keep first\n", `line 2: "keep first" is about the rows with one key`},
		{"two old values of a cell are two fixes", header + "1,,,Phone,a,x\n1,,,Phone,b,x\n", ""},
		{"but not the same one", header + "1,,,Phone,a,x\n1,,,Phone,a,y\n", "line 3: fixes the same cell as line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := fixes.Read("fixes.csv", strings.NewReader(c.text))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestSavingReplacesTheWholeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fixes.csv")
	for _, list := range [][]fixes.Fix{all, all[:1]} {
		if err := fixes.Save(path, list); err != nil {
			t.Fatal(err)
		}
		got, err := fixes.Load(path)
		if err != nil || len(got) != len(list) {
			t.Errorf("%d fixes were saved, %d read: %v", len(list), len(got), err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the file: %v %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

const keyed = "version: 1\nkey: ID\ncontact:\n  firstName: Name\n  phoneNumbers: [{column: Phone, name: mobile}]\n"

func mapper(t *testing.T, text string, c mapping.Columns) *mapping.Mapper {
	t.Helper()
	m, err := mapping.Load("mapping.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	mp, err := m.Compile(c, mapping.CompileOptions{Region: "US"})
	if err != nil {
		t.Fatal(err)
	}
	return mp
}

func source(list ...rows.Row) fixes.Source {
	return func(context.Context) iter.Seq2[rows.Row, error] {
		return func(yield func(rows.Row, error) bool) {
			for i, row := range list {
				row.Pos = rows.Position{File: "a.csv", Line: i + 2, Index: -1}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func TestWhatBecomesOfAFix(t *testing.T) {
	m := mapper(t, keyed, mapping.Columns{Names: []string{"ID", "Name", "Phone"}})
	for _, c := range []struct {
		name string
		fix  fixes.Fix
		want fixes.Outcome
		row2 string // the cells of the second row then
	}{
		{"it is applied", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "n/a", New: "415-555-0171"}, fixes.Applied, "2|Ben|415-555-0171"},
		{"a blank is a value", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "n/a", New: ""}, fixes.Applied, "2|Ben|"},
		{"values are literal", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "n/a ", New: "x"}, fixes.Stale, "2|Ben|n/a"},
		{"case is a difference", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "N/A", New: "x"}, fixes.Stale, "2|Ben|n/a"},
		{"the file has the new value", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "x", New: "n/a"}, fixes.Already, "2|Ben|n/a"},
		{"no row has the key", fixes.Fix{Row: fixes.Row{Key: "9"}, Column: "Phone", Old: "n/a", New: "x"}, fixes.Absent, "2|Ben|n/a"},
		{"the key itself", fixes.Fix{Row: fixes.Row{Key: "2"}, Column: "ID", Old: "2", New: "20"}, fixes.Applied, "20|Ben|n/a"},
		{"line ends in one form", fixes.Fix{Row: fixes.Row{Key: "3"}, Column: "Name", Old: "a\nb", New: "c"}, fixes.Applied, "2|Ben|n/a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := fixes.New([]fixes.Fix{c.fix})
			input := set.Rows(m, source(
				rows.Row{Cells: []string{"1", "Maya", "415-555-0134"}}, rows.Row{Cells: []string{"2", "Ben", "n/a"}}, rows.Row{Cells: []string{"3", "a\r\nb", "n/a"}}))
			for range 2 { // an input is read twice where keys are doubled
				i := 0
				for row := range input(t.Context()) {
					if i++; i == 2 && strings.Join(row.Cells, "|") != c.row2 {
						t.Errorf("the row is %q", row.Cells)
					}
				}
			}
			set.Each(func(_ *fixes.Fix, r fixes.Result) {
				if r.Outcome != c.want {
					t.Errorf("outcome %d, want %d", r.Outcome, c.want)
				}
			})
		})
	}
}

func TestTheCellsOfTheReaderStayAsTheyAre(t *testing.T) {
	m := mapper(t, keyed, mapping.Columns{Names: []string{"ID", "Name", "Phone"}})
	cells := []string{"2", "Ben", "n/a"}
	set := fixes.New([]fixes.Fix{{Row: fixes.Row{Key: "2"}, Column: "Phone", Old: "n/a", New: "x"}})
	for row := range set.Rows(m, source(rows.Row{Cells: cells, Unread: []int{3}, Failed: []int{3}}))(t.Context()) {
		if cells[2] != "n/a" || row.Cells[2] != "x" || len(row.Unread)+len(row.Failed) > 0 {
			t.Errorf("%q became %q, still unread %v, failed %v", cells, row.Cells, row.Unread, row.Failed)
		}
	}
}

func TestRowsWithoutAKeyAreNamedByTheirCells(t *testing.T) {
	names := []string{"Name", "Phone", "Seen"}
	m := mapper(t, strings.Replace(keyed, "key: ID", "key: {derived: true}", 1), mapping.Columns{Names: names})
	w := m.Worker()
	w.Load(mapping.Row{Cells: []string{"Ben", "n/a", "today"}})
	fix := fixes.Fix{Row: fixes.NameOf(m, w), Column: "Phone", Old: "n/a", New: "415-555-0171"}
	set := fixes.New([]fixes.Fix{fix})
	var got []string
	for row := range set.Rows(m, source(
		rows.Row{Cells: []string{"Ana", "n/a", "today"}}, // another person with the same word
		rows.Row{Cells: []string{"Ben", "n/a", "yesterday"}},
	))(t.Context()) {
		got = append(got, row.Cells[1])
	}
	if want := []string{"n/a", "415-555-0171"}; !slices.Equal(got, want) {
		t.Errorf("the numbers are %q, want %q: a column that is not mapped does not matter, all others do", got, want)
	}
}

func TestFixesOfJSON(t *testing.T) {
	columns := mapping.Columns{JSON: true, Names: []string{"id", "name", "address.phone", "tags", "nick"}}
	m := mapper(t, "version: 1\nkey: id\ncontact:\n  firstName: name\n  phoneNumbers: [{column: address.phone, name: mobile}]\n", columns)
	const object = `{"id": 7, "name":"Ben", "address":{"phone":"n/a"}, "tags":["a"]}`
	for _, c := range []struct {
		name string
		fix  fixes.Fix
		want string
	}{
		{"a text", fixes.Fix{Column: "name", Old: "Ben", New: `B "x"`}, `{"id": 7, "name":"B \"x\"", "address":{"phone":"n/a"}, "tags":["a"]}`},
		{"in an object", fixes.Fix{Column: "address.phone", Old: "n/a", New: "1"}, `{"id": 7, "name":"Ben", "address":{"phone":"1"}, "tags":["a"]}`},
		{"a number becomes a text", fixes.Fix{Column: "id", Old: "7", New: "8"}, `{"id": "8", "name":"Ben", "address":{"phone":"n/a"}, "tags":["a"]}`},
		{"a list as JSON", fixes.Fix{Column: "tags", Old: `["a"]`, New: `["b"]`}, `{"id": 7, "name":"Ben", "address":{"phone":"n/a"}, "tags":["b"]}`},
		{"a list that is none", fixes.Fix{Column: "tags", Old: `["a"]`, New: `["b"`}, object},
		{"a name that is missing", fixes.Fix{Column: "nick", Old: "", New: "B"}, `{"nick":"B","id": 7, "name":"Ben", "address":{"phone":"n/a"}, "tags":["a"]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.fix.Row.Key = "7"
			for row := range fixes.New([]fixes.Fix{c.fix}).Rows(m, source(rows.Row{JSON: []byte(object)}))(t.Context()) {
				if string(row.JSON) != c.want {
					t.Errorf("got  %s\nwant %s", row.JSON, c.want)
				}
			}
		})
	}
}

func TestAFileThatIsWrongAllOverIsNotReadToItsEnd(t *testing.T) {
	lines := "key,column,old value,new value\n" + strings.Repeat("a\n", 1<<20)
	from := strings.NewReader(lines)
	_, err := fixes.Read("fixes.csv", from)
	var wrong *fixes.FileError
	if !errors.As(err, &wrong) || len(wrong.Problems) > 10_001 || from.Len() < len(lines)/2 {
		t.Errorf("%.200v; %d bytes were left", err, from.Len())
	}
}
