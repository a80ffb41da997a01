package term

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

// Screen is an output for people: a terminal, with its width and colours, or a log,
// where nothing is wrapped, coloured or aligned.
type Screen struct {
	io.Writer
	Terminal bool
	Colour   bool
	Width    int // of a terminal, in columns
}

// described is a stream with a file descriptor: a file, or an Output.
type described interface{ Fd() uintptr }

// IsTerminal reports whether a stream is a terminal.
func IsTerminal(stream any) bool {
	f, ok := stream.(described)
	return ok && term.IsTerminal(int(f.Fd()))
}

// NewScreen returns the screen of a stream.
func NewScreen(w io.Writer) Screen {
	s := Screen{Writer: w}
	f, ok := w.(described)
	if !ok || !IsTerminal(w) {
		return s
	}
	s.Terminal, s.Width = true, 80
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		s.Width = max(width, 40)
	}
	s.Colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return s
}

// Style is a colour or weight of a text on a terminal (ECMA-48, SGR).
type Style string

// The styles.
const (
	Strong  Style = "1"
	Faint   Style = "2"
	Bad     Style = "31"
	Good    Style = "32"
	Warning Style = "33"
)

// Paint returns a text in a style, or unchanged if there are no colours.
func (s Screen) Paint(how Style, text string) string {
	if !s.Colour || text == "" || how == "" {
		return text
	}
	return "\x1b[" + string(how) + "m" + text + "\x1b[0m"
}

// Heading prints the text above others.
func (s Screen) Heading(text string) {
	for _, l := range s.lines(text, 0) {
		fmt.Fprintln(s, s.Paint(Strong, l))
	}
}

// Line prints a text, indented and wrapped.
func (s Screen) Line(text string) { s.Styled("", text) }

// Styled prints a text in a style, indented and wrapped.
func (s Screen) Styled(how Style, text string) {
	for _, l := range s.lines(text, 2) {
		fmt.Fprintln(s, "  "+s.Paint(how, strings.TrimRight(l, " ")))
	}
}

// Item prints a text as an item of a list, wrapped.
func (s Screen) Item(text string) {
	indent := "    "
	for _, l := range s.lines(text, 6) {
		fmt.Fprintln(s, indent+strings.TrimRight(l, " "))
		indent = "      "
	}
}

// Hanging prints a word and a text beside it, which is wrapped beside the word.
func (s Screen) Hanging(word, means string) {
	word, means = Printable(word), Printable(means)
	indent := len([]rune(word)) + 6
	if s.Terminal && s.Width-indent >= s.Width/3 {
		if strings.Contains(means, "→") { // a value and what it becomes stay together
			means = s.breakBetween(strings.SplitAfter(means, ", "), s.Width-indent)
		} else {
			means = strings.Join(wrapped(means, s.Width-indent), "\n")
		}
		means = strings.ReplaceAll(means, "\n", "\n"+strings.Repeat(" ", indent))
	}
	fmt.Fprintln(s, strings.TrimRight("    "+s.Paint(Strong, word)+"  "+means, " "))
}

// breakBetween joins parts and breaks lines between them.
func (s Screen) breakBetween(parts []string, width int) string {
	var b strings.Builder
	at := 0
	for _, part := range parts {
		long := text.StringWidthWithoutEscSequences(strings.TrimRight(part, " "))
		if at > 0 && at+long > width {
			b.WriteString("\n")
			at = 0
		}
		b.WriteString(part)
		at += text.StringWidthWithoutEscSequences(part)
	}
	return strings.ReplaceAll(b.String(), " \n", "\n")
}

// Counts prints counts, separated by dots; no count is broken across lines.
func (s Screen) Counts(text string) { s.Line(s.Join(strings.Split(text, " · "), s.Width-2)) }

// Message prints a text without indentation. Indented lines in it are to be copied, so
// they are not wrapped.
func (s Screen) Message(text string) {
	for l := range strings.SplitSeq(Printable(text), "\n") {
		if s.Terminal && !strings.HasPrefix(l, "  ") {
			l = strings.Join(wrapped(l, s.Width), "\n")
		}
		fmt.Fprintln(s, l)
	}
}

// Verbatim prints a line that is to be copied: it is not wrapped.
func (s Screen) Verbatim(text string) { fmt.Fprintln(s, "    "+Printable(text)) }

// lines returns the lines of a text, which a terminal wraps beside an indentation.
func (s Screen) lines(text string, indent int) []string {
	if s.Terminal {
		return wrapped(Printable(text), s.Width-indent)
	}
	return strings.Split(Printable(text), "\n")
}

// wrapped breaks each line of a text between words.
func wrapped(s string, width int) (lines []string) {
	for l := range strings.SplitSeq(s, "\n") {
		for part := range strings.SplitSeq(text.WrapSoft(l, width), "\n") {
			lines = append(lines, strings.TrimRight(part, " ")) // it pads them
		}
	}
	return lines
}

// LabelWidth is the column where texts after labels begin.
const LabelWidth = 12

// Labelled prints a label and texts after it, each on its own lines.
func (s Screen) Labelled(label string, texts ...string) {
	for i, t := range texts {
		t = Printable(t)
		if !s.Terminal {
			fmt.Fprintf(s, "  %s: %s\n", label, t)
			continue
		}
		for j, part := range wrapped(t, s.Width-LabelWidth) {
			head := ""
			if i+j == 0 {
				head = label
			}
			fmt.Fprintf(s, "  %s%s\n", s.Paint(Faint, fmt.Sprintf("%-*s", LabelWidth-2, head)), part)
		}
	}
}

// Join joins texts with dots. On a terminal it breaks the line before a text that does
// not fit into the width.
func (s Screen) Join(texts []string, width int) string {
	const dot, dotWidth = " · ", 3
	var b strings.Builder
	at := 0
	for i, t := range texts {
		long := text.StringWidthWithoutEscSequences(t)
		switch {
		case i == 0:
		case s.Terminal && at+dotWidth+long > width:
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

// Column is a column of a table.
type Column struct {
	Head  string
	Width int  // at most; 0: what the others leave
	Right bool // aligned right: numbers
	Whole bool // not wrapped
}

// Table begins a table for a terminal.
func (s Screen) Table(columns ...Column) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleDefault)
	st := t.Style()
	st.Options = table.OptionsNoBordersAndSeparators
	st.Box.PaddingLeft, st.Box.PaddingRight = "  ", ""
	left := s.Width - 2*len(columns)
	for _, c := range columns {
		left -= c.Width
	}
	var configs []table.ColumnConfig
	head := table.Row{}
	for i, c := range columns {
		config := table.ColumnConfig{Number: i + 1}
		if !c.Whole {
			config.WidthMax, config.WidthMaxEnforcer = max(cmp.Or(c.Width, left), 8), text.WrapSoft
		}
		if c.Right {
			config.Align, config.WidthMin = text.AlignRight, c.Width
		}
		configs = append(configs, config)
		head = append(head, s.Paint(Faint, c.Head))
	}
	t.SetColumnConfigs(configs)
	t.AppendRow(head)
	return t
}

// Show prints a table, without trailing blanks.
func (s Screen) Show(t table.Writer) {
	for line := range strings.SplitSeq(t.Render(), "\n") {
		fmt.Fprintln(s, strings.TrimRight(line, " "))
	}
}
