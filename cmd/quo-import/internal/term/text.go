package term

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
)

// longest is the most bytes of a text that are printed: a file may hold anything.
const longest = 20_000

// Printable makes a text of a file or a server safe for a terminal: it escapes control
// characters, except line ends.
func Printable(s string) string {
	var b strings.Builder
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || isBidi(r)) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isBidi reports whether a character changes the direction of the text after it.
func isBidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// List is a table of results, for programs and people: columns are aligned with
// spaces, and nothing is cut.
type List struct {
	w    *tabwriter.Writer
	rows int
	err  error // the first error of writing
}

// NewList begins a list.
func NewList(w io.Writer, heads ...string) *List {
	l := &List{w: tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)}
	if len(heads) > 0 {
		fmt.Fprintln(l.w, strings.Join(heads, "\t"))
	}
	return l
}

// Row adds a row.
func (l *List) Row(cells ...string) {
	for i, c := range cells {
		cells[i] = Printable(strings.ReplaceAll(c, "\n", " "))
	}
	fmt.Fprintln(l.w, strings.Join(cells, "\t"))
	if l.rows++; l.rows%1000 == 0 && l.err == nil { // do not keep a long list in memory
		l.err = l.w.Flush()
	}
}

// Close prints the rest, and returns the first error of writing.
func (l *List) Close() error { return cmp.Or(l.err, l.w.Flush()) }

// ShellWord quotes a word for a shell if necessary.
func ShellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=,@%+", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// withoutPassword returns a word of a command line without the password of a database,
// to be shown.
func withoutPassword(word string) string {
	at := strings.Index(word, "postgres")
	if at < 0 {
		return word
	}
	scheme, rest, ok := strings.Cut(word[at:], "://")
	if !ok {
		return word
	}
	if end := strings.LastIndex(rest, "@"); end >= 0 { // a password may have any character
		user, _, secret := strings.Cut(rest[:end], ":")
		if secret {
			rest = user + ":PASSWORD" + rest[end:]
		}
	}
	base, query, ok := strings.Cut(rest, "?")
	if ok {
		parameters := strings.Split(query, "&")
		for i, p := range parameters {
			if name, _, _ := strings.Cut(p, "="); strings.HasSuffix(name, "password") {
				parameters[i] = name + "=PASSWORD"
			}
		}
		rest = base + "?" + strings.Join(parameters, "&")
	}
	return word[:at] + scheme + "://" + rest
}

// CommandLine quotes the words of a command line for a shell, without the password of
// a database.
func CommandLine(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = ShellWord(withoutPassword(w))
	}
	return strings.Join(quoted, " ")
}
