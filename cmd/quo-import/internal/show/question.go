package show

import (
	"errors"
	"fmt"
	"slices"
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
		openDecisions(s, open.Decisions, slices.Concat(commandLine, open.Also))
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
		details(s, d, false)
		commandLine = append(slices.Clip(commandLine), d.Words(d.Default)...)
		whole = whole && d.Default != ""
	}
	how := "\nAnswer at a terminal"
	if slices.Contains(commandLine, "--yes") {
		how += " (without --yes)"
	}
	if whole {
		s.Message(how + ", or change what is wrong in this command:")
	} else {
		s.Message(how + ", or with this command, with other words for those in capitals:")
	}
	s.Verbatim("quo-import " + term.CommandLine(commandLine))
}

// Questions prints what comes before the first of several questions about a file.
func Questions(s term.Screen, file string) {
	s.Message(file + " leaves something open. Enter takes the answer in [brackets]; Ctrl-C ends, and nothing is written.")
}

// Question prints a decision to be asked, and returns the prompt for its answer.
func Question(s term.Screen, number int, d *job.Decision) (prompt string) {
	fmt.Fprintln(s)
	s.Heading(fmt.Sprintf("%d. %s", number, d.Question))
	details(s, d, true)
	if d.Default == "" {
		return "  > "
	}
	return "  [" + d.Default + "] > "
}

// details prints the evidence and the choices of a decision, with numbers if they can
// be typed.
func details(s term.Screen, d *job.Decision, numbered bool) {
	if len(d.Evidence) > 0 {
		s.Line(strings.Join(d.Evidence, "; "))
	}
	width := 0
	for _, c := range d.Choices {
		width = max(width, len([]rune(c.Answer)))
	}
	for i, c := range d.Choices {
		word := fmt.Sprintf("%-*s", width, c.Answer)
		if numbered {
			word = fmt.Sprintf("%d  %s", i+1, word)
		}
		s.Hanging(word, c.Means)
	}
	if d.Otherwise != "" && !(numbered && d.About == job.AboutRegion) { // there it is one thing too many
		s.Line(d.Otherwise)
	}
}
