package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// screen is where a person reads: a terminal, with its width and colours, or a
// log, where nothing is wrapped, coloured or aligned.
type screen struct {
	io.Writer
	terminal bool
	colour   bool
	width    int // of a terminal, in columns
}

func newScreen(w io.Writer) screen {
	s := screen{Writer: w}
	f, ok := w.(*os.File)
	if !ok || !isTerminal(w) {
		return s
	}
	s.terminal, s.width = true, 80
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		s.width = max(width, 40)
	}
	s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return s
}

// style is how a text stands out on a terminal (ECMA-48, SGR).
type style string

const (
	strong  style = "1"
	faint   style = "2"
	bad     style = "31"
	good    style = "32"
	doubted style = "33"
)

func (s screen) paint(how style, text string) string {
	if !s.colour || text == "" || how == "" {
		return text
	}
	return "\x1b[" + string(how) + "m" + text + "\x1b[0m"
}

// line writes a text of ours or of a file, indented as what belongs to a run,
// and wrapped.
func (s screen) line(text string) { s.styled("", text) }

// counts writes numbers with dots between them, and keeps each with its word.
func (s screen) counts(text string) { s.line(s.together(strings.Split(text, " · "), s.width-2)) }

// message writes a text at the margin. Its indented lines are to be copied, and
// not wrapped.
func (s screen) message(text string) {
	for l := range strings.SplitSeq(printable(text), "\n") {
		if s.terminal && !strings.HasPrefix(l, "  ") {
			l = wrapped(l, s.width)
		}
		fmt.Fprintln(s, l)
	}
}

// verbatim writes what is to be copied: it is not wrapped.
func (s screen) verbatim(text string) { fmt.Fprintln(s, "    "+printable(text)) }

func (s screen) styled(how style, text string) {
	text = printable(text)
	if s.terminal {
		text = wrapped(text, s.width-2)
	}
	for l := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(s, "  "+s.paint(how, strings.TrimRight(l, " ")))
	}
}

// wrapped breaks each line of a text between words.
func wrapped(s string, width int) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = text.WrapSoft(l, width)
	}
	return strings.Join(lines, "\n")
}

// labelWidth is where the texts behind labels begin.
const labelWidth = 12

// labelled writes a label and texts behind it, each on lines of its own.
func (s screen) labelled(label string, texts ...string) {
	for i, t := range texts {
		t = printable(t)
		if !s.terminal {
			fmt.Fprintf(s, "  %s: %s\n", label, t)
			continue
		}
		for j, part := range strings.Split(wrapped(t, s.width-labelWidth), "\n") {
			head := ""
			if i+j == 0 {
				head = label
			}
			fmt.Fprintf(s, "  %s%s\n", s.paint(faint, fmt.Sprintf("%-*s", labelWidth-2, head)), strings.TrimRight(part, " "))
		}
	}
}

// together joins texts with dots between them, broken on a terminal between two
// of them where they do not fit into the width.
func (s screen) together(texts []string, width int) string {
	const dot, dotWidth = " · ", 3
	var b strings.Builder
	at := 0
	for i, t := range texts {
		long := text.StringWidthWithoutEscSequences(t)
		switch {
		case i == 0:
		case s.terminal && at+dotWidth+long > width:
			b.WriteString("\n")
			at = 0
		default:
			b.WriteString(dot)
			at += dotWidth
		}
		b.WriteString(t)
		at += long
	}
	return b.String()
}

// column is one of a table.
type column struct {
	head  string
	width int  // the most it takes; 0: what is left
	right bool // numbers
	whole bool // is not wrapped
}

// table begins a table for a terminal.
func (s screen) table(columns ...column) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleDefault)
	st := t.Style()
	st.Options = table.OptionsNoBordersAndSeparators
	st.Box.PaddingLeft, st.Box.PaddingRight = "  ", ""
	left := s.width - 2*len(columns)
	for _, c := range columns {
		left -= c.width
	}
	var configs []table.ColumnConfig
	head := table.Row{}
	for i, c := range columns {
		config := table.ColumnConfig{Number: i + 1}
		if !c.whole {
			config.WidthMax, config.WidthMaxEnforcer = max(cmp.Or(c.width, left), 8), text.WrapSoft
		}
		if c.right {
			config.Align, config.WidthMin = text.AlignRight, c.width
		}
		configs = append(configs, config)
		head = append(head, s.paint(faint, c.head))
	}
	t.SetColumnConfigs(configs)
	t.AppendRow(head)
	return t
}

// show writes a table, without the blanks at the ends of its lines.
func (s screen) show(t table.Writer) {
	for line := range strings.SplitSeq(t.Render(), "\n") {
		fmt.Fprintln(s, strings.TrimRight(line, " "))
	}
}
