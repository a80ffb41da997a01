package rows

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
)

// Format is an input format. Each has a package of its own.
type Format struct {
	Name   string // as in File.Format
	Binary bool   // it is read by its bytes, not as text

	// Extensions are those of its files, such as ".csv": where a folder is searched for
	// files, these are found. What a file is, Detect decides.
	Extensions []string

	// Detect reports whether a file is of this format, by in.Head and its name.
	// For text, it is called after in.Decode. Formats are asked in an order, so
	// that a format may accept what no other one does.
	Detect func(in *Input) bool

	// Open sets in f what it finds out about the file. It returns the function
	// with which a pass over the rows starts.
	Open func(in *Input, f *File) (func() (Reader, error), error)
}

// Reader reads the rows of a file, including the header and titles above it, up
// to File.HeaderLine, which File.Rows leaves out. HeaderLine 0 is a format
// without a header line.
type Reader interface {
	// Next sets row, which is zero, to the next row. It returns io.EOF at the
	// end; any other error ends the pass, too, and should have a position (ErrorAt).
	Next(row *Row) error
	io.Closer
}

// File is an opened file and a description of it. The fields are to be read
// only. Its methods may be called concurrently, except for Close.
type File struct {
	Name       string
	Format     string   // the Name of a Format
	Encoding   string   // "UTF-8", "UTF-16LE", "windows-1252" …; "" if the format is not text
	BOM        bool     // the text begins with a byte order mark
	Delimiter  rune     // CSV
	Header     []string // column names, trimmed; nil for JSON
	HeaderLine int      // of the header: a line, or in a sheet a row; 0 if there is none
	Above      int      // the last line above the rows: of the header, or of what explains it
	Sheet      string   // workbooks: the sheet that is read
	Sheets     []string // workbooks: all sheets
	JSONPath   string   // the array that is read, as "data.items"; "" is the whole file
	Indexed    bool     // positions have an Index
	Warnings   []string // for a person: what was guessed, and what may be a surprise

	in    *Input
	start func() (Reader, error)
}

// Open opens a file; detect returns its format. The path "-" is Options.Stdin.
// Open reads a few kilobytes, and more only where it must: standard input is
// copied to a private temporary file, and a JSON object is searched for its array.
//
// Every error is an *Error.
func Open(path string, opts Options, detect func(*Input) (Format, error)) (*File, error) {
	name := cmp.Or(opts.Name, path)
	in, err := newInput(path, name, opts)
	if err != nil {
		return nil, ErrorAt(Position{File: name, Index: -1}, err)
	}
	f := &File{Name: name, in: in}
	if err := f.open(detect); err != nil {
		_ = f.Close()
		return nil, ErrorAt(Position{File: name, Index: -1}, err)
	}
	return f, nil
}

func (f *File) open(detect func(*Input) (Format, error)) error {
	format, err := detect(f.in)
	if err != nil {
		return err
	}
	f.Format, f.Encoding, f.BOM, f.Warnings = format.Name, f.in.Encoding, f.in.BOM, f.in.warnings
	f.start, err = format.Open(f.in, f)
	f.in.Head, f.in.Start = nil, nil
	return err
}

// Warn adds a warning.
func (f *File) Warn(format string, args ...any) {
	f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
}

// Rows yields the rows after the header. It may be called, and its result
// ranged over, any number of times. A row that cannot be read has Err, and the
// iteration continues. An error that is yielded ends it: an *Error, or ctx's.
func (f *File) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		r, err := f.start()
		if err != nil {
			yield(Row{}, ErrorAt(f.in.At(0), err))
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
			err := r.Next(&row)
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(Row{}, ErrorAt(f.in.At(0), err))
				return
			case row.Pos.Line <= f.Above: // the header, a title, what explains the columns
				continue
			case !yield(row, nil):
				return
			}
		}
	}
}

// Changed reports whether the file was written to since it was opened: what was
// added was not read, and what was replaced may have been read in part. A file that
// was replaced as a whole has not changed: the old one stays open.
func (f *File) Changed() bool { return f.in.src.changed() }

// Share returns the fraction of the file that the last Rows has read, in bytes
// on disk; 0 if the format is not text. It is for the goroutine that ranges
// over the rows.
func (f *File) Share() float64 {
	file := f.in.reading.Load()
	if file == nil || file.want == 0 {
		return 0
	}
	return float64(file.n) / float64(file.want)
}

// Close closes the file. Iterations must have ended.
func (f *File) Close() error { return f.in.src.file.Close() }
