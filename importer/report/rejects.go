package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/workbook"
)

// Input is what the report must know of an input to write its rows as they came.
type Input struct {
	Header    []string // nil for JSON
	Delimiter rune     // 0 for a comma
	BOM       bool     // mark the rejects as UTF-8 for a spreadsheet program
	Workbook  bool     // XLSX: the rejects are written as one only
	Key       []string // the columns of the key
}

// Columns that a file of rejects has beside those of its input. An import
// ignores them.
const (
	lineColumn   = plan.RejectPrefix + "line"
	statusColumn = plan.RejectPrefix + "status"
	errorColumn  = plan.RejectPrefix + "error"
)

// rejects are the files of rejected and failed rows: one for each header, so
// that each can be imported as it is.
type rejects struct {
	dir    string
	inputs []Input
	files  map[string]*rejectFile // by header; JSON is ""
	named  map[string]int         // how many files begin with a name
	order  []*rejectFile
}

// rejectFile is a file of rejects. Rows of a table are written as a workbook too, because
// spreadsheet programs ruin numbers when they open a CSV file.
type rejectFile struct {
	path string
	file *os.File
	keep []int       // the columns of the input that go into it
	csv  *csv.Writer // nil for JSON, for rows that could not be read, and for a workbook
	book *rejectBook // nil for JSON, and for rows that could not be read
}

func newRejects(dir string, inputs []Input) *rejects {
	return &rejects{dir: dir, inputs: inputs, files: map[string]*rejectFile{}, named: map[string]int{}}
}

func (r *rejects) paths() []string {
	var list []string
	for _, f := range r.order {
		list = append(list, f.path)
	}
	return list
}

func (r *rejects) add(e *event.Row) error {
	if e.Cells == nil && e.JSON == nil {
		return r.addRaw(e)
	}
	f, err := r.fileOf(e)
	if err != nil {
		return err
	}
	if f.book == nil {
		return f.addJSON(e)
	}
	// Cells beyond the header have no column here; the message names them.
	cells := append(f.pick(e.Cells), place(e), string(e.Action), message(e))
	if f.csv == nil {
		return f.book.add(e, cells)
	}
	err = f.book.add(e, cells)
	if errors.Is(err, workbook.ErrFull) { // the other file has them all
		err = nil
	}
	return errors.Join(f.csv.Write(cells), err)
}

// pick returns the cells of the input's own columns: an input that is a file of
// rejects itself gets new reasons.
func (f *rejectFile) pick(cells []string) []string {
	row := make([]string, len(f.keep), len(f.keep)+3)
	for i, at := range f.keep {
		if at < len(cells) {
			row[i] = cells[at]
		}
	}
	return row
}

// fileOf returns the file for the rows of an input, created with the first.
func (r *rejects) fileOf(e *event.Row) (*rejectFile, error) {
	in := r.inputs[e.Input]
	keep := ownColumns(in.Header)
	id := strings.Join((&rejectFile{keep: keep}).pick(in.Header), "\x00")
	if in.Workbook {
		id += "\x00workbook"
	}
	if f := r.files[id]; f != nil {
		return f, nil
	}
	f, err := r.create("rejected", in.extension())
	if err != nil {
		return nil, err
	}
	r.files[id], f.keep = f, keep
	if in.Header == nil {
		return f, nil
	}
	header := append(f.pick(in.Header), lineColumn, statusColumn, errorColumn)
	if in.Workbook {
		f.book, err = newRejectBook(f.file, &in, keep, header)
		return f, err
	}
	book, err := create(r.dir, filepath.Base(f.beside()))
	if err != nil {
		return nil, err
	}
	if f.book, err = newRejectBook(book, &in, keep, header); err != nil {
		return nil, err
	}
	if f.csv, err = in.csvWriter(f.file); err != nil {
		return nil, err
	}
	return f, f.csv.Write(header)
}

// beside returns the path of the workbook beside a CSV file.
func (f *rejectFile) beside() string { return strings.TrimSuffix(f.path, ".csv") + ".xlsx" }

func (in *Input) extension() string {
	switch {
	case in.Header == nil:
		return ".jsonl"
	case in.Workbook:
		return ".xlsx"
	}
	return ".csv"
}

func (in *Input) csvWriter(file *os.File) (*csv.Writer, error) {
	if in.BOM {
		if _, err := file.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	w := csv.NewWriter(file)
	if in.Delimiter != 0 {
		w.Comma = in.Delimiter
	}
	return w, nil
}

// ownColumns returns the columns of a header without those that a file of rejects
// adds.
func ownColumns(header []string) []int {
	var keep []int
	for i, name := range header {
		if name != lineColumn && name != statusColumn && name != errorColumn {
			keep = append(keep, i)
		}
	}
	return keep
}

// create creates rejected.csv, and rejected-2.csv for the next header.
func (r *rejects) create(base, ext string) (*rejectFile, error) {
	name := base + ext
	r.named[base]++
	if n := r.named[base]; n > 1 {
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
	f, err := create(r.dir, name)
	if err != nil {
		return nil, err
	}
	file := &rejectFile{path: filepath.Join(r.dir, name), file: f}
	r.order = append(r.order, file)
	return file, nil
}

// addRaw writes the text of a row that could not be read at all.
func (r *rejects) addRaw(e *event.Row) error {
	const id = "\x00unreadable"
	f := r.files[id]
	if f == nil {
		var err error
		if f, err = r.create("unreadable", ".txt"); err != nil {
			return err
		}
		r.files[id] = f
	}
	_, err := fmt.Fprintf(f.file, "# %s: %s\n%s\n", e.Pos, message(e), e.Raw)
	return err
}

// addJSON writes an object as it came, with its problems at the end.
func (f *rejectFile) addJSON(e *event.Row) error {
	text := bytes.TrimSpace(e.JSON)
	var line bytes.Buffer
	if err := json.Compact(&line, text); err != nil || line.Len() < 2 {
		return fmt.Errorf("%s: no JSON object: %w", e.Pos, err)
	}
	line.Truncate(line.Len() - 1) // the closing brace
	for i, pair := range [][2]string{{lineColumn, place(e)}, {statusColumn, string(e.Action)}, {errorColumn, message(e)}} {
		if i > 0 || line.Len() > 1 {
			line.WriteByte(',')
		}
		value, err := json.Marshal(pair[1])
		if err != nil {
			return err
		}
		fmt.Fprintf(&line, "%q:%s", pair[0], value)
	}
	line.WriteString("}\n")
	_, err := f.file.Write(line.Bytes())
	return err
}

func (r *rejects) close() error {
	var errs []error
	for _, f := range r.order {
		if f.csv != nil {
			f.csv.Flush()
			errs = append(errs, f.csv.Error(), f.file.Close())
		}
		if f.book != nil {
			err := f.book.close()
			if err != nil && f.csv != nil { // no program opens a torn workbook, and the other file has the rows
				_ = os.Remove(f.beside())
			}
			errs = append(errs, err)
		}
		if f.csv == nil && f.book == nil {
			errs = append(errs, f.file.Close())
		}
	}
	return errors.Join(errs...)
}
