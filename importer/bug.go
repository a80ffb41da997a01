package importer

import (
	"fmt"
	"runtime"
	"strings"
)

// A BugError is a panic of a goroutine of the pipeline. It has the kind of the
// panic and the functions on the way to it, and not its message, which may
// quote a customer's data.
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
				err = &BugError{Kind: fmt.Sprintf("%T", p), Stack: stack()}
			}
		}()
		return work()
	}
}

func stack() []string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	var names []string
	for {
		f, more := frames.Next()
		names = append(names, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return names
		}
	}
}
