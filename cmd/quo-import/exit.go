package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// The exit codes, as docs/operations.md explains them.
const (
	exitDone        = 0   // every row landed or was unchanged
	exitUnfinished  = 1   // could not finish; trying again may help
	exitUsage       = 2   // usage or mapping error
	exitRows        = 3   // finished, but rows were rejected or failed
	exitLocked      = 4   // another run holds the state
	exitStopped     = 5   // stopped for a person
	exitInterrupted = 130 // SIGINT or SIGTERM
)

// codeError is an error with its exit code, where the error itself does not tell.
type codeError struct {
	code int
	err  error // nil: everything was said already
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}
func (e *codeError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &codeError{exitUsage, fmt.Errorf(format, args...)}
}

// exitCode prints an error and gives its code.
func exitCode(io streams, err error) int {
	if err != nil {
		if text := strings.TrimSpace(err.Error()); text != "" {
			newScreen(io.Err).message("quo-import: " + text)
		}
	}
	return codeOf(err)
}

// codeOf is the one place that decides which code an error ends with.
func codeOf(err error) int {
	var code *codeError
	var stop *event.StopError
	var key *plan.KeyError
	var maps mapping.Errors
	var api *quo.APIError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &code):
		return code.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &stop):
		return stopCode(stop.Kind)
	case errors.Is(err, store.ErrLocked):
		return exitLocked
	case errors.As(err, &key), errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer):
		return exitStopped
	case errors.As(err, &maps):
		return exitUsage
	case errors.As(err, &api) && quo.Classify(err) == quo.Fatal:
		return exitStopped
	}
	return exitUnfinished
}

func stopCode(kind event.StopKind) int {
	switch kind {
	case event.StopOutage, event.StopTime, event.StopState:
		return exitUnfinished
	case event.StopInterrupted:
		return exitInterrupted
	}
	return exitStopped
}
