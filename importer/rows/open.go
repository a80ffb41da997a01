package rows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
)

// File is an opened input and what was found out about it. The fields are to
// be read only. Its methods may be called concurrently, but for Close.
type File struct {
	Name       string
	Format     Format
	Encoding   string   // "UTF-8", "UTF-16LE", "windows-1252" …; "" for XLSX
	Delimiter  rune     // CSV only
	BOM        bool     // the text begins with a byte order mark
	Header     []string // column names, trimmed; nil for JSON
	HeaderLine int      // where the header stands: a line, or a sheet's row; 0 for JSON and vCard
	Sheet      string   // XLSX: the sheet that is read
	Sheets     []string // XLSX: all of them
	JSONPath   string   // the array that is read, as "data.items"; "" for the whole file
	Warnings   []string // for a person: what was guessed and what may surprise

	opts     Options
	src      *source
	text     text
	jsonPath jsonPath
	book     *workbook
	start    func() (reader, error)
}

// Open finds out what a file is and where its header stands. The path "-" is
// Options.Stdin. It reads a few kilobytes, except where it must
// know the whole: standard input is copied to a private temporary file, and a JSON object is searched for its array.
//
// Every error is an *OpenError.
func Open(path string, opts Options) (*File, error) {
	f := &File{Name: path, opts: opts.withDefaults()}
	src, err := openSource(path, f.opts)
	if err != nil {
		return nil, f.openFailed(err)
	}
	f.src = src
	if err := f.identify(); err != nil {
		_ = src.file.Close()
		return nil, f.openFailed(err)
	}
	return f, nil
}

// Rows yields the file's rows from the first one; it may be called, and its
// result ranged over, as often as wanted. A row that cannot be read has Err and
// the iteration goes on. An error that is yielded ends it: a *ReadError, or ctx's own.
func (f *File) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		r, err := f.start()
		if err != nil {
			yield(Row{}, f.failed(f.at(0), err))
			return
		}
		defer r.Close()
		var row Row
		for n := 0; ; n++ {
			if n%1024 == 0 && ctx.Err() != nil {
				yield(Row{}, ctx.Err())
				return
			}
			row = Row{}
			err := r.next(&row)
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(Row{}, err)
				return
			case row.Pos.Line <= f.HeaderLine: // titles, and the header
				continue
			case !yield(row, nil):
				return
			}
		}
	}
}

// Share says how much of the file the last Rows has read, from 0 to 1, in bytes
// as they lie on the disk; always 0 for a workbook. It is for the goroutine
// that takes the rows.
func (f *File) Share() float64 {
	if f.src.reading == nil || f.src.size == 0 || f.Format == XLSX {
		return 0
	}
	return float64(f.src.reading.n) / float64(f.src.size)
}

// reader reads a file of one format row by row, header and titles included.
type reader interface {
	// next puts a row into row, which is blank; io.EOF is the end, any other error
	// ends the reading, too.
	next(row *Row) error
	io.Closer
}

// Close closes the file. Iterations must have ended.
func (f *File) Close() error { return f.src.file.Close() }

// identify looks at the content: first the bytes, then the text.
func (f *File) identify() error {
	samples, err := f.src.samples()
	if err != nil {
		return err
	}
	head := samples[0]
	switch e := refuseForeign(head); {
	case len(head) == 0:
		return ErrEmpty
	case e != nil:
		return e
	case isZip(head):
		return f.openZip()
	}
	cs, err := findCharset(f.opts.Encoding, samples)
	if err != nil {
		return err
	}
	f.Encoding, f.BOM = cs.name, cs.bom > 0
	f.text = text{src: f.src, charset: cs}
	if cs.guessed {
		f.warn("the file does not say its encoding; it was read as %s: if letters look wrong, give --encoding", cs.name)
	}
	head, err = f.text.head()
	switch e := refuseMarkup(head); {
	case err != nil:
		return err
	case len(bytes.TrimSpace(head)) == 0 && len(head) < headSize:
		return ErrEmpty
	case e != nil:
		return e
	}
	if e := refuseBinary(head); e != nil {
		return e
	}
	f.text.crOnly = hasOnlyCR(head)
	return f.openText(bytes.ReplaceAll(head, []byte("\r"), []byte("\n")))
}

// openText opens what is text; lines of its head end in LF.
func (f *File) openText(head []byte) error {
	f.Format = textFormat(f.Name, head)
	switch f.Format {
	case JSON:
		return f.openJSON()
	case JSONL:
		f.start = f.startJSONLines
		return nil
	case VCard:
		return f.openVCard(head)
	}
	return f.openCSV(head)
}

func (f *File) openCSV(head []byte) error {
	f.start = func() (reader, error) { return f.openTable(len(f.Header)) }
	skip := 0
	sep, found := sepLine(head)
	if found {
		skip = 1
	}
	switch {
	case f.opts.Delimiter != "":
		d, err := delimiterNamed(f.opts.Delimiter)
		if err != nil {
			return err
		}
		f.Delimiter = d
	case found:
		f.Delimiter = sep
	default:
		f.Delimiter = sniffDelimiter(head)
	}
	return f.findHeader(skip)
}

func (f *File) warn(format string, args ...any) {
	f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
}

// openFailed makes any error an OpenError of this file.
func (f *File) openFailed(err error) error {
	var open *OpenError
	if errors.As(err, &open) {
		open.File = f.Name
		return open
	}
	var read *ReadError
	if errors.As(err, &read) {
		return &OpenError{File: f.Name, Line: read.Pos.Line, Reason: read.Reason, Advice: read.Advice, Err: read.Err}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // the file is named already
	}
	return &OpenError{File: f.Name, Err: err, Advice: advice(err)}
}

// failed is the error that ends an iteration at pos.
func (f *File) failed(pos Position, err error) error {
	var read *ReadError
	if errors.As(err, &read) {
		return read
	}
	return &ReadError{Pos: pos, Err: err, Advice: advice(err)}
}

// advice is the way out of an error of the source.
func advice(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "look at the name and the folder"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it: ask its owner, or copy it"
	case errors.Is(err, ErrTruncated), errors.Is(err, io.ErrUnexpectedEOF):
		return "it was not written or copied to its end: get it again"
	}
	return ""
}

func (f *File) at(line int) Position { return Position{File: f.Name, Line: line, Index: -1} }

// faultIn looks for a byte that is no text in what begins at pos; nil if there is none.
func (f *File) faultIn(pos Position, raw []byte) *RowError {
	kind, at, bad := findFault(raw, f.text.charset.enc != nil)
	if !bad {
		return nil
	}
	return f.faultAt(pos, kind, raw[at], pos.Line+bytes.Count(raw[:at], []byte("\n")))
}

// faultAt tells of a byte that is no text, in the row at pos.
func (f *File) faultAt(pos Position, kind Fault, b byte, line int) *RowError {
	e := &RowError{Pos: pos, Fault: kind}
	switch {
	case kind == FaultNUL:
		e.Reason = fmt.Sprintf("there is a zero byte in line %d", line)
		e.Advice = "the file is damaged, or is not text: export it again"
		return e
	case f.text.charset.enc != nil:
		e.Reason = fmt.Sprintf("a character in line %d cannot be read as %s", line, f.Encoding)
	default:
		e.Reason = fmt.Sprintf("byte 0x%02X in line %d is not %s", b, line, f.Encoding)
	}
	e.Advice = "name the file's encoding with --encoding (windows-1252 is usual), or save it as UTF-8"
	return e
}
