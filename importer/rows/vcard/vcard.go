// Package vcard reads vCard 3.0 and 4.0: each card is a row of the columns that
// address books export to CSV.
package vcard

import (
	"bytes"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// Format reads files that begin with a card.
var Format = rows.Format{
	Name:   "vCard",
	Detect: func(in *rows.Input) bool { return hasPrefixFold(bytes.TrimLeft(in.Head, " \t\r\n"), "BEGIN:VCARD") },
	Open:   open,
}

// open refuses vCard 2.1, whose values have encodings of their own.
func open(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	for line := range bytes.Lines(in.Head) {
		if hasPrefixFold(line, "VERSION:") {
			if strings.TrimSpace(string(line[len("VERSION:"):])) == "2.1" {
				return nil, &rows.Error{Reason: "this is vCard 2.1", Advice: adviceOn21, Err: rows.ErrUnsupported}
			}
			break
		}
	}
	f.Header = columns
	return func() (rows.Reader, error) { return newCards(in) }, nil
}
