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
