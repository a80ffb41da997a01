package report

import (
	"encoding/csv"
	"errors"
	"os"

	"github.com/gocarina/gocsv"
)

// tableBatch is how many lines are marshalled at a time: gocsv inspects the
// struct in every call.
const tableBatch = 200

// table is a CSV file of lines of one type, created with the first line.
type table[T any] struct {
	dir, name string
	file      *os.File
	w         *gocsv.SafeCSVWriter
	lines     []T
}

func (t *table[T]) add(line T) error {
	t.lines = append(t.lines, line)
	if len(t.lines) < tableBatch {
		return nil
	}
	return t.flush()
}

func (t *table[T]) flush() error {
	if len(t.lines) == 0 {
		return nil
	}
	marshal := gocsv.MarshalCSVWithoutHeaders
	if t.file == nil {
		f, err := create(t.dir, t.name)
		if err != nil {
			return err
		}
		t.file, t.w = f, gocsv.NewSafeCSVWriter(csv.NewWriter(f))
		marshal = gocsv.MarshalCSV
	}
	err := marshal(&t.lines, t.w)
	t.lines = t.lines[:0]
	return err
}

func (t *table[T]) close() error {
	err := t.flush()
	if t.file == nil {
		return err
	}
	return errors.Join(err, t.file.Close())
}
