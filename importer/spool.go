package importer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// task is what Apply is to do about one key.
type task struct {
	verdict  verdict
	key      string
	raw      uint64          // hash of the row's cells; 0 where several rows were merged
	want     uint64          // hash of desired
	encoded  []byte          // desired, on its way into the spool
	desired  mapping.Desired // as it comes out of the spool
	noPhone  bool
	warnings []mapping.FieldError
	row      original
	// followers are rows that were merged into this one: they land with it.
	followers []original
}

// original is a row as it came, for the file of rejects.
type original struct {
	input int
	pos   rows.Position
	cells []string
	json  []byte
}

// spool keeps tasks between the two passes, in a temporary file that only this
// user can read and that has no name: it is gone when the process is.
type spool struct {
	file *os.File
	w    *bufio.Writer
	buf  []byte
	len  int
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "quo-import-*") // 0600
	if err != nil {
		return nil, fmt.Errorf("a temporary file for what is to be written: %w", err)
	}
	// Where an open file cannot be removed (Windows), close removes it.
	_ = os.Remove(f.Name())
	return &spool{file: f, w: bufio.NewWriterSize(f, 1<<18)}, nil
}

func (s *spool) close() error {
	err := s.file.Close()
	if rm := os.Remove(s.file.Name()); rm != nil && !errors.Is(rm, os.ErrNotExist) {
		err = errors.Join(err, rm)
	}
	return err
}

func (s *spool) put(t *task) error {
	e := encoder{s.buf[:0]}
	e.task(t)
	s.buf = e.b
	var head [binary.MaxVarintLen64]byte
	if _, err := s.w.Write(head[:binary.PutUvarint(head[:], uint64(len(e.b)))]); err != nil {
		return spoolError(err)
	}
	if _, err := s.w.Write(e.b); err != nil {
		return spoolError(err)
	}
	s.len++
	return nil
}

func spoolError(err error) error {
	return fmt.Errorf("writing the temporary file of what is to be written (is %s full? TMPDIR names another folder): %w", os.TempDir(), err)
}

// each reads the tasks in the order they were put, until take says no.
func (s *spool) each(take func(*task) bool) error {
	if err := s.w.Flush(); err != nil {
		return spoolError(err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the temporary file: %w", err)
	}
	r := bufio.NewReaderSize(s.file, 1<<18)
	for range s.len {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return fmt.Errorf("reading the temporary file: %w", err)
		}
		b := make([]byte, n)
		if _, err := io.ReadFull(r, b); err != nil {
			return fmt.Errorf("reading the temporary file: %w", err)
		}
		d := decoder{b: b}
		t := d.task()
		if d.err != nil {
			return fmt.Errorf("reading the temporary file: %w", d.err)
		}
		if !take(&t) {
			return nil
		}
	}
	return nil
}

type encoder struct{ b []byte }

func (e *encoder) uint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) bytes(b []byte) {
	e.uint(uint64(len(b)))
	e.b = append(e.b, b...)
}

func (e *encoder) string(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) task(t *task) {
	e.uint(uint64(t.verdict))
	e.string(t.key)
	e.uint(t.raw)
	e.uint(t.want)
	e.bytes(t.encoded)
	e.uint(uint64(len(t.warnings)))
	for _, w := range t.warnings {
		for _, s := range []string{w.Column, w.Field, w.Value, w.Kind, w.Message} {
			e.string(s)
		}
	}
	e.uint(uint64(1 + len(t.followers)))
	e.original(&t.row)
	for i := range t.followers {
		e.original(&t.followers[i])
	}
}

func (e *encoder) original(o *original) {
	e.uint(uint64(o.input))
	e.string(o.pos.File)
	e.string(o.pos.Sheet)
	e.uint(uint64(o.pos.Line))
	e.uint(uint64(o.pos.Index + 1))
	e.uint(uint64(len(o.cells)))
	for _, c := range o.cells {
		e.string(c)
	}
	e.bytes(o.json)
}

// decoder reads what encoder wrote; the first error stays.
type decoder struct {
	b   []byte
	err error
}

var errSpool = errors.New("it is not what was written")

func (d *decoder) uint() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.err = errSpool
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *decoder) bytes() []byte {
	n := d.uint()
	if d.err != nil || n > uint64(len(d.b)) {
		d.err = errSpool
		return nil
	}
	b := d.b[:n:n]
	d.b = d.b[n:]
	return b
}

func (d *decoder) string() string { return string(d.bytes()) }

// count reads the length of a list, which cannot be longer than what is left.
func (d *decoder) count() int {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.err = errSpool
		return 0
	}
	return int(n)
}

func (d *decoder) task() task {
	t := task{verdict: verdict(d.uint()), key: d.string(), raw: d.uint(), want: d.uint()}
	if err := decode(d.bytes(), &t.desired); err != nil && d.err == nil {
		d.err = err
	}
	for range d.count() {
		t.warnings = append(t.warnings, mapping.FieldError{
			Column: d.string(), Field: d.string(), Value: d.string(), Kind: d.string(), Message: d.string(),
		})
	}
	for i := range d.count() {
		o := d.original()
		if i == 0 {
			t.row = o
		} else {
			t.followers = append(t.followers, o)
		}
	}
	return t
}

func (d *decoder) original() original {
	o := original{input: int(d.uint()), pos: rows.Position{
		File: d.string(), Sheet: d.string(), Line: int(d.uint()), Index: int(d.uint()) - 1,
	}}
	for range d.count() {
		o.cells = append(o.cells, d.string())
	}
	if json := d.bytes(); len(json) > 0 {
		o.json = json
	}
	return o
}
