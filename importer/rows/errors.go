package rows

import (
	"errors"
	"fmt"
)

// What Open and Rows refuse, to be tested with errors.Is.
var (
	ErrEmpty       = errors.New("the file is empty")                      // no bytes, or blanks only
	ErrNoRows      = errors.New("the file has a header, but no rows")     // never returned here: for callers that count
	ErrTruncated   = errors.New("the file ends too early")                // a cut-off gzip, zstd, JSON or vCard; a file that shrank
	ErrUnsupported = errors.New("this kind of file cannot be read")       // .xls, .pdf, HTML …
	ErrTooBig      = errors.New("this is larger than a file of contacts") // a limit of Options was passed
	ErrQuote       = errors.New("a quote is never closed")
	ErrSyntax      = errors.New("this is not valid")
	ErrEncoding    = errors.New("a character cannot be read")
	ErrOption      = errors.New("an option does not fit the file") // a sheet, path, line or encoding that is not there
)

// OpenError says why a file cannot be opened. Its text is for a person.
type OpenError struct {
	File   string
	Line   int    // where it is known, else 0
	Reason string // what is wrong
	Advice string // the way out; may be empty
	Err    error  // one of the sentinels above, or what the operating system said
}

func (e *OpenError) Error() string {
	return Position{File: e.File, Line: e.Line, Index: -1}.String() + ": " + sentence(e.Reason, e.Advice, e.Err)
}

func (e *OpenError) Unwrap() error { return e.Err }

// ReadError ends an iteration: nothing behind its position can be read.
type ReadError struct {
	Pos    Position
	Reason string
	Advice string
	Err    error
}

func (e *ReadError) Error() string {
	return e.Pos.String() + ": " + sentence(e.Reason, e.Advice, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }

// Fault is the kind of a RowError, for counting and grouping.
type Fault string

// The faults of a row.
const (
	FaultQuotes   Fault = "quotes"   // quotation marks that do not pair
	FaultEncoding Fault = "encoding" // a byte that is not of the file's encoding
	FaultNUL      Fault = "nul"      // a zero byte
	FaultTooBig   Fault = "too big"  // a cell, row or number of columns beyond Options
	FaultSyntax   Fault = "syntax"   // a line or card that is not valid JSON or vCard
	FaultObject   Fault = "object"   // JSON that is not an object, a card of a group
)

// RowError says why one row could not be read. It quotes no value of the file.
type RowError struct {
	Pos    Position
	Fault  Fault
	Reason string
	Advice string
}

func (e *RowError) Error() string { return e.Pos.String() + ": " + e.Message() }

// Message is Error without the position, for a report that has it in a column of its own.
func (e *RowError) Message() string { return sentence(e.Reason, e.Advice, nil) }

func sentence(reason, advice string, err error) string {
	if reason == "" && err != nil {
		reason = err.Error()
	}
	if advice == "" {
		return reason
	}
	return fmt.Sprintf("%s; %s", reason, advice)
}
