package event

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// StopKind is why a run ended early; it decides the exit code.
type StopKind string

// The kinds.
const (
	StopGuard       StopKind = "guard"       // a limit that the person set, or --strict
	StopEmpty       StopKind = "empty"       // the input has no rows
	StopWorkspace   StopKind = "workspace"   // the state belongs to another workspace
	StopAdopt       StopKind = "adopt"       // contacts are already in Quo: a person has to decide
	StopRefused     StopKind = "refused"     // 401, 402, 403, or all of the first writes
	StopLoss        StopKind = "loss"        // an answer lost a value that is not ours
	StopAppends     StopKind = "appends"     // an answer shows that the server appends to lists
	StopKeys        StopKind = "keys"        // Quo does not change the key of a contact
	StopTurnover    StopKind = "turnover"    // most keys are missing and as many are new
	StopSource      StopKind = "source"      // another source has the contacts already
	StopFilter      StopKind = "filter"      // look-ups return contacts that were not asked for
	StopOutage      StopKind = "outage"      // no success for five minutes
	StopTime        StopKind = "time"        // --max-duration
	StopState       StopKind = "state"       // the state cannot be written
	StopInterrupted StopKind = "interrupted" // the context was cancelled
)

// StopError is why a run ended before it processed every row, or did not begin. What
// was done is recorded; running it again continues.
type StopError struct {
	Kind StopKind
	Text string // for a person: what happened, and what to do
	Err  error  // the cause, nil for a guard
}

func (e *StopError) Error() string { return e.Text }
func (e *StopError) Unwrap() error { return e.Err }

// Outcome returns how a run ended, as the state keeps it; nil stands for a run that did
// not stop.
func (e *StopError) Outcome() string {
	if e == nil {
		return "done"
	}
	return "stopped: " + e.Text
}

// Stopf returns a StopError with a formatted text. err may be nil.
func Stopf(kind StopKind, err error, format string, args ...any) *StopError {
	return &StopError{Kind: kind, Err: err, Text: fmt.Sprintf(format, args...)}
}

// AsStop returns the StopError in err's chain, or else one of kind StopState that
// wraps err; nil for nil.
func AsStop(err error) *StopError {
	if err == nil {
		return nil
	}
	if s, ok := errors.AsType[*StopError](err); ok {
		return s
	}
	return &StopError{Kind: StopState, Text: err.Error(), Err: err}
}

// BugError is a panic: the type of its value and the functions on the stack, but not
// its message, which may quote a customer's data.
type BugError struct {
	Kind  string
	Stack []string
}

func (e *BugError) Error() string {
	return fmt.Sprintf("a bug (%s): please report it with this stack. The state is complete:\n  %s", e.Kind, strings.Join(e.Stack, "\n  "))
}

// Recovered returns a function that calls work and returns a panic as a BugError, so
// that the other goroutines of a run finish what they have in flight.
func Recovered(work func() error) func() error {
	return func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = NewBugError(p)
			}
		}()
		return work()
	}
}

// NewBugError returns the error of a recovered panic. It is to be called by the
// deferred function itself.
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
