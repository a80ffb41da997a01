package report

import (
	"encoding/csv"
	"errors"
	"os"

	"github.com/gocarina/gocsv"
)

// tableBatch is how many lines are marshalled at a time: gocsv looks at the
// struct anew for each call.
const tableBatch = 200

// table is a CSV file of lines of one kind, made when the first line comes.
type table[T any] struct {
	dir, name string
	file      *os.File
	w         *gocsv.SafeCSVWriter
	lines     []T
	begun     bool
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
	if t.file == nil {
		f, err := create(t.dir, t.name)
		if err != nil {
			return err
		}
		t.file, t.w = f, gocsv.NewSafeCSVWriter(csv.NewWriter(f))
	}
	marshal := gocsv.MarshalCSVWithoutHeaders
	if !t.begun {
		marshal, t.begun = gocsv.MarshalCSV, true
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
