package importer

import (
	"fmt"
	"runtime"
	"strings"
)

// A BugError is a panic. It has its kind and the functions on the way to it,
// and not its message, which may quote a customer's data.
type BugError struct {
	Kind  string
	Stack []string
}

func (e *BugError) Error() string {
	return fmt.Sprintf("a bug (%s); what was recorded is whole, please report it with this way to it:\n  %s", e.Kind, strings.Join(e.Stack, "\n  "))
}

// caught runs a goroutine's work and turns a panic into a BugError, so that
// the others finish what they have in flight.
func caught(work func() error) func() error {
	return func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = NewBugError(p)
			}
		}()
		return work()
	}
}

// NewBugError is for the deferred function that recovered a panic.
func NewBugError(panicked any) *BugError {
	const above = 4 // Callers, this function, the deferred one, and the runtime's
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(above, pcs)])
	bug := &BugError{Kind: fmt.Sprintf("%T", panicked)}
	for {
		f, more := frames.Next()
		bug.Stack = append(bug.Stack, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return bug
		}
	}
}
