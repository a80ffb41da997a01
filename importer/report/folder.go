package report

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// create makes a file in the folder of a run.
func create(dir, name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
}

// runFolder matches the name of a run's folder: nothing else is ever removed.
var runFolder = regexp.MustCompile(`^\d{8}T\d{6}Z-[a-z0-9]{4}$`)

// Prune removes the folders of all but the last keep runs, and never that of the run
// current. order has the ids of the runs that the state knows, oldest first: the names of
// folders have the time of a clock that may have been wrong. Links, and whatever is not
// named like a run, remain.
func Prune(folder, current string, order []string, keep int) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var runs []string
	for _, e := range entries {
		if e.IsDir() && runFolder.MatchString(e.Name()) && e.Name() != current {
			runs = append(runs, e.Name())
		}
	}
	sortRuns(runs, order)
	var errs []error
	for _, name := range runs[:min(len(runs), max(0, len(runs)+1-keep))] {
		errs = append(errs, os.RemoveAll(filepath.Join(folder, name)))
	}
	return errors.Join(errs...)
}

// sortRuns sorts ids of runs, oldest first. A run comes after those before it in order; if
// its clock was behind theirs, it counts as begun when the latest of them did. A run that
// is not in order, such as a check, comes where its own time puts it.
func sortRuns(runs, order []string) {
	type place struct {
		time string
		at   int // of runs with the same time; 0 for those that are not in order
	}
	places := map[string]place{}
	latest := ""
	for i, run := range order {
		latest = max(latest, run)
		places[run] = place{latest, i + 1}
	}
	placeOf := func(run string) place {
		if p, ok := places[run]; ok {
			return p
		}
		return place{time: run}
	}
	slices.SortFunc(runs, func(a, b string) int {
		p, q := placeOf(a), placeOf(b)
		return cmp.Or(cmp.Compare(p.time, q.time), cmp.Compare(p.at, q.at))
	})
}
