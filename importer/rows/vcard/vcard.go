// Package vcard reads vCard 2.1, 3.0 and 4.0: each card is a row of the columns
// that address books export to CSV.
package vcard

import (
	"bytes"
	"io"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// Format reads files that begin with a card, or have one below a few lines of text.
var Format = rows.Format{
	Name:       "vCard",
	Extensions: []string{".vcf", ".vcard"},
	Detect:     func(in *rows.Input) bool { return firstCard(in.Head, in.Extension()) >= 0 },
	Open:       open,
}

func open(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	f.Header = columns
	start, err := io.ReadAll(text.LineEnds(bytes.NewReader(in.Start)))
	if err != nil {
		return nil, err
	}
	lines := start[:firstCard(start, in.Extension())]
	above := bytes.Count(lines, []byte("\n"))
	if len(bytes.TrimSpace(lines)) > 0 {
		f.Above = above
		f.Warn("the text above the first card, in line %d, was left out", above+1)
	}
	return func() (rows.Reader, error) { return newCards(in) }, nil
}

// firstCard returns where the first card begins in the beginning of a text, -1 if
// the text is something else.
func firstCard(head []byte, extension string) int {
	at := 0
	for line := range bytes.Lines(head) {
		if isLine(bytes.TrimRight(line, "\r\n"), "BEGIN:VCARD") {
			before := bytes.TrimSpace(head[:at])
			named := extension == ".vcf" || extension == ".vcard"
			if len(before) == 0 || named || bytes.Count(before, []byte(`"`))%2 == 0 && isPropertyNext(head[at+len(line):]) {
				return at
			}
			return -1
		}
		at += len(line)
	}
	return -1
}

// isPropertyNext reports whether a card begins with a property that cards have.
func isPropertyNext(b []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(b, "\r\n"), []byte("\n"))
	p, ok := parse(line)
	return ok && (p.is("VERSION") || p.is("N") || p.is("FN") || p.is("PRODID"))
}
