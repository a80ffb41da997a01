package report

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
)

func atLine(line int) rows.Position { return rows.Position{File: "c.csv", Line: line, Index: -1} }

func newTest(t *testing.T, inputs ...Input) *Report {
	t.Helper()
	r, err := New(Options{Folder: t.TempDir(), Run: "20261123T071300Z-k3f9", Inputs: inputs})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, r *Report, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.Dir(), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRejectsComeBackByteForByte(t *testing.T) {
	nasty := []string{"=1+1", `say "hi"`, "two\nlines", " spaces ", "ümlaut;", ""}
	r := newTest(t, Input{Header: []string{"a", "b", "c", "d", "e", "f"}, Delimiter: ';', BOM: true})
	r.Event(event.Row{Pos: atLine(7), Action: event.Rejected, Cells: nasty, Errors: []mapping.FieldError{{Column: "a", Value: "=1+1", Kind: "x", Message: "is wrong"}}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	text := read(t, r, "rejected.csv")
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.Comma = ';'
	lines, err := in.ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatalf("%v: %q", err, text)
	}
	for i, cell := range nasty {
		if lines[1][i] != cell {
			t.Errorf("cell %d is %q, was %q", i, lines[1][i], cell)
		}
	}
	if got := lines[1][6:]; got[0] != "7" || got[1] != "rejected" || !strings.Contains(got[2], "is wrong") {
		t.Errorf("beside them: %q", got)
	}
}

func TestACellOfResultsIsNoFormula(t *testing.T) {
	r := newTest(t, Input{Header: []string{"a"}})
	r.Event(event.Row{Pos: atLine(2), Key: "=cmd|' /C calc'!A0", Action: event.Created, ContactID: "1"})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, r, "results.csv"); !strings.Contains(got, ",'=cmd|") {
		t.Errorf("results.csv: %s", got)
	}
}

func TestFilesArePrivateAndAppearOnlyWhenNeeded(t *testing.T) {
	r := newTest(t, Input{Header: []string{"a"}})
	r.Event(event.Row{Pos: atLine(2), Key: "1", Action: event.Created, Cells: []string{"x"}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(r.Dir()); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v %v", info.Mode(), err)
	}
	entries, _ := os.ReadDir(r.Dir())
	for _, e := range entries {
		if info, _ := e.Info(); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
		if strings.HasPrefix(e.Name(), "rejected") {
			t.Errorf("%s, although nothing was rejected", e.Name())
		}
	}
}

func TestEachHeaderHasItsOwnFileOfRejects(t *testing.T) {
	r := newTest(t, Input{Header: []string{"a"}}, Input{Header: []string{"b", "c"}},
		Input{Header: []string{"a"}}, Input{})
	for i, cells := range [][]string{{"1"}, {"2", "3"}, {"4"}} {
		r.Event(event.Row{Pos: atLine(2), Input: i, Action: event.Failed, Cells: cells})
	}
	r.Event(event.Row{Pos: rows.Position{File: "d.json", Index: 4}, Input: 3, Action: event.Failed, JSON: []byte(`{"a": 1}`), Message: "refused"})
	r.Event(event.Row{Pos: atLine(9), Action: event.Rejected, Raw: `a"b`, Errors: []mapping.FieldError{{Kind: "row-unreadable", Message: "a bare quote"}}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	if got := len(r.Rejected()); got != 4 {
		t.Errorf("files: %v", r.Rejected())
	}
	if got := strings.Count(read(t, r, "rejected.csv"), "\n"); got != 3 {
		t.Errorf("rejected.csv: %s", read(t, r, "rejected.csv"))
	}
	if got := read(t, r, "rejected-3.jsonl"); got != `{"a":1,"quo_import_line":"4","quo_import_status":"failed","quo_import_error":"refused"}`+"\n" {
		t.Errorf("rejected-3.jsonl: %s", got)
	}
	if got := read(t, r, "unreadable.txt"); !strings.Contains(got, `a"b`) {
		t.Errorf("unreadable: %s", got)
	}
}

func TestFilesOfRejectsAreNumberedByName(t *testing.T) {
	r := newTest(t, Input{Header: []string{"a"}}, Input{Header: []string{"b"}})
	r.Event(event.Row{Pos: atLine(2), Action: event.Rejected, Raw: `a"b`})
	r.Event(event.Row{Pos: atLine(3), Action: event.Rejected, Cells: []string{"1"}})
	r.Event(event.Row{Pos: atLine(2), Input: 1, Action: event.Rejected, Cells: []string{"2"}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range r.Rejected() {
		names = append(names, filepath.Base(path))
	}
	if got := strings.Join(names, " "); got != "unreadable.txt rejected.csv rejected-2.csv" {
		t.Errorf("files: %s", got)
	}
}

func TestOnlyFoldersOfOldRunsArePruned(t *testing.T) {
	const (
		first, second, third = "20260101T000000Z-aaaa", "20260102T000000Z-bbbb", "20260103T000000Z-cccc"
		ahead                = "20270101T000000Z-aaaa" // of a clock that was wrong
	)
	for _, tt := range []struct {
		name    string
		runs    []string
		current string
		order   []string
		keep    int
		left    string
	}{
		{"without a state, the names are the order", []string{first, second, third}, third, nil, 2, second + " " + third},
		{"the run that writes stays, though its clock is behind", []string{first, second, third}, first, nil, 1, first},
		{"and counts as the last", []string{first, second, third}, first, nil, 2, first + " " + third},
		{"the state's order counts, not the clock", []string{first, ahead, second, third}, third, []string{first, ahead, second, third}, 3, second + " " + third + " " + ahead},
		{"a run before the clock was put right goes first", []string{ahead, second, third}, third, []string{ahead, second, third}, 2, second + " " + third},
		{"a check between two runs has its own time", []string{first, second, third}, third, []string{first, third}, 2, second + " " + third},
		{"as many as there are", []string{first, second}, second, nil, 2, first + " " + second},
		{"more than there are", []string{first, second}, second, nil, 9, first + " " + second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range append(tt.runs, "mine", "20260101-notes") {
				if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := Prune(dir, tt.current, tt.order, tt.keep); err != nil {
				t.Fatal(err)
			}
			var left []string
			entries, _ := os.ReadDir(dir)
			for _, e := range entries {
				left = append(left, e.Name())
			}
			if got, want := strings.Join(left, " "), "20260101-notes "+tt.left+" mine"; got != want {
				t.Errorf("left %s, want %s", got, want)
			}
		})
	}
}

func TestMetricsAreWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo.prom")
	n := 3
	for range 2 { // the second replaces the first
		if err := WriteMetrics(path, Summary{Source: `a"b`, Created: &n, Seconds: 1.5, ExitCode: &n}, time.Unix(1700000000, 0)); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	for _, want := range []string{
		`quo_import_rows{source="a\"b",action="created"} 3`, `quo_import_exit_code{source="a\"b"} 3`,
		`quo_import_finished_timestamp_seconds{source="a\"b"} 1.7e+09`,
	} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

func TestRejectsOfAWorkbookAreOneOfTexts(t *testing.T) {
	r := newTest(t, Input{Header: []string{"id", "phone", lineColumn}, Workbook: true})
	r.Event(event.Row{Pos: atLine(7), Action: event.Rejected, Cells: []string{"007", "+4915112345678", "3"}, Message: "no"})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	f, err := formats.Open(r.Rejected()[0], rows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Format != "XLSX" || strings.Join(f.Header, " ") != "id phone quo_import_line quo_import_status quo_import_error" {
		t.Errorf("%s with %q", f.Format, f.Header)
	}
	for row, err := range f.Rows(t.Context()) {
		if err != nil || strings.Join(row.Cells, " ") != "007 +4915112345678 7 rejected no" {
			t.Errorf("%q %v", row.Cells, err)
		}
	}
}
