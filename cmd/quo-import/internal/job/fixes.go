package job

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// readFixes reads the file of fixes, if one was passed. The error has all problems of
// the file, among them columns that no input has.
func (j *Job) readFixes() error {
	if j.opts.Fixes == "" {
		return nil
	}
	j.Fixes = nil
	list, err := fixes.Load(j.opts.Fixes)
	if j.opts.FixesGrow && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if errors.As(err, new(*fixes.FileError)) {
		return Usagef("%w", err)
	}
	if err != nil {
		return Usagef("the fixes: %w", err)
	}
	if err := j.checkFixes(list); err != nil && !j.opts.FixesGrow {
		return err
	}
	j.Fixes = fixes.New(list)
	return nil
}

// checkFixes refuses fixes of columns that no input has.
func (j *Job) checkFixes(list []fixes.Fix) error {
	var names []string
	for _, c := range j.columns {
		names = append(names, c.Unique()...)
	}
	wrong := &fixes.FileError{File: j.opts.Fixes}
	for i := range list {
		f := &list[i]
		if !f.KeepsFirst() && !slices.Contains(names, f.Column) {
			wrong.Problems = append(wrong.Problems, fixes.Problem{Line: f.At, Text: fmt.Sprintf("there is no column %s in the input%s", phrase.Quote(f.Column), phrase.DidYouMean(f.Column, names))})
		}
	}
	if len(wrong.Problems) > 0 {
		return Usagef("%w", wrong)
	}
	return nil
}
