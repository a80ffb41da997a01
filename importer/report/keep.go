package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// runFolder is what a run calls its folder: nothing else is ever removed.
var runFolder = regexp.MustCompile(`^\d{8}T\d{6}Z-[a-z0-9]{4}$`)

// Prune removes the folders of all but the last keep runs. What is not called
// like a run, is a link, or cannot be removed, stays.
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
