package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/remote"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// FileName is what an input is called in messages: an address may hold a secret.
func FileName(path string) string {
	if remote.Is(path) {
		return remote.Name(path)
	}
	return path
}

func (j *Job) openFiles(ctx context.Context) error {
	if err := onlyOnce(j.opts.Files); err != nil {
		return err
	}
	for _, path := range j.opts.Files {
		f, err := j.openFile(ctx, path)
		if err != nil {
			return err
		}
		j.Files = append(j.Files, f)
	}
	if j.opts.NeedsSheet && !slices.ContainsFunc(j.Files, func(f *rows.File) bool { return len(f.Sheets) > 0 }) {
		return Usagef("--sheet is for workbooks, and %s is %s", j.Files[0].Name, j.Files[0].Format)
	}
	return nil
}

func (j *Job) openFile(ctx context.Context, path string) (*rows.File, error) {
	opts := j.opts.Rows
	opts.Score = headers.Score
	if remote.Is(path) {
		body, err := remote.Get(ctx, path)
		if err != nil {
			return nil, ofDownload(err)
		}
		defer body.Close()
		opts.Stdin, opts.Name, path = body, remote.Name(path), "-"
	}
	f, err := formats.Open(path, opts)
	if lost := ofDownload(err); lost != nil {
		return nil, lost
	}
	if errors.Is(err, rows.ErrEmpty) {
		return nil, Stoppedf("%w", err)
	}
	if err != nil {
		return nil, Usagef("%w%s", err, nearFile(err, path))
	}
	return f, nil
}

// ofDownload returns the error of a download, nil if err is none. Running it again may
// help against a network.
func ofDownload(err error) error {
	failed, ok := errors.AsType[*remote.Error](err)
	switch {
	case ok && failed.Again:
		return failed
	case ok:
		return Usagef("%w", failed)
	case errors.Is(err, context.Canceled):
		return ErrInterrupted
	}
	return nil
}

// onlyOnce returns an error if the same input is passed twice: each of its rows would be
// rejected as a double of itself.
func onlyOnce(paths []string) error {
	var files []fs.FileInfo
	for i, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			info = nil // to be reported when it is opened
		}
		for k, earlier := range paths[:i] {
			if path == earlier || info != nil && files[k] != nil && os.SameFile(info, files[k]) {
				return Usagef("%s is passed twice", FileName(path))
			}
		}
		files = append(files, info)
	}
	return nil
}

// nearFile returns ` (did you mean "x"?)` for the file of a folder whose name is nearest
// to one that is not there, "" if none is near.
func nearFile(err error, path string) string {
	if !errors.Is(err, fs.ErrNotExist) || remote.Is(path) {
		return ""
	}
	folder, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(folder + "."))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return phrase.Near(name, names)
}

// Unwritable returns the error of a place that cannot be written to, with what to do;
// other errors, such as a full disk, as they are.
func Unwritable(what, advice string, err error) error {
	for _, known := range []error{fs.ErrPermission, fs.ErrNotExist, syscall.ENOTDIR, syscall.EROFS, syscall.EISDIR} {
		if errors.Is(err, known) {
			return Usagef("%s cannot be written: %w: %s", what, err, advice)
		}
	}
	return err
}
