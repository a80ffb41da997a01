package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Error is one mistake of a mapping: of the file itself, or of the file held
// against the columns and the custom fields it is to be used with.
type Error struct {
	File    string // as it was given to Load; "" for a mapping that was proposed
	Line    int    // from 1; 0 where there is no line to point at
	Column  int    // from 1, in bytes
	Message string // what is wrong and the way out
}

// Error gives "file:line:column: message".
func (e *Error) Error() string {
	switch {
	case e.Line == 0 && e.File == "":
		return e.Message
	case e.Line == 0:
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all mistakes of a mapping, in the order of the file. Load,
// Compile and Profile.Resolve return it as their error; it is never empty.
type Errors []*Error

// Error gives one mistake a line.
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

// problems gathers mistakes until all are found.
type problems struct {
	file string
	list Errors
}

func (p *problems) add(at Pos, format string, args ...any) {
	p.list = append(p.list, &Error{File: p.file, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(format, args...)})
}

// err gives the mistakes sorted by place, or a nil error. The same mistake at
// the same place (an alias that is used twice) is said once.
func (p *problems) err() error {
	if len(p.list) == 0 {
		return nil
	}
	slices.SortStableFunc(p.list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	p.list = slices.CompactFunc(p.list, func(a, b *Error) bool { return *a == *b })
	return p.list
}

// quote shows a value of a file to a person: control characters are escaped,
// letters of any script are not, and it never fills the screen.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}
