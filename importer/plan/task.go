package plan

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// Task is what is to be done about one key.
type Task struct {
	Verb      decide.Verb
	Key       string
	Raw       uint64 // hash of the row's cells; 0 where several rows were merged
	Want      uint64 // hash of Desired
	Desired   mapping.Desired
	Phoneless bool
	Warnings  []mapping.FieldError
	Row       Original
	// Followers are rows that were merged into this one.
	Followers []Original
}

// FollowerEvent is what becomes of a row that was merged into another.
func FollowerEvent(row *Original, lead *event.Row) event.Row {
	e := event.Row{Pos: row.Pos, Input: row.Input, Key: lead.Key, Action: event.Skipped, ContactID: lead.ContactID,
		Message: "merged into " + lead.Pos.String(), Cells: row.Cells, JSON: row.JSON}
	if !lead.Imported() {
		e.Action, e.Message, e.Errors = lead.Action, lead.Message, lead.Errors
	}
	return e
}

// phoneless reports whether a contact comes without any number.
func phoneless(d *mapping.Desired) bool {
	for i := range d.Slots {
		if s := &d.Slots[i]; s.Field == quo.PhoneNumbers && len(s.Items) > 0 {
			return false
		}
	}
	return true
}

// spool keeps tasks between the two passes, in a temporary file that only this
// user can read and that has no name: it is gone when the process is.
type spool struct {
	file *os.File
	w    *bufio.Writer
	enc  *gob.Encoder
	len  int
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "quo-import-*") // 0600
	if err != nil {
		return nil, fmt.Errorf("creating a temporary file for what is to be written: %w", err)
	}
	// Where an open file cannot be removed (Windows), close removes it.
	_ = os.Remove(f.Name())
	w := bufio.NewWriterSize(f, 1<<18)
	return &spool{file: f, w: w, enc: gob.NewEncoder(w)}, nil
}

func (s *spool) close() error {
	err := s.file.Close()
	if rm := os.Remove(s.file.Name()); rm != nil && !errors.Is(rm, os.ErrNotExist) {
		err = errors.Join(err, rm)
	}
	return err
}

func (s *spool) put(t *Task) error {
	s.len++
	return spoolError(s.enc.Encode(t))
}

func spoolError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing the temporary file of what is to be written (is %s full? TMPDIR names another folder): %w", os.TempDir(), err)
}

// each reads the tasks in the order they were put, until see returns false.
func (s *spool) each(see func(at int, t *Task) bool) error {
	if err := s.w.Flush(); err != nil {
		return spoolError(err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the temporary file: %w", err)
	}
	dec := gob.NewDecoder(bufio.NewReaderSize(s.file, 1<<18))
	for at := range s.len {
		var t Task
		if err := dec.Decode(&t); err != nil {
			return fmt.Errorf("reading the temporary file: %w", err)
		}
		if !see(at, &t) {
			return nil
		}
	}
	return nil
}
