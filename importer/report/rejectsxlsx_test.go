package report

import (
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
	w, err := newWorkbook(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range lines {
		if err := w.write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
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
