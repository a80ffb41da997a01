// Package term prints to terminals and logs, asks questions, and shows a progress
// bar.
//
// Start with Streams, the standard streams of the process, and NewScreen, which has
// width and colours of one of them. Streams.Ask asks: Ctrl-C ends a question, and what
// was typed before it is no answer. Texts of files and servers are escaped before they
// are printed (Printable).
package term

import (
	"fmt"
	"io"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Lost returns the error of what could not be written to standard output, nil if all
// was.
func (s Streams) Lost() error {
	if o, ok := s.Out.(*Output); ok {
		return o.Err()
	}
	return nil
}

// Warn prints a warning.
func (s Streams) Warn(format string, args ...any) {
	NewScreen(s.Err).Message("warning: " + fmt.Sprintf(format, args...))
}
