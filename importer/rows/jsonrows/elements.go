package jsonrows

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// elements reads a JSON text value by value, with the line of each.
type elements struct {
	in     *rows.Input
	window *text.Window
	dec    *jsontext.Decoder
	line   int // of the window's mark
	index  int // of the next element
	io.Closer
}

func newElements(in *rows.Input) (*elements, error) {
	r, err := in.Text()
	if err != nil {
		return nil, err
	}
	w := in.Window(r)
	// Invalid UTF-8 is an error of its element, not of the rest of the file.
	dec := jsontext.NewDecoder(w, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	return &elements{in: in, window: w, dec: dec, line: 1, Closer: r}, nil
}

// advance moves the window's mark to the decoder's position.
func (e *elements) advance() {
	offset := e.dec.InputOffset()
	e.line = e.lineAt(offset)
	e.window.Mark(offset)
}

// lineAt returns the line of an offset after the mark.
func (e *elements) lineAt(offset int64) int {
	return e.line + bytes.Count(e.window.Since(offset), []byte("\n"))
}

// token reads a token.
func (e *elements) token() (jsontext.Token, error) {
	t, err := e.dec.ReadToken()
	if err != nil {
		return t, e.failed(err)
	}
	e.advance()
	return t, nil
}

// skip skips the next value in constant memory, whatever its size.
func (e *elements) skip() error {
	for depth := e.dec.StackDepth(); ; {
		if _, err := e.token(); err != nil {
			return err
		}
		if e.dec.StackDepth() <= depth {
			return nil
		}
	}
}

// failed returns an error of the decoder with its line.
func (e *elements) failed(err error) error {
	if err == io.EOF {
		return err
	}
	pos := e.in.At(e.line)
	syntax, _ := errors.AsType[*jsontext.SyntacticError](err)
	if syntax != nil {
		pos.Line = e.lineAt(syntax.ByteOffset)
	}
	switch {
	case errors.Is(err, text.ErrLong):
		return &rows.Error{Pos: pos, Err: rows.ErrTooBig, Reason: fmt.Sprintf("an element is longer than %d bytes", e.in.Options.MaxRow),
			Advice: "is this file a list of contacts?"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return rows.ErrorAt(pos, fmt.Errorf("%w: the JSON is cut off", rows.ErrTruncated))
	case syntax != nil:
		return &rows.Error{Pos: pos, Err: rows.ErrSyntax, Reason: fmt.Sprintf("this is not valid JSON: %v", syntax.Err),
			Advice: "fix it there; nothing after it can be read"}
	}
	if inner := errors.Unwrap(err); inner != nil {
		err = inner // the decoder's message adds nothing
	}
	return rows.ErrorAt(pos, err)
}

// Next reads the next element of the array, or the next of objects that follow one another.
func (e *elements) Next(row *rows.Row) error {
	if e.dec.PeekKind() == ']' {
		return e.rest()
	}
	value, err := e.dec.ReadValue()
	if err != nil {
		return e.failed(err)
	}
	end := e.dec.InputOffset()
	row.Pos = e.in.At(e.lineAt(end - int64(len(value))))
	row.Pos.Index = e.index
	row.JSON = value
	if e.window.Suspect() {
		row.Err = e.in.CheckText(row.Pos, value)
	}
	if value[0] != '{' {
		row.Err = notObject(row.Pos, value.Kind())
	}
	if row.Err != nil {
		row.JSON, row.Raw = nil, string(value)
	}
	e.index++
	e.advance()
	return nil
}

// notObject is the error of a row that is valid JSON, but not an object.
func notObject(pos rows.Position, kind jsontext.Kind) *rows.RowError {
	name := kind.String()
	switch kind {
	case '[':
		name = "list"
	case '"':
		name = "string"
	case '0':
		name = "number"
	}
	return &rows.RowError{Pos: pos, Fault: rows.FaultObject, Reason: fmt.Sprintf("this is a %s, not an object", name),
		Advice: `each contact must be an object: {"name": …}`}
}

// rest reads what follows the array, to detect a file that is cut off or was
// joined from several. It returns io.EOF if there is nothing wrong.
func (e *elements) rest() error {
	for {
		_, err := e.token()
		switch {
		case err != nil:
			return err
		case e.dec.StackDepth() == 0 && e.dec.PeekKind() != 0:
			return &rows.Error{Pos: e.in.At(e.line), Err: rows.ErrSyntax, Reason: "something follows the end of the JSON",
				Advice: "were two files joined? Pass them one by one"}
		}
	}
}
