// Command picture draws what a terminal shows as an SVG: text as text, on a
// dark ground that stands on a light page and on a dark one. picture.sh beside it
// makes docs/terminal.svg with it; it is part of no release.
//
//	tmux capture-pane -ep | go run ./cmd/picture -columns 96 -title 'an import' >terminal.svg
//
// It knows the colours that quo-import uses (cmd/quo-import/screen.go) and
// refuses others.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	columns := flag.Int("columns", 80, "width of the terminal")
	title := flag.String("title", "", "what the picture shows, for those who do not see it")
	flag.Parse()
	if err := draw(os.Stdout, os.Stdin, *columns, *title); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// draw reads a screen and writes it as an SVG.
func draw(out io.Writer, in io.Reader, columns int, title string) error {
	screen, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	lines, err := parse(string(screen))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	svg(w, lines, columns, title)
	return w.Flush()
}
