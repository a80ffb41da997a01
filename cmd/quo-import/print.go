package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// printable makes a text of a file or a server safe for a terminal: control
// characters are escaped, but for the line ends of our own messages.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || isBidi(r)) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// tableRow writes a row of a tab-separated table, made safe cell by cell.
func tableRow(w io.Writer, cells ...string) {
	for i, c := range cells {
		cells[i] = printable(strings.ReplaceAll(c, "\n", " "))
	}
	fmt.Fprintln(w, strings.Join(cells, "\t"))
}

// isBidi tells characters that turn the direction of what follows.
func isBidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func warn(io streams, format string, args ...any) {
	newScreen(io.Err).message("warning: " + fmt.Sprintf(format, args...))
}
