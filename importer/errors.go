package importer

import (
	"errors"
	"fmt"
)

// StopKind says why a run ended before its time, for the exit code.
type StopKind string

// The kinds.
const (
	StopGuard       StopKind = "guard"       // a limit that the person set, or --strict
	StopEmpty       StopKind = "empty"       // nothing was read
	StopWorkspace   StopKind = "workspace"   // the state is of another workspace
	StopAdopt       StopKind = "adopt"       // contacts are there already: a person decides
	StopRefused     StopKind = "refused"     // 401, 402, 403, or all of the first writes
	StopLoss        StopKind = "loss"        // an answer lost what was not ours to remove
	StopFilter      StopKind = "filter"      // look-ups answer with strangers
	StopOutage      StopKind = "outage"      // no success for five minutes
	StopTime        StopKind = "time"        // --max-duration
	StopState       StopKind = "state"       // the state cannot be written
	StopInterrupted StopKind = "interrupted" // the context was cancelled
)

// StopError is why a run ended before every row was dealt with, or why it did
// not begin. What was done is recorded; running again goes on.
type StopError struct {
	Kind StopKind
	Text string // for a person: what, and the way out
	Err  error  // what caused it, nil for a guard
}

func (e *StopError) Error() string { return e.Text }
func (e *StopError) Unwrap() error { return e.Err }

func stopf(kind StopKind, err error, format string, args ...any) *StopError {
	return &StopError{Kind: kind, Err: err, Text: fmt.Sprintf(format, args...)}
}

// asStop gives the StopError of an error, wrapping one that is none.
func asStop(err error) *StopError {
	if err == nil {
		return nil
	}
	if s := (*StopError)(nil); errors.As(err, &s) {
		return s
	}
	return &StopError{Kind: StopState, Text: err.Error(), Err: err}
}

// unrecorded is the stop after an error of the recorder: a state that cannot be
// written, with the way out, or a bug, which has none.
func unrecorded(err error, wayOut string) *StopError {
	if _, bug := errors.AsType[*BugError](err); bug {
		return asStop(err)
	}
	return stopf(StopState, err, "%v: %s", err, wayOut)
}

// KeyError is a source that would be imported under another key than before,
// or inputs that do not agree on one.
type KeyError struct {
	Source, Was, Is string
	File            string // set where two inputs of one import differ
}

func (e *KeyError) Error() string {
	if e.File != "" {
		return fmt.Sprintf("%s: its key is %s, that of the files before is %s: import them one by one, or name the key with --key", e.File, e.Is, e.Was)
	}
	return fmt.Sprintf("source %q was imported with the key %s, this run would use %s: every contact would be made again; name the old key with --key (as --key ID, or --key derived), or say --rekey if that is what you want", e.Source, e.Was, e.Is)
}
