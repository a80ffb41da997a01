// Package report writes what a run did into a folder of its own: results.csv
// with a line a row, errors.csv with a line a mistake, files of rejects that
// can be mended and imported again, the mapping that was used, summary.json,
// and report.html to look at.
//
// Start with New: a Report takes the importer's events, one at a time, and
// Close ends it. Folders are 0700 and files 0600, because they hold contacts.
// A file appears only when there is something to put into it. An error of
// writing does not stop an import: it is kept and given by Close.
package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/quo-import/quo-import/importer"
)

// Input is what the report must know of an input to give its rows back as
// they came.
type Input struct {
	Name      string
	Header    []string // nil for JSON
	Delimiter rune     // 0 for a comma
	BOM       bool     // a spreadsheet program will open the rejects: mark them as UTF-8
	Workbook  bool     // XLSX: the rejects come back as one
}

// Options say where a report goes.
type Options struct {
	Folder  string                // the run's folder is made in here
	Run     string                // and called so
	Inputs  []Input               // none: of an undo, whose rows are contacts and not those of a file
	Mapping func(io.Writer) error // writes the resolved mapping; nil for none
}

// Report is the folder of one run. It is not for concurrent use.
type Report struct {
	opts    Options
	dir     string
	results *table[result]
	errors  *table[rowError]
	rejects *rejects
	tally   *tally
	page    *Page // nil: no report.html
	err     error
}

// New makes the folder of a run and writes the mapping into it.
func New(opts Options) (*Report, error) {
	dir := filepath.Join(opts.Folder, opts.Run)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the report: %w", err)
	}
	r := &Report{opts: opts, dir: dir, results: newResults(dir), errors: newErrors(dir), rejects: newRejects(dir, opts.Inputs), tally: newTally(len(opts.Inputs))}
	if opts.Mapping == nil {
		return r, nil
	}
	f, err := create(dir, "mapping.yaml")
	if err != nil {
		return nil, err
	}
	return r, errors.Join(opts.Mapping(f), f.Close())
}

// Dir is the folder of the run.
func (r *Report) Dir() string { return r.dir }

// Event takes what happened.
func (r *Report) Event(e importer.Event) {
	r.tally.event(e)
	row, ok := e.(importer.RowEvent)
	if !ok {
		return
	}
	r.keep(r.results.add(resultOf(&row)))
	if len(r.opts.Inputs) == 0 {
		return
	}
	for _, line := range errorsOf(&row) {
		r.keep(r.errors.add(line))
	}
	// Rows that were not reached are in the input as they are: it is the file
	// to import again.
	if row.Action == importer.Rejected || row.Action == importer.Failed {
		r.keep(r.rejects.add(&row))
	}
}

// Rejected are the files of rejects that were written so far.
func (r *Report) Rejected() []string { return r.rejects.paths() }

// Describe has Close write report.html too, with what p says beside the events.
func (r *Report) Describe(p Page) { r.page = &p }

// Close writes the summary and closes the files. The error is the first of all
// that went wrong in writing the report.
func (r *Report) Close(s Summary) error {
	r.keep(r.results.close())
	r.keep(r.errors.close())
	r.keep(r.rejects.close())
	r.keep(s.write(r.dir))
	if r.page != nil {
		r.keep(writePage(r.dir, newView(*r.page, s, r.tally, filesBeside(r.dir))))
	}
	return r.err
}

func (r *Report) keep(err error) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("writing the report: %w", err)
	}
}

func create(dir, name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
}
