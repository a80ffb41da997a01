package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// The exit codes, as docs/operations.md explains them.
const (
	exitDone        = 0   // every row was imported, unchanged or skipped
	exitUnfinished  = 1   // could not finish; trying again may help
	exitUsage       = 2   // usage or mapping error
	exitRows        = 3   // finished, but rows were rejected or failed
	exitLocked      = 4   // another run holds the state
	exitStopped     = 5   // stopped: a person has to decide
	exitInterrupted = 130 // SIGINT or SIGTERM
)

// exitCode prints an error and returns its code.
func exitCode(io term.Streams, err error) int {
	if err != nil && !errors.As(err, new(*errJobs)) { // they have been printed
		show.Failure(term.NewScreen(io.Err), err, typed())
	}
	return codeOf(err)
}

// address matches an address with a path, which may hold a secret.
var address = regexp.MustCompile(`(https?://[^/?#]+)[/?#]+[^/?#].*`)

// typed returns the words of the command for messages, of addresses the host only.
func typed() []string {
	words := slices.Clone(os.Args[1:])
	for i, w := range words {
		words[i] = address.ReplaceAllString(w, "$1/…")
	}
	return words
}

// whole returns the error of a command, together with that of its output: what a full
// disk did not take is missing, whatever else went well.
func whole(io term.Streams, err error) error {
	lost := io.Lost()
	switch {
	case lost == nil, errors.Is(err, lost):
		return err
	case err == nil, errors.Is(err, show.ErrRows):
		return fmt.Errorf("the output is incomplete: %w", lost)
	}
	return errors.Join(err, lost)
}

// codeIn returns codeOf for the output of a command, as of now.
func codeIn(io term.Streams) func(error) int {
	return func(err error) int { return codeOf(whole(io, err)) }
}

// codeOf returns the exit code of an error. No other place decides one.
func codeOf(err error) int {
	var (
		ofJobs *errJobs
		ours   *job.Error
		stop   *event.StopError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &ofJobs):
		return ofJobs.code
	case errors.As(err, &ours):
		return map[job.Kind]int{job.Usage: exitUsage, job.Stopped: exitStopped, job.Interrupted: exitInterrupted}[ours.Kind]
	case errors.As(err, new(*job.Undecided)), errors.As(err, new(mapping.Errors)), errors.As(err, new(*undo.RunError)):
		return exitUsage
	case errors.Is(err, show.ErrRows):
		return exitRows
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, store.ErrLocked):
		return exitLocked
	case errors.As(err, &stop):
		return stopCode(stop.Kind)
	case errors.As(err, new(*plan.KeyError)), errors.As(err, new(*reconcile.ClashError)),
		errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer), errors.Is(err, store.ErrCorrupt), quo.Classify(err) == quo.Fatal:
		return exitStopped
	}
	return exitUnfinished
}

// errJobs is the error of jobs of which one did not end with exit code 0. What is wrong
// has been printed.
type errJobs struct{ code int }

func (e *errJobs) Error() string { return "jobs did not end well" }

func stopCode(kind event.StopKind) int {
	switch kind {
	case event.StopOutage, event.StopTime, event.StopState:
		return exitUnfinished
	case event.StopInterrupted:
		return exitInterrupted
	}
	return exitStopped
}

// stopOf returns why a run that ended with an error did not finish, by the words of
// package notify; "" if it finished.
func stopOf(err error) string {
	if stop, ok := errors.AsType[*event.StopError](err); ok {
		return string(stop.Kind)
	}
	switch codeOf(err) {
	case exitDone, exitRows:
		return ""
	case exitUsage:
		return "usage"
	case exitLocked:
		return "locked"
	case exitInterrupted:
		return "interrupted"
	case exitStopped:
		if quo.Classify(err) == quo.Fatal {
			return "refused"
		}
		return "decide"
	}
	return "unfinished"
}

// detailOf returns what tells stops of the same reason apart: of a wrong command or file
// its message.
func detailOf(err error) string {
	if codeOf(err) == exitUsage {
		return err.Error()
	}
	return ""
}
