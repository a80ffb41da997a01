package grid_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
)

const keyed = `
version: 1
source: crm
key: ID
region: US
contact:
  firstName: First
  phoneNumbers: [{column: Mobile, name: mobile}, {column: Office, name: work}]
  emails: [{column: Email, name: work}]
`

// sheet is a file, its mapping, and a grid of it.
type sheet struct {
	t    tester
	ends []func() error
	dir  string
	path string
	yaml string
	opts grid.Options
	*grid.Grid
}

// tester is a test, or one case of a property.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// open opens a grid of a CSV.
func open(t testing.TB, yaml, text string) *sheet {
	s := openIn(t, t.TempDir(), yaml, text)
	t.Cleanup(s.close)
	return s
}

func openIn(t tester, dir, yaml, text string) *sheet {
	t.Helper()
	s := &sheet{t: t, dir: dir, yaml: yaml}
	s.path = filepath.Join(s.dir, "contacts.csv")
	if err := os.WriteFile(s.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	return s
}

func (s *sheet) input() plan.Input {
	s.t.Helper()
	f, err := formats.Open(s.path, rows.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.ends = append(s.ends, f.Close)
	m, err := mapping.Load("mapping.yaml", strings.NewReader(s.yaml))
	if err != nil {
		s.t.Fatal(err)
	}
	columns := mapping.Columns{File: s.path, Names: f.Header}
	if f.Header == nil {
		finder := mapping.NewJSONFinder(s.path)
		for row := range f.Rows(context.Background()) {
			finder.Add(row.JSON)
		}
		columns = finder.Columns()
	}
	mapper, err := m.Compile(columns, mapping.CompileOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	return plan.Input{Name: f.Name, Header: f.Header, Rows: f.Rows, Mapper: mapper, Indexed: f.Indexed}
}

func (s *sheet) close() {
	for _, end := range s.ends {
		_ = end()
	}
}

// reopen opens the grid again, as after the program was killed.
func (s *sheet) reopen() {
	s.t.Helper()
	s.opts = grid.Options{Input: s.input(), Fixes: filepath.Join(s.dir, "fixes.csv")}
	g, err := grid.Open(context.Background(), s.opts)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Grid = g
	s.ends = append(s.ends, g.Close)
}

func (s *sheet) column(name string) int {
	s.t.Helper()
	at := slices.IndexFunc(s.Columns(), func(c grid.Column) bool { return c.Name == name })
	if at < 0 {
		s.t.Fatalf("there is no column %s", name)
	}
	return at
}

func (s *sheet) set(row int32, column, value string) *grid.Done {
	s.t.Helper()
	done, err := s.Set("Edit", grid.Edit{Row: row, Column: s.column(column), Value: value})
	if err != nil {
		s.t.Fatal(err)
	}
	return done
}

// rejected returns the lines that an import with the fixes rejects.
func (s *sheet) rejected() []int {
	s.t.Helper()
	var lines []int
	im := &importer.Importer{Source: "crm", Options: policy.Options{DryRun: true}, Events: func(e event.Event) {
		if row, ok := e.(event.Row); ok && row.Action == event.Rejected {
			lines = append(lines, row.Pos.Line)
		}
	}}
	if list, err := fixes.Load(s.opts.Fixes); err == nil {
		im.Fixes = fixes.New(list)
	} else if !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	p, err := im.Plan(context.Background(), s.input())
	if err != nil {
		s.t.Fatal(err)
	}
	_ = p.Close()
	slices.Sort(lines)
	return lines
}

// broken returns the lines that the grid says are rejected.
func (s *sheet) broken() []int {
	s.t.Helper()
	v := s.View(grid.Filter{All: true})
	var lines []int
	for from := 0; from < v.Rows; from += grid.Window {
		list, err := s.Rows(v.ID, from, grid.Window)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, row := range list {
			lines = append(lines, int(row.Line))
		}
	}
	return lines
}

// agrees checks that the grid and an import that replays its fixes reject the same rows,
// and that counts and facets are those of a grid that is opened anew.
func (s *sheet) agrees() {
	s.t.Helper()
	if want, got := s.rejected(), s.broken(); !slices.Equal(want, got) {
		s.t.Errorf("an import rejects lines %d, the grid shows %d", want, got)
	}
	anew, err := grid.Open(context.Background(), s.opts)
	if err != nil {
		s.t.Fatal(err)
	}
	defer anew.Close()
	if diff := cmp.Diff(anew.Counts(), s.Counts()); diff != "" {
		s.t.Errorf("the counts went wrong (-anew +now):\n%s", diff)
	}
	if diff := cmp.Diff(anew.Now().Facets, s.Now().Facets); diff != "" {
		s.t.Errorf("the facets went wrong (-anew +now):\n%s", diff)
	}
}

const broken = `ID,First,Mobile,Office,Email,Notes
1,Maya,415-555-0134,,maya@okafor.example,a
2,Ben,555-0171,,ben@li.example,b
3,Nadia,n/a?,,nadia.cherif,c
4,Sam,n/a?,,sam@x.example,d
4,Sue,212-555-0139,,,e
,Kim,415-555-0136,,,f
7,Leo,nope,nope,leo@x.example,g
`

func TestTheGridShowsWhatAnImportRejects(t *testing.T) {
	s := open(t, keyed, broken)
	s.agrees()
	if got := s.Counts(); got != (grid.Counts{Rows: 7, Problems: 6}) {
		t.Errorf("%+v", got)
	}
	var facets []string
	for _, f := range s.Now().Facets {
		facets = append(facets, fmt.Sprintf("%s %s: %d, rescues %d", f.Column, f.Words, f.Rows, f.Rescues))
	}
	want := []string{
		"ID : 3, rescues 2", "ID used twice: 2, rescues 1", "ID no key: 1, rescues 1",
		"Mobile : 4, rescues 1", "Mobile no area code: 1, rescues 1", "Mobile not a number: 3, rescues 0",
		"Email : 1, rescues 0", `Email no "@": 1, rescues 0`, "Office : 1, rescues 0", "Office not a number: 1, rescues 0",
	}
	if diff := cmp.Diff(want, facets); diff != "" {
		t.Error(diff)
	}
}

func TestAViewStaysWhileItsRowsAreCorrected(t *testing.T) {
	s := open(t, keyed, broken)
	v := s.View(grid.Filter{Column: "Mobile", Kind: "phone-not-a-number"})
	s.set(2, "Mobile", "")
	list, err := s.Rows(v.ID, 1, 10)
	if err != nil || v.Rows != 3 || len(list) != 2 || list[0].Row != 3 {
		t.Errorf("%+v %+v %v", v, list, err)
	}
	if v = s.View(grid.Filter{Column: "Mobile"}); v.Rows != 3 {
		t.Errorf("a new view has the row that was corrected: %+v", v)
	}
	if list, err = s.Show([]int32{2, 6}); err != nil {
		t.Fatal(err)
	}
	want := []grid.Row{
		{Row: 2, Line: 4, Cells: []string{"3", "Nadia", "", "", "nadia.cherif", "c"}, Fixed: []int{2}, Problems: []grid.Problem{{Column: 4, Kind: "email-no-at", Message: `is not an email address: there is no "@"`}}},
		{Row: 6, Line: 8, Cells: []string{"7", "Leo", "nope", "nope", "leo@x.example", "g"}, Problems: []grid.Problem{
			{Column: 2, Kind: "phone-not-a-number", Message: "is not a phone number"}, {Column: 3, Kind: "phone-not-a-number", Message: "is not a phone number"}}},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	for range 20 {
		s.View(grid.Filter{All: true})
	}
	if _, err := s.Rows(v.ID, 0, 1); !errors.Is(err, grid.ErrView) {
		t.Errorf("an old view: %v", err)
	}
}

func TestAValueIsCheckedWhileItIsTyped(t *testing.T) {
	s := open(t, keyed+"custom: {Since: {column: Since, format: DD.MM.YYYY, type: date}}\nfallback: [company, email, phone]\n", strings.ReplaceAll(broken, "Notes", "Since"))
	for _, c := range []struct {
		row           int32
		column, value string
		want          grid.Tried
	}{
		{1, "Mobile", "415-555-0171", grid.Tried{File: "555-0171", Result: "+14155550171", Others: 1}},
		{1, "Mobile", "415-555", grid.Tried{File: "555-0171", Problem: "is too short for a US number", Others: 1}},
		{1, "Mobile", "", grid.Tried{File: "555-0171", Others: 1}},
		{1, "Since", "31.12.2026", grid.Tried{File: "b", Result: "Since: 2026-12-31", Others: 1}},
		{1, "Since", "31.13.2026", grid.Tried{File: "b", Problem: "is not a date: there is no month 13", Others: 1}},
		{1, "First", " Ben  Li", grid.Tried{File: "Ben", Result: "first name: Ben  Li", Others: 2}},
		{4, "ID", "3", grid.Tried{File: "4", Problem: "is also the key of line 4: give each row its own, or keep the first", Others: 1}},
		{4, "ID", "5", grid.Tried{File: "4", Result: "key 5", Others: 1}},
	} {
		t.Run(c.column+" "+c.value, func(t *testing.T) {
			got, err := s.Try(c.row, s.column(c.column), &c.value)
			if err != nil {
				t.Fatal(err)
			}
			c.want.Value = c.value
			if diff := cmp.Diff(&c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := s.Counts(); got.Fixes != 0 {
		t.Errorf("trying changes something: %+v", got)
	}
}

func TestBulkCorrections(t *testing.T) {
	const many = `ID,First,Mobile,Office,Email,Country
1,Maya,n/b,,maya@okafor.example,
2,Ben,N/B ,,ben@li.example,
3,Nadia,030 901820,,nadia@cherif.example,
4,Sam,415-555-0134 / nope,,sam@x.example,
5,Leo,555 #12,,leo@x.example,
6,Kim,415-555-0136,,kim(at)x.example,
6,Kim,415-555-0137,,kim@x.example,
7,Ana,415-555-0138; call 3,taken,ana@x.example,
`
	for _, c := range []struct {
		name string
		bulk grid.Bulk
		want map[int]string // line → the cell then
		left int            // rows of the file that are still rejected
	}{
		{"words that mean nothing", grid.Bulk{Do: grid.BlankWords, Words: []string{"n/b"}}, map[int]string{2: "", 3: ""}, 6},
		{"wrong values are left out", grid.Bulk{Do: grid.DropValue}, map[int]string{2: "", 3: "", 4: "", 5: "", 6: "", 9: ""}, 3},
		{"those of one kind", grid.Bulk{Do: grid.DropValue, Filter: grid.Filter{Column: "Mobile", Kind: "phone-too-short"}}, map[int]string{4: "", 6: ""}, 6},
		{"a country for what was selected", grid.Bulk{Do: grid.SetCountry, Country: "Germany", Rows: []int32{2, 5}}, map[int]string{4: "+4930901820", 7: "+494155550136"}, 7},
		{"split, and the rest is dropped", grid.Bulk{Do: grid.Split, Separator: "/", Into: -1}, map[int]string{2: "n", 3: "N", 5: "415-555-0134"}, 7},
		{"split into another column, unless that is taken", grid.Bulk{Do: grid.Split, Separator: ";", Into: 3}, nil, 8},
		{"find and replace", grid.Bulk{Do: grid.Replace, Find: "n/B", Replace: "415-555-0139"}, map[int]string{2: "415-555-0139", 3: "415-555-0139 "}, 6},
		{"with its case", grid.Bulk{Do: grid.Replace, Find: "N/B", Replace: "415-555-0139", Case: true}, map[int]string{3: "415-555-0139 "}, 7},
		{"whole cells", grid.Bulk{Do: grid.Replace, Find: "N/B", Whole: true}, map[int]string{2: ""}, 7},
		{"the first of doubles", grid.Bulk{Do: grid.KeepFirst}, nil, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, keyed, many)
			c.bulk.Column = s.column("Mobile")
			c.bulk.Filter.All = c.bulk.Filter == grid.Filter{}
			before := s.rejected()
			p, err := s.Preview(c.bulk)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.broken(); !slices.Equal(before, got) {
				t.Errorf("a preview changes something: %d", got)
			}
			s.agrees()
			done, err := s.Apply(c.bulk)
			if err != nil {
				t.Fatal(err)
			}
			s.agrees()
			if done.Cells != p.Cells || done.Rescued != p.Rescued || len(before)-done.Rescued != c.left {
				t.Errorf("the preview said %d cells and %d rows rescued, it was %d and %d; %d rows are left, want %d", p.Cells, p.Rescued, done.Cells, done.Rescued, len(before)-done.Rescued, c.left)
			}
			got := map[int]string{}
			for i := range int32(8) {
				list, _ := s.Show([]int32{i})
				if slices.Contains(list[0].Fixed, c.bulk.Column) {
					got[int(list[0].Line)] = list[0].Cells[c.bulk.Column]
				}
			}
			if len(got)+len(c.want) > 0 && !cmp.Equal(c.want, got) {
				t.Error(cmp.Diff(c.want, got))
			}
			if done.Cells > 0 {
				if _, err := s.Undo(); err != nil {
					t.Fatal(err)
				}
				if got := s.rejected(); !slices.Equal(before, got) {
					t.Errorf("after it was undone lines %d are rejected, before %d", got, before)
				}
			}
		})
	}
}

func TestAPreviewShowsTenRowsAsTheyWillBe(t *testing.T) {
	var b strings.Builder
	b.WriteString("ID,First,Mobile,Office,Email\n")
	for i := range 12 {
		fmt.Fprintf(&b, "%d,A,030 90182%d,,\n", i, i)
	}
	s := open(t, keyed, b.String())
	p, err := s.Preview(grid.Bulk{Do: grid.SetCountry, Country: "DE", Column: s.column("Mobile"), Filter: grid.Filter{All: true}})
	if err != nil || p.Cells != 12 || p.Rescued != 12 || p.Left != 0 || len(p.Examples) != 10 {
		t.Fatalf("%+v %v", p, err)
	}
	if want := (grid.Example{Line: 3, Column: "Mobile", Before: "030 901821", After: "+4930901821", Result: "+4930901821"}); p.Examples[1] != want {
		t.Errorf("%+v", p.Examples[1])
	}
}

func TestTheMostFrequentValuesAreCounted(t *testing.T) {
	s := open(t, keyed, broken)
	got, err := s.Values(grid.Filter{Column: "Mobile"}, s.column("Mobile"))
	want := []grid.Value{{"n/a?", 2, true}, {"555-0171", 1, false}, {"nope", 1, true}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestRowsWithTheSameCellsAreCorrectedTogether(t *testing.T) {
	derived := strings.Replace(keyed, "key: ID", "key: {derived: true}", 1)
	s := open(t, derived, "ID,First,Mobile,Office,Email\n1,Ana,5,,\n2,Ana,5,,\n3,Bea,5,,\n")
	done := s.set(1, "Mobile", "415-555-0134")
	s.agrees() // a fix names both rows by their cells, so that both have the number, and one key
	if done.Cells != 1 || !slices.Equal(done.Rows, []int32{0, 1}) || s.Counts().Problems != 3 {
		t.Errorf("%+v %+v", done, s.Counts())
	}
}

func TestAnotherMappingKeepsTheFixesOfRowsWithoutAKey(t *testing.T) {
	derived := strings.Replace(keyed, "key: ID", "key: {derived: true}", 1)
	s := open(t, derived, broken)
	s.set(1, "Mobile", "415-555-0171")
	s.yaml = derived + "custom: {Notes: {column: Notes, type: string}}\n"
	s.reopen()
	s.set(2, "Mobile", "") // writes the file with the new names
	s.agrees()
	if got := s.Counts(); got.Fixes != 2 || got.Strays != 0 {
		t.Errorf("%+v", got)
	}
}

func TestFixesOfOtherRowsAreKept(t *testing.T) {
	s := open(t, keyed, broken)
	other := fixes.Fix{Row: fixes.Row{Key: "99"}, Column: "Mobile", Old: "a", New: "b"}
	if err := fixes.Save(s.opts.Fixes, []fixes.Fix{other}); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	s.set(1, "Mobile", "415-555-0171")
	list, err := fixes.Load(s.opts.Fixes)
	if err != nil || len(list) != 2 || list[1].Row.Key != "99" || s.Counts().Strays != 1 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestAnEditThatCannotBeSavedIsNotMade(t *testing.T) {
	s := open(t, keyed, broken)
	if err := os.Mkdir(s.opts.Fixes, 0o700); err != nil {
		t.Fatal(err)
	}
	before := s.Now().Facets
	_, err := s.Set("Edit", grid.Edit{Row: 1, Column: s.column("Mobile"), Value: "415-555-0171"})
	if err == nil || !strings.Contains(err.Error(), "could not be saved") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, s.Now().Facets); diff != "" || s.Now().Undo != "" || s.Counts().Fixes != 0 {
		t.Errorf("%s %+v", diff, s.Counts())
	}
}

func TestWhatCannotBeCorrectedIsRefused(t *testing.T) {
	s := open(t, keyed, broken+"8,Z\x00oe,1,,,h\n")
	for _, c := range []struct {
		edit grid.Edit
		want string
	}{
		{grid.Edit{Row: 1, Column: s.column("Notes"), Value: "x"}, "the column Notes is not imported"},
		{grid.Edit{Row: 99, Column: 0}, "no such cell"},
		{grid.Edit{Row: 0, Column: -1}, "no such cell"},
		{grid.Edit{Row: int32(s.Counts().Rows - 1), Column: 0, Value: "x"}, "cannot be read"},
	} {
		if _, err := s.Set("Edit", c.edit); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.edit, err)
		}
	}
}

func TestTheGridOfJSON(t *testing.T) {
	s := &sheet{t: t, dir: t.TempDir(), yaml: "version: 1\nkey: id\nregion: US\ncontact:\n  firstName: name\n  phoneNumbers: [{column: contact.phone, name: mobile}]\n"}
	s.path = filepath.Join(s.dir, "a.json")
	if err := os.WriteFile(s.path, []byte(`[{"id":1,"name":"A","contact":{"phone":"415-555-0134"}},{"id":2,"name":"B","contact":{"phone":"nope"}}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	t.Cleanup(s.close)
	s.set(1, "contact.phone", "415-555-0135")
	if got := s.Counts(); got != (grid.Counts{Rows: 2, Fixes: 1}) || len(s.rejected()) != 0 {
		t.Errorf("%+v %d", got, s.rejected())
	}
}

func TestAnEditIsOnDiskAndRightAtOnce(t *testing.T) {
	s := open(t, keyed, broken)
	for _, e := range []struct {
		row           int32
		column, value string
	}{
		{1, "Mobile", "415-555-0171"}, {2, "Mobile", ""}, {2, "Email", "nadia@cherif.example"}, {4, "ID", "5"}, {5, "ID", "6"}, {3, "Mobile", ""}, {6, "Office", ""},
		{6, "Mobile", "415-555-0171"}, {0, "Mobile", "nope"}, {0, "Mobile", "415-555-0134"},
	} {
		s.set(e.row, e.column, e.value)
		s.agrees()
	}
	if got := s.Counts(); got.Problems != 0 || got.Fixes != 8 {
		t.Errorf("%+v", got)
	}
	for s.Now().Undo != "" {
		if _, err := s.Undo(); err != nil {
			t.Fatal(err)
		}
		s.agrees()
	}
	if got := s.Counts(); got != (grid.Counts{Rows: 7, Problems: 6}) {
		t.Errorf("after all was undone: %+v", got)
	}
	for s.Now().Redo != "" {
		if _, err := s.Redo(); err != nil {
			t.Fatal(err)
		}
	}
	s.agrees()
	s.reopen()
	if got := s.Counts(); got.Problems != 0 || got.Fixes != 8 {
		t.Errorf("after a restart: %+v", got)
	}
}

// Whatever is edited, undone and redone: the grid says what an import does.
func TestTheGridAlwaysAgreesWithAnImport(t *testing.T) {
	for name, yaml := range map[string]string{"with keys": keyed, "with derived keys": strings.Replace(keyed, "key: ID", "key: {derived: true}", 1)} {
		t.Run(name, func(t *testing.T) {
			cases := 0
			rapid.Check(t, func(r *rapid.T) {
				cell := func(of ...string) string { return rapid.SampledFrom(of).Draw(r, "cell") }
				var b strings.Builder
				b.WriteString("ID,First,Mobile,Office,Email\n")
				n := rapid.IntRange(1, 7).Draw(r, "rows")
				for range n {
					fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", cell("1", "2", ""), cell("A", "B", ""), cell("415-555-0134", "4155550134", "5", ""), cell("", "x"), cell("a@x.example", "", "b"))
				}
				cases++
				dir := filepath.Join(t.TempDir(), strconv.Itoa(cases))
				if err := os.Mkdir(dir, 0o700); err != nil {
					r.Fatal(err)
				}
				s := openIn(r, dir, yaml, b.String())
				defer s.close()
				if n = s.Counts().Rows; n == 0 {
					return
				}
				for range rapid.IntRange(1, 6).Draw(r, "edits") {
					var err error
					row, columns := int32(rapid.IntRange(0, n-1).Draw(r, "row")), []string{"First", "Mobile", "Office", "Email"}
					if name == "with keys" {
						columns = append(columns, "ID")
					}
					switch cell("edit", "edit", "edit", "undo", "redo", "first") {
					case "edit":
						_, err = s.Set("Edit", grid.Edit{Row: row, Column: s.column(rapid.SampledFrom(columns).Draw(r, "column")), Value: cell("1", "2", "", "A", "415-555-0134", "5", "a@x.example")})
					case "undo":
						if s.Now().Undo != "" {
							_, err = s.Undo()
						}
					case "redo":
						if s.Now().Redo != "" {
							_, err = s.Redo()
						}
					case "first":
						_, err = s.Apply(grid.Bulk{Do: grid.KeepFirst, Filter: grid.Filter{All: true}})
					}
					if err != nil {
						r.Fatal(err)
					}
					s.agrees()
					if r.Failed() {
						text, _ := os.ReadFile(s.opts.Fixes)
						r.Fatalf("%s\n%s", b.String(), text)
					}
				}
			})
		})
	}
}

func TestACorrectedFileIsTakenBack(t *testing.T) {
	s := open(t, keyed, broken)
	s.set(1, "Mobile", "415-555-0170")
	path := filepath.Join(s.dir, "rejected.csv")
	text := `ID,First,Mobile,Email,Notes,quo_import_line,quo_import_error
2,Ben,415-555-0170,benny@li.example,changed,3,
3,Nadia,,nadia@cherif.example,c,4,
4,Sam,415-555-0138,sam@x.example,d,5,
5,Sue,212-555-0139,,e,6,
6,Kim,415-555-0136,,f,7,
7,Leo,415-555-0137,leo@x.example,g,2,
8,Zoe,1,,,99,
,Who,2,x,,2,
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := s.Take(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	s.agrees()
	want := []string{`line 8 has the key "8", which no row has here`, "line 9 has no key, and its line is another row here"}
	if got.Rows != 8 || got.Changed != 6 || got.Missed != 2 || !slices.Equal(got.Unknown, want) {
		t.Errorf("%+v", got)
	}
	list, err := fixes.Load(s.opts.Fixes)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range list {
		lines = append(lines, fmt.Sprintf("%d %s %s: %s → %s", f.Line, f.Row.Key, f.Column, f.Old, f.New))
	}
	if diff := cmp.Diff([]string{
		"3 2 Mobile: 555-0171 → 415-555-0170", "3 2 Email: ben@li.example → benny@li.example",
		"4 3 Mobile: n/a? → ", "4 3 Email: nadia.cherif → nadia@cherif.example",
		"5  Mobile: n/a? → 415-555-0138", "6  ID: 4 → 5", "7  ID:  → 6", "8 7 Mobile: nope → 415-555-0137",
	}, lines); diff != "" {
		t.Error(diff)
	}
	if got := s.Counts(); got.Problems != 1 { // 7 has a second problem, in a column that the file does not have
		t.Errorf("%+v", got)
	}
	if _, err := s.Undo(); err != nil || s.Counts().Fixes != 1 {
		t.Errorf("it is undone at once: %v %+v", err, s.Counts())
	}
}

func TestAFileOfOthersIsNotTakenBack(t *testing.T) {
	for name, c := range map[string]struct{ yaml, text, want string }{
		"other columns": {keyed, "A,B\n1,2\n", "none of the columns"},
		"no lines":      {strings.Replace(keyed, "key: ID", "key: {derived: true}", 1), "First,Mobile\nBen,1\n", "no column quo_import_line"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.yaml, broken)
			path := filepath.Join(s.dir, "rejected.csv")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Take(t.Context(), path); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatIsLeftIsDownloadedAndTakenBack(t *testing.T) {
	s := open(t, keyed, strings.ReplaceAll(broken, "Notes", "Mobile"))
	s.yaml = strings.Replace(keyed, "column: Office", `column: "Mobile (2)"`, 1)
	s.reopen()
	s.set(1, "Mobile", "415-555-0171")
	path := filepath.Join(s.dir, "rejected.xlsx")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Download(out), out.Close()); err != nil {
		t.Fatal(err)
	}
	f, err := formats.Open(path, rows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	for row := range f.Rows(t.Context()) {
		lines = append(lines, row.Cells[6])
	}
	if want := []string{"2", "3", "4", "5", "6", "7", "8"}; !slices.Equal(lines, want) { // the notes are no numbers
		t.Errorf("lines %q", lines)
	}
	got, err := s.Take(t.Context(), path)
	if err != nil || got.Rows != 7 || got.Changed != 0 || got.Missed != 0 {
		t.Errorf("taken back as it is: %+v %v", got, err)
	}
}
