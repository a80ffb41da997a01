package report

import (
	"encoding/csv"
	"errors"
	"os"
)

// Changes is a CSV file of values that were changed in Quo, to be brought back to where
// the input comes from. It is made anew, and private: it holds values of contacts.
type Changes struct {
	file *os.File
	w    *csv.Writer
}

// Change is a line of the file.
type Change struct {
	Key, ContactID string
	Field          string
	File           string // the value that we wrote, "" if it is not known
	Quo            string // the value now, "" for none
}

// NewChanges creates the file with its header. One that exists is not overwritten: the
// error is fs.ErrExist.
func NewChanges(path string) (*Changes, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	c := &Changes{file: f, w: csv.NewWriter(f)}
	_ = c.w.Write([]string{"key", "contact_id", "field", "file_value", "quo_value"}) // Close has its error
	return c, nil
}

// Add adds a line. Close returns the error of writing it.
func (c *Changes) Add(l Change) {
	_ = c.w.Write([]string{defused(l.Key), defused(l.ContactID), defused(l.Field), defused(l.File), defused(l.Quo)})
}

// Close writes the rest and closes the file. The error is the first of all writes.
func (c *Changes) Close() error {
	c.w.Flush()
	return errors.Join(c.w.Error(), c.file.Close())
}
