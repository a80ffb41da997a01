package term

import (
	"errors"
	"os"
	"runtime"
	"sync"
	"syscall"
)

// Output is standard output. It remembers that something could not be written, so that
// a command whose output ends on a full disk does not end with exit code 0, although
// no command checks each line that it prints.
//
// A reader that leaves (head) is no error: it has read what it wanted, and what follows
// is dropped.
type Output struct {
	file *os.File

	mu   sync.Mutex
	err  error // the first that a person must know of
	left bool  // the reader
}

// NewOutput returns the output to a file.
func NewOutput(f *os.File) *Output { return &Output{file: f} }

// Write writes to the file. After an error it writes nothing more: a later part would
// follow a gap.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.left:
		return len(p), nil
	case o.err != nil:
		return 0, o.err
	}
	n, err := o.file.Write(p)
	if isClosedPipe(err) {
		o.left = true
		return len(p), nil
	}
	o.err = err
	return n, err
}

// Err returns the first error of Write.
func (o *Output) Err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Fd returns the descriptor of the file, which tells whether it is a terminal.
func (o *Output) Fd() uintptr { return o.file.Fd() }

func isClosedPipe(err error) bool {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return false
	}
	if runtime.GOOS == "windows" {
		return errno == 109 || errno == 232 // ERROR_BROKEN_PIPE, ERROR_NO_DATA
	}
	return errno == syscall.EPIPE
}
