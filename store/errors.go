package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// The errors of a state, to be tested with errors.Is.
var (
	// ErrLocked: another process uses the state. See LockedError.
	ErrLocked = errors.New("state is in use")
	// ErrForeign: the file is not a state of this program.
	ErrForeign = errors.New("not a state file of quo-import")
	// ErrNewer: the state was written by a newer version of this program.
	ErrNewer = errors.New("state was written by a newer version")
	// ErrCorrupt: the state is damaged: truncated, overwritten, or a value in
	// it cannot be decoded.
	ErrCorrupt = errors.New("state is damaged")
	// ErrReadOnly: the state was opened for reading.
	ErrReadOnly = errors.New("state is open for reading only")
	// ErrClosed: the state was closed.
	ErrClosed = errors.New("state is closed")
)

// LockedError names the process that uses a state. PID is 0 if it is not
// known: for a process that began or ended just now, or could not name itself.
type LockedError struct {
	Path    string // of the file, or the address of a state in a database
	PID     int
	Host    string
	Since   time.Time
	Age     time.Duration // of the lock, when the error was made
	Reading bool          // whether the process only reads
	Frees   time.Duration // when others can have the state if the process has died; 0: at once
}

// Is reports whether target is ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// Error returns a message that names the process and since when it runs.
func (e *LockedError) Error() string {
	name := e.Path
	if !strings.Contains(name, "://") {
		name = filepath.Base(name)
	}
	if e.PID == 0 {
		return name + " is in use by another process"
	}
	use := "in use"
	if e.Reading {
		use = "being read"
	}
	layout := "15:04:05 UTC"
	if e.Age >= 24*time.Hour {
		layout = "2006-01-02 " + layout
	}
	text := fmt.Sprintf("%s is %s by process %d on host %s since %s (%s ago)",
		name, use, e.PID, e.Host, e.Since.UTC().Format(layout), age(e.Age))
	if e.Frees > 0 {
		text += fmt.Sprintf("; if that process has died, the state is free in %s", age(e.Frees))
	}
	return text
}

// age formats a duration in its largest useful unit.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", max(0, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}
