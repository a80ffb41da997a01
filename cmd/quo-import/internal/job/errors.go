package job

import (
	"context"
	"errors"
	"fmt"
)

// Kind is what a person has to do about an error.
type Kind int

// The kinds.
const (
	Usage       Kind = iota // correct what was passed, the mapping or the file
	Stopped                 // decide: running again does not help
	Interrupted             // nothing; the context was cancelled
)

// Error is an error that is not one of the API or the state.
type Error struct {
	Kind Kind
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Usagef returns an error of the kind Usage.
func Usagef(format string, args ...any) error { return &Error{Usage, fmt.Errorf(format, args...)} }

// Stoppedf returns an error of the kind Stopped.
func Stoppedf(format string, args ...any) error { return &Error{Stopped, fmt.Errorf(format, args...)} }

// ErrInterrupted is the error of a command that was interrupted before it wrote.
var ErrInterrupted error = &Error{Interrupted, errors.New("interrupted: nothing was written")}

// unreadable is the error of an input that cannot be read to its end.
func unreadable(err error) error {
	if errors.Is(err, context.Canceled) {
		return ErrInterrupted
	}
	return Stoppedf("%w: nothing was written", err)
}
