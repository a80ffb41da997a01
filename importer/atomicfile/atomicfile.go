// Package atomicfile replaces small files as a whole. Start with Write.
//
// It promises that a file is the old one or the new one, whenever the process dies or the
// power fails, and that a write that fails leaves nothing beside it.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes a file like os.WriteFile. The file has the mode whether it was there or not.
func Write(path string, data []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".quo-import-*")
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
