package rows

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
)

// Errors of Open and Rows, for errors.Is.
var (
	ErrEmpty       = errors.New("the file is empty")                      // no bytes, or blanks only
	ErrTruncated   = errors.New("the file ends too early")                // a cut-off gzip, zstd, JSON or vCard; a file that shrank
	ErrUnsupported = errors.New("this kind of file cannot be read")       // .xls, .pdf, HTML …
	ErrTooBig      = errors.New("this is larger than a file of contacts") // beyond a limit of Options
	ErrQuote       = errors.New("a quote is never closed")
	ErrSyntax      = errors.New("this is not valid")
	ErrOption      = errors.New("an option does not fit the file") // a sheet, path, line or encoding that does not exist
)

// Error is why a file cannot be opened, or not be read beyond a position. Its
// text is for a person.
type Error struct {
	Pos    Position
	Reason string // what is wrong; the text of Err if it is empty
	Advice string // what to do; may be empty
	Err    error  // one of the errors above, or an error of the operating system
}

// ErrorAt returns any error as an *Error, at pos unless it has a position.
func ErrorAt(pos Position, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Pos.File == "" {
			pos.Line = cmp.Or(e.Pos.Line, pos.Line)
			e.Pos = pos
		}
		return e
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err // the message names the file already
	}
	return &Error{Pos: pos, Err: err, Advice: advice(err)}
}

func (e *Error) Error() string { return e.Pos.String() + ": " + sentence(e.Reason, e.Advice, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// Fault is the kind of a RowError, for counting and grouping.
type Fault string

// The faults of a row.
const (
	FaultQuotes   Fault = "quotes"   // quotation marks that do not pair
	FaultEncoding Fault = "encoding" // a byte that is not of the file's encoding
	FaultNUL      Fault = "nul"      // a zero byte
	FaultTooBig   Fault = "too big"  // a cell, row or number of columns beyond Options
	FaultSyntax   Fault = "syntax"   // a line or card that is not valid JSON or vCard
	FaultObject   Fault = "object"   // JSON that is not an object, a card of a group, a total below a table
)

// RowError is why one row could not be read. It contains no value of the file.
type RowError struct {
	Pos    Position
	Fault  Fault
	Reason string
	Advice string
}

func (e *RowError) Error() string { return e.Pos.String() + ": " + e.Message() }

// Message returns Error without the position, for a report that has it in a column of its own.
func (e *RowError) Message() string { return sentence(e.Reason, e.Advice, nil) }

// advice returns what to do about an error of the operating system or of a compressed file.
func advice(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "check the name and the folder"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it: ask its owner, or copy it"
	case errors.Is(err, ErrTruncated), errors.Is(err, io.ErrUnexpectedEOF):
		return "it was not written or copied completely: get it again"
	}
	return ""
}

func sentence(reason, advice string, err error) string {
	if err != nil {
		reason = cmp.Or(reason, err.Error())
	}
	if advice == "" {
		return reason
	}
	return reason + "; " + advice
}
