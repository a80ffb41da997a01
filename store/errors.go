package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

var (
	// ErrLocked is what a LockedError is: another process has the file.
	ErrLocked = errors.New("state is in use")
	// ErrForeign: the file is not a state of this program. It is left untouched.
	ErrForeign = errors.New("not a state file of quo-import")
	// ErrNewer: the file was written by a newer version of this program. It is
	// left untouched.
	ErrNewer = errors.New("state was written by a newer version")
	// ErrCorrupt: the file is damaged: truncated, overwritten, or a value in it
	// cannot be read.
	ErrCorrupt = errors.New("state is damaged")
	// ErrReadOnly: a change was asked of a store that was opened for reading.
	ErrReadOnly = errors.New("state is open for reading only")
	// ErrClosed: the store was closed before.
	ErrClosed = errors.New("state is closed")
)

// LockedError says who holds the file, as far as that is known: PID is 0 where
// it is not (a reader, or a writer that just began or just ended).
type LockedError struct {
	Path  string
	PID   int
	Host  string
	Since time.Time
	Age   time.Duration // of the lock, when the error was made
}

// Is makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// Error names the holder, for a person: who, where and since when.
func (e *LockedError) Error() string {
	name := filepath.Base(e.Path)
	if e.PID == 0 {
		return name + " is in use by another process"
	}
	layout := "15:04:05 UTC"
	if e.Age >= 24*time.Hour {
		layout = "2006-01-02 " + layout
	}
	return fmt.Sprintf("%s is in use by process %d on host %s since %s (%s ago)",
		name, e.PID, e.Host, e.Since.UTC().Format(layout), age(e.Age))
}

// age is a duration in one unit: nobody needs the seconds of a day.
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

// corrupt wraps ErrCorrupt with what was found and the ways out.
func corrupt(path string, found any) error {
	return fmt.Errorf("%s: %w (%v): restore a backup of it, or move it away and run `quo-import state rebuild`", path, ErrCorrupt, found)
}
