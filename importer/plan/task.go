package plan

import (
	"bufio"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/tempfile"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Task is what is to be done about one key.
type Task struct {
	Verb      decide.Verb
	Key       string
	From      string // the key that its contact has so far, if it moves to Key; else ""
	KeyOnly   bool   // the contact moves, and its row is as it was
	Raw       uint64 // hash of the row's cells; 0 where several rows were merged
	Want      uint64 // hash of Desired
	Desired   mapping.Desired
	Phoneless bool
	Nameless  bool
	Warnings  []mapping.FieldError
	Row       Original
	// Followers are rows that were merged into this one.
	Followers []Original

	known store.Hashes // of From
}

// Identify makes an event that of the task.
func (t *Task) Identify(e *event.Row) {
	e.Key = t.Key
	t.Row.Identify(e)
}

// FollowerEvent is what becomes of a row that was merged into another.
func FollowerEvent(row *Original, lead *event.Row) event.Row {
	e := event.Row{Key: lead.Key, Action: event.Skipped, ContactID: lead.ContactID, Message: "merged into " + lead.Pos.String()}
	row.Identify(&e)
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

// nameless reports whether a contact is called after its number.
func nameless(d *mapping.Desired) bool {
	for i := range d.Scalars {
		if s := &d.Scalars[i]; s.Field == quo.FirstName {
			return s.StandIn && strings.HasPrefix(s.Value, "+")
		}
	}
	return false
}

// NewRecord is what the state keeps of a task whose contact is as it should be.
// definition is the number of the source's key definition.
func NewRecord(t *Task, c *quo.Contact, base store.Base, definition int) store.Record {
	numbers, name := PersonHashes(t)
	return store.Record{
		ContactID: c.ID, Raw: t.Raw, Desired: t.Want, Base: base, Numbers: numbers, Name: name, UpdatedAt: c.UpdatedAt, Definition: definition,
	}
}

// PersonHashes are what the state keeps of the person of a task, to find it under
// another key.
func PersonHashes(t *Task) (numbers []uint64, name uint64) {
	p := person.OfRow(&t.Desired)
	for _, n := range p.Numbers {
		numbers = append(numbers, store.NumberHash(n))
	}
	return numbers, store.NameHash(p.Key())
}

// spool keeps values between the two passes, in a temporary file. The zero spool is empty
// and has no file. All values are put before the first is read.
type spool[T any] struct {
	file *tempfile.File
	w    *bufio.Writer // nil when values are read
	enc  *gob.Encoder
	len  int
}

func (s *spool[T]) create() error {
	f, err := tempfile.New()
	if err != nil {
		return fmt.Errorf("creating a temporary file for what is to be written: %w", err)
	}
	s.file, s.w = f, bufio.NewWriterSize(f, 1<<14)
	s.enc = gob.NewEncoder(s.w)
	return nil
}

func (s *spool[T]) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

func (s *spool[T]) put(v *T) error {
	if s.file == nil {
		if err := s.create(); err != nil {
			return err
		}
	}
	s.len++
	return spoolError(s.enc.Encode(v))
}

func spoolError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing the temporary file of what is to be written (is %s full? TMPDIR names another folder): %w", os.TempDir(), err)
}

// each reads the values in the order they were put, until see returns false.
func (s *spool[T]) each(see func(at int, v *T) bool) error {
	if s.file == nil {
		return nil
	}
	if s.w != nil {
		if err := s.w.Flush(); err != nil {
			return spoolError(err)
		}
		s.w, s.enc = nil, nil
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the temporary file: %w", err)
	}
	dec := gob.NewDecoder(bufio.NewReaderSize(s.file, 1<<14))
	for at := range s.len {
		var v T
		if err := dec.Decode(&v); err != nil {
			return fmt.Errorf("reading the temporary file: %w", err)
		}
		if !see(at, &v) {
			return nil
		}
	}
	return nil
}
