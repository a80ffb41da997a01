package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file, counted from 1. The zero Pos is no place.
type Pos struct{ Line, Column int }

// Error is one problem of a file: of the file itself, or of its use.
type Error struct {
	File    string // as it was opened; "" for none
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

// Errors are all problems of a file, in the order of the file. It is never
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

// Problems collects the problems of a file until all are found.
type Problems struct {
	File string
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

// Len returns how many problems there are so far.
func (p *Problems) Len() int { return len(p.list) }

// Name is a text and the place in the file that has it.
type Name struct {
	Pos
	Text string
}

// Texts returns the texts of names, nil for none.
func Texts(names []Name) []string {
	var list []string
	for _, n := range names {
		list = append(list, n.Text)
	}
	return list
}
