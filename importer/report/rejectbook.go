package report

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/report/workbook"
	"github.com/quo-import/quo-import/mapping"
)

// rejectBook is a workbook of rejects: cells that are wrong are coloured and have the
// reason as a note.
type rejectBook struct {
	out     io.WriteCloser
	w       *workbook.Writer
	columns map[string]int // by the name that the mapping uses
	key     []string
}

// howTo is the note of the column with the reasons.
const howTo = "Correct the red cells and import this file as it is. The last three columns are ignored then."

// newRejectBook begins a workbook with its header. keep are the columns of the input in it.
func newRejectBook(out io.WriteCloser, in *Input, keep []int, header []string) (*rejectBook, error) {
	b := &rejectBook{out: out, w: workbook.New(out), columns: map[string]int{}, key: in.Key}
	names := mapping.Columns{Names: in.Header}.Unique() // as problems call them
	for i, at := range keep {
		b.columns[names[at]] = i
	}
	cells := make([]workbook.Cell, len(header))
	for i, name := range header {
		cells[i].Text = name
	}
	cells[len(cells)-1].Note = howTo
	return b, b.w.Write(cells)
}

// add writes a rejected row.
func (b *rejectBook) add(e *event.Row, texts []string) error {
	cells := make([]workbook.Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
		if fit := fitting(text); len(fit) < len(text) {
			cells[i] = workbook.Cell{Text: fit, Marked: true, Note: "is longer than a cell of a workbook, and cut here"}
		}
	}
	marked := false
	for i := range e.Errors {
		problem := &e.Errors[i]
		for _, at := range b.cellsOf(problem.Column) {
			c := &cells[at]
			c.Marked, marked = true, true
			c.Note = strings.TrimPrefix(c.Note+"; "+problem.Message, "; ")
		}
	}
	if !marked { // it is about the row as a whole
		cells[len(cells)-1].Marked = true
	}
	return b.w.Write(cells)
}

// cellsOf returns the cells of a problem's column.
func (b *rejectBook) cellsOf(column string) []int {
	known := func(name string) bool { _, ok := b.columns[name]; return ok }
	var list []int
	for _, name := range problems.Columns(column, b.key, known) {
		if at := b.columns[name]; !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	return list
}

// fitting returns as much of a text as a cell of a workbook takes.
func fitting(text string) string {
	if len(text) <= workbook.MaxText {
		return text
	}
	units := 0
	for i, r := range text {
		if units += max(utf16.RuneLen(r), 1); units > workbook.MaxText {
			return text[:i]
		}
	}
	return text
}

func (b *rejectBook) close() error { return errors.Join(b.w.Close(), b.out.Close()) }

// Workbook writes rejected rows of one input as a workbook, like the one in a report.
type Workbook struct {
	book *rejectBook
	file rejectFile
}

// NewWorkbook begins a workbook of an input with a header.
func NewWorkbook(out io.Writer, in Input) (*Workbook, error) {
	w := &Workbook{file: rejectFile{keep: ownColumns(in.Header)}}
	var err error
	w.book, err = newRejectBook(unclosed{out}, &in, w.file.keep, append(w.file.pick(in.Header), lineColumn, statusColumn, errorColumn))
	return w, err
}

// Add writes a row. An error is workbook.ErrFull if a sheet has no more rows.
func (w *Workbook) Add(e *event.Row) error {
	return w.book.add(e, append(w.file.pick(e.Cells), place(e), string(e.Action), message(e)))
}

// Close writes the rest. It does not close what NewWorkbook was passed.
func (w *Workbook) Close() error { return w.book.close() }

// unclosed is a writer that others close.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
