package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
)

// cellText draws texts, some with characters that are special in a workbook.
var cellText = rapid.StringOf(rapid.OneOf(
	rapid.RuneFrom([]rune("_x0041_ab\x00\x07\x1f\r\n\t<>&\"'\ufffe\uffff\U0001F600é ")),
	rapid.Rune(),
))

func writeBook(t interface{ Fatal(...any) }, path string, lines [][]string) {
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	w := New(out)
	for _, texts := range lines {
		cells := make([]Cell, len(texts))
		for i, text := range texts {
			cells[i].Text = text
		}
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryTextOfARejectComesBackFromItsWorkbook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rejected.xlsx")
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.SliceOfN(cellText, 2, 2), 1, 5).Draw(t, "rows")
		for _, cells := range want {
			cells[0] = "k" + cells[0] // a blank row is not read back
		}
		writeBook(t, path, append([][]string{{"id", "text"}}, want...))

		f, err := formats.Open(path, rows.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		at := 0
		for row, err := range f.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for i, cell := range row.Cells {
				// A line end within a cell is LF to the reader, whoever wrote it.
				if text := strings.ReplaceAll(want[at][i], "\r\n", "\n"); cell != text {
					t.Errorf("cell %q came back as %q", text, cell)
				}
			}
			at++
		}
		if at != len(want) {
			t.Errorf("%d of %d rows came back", at, len(want))
		}
	})
}

func TestAnotherProgramReadsTheWorkbookAsText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rejected.xlsx")
	want := [][]string{{"id", "phone"}, {"007", "+4915112345678"}, {"=1+1", "1e5"}, {" a ", "two\nlines & <more>"}}
	writeBook(t, path, want)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	got, err := book.GetRows("rejected")
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got))
	}
	style, err := book.GetCellStyle("rejected", "A2")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := book.GetStyle(style); err != nil || s.NumFmt != 49 {
		t.Errorf("number format %+v, %v: not that of a text", s, err)
	}
}

func TestMarkedCellsAreRedAndHaveTheirNote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rejected.xlsx")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := New(out)
	const row = 4000 // a row that is not among the first, which are written together
	for i := range row + 1 {
		cells := []Cell{{Text: "id"}, {Text: "phone"}, {Text: "error", Note: "how to"}}
		if i > 0 {
			cells = []Cell{{Text: "007"}, {Text: "", Marked: true, Note: fmt.Sprintf("<%d> is blank", i)}, {Text: strings.Repeat("x", 200)}}
		}
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()

	comments, err := book.GetComments("rejected")
	if err != nil || len(comments) != row+1 {
		t.Fatalf("%d notes, %v", len(comments), err)
	}
	if first, last := comments[0], comments[row]; first.Cell != "C1" || last.Cell != "B4001" || !strings.Contains(last.Text, "<4000> is blank") {
		t.Errorf("notes %+v … %+v", first, last)
	}
	fill := func(cell string) string {
		n, err := book.GetCellStyle("rejected", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(n)
		if err != nil || style.NumFmt != 49 {
			t.Errorf("%s: %+v %v", cell, style, err)
		}
		pattern := book.Styles.Fills.Fill[*book.Styles.CellXfs.Xf[n].FillID].PatternFill
		if pattern.FgColor == nil {
			return ""
		}
		return pattern.FgColor.RGB
	}
	for cell, want := range map[string]string{"A1": "FFEDEDED", "A2": "", "B2": "FFFFC7CE", "B4001": "FFFFC7CE", "C4001": ""} {
		if got := fill(cell); got != want {
			t.Errorf("%s is %q, not %q", cell, got, want)
		}
	}
	panes, err := book.GetPanes("rejected")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 0 {
		t.Errorf("the header does not stay in sight: %+v %v", panes, err)
	}
	for column, want := range map[string]float64{"A": narrowest, "B": narrowest, "C": widest} {
		if got, err := book.GetColWidth("rejected", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, not %v: %v", column, got, want, err)
		}
	}
}

func TestNotesAndRowsHaveAnEnd(t *testing.T) {
	var b bytes.Buffer
	w := New(&b)
	for range MaxNotes + 10 {
		if err := w.Write([]Cell{{Text: "x", Note: "y"}}); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.notes) != MaxNotes {
		t.Errorf("%d notes", len(w.notes))
	}
	w.rows = MaxRows
	if err := w.Write([]Cell{{Text: "the last"}}); err != nil {
		t.Error(err)
	}
	if err := w.Write(nil); !errors.Is(err, ErrFull) {
		t.Errorf("one more: %v", err)
	}
}

func TestReferences(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 0}, "Z2": {1, 25}, "AA3": {2, 26}, "AZ4": {3, 51}, "BA5": {4, 52}, "XFD1048576": {1<<20 - 1, 16383}} {
		if got := reference(at[0], at[1]); got != want {
			t.Errorf("%v is %s, not %s", at, got, want)
		}
	}
}
