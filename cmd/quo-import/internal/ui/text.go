package ui

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/rows"
)

// mostShown is how many bytes of a cell are shown.
const mostShown = 200

// clip shortens a text to what is shown of it.
func clip(s string) string {
	if len(s) <= mostShown {
		return s
	}
	return strings.ToValidUTF8(s[:mostShown], "") + "…"
}

// named replaces the path of a file by its name: a person who dropped it knows no other.
func named(s *session, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.As(err, new(*job.Undecided)) {
		return err
	}
	return &namedError{strings.ReplaceAll(err.Error(), s.Path, s.Name), err}
}

type namedError struct {
	text string
	err  error
}

func (e *namedError) Error() string { return e.text }

func (e *namedError) Unwrap() error { return e.err }

// place returns where a row is. There is one file, so it is not named.
func place(p rows.Position) string {
	p.File = ""
	return strings.TrimSpace(p.String())
}

// ofCommandLine is the part of a message that is for a command line.
var ofCommandLine = regexp.MustCompile(`[,;:]? (or )?pass --[^;]*`)

// plain returns a message without what is for a command line.
func plain(message string) string { return ofCommandLine.ReplaceAllString(message, "") }
