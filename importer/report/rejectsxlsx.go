package report

import (
	"errors"
	"os"

	"github.com/xuri/excelize/v2"
)

// workbook is a file of rejects of a workbook. Every cell is text, in its type
// and in its format, so that a spreadsheet program does not turn the numbers
// that are to be mended into quantities once more.
type workbook struct {
	out   *os.File
	book  *excelize.File
	sheet *excelize.StreamWriter
	text  int // the style
	row   int
}

// textFormat is the number format "@" (ECMA-376, 18.8.30): as it is typed.
const textFormat = 49

func newWorkbook(out *os.File) (*workbook, error) {
	w := &workbook{out: out, book: excelize.NewFile()}
	var err error
	if w.text, err = w.book.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return nil, err
	}
	w.sheet, err = w.book.NewStreamWriter(w.book.GetSheetName(0))
	return w, err
}

func (w *workbook) write(cells []string) error {
	w.row++
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		row[i] = excelize.Cell{StyleID: w.text, Value: cell}
	}
	return w.sheet.SetRow(at, row)
}

func (w *workbook) close() error {
	if err := w.sheet.Flush(); err != nil {
		return err
	}
	_, err := w.book.WriteTo(w.out)
	return errors.Join(err, w.book.Close())
}
