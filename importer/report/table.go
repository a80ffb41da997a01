package report

import (
	"encoding/csv"
	"errors"
	"os"
)

// table is a CSV file in the folder of a run, created with the first line.
type table struct {
	dir, name string
	header    []string
	file      *os.File
	w         *csv.Writer
}

func (t *table) add(line []string) error {
	if t.file == nil {
		f, err := create(t.dir, t.name)
		if err != nil {
			return err
		}
		t.file, t.w = f, csv.NewWriter(f)
		if err := t.w.Write(t.header); err != nil {
			return err
		}
	}
	return t.w.Write(line)
}

func (t *table) close() error {
	if t.file == nil {
		return nil
	}
	t.w.Flush()
	return errors.Join(t.w.Error(), t.file.Close())
}
