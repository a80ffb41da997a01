// Package term prints to terminals and logs, asks questions, and shows a progress
// bar.
//
// Start with Streams, the standard streams of the process, and NewScreen, which has
// width and colours of one of them. Texts of files and servers are escaped before
// they are printed (Printable).
package term

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// CanAsk reports whether there is a person to ask: a terminal to read from and
// one to print questions to.
func (s Streams) CanAsk() bool { return IsTerminal(s.In) && IsTerminal(s.Err) }

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

// Confirm asks a question; the answer is no unless it is y or yes.
func (s Streams) Confirm(question string) bool {
	fmt.Fprintf(s.Err, "%s [y/N] ", Printable(question))
	var answer string
	_, _ = fmt.Fscanln(s.In, &answer) // no answer means no
	return answer == "y" || answer == "Y" || answer == "yes"
}

// Secret asks for a text and does not show it while it is typed. It needs a terminal
// (CanAsk).
func (s Streams) Secret(question string) (string, error) {
	in, ok := s.In.(*os.File)
	if !ok {
		return "", os.ErrInvalid
	}
	fmt.Fprintf(s.Err, "%s (not shown): ", question)
	text, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.Err)
	return strings.TrimSpace(string(text)), err
}
