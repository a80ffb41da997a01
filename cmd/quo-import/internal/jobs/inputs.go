package jobs

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Paths returns the files of a job as they are now: patterns are replaced by the files
// that match them, in the order of their names.
func (j *Job) Paths() (paths []string, err error) {
	for _, in := range j.Files {
		found, err := in.paths()
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if !slices.Contains(paths, p) {
				paths = append(paths, p)
			}
		}
	}
	return paths, nil
}

func (in Input) paths() ([]string, error) {
	if isAddress(in.Path) || !in.Newest && !strings.ContainsAny(in.Path, "*?[") {
		return []string{in.Path}, nil
	}
	matches, err := filepath.Glob(in.Path)
	if err != nil {
		return nil, fmt.Errorf("%s is no pattern: %w", in.Path, err)
	}
	matches = slices.DeleteFunc(matches, func(p string) bool {
		info, err := os.Stat(p)
		return err != nil || info.IsDir()
	})
	switch {
	case len(matches) == 0:
		return nil, fmt.Errorf("no file matches %s", in.Path)
	case in.Newest:
		return []string{newest(matches)}, nil
	}
	return matches, nil
}

// newest returns the file that changed last; of several at one time, the last by name,
// as dates in names have it.
func newest(paths []string) (last string) {
	var at time.Time
	for _, p := range paths {
		info, err := os.Stat(p)
		if err == nil && (last == "" || !info.ModTime().Before(at)) {
			last, at = p, info.ModTime()
		}
	}
	return last
}
