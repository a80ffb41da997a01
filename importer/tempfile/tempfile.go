// Package tempfile makes temporary files for contacts. Start with New.
//
// It promises that only this user can open such a file, and that it is gone when the process
// is, also when that is killed: it has no name. Windows does not remove an open file; there
// it is gone when it is closed.
package tempfile

import (
	"errors"
	"os"
)

// File is a temporary file.
type File struct {
	*os.File
	named bool // it could not be removed while it is open
}

// New creates a file in the temporary folder.
func New() (*File, error) {
	f, err := os.CreateTemp("", "quo-import-*") // mode 0600
	if err != nil {
		return nil, err
	}
	return &File{f, os.Remove(f.Name()) != nil}, nil
}

// Close closes the file, which is gone then.
func (f *File) Close() error {
	err := f.File.Close()
	if f.named {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
