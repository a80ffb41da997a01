// Package report writes what a run did into a folder of its own: results.csv
// with a line a row, errors.csv with a line a problem, files of rejected rows
// that can be fixed and imported again, the mapping that was used, and
// summary.json. Package page adds report.html.
//
// Start with New: Event takes the importer's events, one at a time, and Close
// writes the rest. Folders are 0700 and files 0600, because they hold contacts.
// A file is created only when there is something to write. A write error does
// not stop an import: Close returns the first.
package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/quo-import/quo-import/importer/event"
)

// Options configure a Report.
type Options struct {
	Folder  string                // the run's folder is created in here
	Run     string                // and named so
	Inputs  []Input               // none for an undo: its rows are contacts, not those of a file
	Mapping func(io.Writer) error // writes the resolved mapping; nil for none
}

// Report is the folder of one run. It is not for concurrent use.
type Report struct {
	opts    Options
	dir     string
	results *table[result]
	errors  *table[rowError]
	rejects *rejects
	err     error
}

// New creates the folder of a run and writes the mapping into it.
func New(opts Options) (*Report, error) {
	dir := filepath.Join(opts.Folder, opts.Run)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the report: %w", err)
	}
	r := &Report{opts: opts, dir: dir,
		results: &table[result]{dir: dir, name: "results.csv"},
		errors:  &table[rowError]{dir: dir, name: "errors.csv"},
		rejects: newRejects(dir, opts.Inputs),
	}
	if opts.Mapping == nil {
		return r, nil
	}
	f, err := create(dir, "mapping.yaml")
	if err != nil {
		return nil, err
	}
	return r, errors.Join(opts.Mapping(f), f.Close())
}

// Dir returns the folder of the run.
func (r *Report) Dir() string { return r.dir }

// Event adds an event to the files.
func (r *Report) Event(e event.Event) {
	row, ok := e.(event.Row)
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
	// Rows that were not reached are no rejects: the same input is imported again.
	if row.Action == event.Rejected || row.Action == event.Failed {
		r.keep(r.rejects.add(&row))
	}
}

// Rejected returns the paths of the files of rejects, of the CSV files without the
// workbook beside each.
func (r *Report) Rejected() []string { return r.rejects.paths() }

// Close writes the summary and closes the files. The error is the first of all
// writes.
func (r *Report) Close(s Summary) error {
	r.keep(r.results.close())
	r.keep(r.errors.close())
	r.keep(r.rejects.close())
	r.keep(s.write(r.dir))
	return r.err
}

func (r *Report) keep(err error) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("writing the report: %w", err)
	}
}
