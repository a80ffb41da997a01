package report

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/workbook"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
)

func TestRejectsOfACSVAreAWorkbookTooThatImportsTheSame(t *testing.T) {
	r := newTest(t, Input{Header: []string{"id", "phone"}, Delimiter: ';'}, Input{Header: []string{"other"}})
	r.Event(event.Row{Pos: atLine(2), Action: event.Rejected, Cells: []string{"007", "+49 151"}, Message: "no"})
	r.Event(event.Row{Pos: atLine(3), Action: event.Failed, Cells: []string{"=1+1"}})
	r.Event(event.Row{Pos: atLine(2), Input: 1, Action: event.Rejected, Cells: []string{"x"}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range r.Rejected() {
		var read [2][]string
		for i, path := range []string{path, strings.TrimSuffix(path, ".csv") + ".xlsx"} {
			f, err := formats.Open(path, rows.Options{})
			if err != nil {
				t.Fatal(err)
			}
			read[i] = append(read[i], strings.Join(f.Header, "|"))
			for row, err := range f.Rows(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				read[i] = append(read[i], strings.Join(row.Cells, "|"))
			}
			f.Close()
		}
		if diff := cmp.Diff(read[0], read[1]); diff != "" {
			t.Errorf("%s (-csv +workbook):\n%s", filepath.Base(path), diff)
		}
	}
}

// TestBadCellsAreMarked checks which cells are red, and what is said beside them.
func TestBadCellsAreMarked(t *testing.T) {
	for name, c := range map[string]struct {
		problems []mapping.FieldError
		marks    string // cells and their notes
	}{
		"the cell of the column": {
			[]mapping.FieldError{{Column: "Mobile", Value: "415", Kind: "phone-too-short", Message: "is too short for a US number"}},
			"C2 is too short for a US number",
		},
		"two problems of one cell, and one of another": {
			[]mapping.FieldError{{Column: "Mobile", Message: "is too short"}, {Column: "Mobile", Message: "has words"}, {Column: "First", Message: "is blank"}},
			"B2 is blank, C2 is too short; has words",
		},
		"all cells that the mapping joins": {
			[]mapping.FieldError{{Column: "First + Mobile", Message: "is blank"}},
			"B2 is blank, C2 is blank",
		},
		"the second column of a name": {
			[]mapping.FieldError{{Column: "Mobile (2)", Message: "is too short"}},
			"D2 is too short",
		},
		"those of the key": {
			[]mapping.FieldError{{Column: "key", Value: "7", Kind: "key-duplicate", Message: "is also the key of line 9"}},
			"A2 is also the key of line 9",
		},
		"the reason, if it is about the row as a whole": {
			[]mapping.FieldError{{Kind: "row-too-long", Message: "has 9 cells"}},
			"G2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newTest(t, Input{Header: []string{"ID", "First", "Mobile", "Mobile"}, Key: []string{"ID"}})
			r.Event(event.Row{Pos: atLine(2), Action: event.Rejected, Cells: []string{"7", "", "415", "030"}, Errors: c.problems})
			if err := r.Close(Summary{}); err != nil {
				t.Fatal(err)
			}
			book, err := excelize.OpenFile(filepath.Join(r.Dir(), "rejected.xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close()
			notes := map[string]string{}
			comments, err := book.GetComments("rejected")
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range comments {
				notes[n.Cell] = n.Text
			}
			if notes["G1"] != howTo {
				t.Errorf("the header says %q", notes["G1"])
			}
			var marks []string
			for _, column := range []string{"A", "B", "C", "D", "E", "F", "G"} {
				n, err := book.GetCellStyle("rejected", column+"2")
				if err != nil {
					t.Fatal(err)
				}
				if red := book.Styles.Fills.Fill[*book.Styles.CellXfs.Xf[n].FillID].PatternFill.FgColor; red != nil {
					marks = append(marks, strings.TrimSpace(fmt.Sprint(column, "2 ", notes[column+"2"])))
				}
			}
			if got := strings.Join(marks, ", "); got != c.marks {
				t.Errorf("marked: %s\nnot %s", got, c.marks)
			}
		})
	}
}

func TestATextThatNoCellTakesIsCutInTheWorkbookOnly(t *testing.T) {
	long := strings.Repeat("ä", workbook.MaxText-1) + "\U0001F600" // the last takes two units
	r := newTest(t, Input{Header: []string{"id", "notes"}})
	r.Event(event.Row{Pos: atLine(2), Action: event.Rejected, Cells: []string{"7", long}})
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(read(t, r, "rejected.csv"), long) {
		t.Error("rejected.csv does not have the whole text")
	}
	book, err := excelize.OpenFile(filepath.Join(r.Dir(), "rejected.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if text, err := book.GetCellValue("rejected", "B2"); err != nil || text != strings.Repeat("ä", workbook.MaxText-1) {
		t.Errorf("%d characters, %v", len([]rune(text)), err)
	}
}
