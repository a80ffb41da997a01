// Package job opens what a run needs: files, mapping, API and state, compiled into
// the inputs of package importer. Questions that neither options nor mapping nor
// rows answer are its decisions, each with its evidence, a default and the flag that
// answers it.
//
// Start with Open, or with Begin where somebody can be asked: Job.Decisions are the
// open ones, Job.Answer takes an answer and decides again without reading the files
// again, and Job.Ready compiles. The state is opened after that (ReadState,
// OpenState). Answers are kept as a mapping file beside the input (Job.Keep), which
// Beside finds the next time.
//
// The terminal is one front end: nothing here prints, asks, or reads flags and
// environment.
package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// Options are what is read, and how.
type Options struct {
	Files   []string
	Rows    rows.Options
	Mapping *mapping.Mapping // as LoadMapping returns it; nil: one is proposed
	Answers                  // which override parts of the mapping

	Blank, OnInvalid string
	Fixes            string // path of a file of fixes; "" for none
	FixesGrow        bool   // the fixes are being made: there may be none yet, and those of other columns stay

	API    API
	State  StateFile
	Writes bool // contacts will be written: the source must be known
	// NeedsSheet is set if a sheet was passed for these files: one of them has to be a
	// workbook.
	NeedsSheet bool
	// Offline is set if the files are worth a look although Quo cannot be reached.
	Offline bool

	Asks bool // somebody can be asked: find out all that is open before the plan
}

// Answers are what decides questions; "" for none. The page keeps them in its sessions. The
// lists are replaced, and never changed.
type Answers struct {
	Source  string       `json:"source,omitempty"`
	Key     string       `json:"key,omitempty"`
	Region  string       `json:"region,omitempty"`
	Name    string       `json:"name,omitempty"`    // the column of the name, or of first and last name
	Columns []string     `json:"columns,omitempty"` // what columns hold: COLUMN=FIELD
	Formats []string     `json:"formats,omitempty"` // how dates and numbers are written: COLUMN=FORMAT
	Adopt   policy.Adopt `json:"adopt,omitempty"`
}

// Chose reports whether an answer says what a column holds.
func (a *Answers) Chose(column string) bool {
	return slices.ContainsFunc(a.Columns, func(text string) bool {
		of, _, _ := assigned(text)
		return of == column
	})
}

// Job is an import that can be planned.
type Job struct {
	*Connection
	Files   []*rows.File
	Mapping *mapping.Mapping
	Notes   []mapping.Note // how the columns were understood
	Inputs  []plan.Input
	State   *State     // nil: none
	Unasked error      // why Quo could not be reached, with Options.Offline; nil: it was, or there is no key
	Fixes   *fixes.Set // nil: none

	opts       Options
	columns    []mapping.Columns // of each file
	questions  []propose.Question
	finders    []*mapping.JSONFinder // of each file; nil where it is no JSON
	first      []mapping.Row         // of the first file
	profile    *propose.Profile      // of all rows, as far as something was open
	keyWasOpen bool                  // the key was chosen by the rows
	unread     []propose.Unread      // columns that read in several ways
	sample     numberSample          // numbers without a country code, of the first rows
	sampled    string                // what of the mapping sample is for
	numbers    numbers               // of rows that were rejected
	assumed    bool                  // the source was named after the file, without a question
	answered   []string              // decisions that were answered
	temporary  string                // folder of the sandbox's state; "" for none
}

// OpenState opens the state for writing. A sandbox gets a temporary state, unless a
// path was passed.
func (j *Job) OpenState(ctx context.Context) (err error) {
	if j.opts.API.Sandbox && j.opts.State.Path == "" {
		if j.temporary, err = os.MkdirTemp("", "quo-import-sandbox-*"); err != nil {
			return err
		}
		j.opts.State.Path = filepath.Join(j.temporary, DefaultState)
	}
	j.State, err = j.Connection.OpenState(ctx, j.opts.State, false)
	return err
}

// ReadState opens the state for reading, if it exists.
func (j *Job) ReadState(ctx context.Context) (err error) {
	if j.opts.API.Sandbox && j.opts.State.Path == "" {
		return nil // a sandbox begins empty
	}
	j.State, err = j.Connection.OpenState(ctx, j.opts.State, true)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// StateName is the state as it was passed, without a password.
func (j *Job) StateName() string { return j.opts.State.Name() }

// Stays reports whether the state is kept, which the temporary one of a sandbox is
// not.
func (j *Job) Stays() bool { return j.temporary == "" }

// Sandbox reports whether the API is a stand-in inside the process.
func (j *Job) Sandbox() bool { return j.opts.API.Sandbox }

// Names returns the files, as they were passed.
func (j *Job) Names() []string {
	names := make([]string, len(j.Files))
	for i, f := range j.Files {
		names[i] = f.Name
	}
	return names
}

// Close closes files, state and connections.
func (j *Job) Close() error {
	var errs []error
	for _, f := range j.Files {
		errs = append(errs, f.Close())
	}
	if j.State != nil {
		errs = append(errs, j.State.Close())
	}
	if j.Connection != nil && j.Client != nil {
		j.Client.Close()
	}
	if j.temporary != "" {
		errs = append(errs, os.RemoveAll(j.temporary))
	}
	return errors.Join(errs...)
}
