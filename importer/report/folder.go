package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// create makes a file in the folder of a run.
func create(dir, name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
}

// runFolder matches the name of a run's folder: nothing else is ever removed.
var runFolder = regexp.MustCompile(`^\d{8}T\d{6}Z-[a-z0-9]{4}$`)

// Prune removes the folders of all but the last keep runs. Links, and whatever is
// not named like a run, remain.
func Prune(folder string, keep int) error {
	entries, err := os.ReadDir(folder) // sorted by name, which is by time
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var runs []string
	for _, e := range entries {
		if e.IsDir() && runFolder.MatchString(e.Name()) {
			runs = append(runs, e.Name())
		}
	}
	var errs []error
	for _, name := range runs[:max(0, len(runs)-keep)] {
		errs = append(errs, os.RemoveAll(filepath.Join(folder, name)))
	}
	return errors.Join(errs...)
}
