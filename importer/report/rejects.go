package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer"
)

// Columns that a file of rejects has beside those of its input. An import
// passes them over.
const (
	LineColumn   = "quo_import_line"
	StatusColumn = "quo_import_status"
	ErrorColumn  = "quo_import_error"
)

// rejects are the files of rows that did not land: one for each header, so
// that each can be imported as it is.
type rejects struct {
	dir    string
	inputs []Input
	files  map[string]*rejectFile // by header; JSON is ""
	order  []*rejectFile
}

type rejectFile struct {
	path string
	file *os.File
	csv  *csv.Writer // nil for JSON
	cols int
}

func newRejects(dir string, inputs []Input) *rejects {
	return &rejects{dir: dir, inputs: inputs, files: map[string]*rejectFile{}}
}

func (r *rejects) paths() []string {
	var list []string
	for _, f := range r.order {
		list = append(list, f.path)
	}
	return list
}

func (r *rejects) add(e *importer.RowEvent) error {
	if e.Cells == nil && e.JSON == nil {
		return r.addRaw(e)
	}
	f, err := r.fileOf(e)
	if err != nil {
		return err
	}
	if f.csv == nil {
		return f.addJSON(e)
	}
	row := append([]string(nil), e.Cells...)
	for len(row) < f.cols {
		row = append(row, "")
	}
	// Cells beyond the header have no column to come back to: the error says so.
	row = append(row[:f.cols], place(e), string(e.Action), Message(e))
	return f.csv.Write(row)
}

// fileOf gives the file for the rows of an input, made when the first comes.
func (r *rejects) fileOf(e *importer.RowEvent) (*rejectFile, error) {
	in := r.inputs[e.Input]
	header := without(in.Header, LineColumn, StatusColumn, ErrorColumn)
	id := strings.Join(header, "\x00")
	if f := r.files[id]; f != nil {
		return f, nil
	}
	ext := ".csv"
	if in.Header == nil {
		ext = ".jsonl"
	}
	f, err := r.create("rejected", ext)
	if err != nil {
		return nil, err
	}
	r.files[id] = f
	if in.Header == nil {
		return f, nil
	}
	if in.BOM {
		if _, err := f.file.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	f.csv, f.cols = csv.NewWriter(f.file), len(in.Header)
	if in.Delimiter != 0 {
		f.csv.Comma = in.Delimiter
	}
	return f, f.csv.Write(append(append([]string(nil), in.Header...), LineColumn, StatusColumn, ErrorColumn))
}

// create makes rejected.csv, and rejected-2.csv for the next header.
func (r *rejects) create(base, ext string) (*rejectFile, error) {
	name := base + ext
	if n := len(r.order) + 1; n > 1 {
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

// addRaw keeps a row that could not be read at all, as the text that it was.
func (r *rejects) addRaw(e *importer.RowEvent) error {
	const id = "\x00unreadable"
	f := r.files[id]
	if f == nil {
		var err error
		if f, err = r.create("unreadable", ".txt"); err != nil {
			return err
		}
		r.files[id] = f
	}
	_, err := fmt.Fprintf(f.file, "# %s: %s\n%s\n", e.Pos, Message(e), e.Raw)
	return err
}

// addJSON writes an object as it came, with what is wrong at its end.
func (f *rejectFile) addJSON(e *importer.RowEvent) error {
	text := bytes.TrimSpace(e.JSON)
	var line bytes.Buffer
	if err := json.Compact(&line, text); err != nil || line.Len() < 2 {
		return fmt.Errorf("%s: no JSON object: %w", e.Pos, err)
	}
	line.Truncate(line.Len() - 1) // the closing brace
	for i, pair := range [][2]string{{LineColumn, place(e)}, {StatusColumn, string(e.Action)}, {ErrorColumn, Message(e)}} {
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

func place(e *importer.RowEvent) string {
	if e.Pos.Index >= 0 {
		return strconv.Itoa(e.Pos.Index)
	}
	return strconv.Itoa(e.Pos.Line)
}

func without(names []string, left ...string) []string {
	var kept []string
	for _, n := range names {
		found := false
		for _, l := range left {
			found = found || n == l
		}
		if !found {
			kept = append(kept, n)
		}
	}
	return kept
}

func (r *rejects) close() error {
	var errs []error
	for _, f := range r.order {
		if f.csv != nil {
			f.csv.Flush()
			errs = append(errs, f.csv.Error())
		}
		errs = append(errs, f.file.Close())
	}
	return errors.Join(errs...)
}
