package show

import (
	"errors"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
)

// Failure prints the error of a command, "" for those that have been printed. Open
// decisions are printed with the command line that makes them.
func Failure(s term.Screen, err error, commandLine []string) {
	var open *job.Undecided
	switch {
	case errors.Is(err, ErrRows):
	case errors.As(err, &open):
		openDecisions(s, open.Decisions, commandLine)
	default:
		if text := strings.TrimSpace(err.Error()); text != "" {
			s.Message("quo-import: " + text)
		}
	}
}

// openDecisions prints all open decisions and the whole command that makes them: with
// the defaults and, where there is none, with what the flag takes.
func openDecisions(s term.Screen, list []job.Decision, commandLine []string) {
	s.Message("quo-import: " + say.Plural(len(list), "question is open", "questions are open") + "; nothing was written")
	whole := true
	for i := range list {
		d := &list[i]
		s.Message(fmt.Sprintf("\n%d. %s", i+1, d.Question))
		DecisionDetails(s, d)
		commandLine = append(commandLine[:len(commandLine):len(commandLine)], d.Words(d.Default)...)
		whole = whole && d.Default != ""
	}
	if whole {
		s.Message("\nAnswer at a terminal, or change what is wrong in this command:")
	} else {
		s.Message("\nAnswer at a terminal, or with the words in capitals replaced:")
	}
	s.Verbatim("quo-import " + term.CommandLine(commandLine))
}

// DecisionDetails prints the evidence and the choices of a decision.
func DecisionDetails(s term.Screen, d *job.Decision) {
	if len(d.Evidence) > 0 {
		s.Line(strings.Join(d.Evidence, "; "))
	}
	width := 0
	for _, c := range d.Choices {
		width = max(width, len([]rune(c.Answer)))
	}
	for _, c := range d.Choices {
		s.Hanging(fmt.Sprintf("%-*s", width, c.Answer), c.Means)
	}
	if d.Otherwise != "" {
		s.Line(d.Otherwise)
	}
}
