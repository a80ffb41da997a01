package importer_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestWhatASheetHidesIsSaid(t *testing.T) {
	w := newWorld(t, sandbox.Options{}) // in real time: the writer of workbooks has goroutines of its own
	book := excelize.NewFile()
	lines := append([]string{strings.TrimSpace(testHeader)}, manyRows(3)...)
	for i, line := range lines {
		for j, cell := range strings.Split(line, ",") {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := book.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.SetRowVisible("Sheet1", 3, false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(w.dir, "book.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	counts, err := w.run(t.Context(), path)
	if err != nil || counts.Created != 3 {
		t.Fatalf("%+v, %v", counts, err)
	}
	if got := fmt.Sprint(w.plan.Notices); !strings.Contains(got, "1 rows are hidden in the sheet") {
		t.Errorf("notices: %s", got)
	}
	if w.plan.Notices[0].Known {
		t.Error("the first night knows of it")
	}
	if _, err := w.run(t.Context(), path); err != nil || !w.plan.Notices[0].Known {
		t.Errorf("the second night: %v, %+v", err, w.plan.Notices)
	}
}

// TestAFormulaWithoutAResultRejectsItsRow where the column is mapped: blank is not
// what the sheet means.
func TestAFormulaWithoutAResultRejectsItsRow(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	book := excelize.NewFile()
	const mobile, unmapped = "F2", "K3"
	for i, line := range append([]string{strings.TrimSpace(testHeader) + ",Unmapped"}, manyRows(3)...) {
		for j, cell := range strings.Split(line, ",") {
			if at, _ := excelize.CoordinatesToCellName(j+1, i+1); at != mobile {
				if err := book.SetCellStr("Sheet1", at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, at := range []string{mobile, unmapped} {
		if err := book.SetCellFormula("Sheet1", at, `CONCATENATE("415","201","4411")`); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(w.dir, "book.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	counts, err := w.run(t.Context(), path)
	if err != nil || counts.Created != 2 || counts.Rejected != 1 {
		t.Fatalf("%+v, %v", counts, err)
	}
	for _, e := range w.events {
		if len(e.Errors) > 0 && (e.Errors[0].Kind != "formula-no-result" || e.Errors[0].Column != "Mobile") {
			t.Errorf("%+v", e.Errors)
		}
	}
}
