package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// elements reads a JSON text value by value and knows the line of each.
type elements struct {
	file   *File
	window *window
	dec    *jsontext.Decoder
	line   int // of the window's mark
	index  int // of the next element
	io.Closer
}

func (f *File) openElements() (*elements, error) {
	r, err := f.text.open()
	if err != nil {
		return nil, err
	}
	w := &window{r: r, max: f.opts.MaxRow, decoded: f.text.charset.enc != nil}
	// Invalid UTF-8 and doubled names are the business of their element, not the end of the file.
	dec := jsontext.NewDecoder(&tail{window: w}, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	return &elements{file: f, window: w, dec: dec, line: 1, Closer: r}, nil
}

// done marks everything up to the decoder's position as finished with.
func (e *elements) done() {
	offset := e.dec.InputOffset()
	e.line = e.lineAt(offset)
	e.window.mark = offset
}

// lineAt is the line of an offset behind the mark.
func (e *elements) lineAt(offset int64) int {
	return e.line + bytes.Count(e.window.since(offset), []byte("\n"))
}

// token reads one token.
func (e *elements) token() (jsontext.Token, error) {
	t, err := e.dec.ReadToken()
	if err != nil {
		return t, e.failed(err)
	}
	e.done()
	return t, nil
}

// skip passes over the next value in constant memory, whatever its size.
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

// failed says where and why the JSON cannot be read on.
func (e *elements) failed(err error) error {
	if err == io.EOF {
		return err
	}
	pos := e.file.at(e.line)
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		pos.Line = e.lineAt(syntax.ByteOffset)
	}
	switch {
	case errors.Is(err, errLong):
		return &ReadError{Pos: pos, Err: ErrTooBig, Reason: fmt.Sprintf("an element is longer than %d bytes", e.file.opts.MaxRow),
			Advice: "is this file a list of contacts?"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return e.file.failed(pos, fmt.Errorf("%w: the JSON is cut off", ErrTruncated))
	case syntax != nil:
		return &ReadError{Pos: pos, Err: ErrSyntax, Reason: fmt.Sprintf("this is not valid JSON: %v", syntax.Err),
			Advice: "mend it there; nothing behind it can be read"}
	}
	if inner := errors.Unwrap(err); inner != nil {
		err = inner // the decoder's own words add nothing
	}
	return e.file.failed(pos, err)
}

// startJSON goes to the first element.
func (f *File) startJSON() (reader, error) {
	e, err := f.openElements()
	if err != nil {
		return nil, err
	}
	if err := e.enter(f.jsonPath); err != nil {
		_ = e.Close()
		return nil, err
	}
	return e, nil
}

// next reads the next element of the array, or the next of objects that follow one another.
func (e *elements) next(row *Row) error {
	if e.dec.PeekKind() == ']' {
		return e.rest()
	}
	value, err := e.dec.ReadValue()
	if err != nil {
		return e.failed(err)
	}
	end := e.dec.InputOffset()
	row.Pos, row.JSON = Position{File: e.file.Name, Line: e.lineAt(end - int64(len(value))), Index: e.index}, value
	if e.window.suspect > e.window.mark {
		row.Err = e.file.faultIn(row.Pos, value)
	}
	if value[0] != '{' {
		row.Err = notObject(row.Pos, value.Kind())
	}
	if row.Err != nil {
		row.JSON, row.Raw = nil, string(value)
	}
	e.index++
	e.done()
	return nil
}

func notObject(pos Position, kind jsontext.Kind) *RowError {
	return &RowError{Pos: pos, Fault: FaultObject, Reason: fmt.Sprintf("this is a %s, not an object", kindName(kind)),
		Advice: `each contact is to be an object: {"name": …}`}
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '[':
		return "list"
	case '"':
		return "string"
	case '0':
		return "number"
	}
	return kind.String()
}

// rest reads what stands behind the array, so that a cut-off or joined file
// does not pass for a whole one. io.EOF is the good end.
func (e *elements) rest() error {
	for {
		_, err := e.token()
		switch {
		case err != nil:
			return err
		case e.dec.StackDepth() == 0 && e.dec.PeekKind() != 0:
			return &ReadError{Pos: e.file.at(e.line), Err: ErrSyntax, Reason: "something follows the end of the JSON",
				Advice: "were two files joined? Give them one by one"}
		}
	}
}
