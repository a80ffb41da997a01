package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/agext/levenshtein"
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

// count writes a number with its thousands apart.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// plural is "1 row", "2 rows".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// span rounds a duration to what people say.
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return strings.TrimSuffix(d.Round(time.Second).String(), "0s")
}

// nearest is the flag or word that was probably meant.
func nearest(name string, names []string) string {
	best, at := "", 0.6
	for _, n := range names {
		if s := levenshtein.Match(name, n, nil); s > at {
			best, at = n, s
		}
	}
	return best
}

// commandLine is what was typed, as it would be typed again.
func commandLine() []string {
	args := make([]string, 0, len(os.Args))
	for _, a := range os.Args[1:] {
		args = append(args, shellWord(a))
	}
	return args
}

// shellWord quotes a word for a shell where it needs it.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=,@%+", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// sourceName makes a source of a file's name: "Acme CRM.csv" → "acme-crm".
func sourceName(path string) string {
	base := filepath.Base(path)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	var b strings.Builder
	for _, r := range strings.ToLower(base) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" || strings.HasPrefix(name, "csv") || strings.HasPrefix(name, "openphone") {
		return "my-" + name + "list"
	}
	return name
}
