package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a mapping file, counted from 1. The zero Pos is no place.
type Pos struct{ Line, Column int }

// Error is one problem of a mapping: of the file itself, or of its use with
// the columns of an input and the custom fields of a workspace.
type Error struct {
	File    string // as it was passed to Load; "" for a mapping that was proposed
	Line    int    // from 1; 0 if there is no line to point at
	Column  int    // from 1, in bytes
	Message string // what is wrong and the way out
}

// Error returns "file:line:column: message".
func (e *Error) Error() string {
	switch {
	case e.Line == 0 && e.File == "":
		return e.Message
	case e.Line == 0:
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all problems of a mapping, in the order of the file. It is never
// empty.
type Errors []*Error

// Error returns one problem a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find each *Error.
func (es Errors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// Problems collects the problems of a mapping until all are found.
type Problems struct {
	File string // the mapping's
	list Errors
}

// Add adds a problem at a place of the file.
func (p *Problems) Add(at Pos, format string, args ...any) {
	p.list = append(p.list, &Error{File: p.File, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(format, args...)})
}

// Err returns the problems as Errors, sorted by place, or nil if there are
// none. The same problem at the same place (an alias that is used twice) is
// reported once.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	slices.SortStableFunc(p.list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	p.list = slices.CompactFunc(p.list, func(a, b *Error) bool { return *a == *b })
	return p.list
}
