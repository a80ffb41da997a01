package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

// inputNames are the files, as a heading.
func (ses *session) inputNames() string {
	names := make([]string, len(ses.files))
	for i, f := range ses.files {
		names[i] = f.Name
		if f.Name == "-" {
			names[i] = "standard input"
		}
	}
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more files", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}

// describeInput says how the input was understood: what a person would check
// first if the result looked wrong.
func (ses *session) describeInput(w io.Writer) {
	for _, f := range ses.files {
		for _, warning := range f.Warnings {
			fmt.Fprintln(w, printable("  "+f.Name+": "+warning))
		}
	}
	for _, n := range ses.notes {
		if text := noteText(n); text != "" {
			fmt.Fprintln(w, "  "+printable(text))
		}
	}
	line := fmt.Sprintf("  source %s · key: %s", ses.mapped.Source, ses.inputs[0].Mapper.KeyDefinition())
	fmt.Fprintln(w, printable(line))
	if ses.state != nil {
		fmt.Fprintln(w, printable("  state "+ses.state.Path()+stateAge(ses.state.Path(), ses.made)))
	}
}

func stateAge(path string, made bool) string {
	if made {
		return " (new)"
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return " (last written " + span(time.Since(info.ModTime()).Truncate(time.Second)) + " ago)"
}

// noteText is one line about how a column was understood.
func noteText(n mapping.Note) string {
	switch n.Kind {
	case mapping.NoteMatched:
		return fmt.Sprintf("%s → %s", n.Column, n.Field)
	case mapping.NoteGuessed:
		return strings.TrimRight(fmt.Sprintf("%s → %s, a guess: %s", n.Column, n.Field, n.Text), ": ")
	case mapping.NoteLeft:
		return fmt.Sprintf("%s is left out: %s", n.Column, n.Text)
	}
	if n.Column != "" {
		return n.Column + ": " + n.Text
	}
	return n.Text
}

// estimate is how long the writes take at the pace that is allowed.
func (ses *session) estimate(p *importer.Plan) time.Duration {
	if ses.rate > 0 && ses.rate < 10 {
		return time.Duration(float64(p.Duration) * 10 / ses.rate)
	}
	return p.Duration
}
