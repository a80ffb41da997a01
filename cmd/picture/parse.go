package main

import (
	"fmt"
	"regexp"
	"strings"
)

// run is a piece of a line that looks the same throughout and has no gaps.
type run struct {
	column int
	text   string
	look   look
}

// look is how a run stands out.
type look struct {
	strong, faint bool
	colour        string // a CSS class; none is the terminal's own
}

var colours = map[string]string{"31": "red", "32": "green", "33": "yellow"}

// with is the look after a code (ECMA-48, "SGR").
func (l look) with(code string) (look, error) {
	switch code {
	case "", "0":
		return look{}, nil
	case "1":
		l.strong = true
	case "2":
		l.faint = true
	case "39":
		l.colour = ""
	case "49": // the ground, which is always the terminal's own
	default:
		c, ok := colours[code]
		if !ok {
			return l, fmt.Errorf("the screen has the graphic rendition %q, which is not known here", code)
		}
		l.colour = c
	}
	return l, nil
}

var (
	rendition = regexp.MustCompile("\x1b\\[([0-9;]*)m")
	words     = regexp.MustCompile(`\S+(?: \S+)*`) // with single spaces between them
)

// parse reads a screen as tmux captures it; a look lasts beyond the end of its
// line. Blank lines at the end are left out.
func parse(screen string) ([][]run, error) {
	var lines [][]run
	var now look
	for text := range strings.SplitSeq(strings.TrimRight(screen, "\n "), "\n") {
		var line []run
		column := 0
		for text != "" {
			piece, codes, rest := nextRendition(text)
			for _, at := range words.FindAllStringIndex(piece, -1) {
				line = append(line, run{column + cells(piece[:at[0]]), piece[at[0]:at[1]], now})
			}
			column += cells(piece)
			for _, code := range codes {
				var err error
				if now, err = now.with(code); err != nil {
					return nil, err
				}
			}
			text = rest
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// nextRendition cuts a text at the next change of its look.
func nextRendition(text string) (piece string, codes []string, rest string) {
	at := rendition.FindStringSubmatchIndex(text)
	if at == nil {
		return text, nil, ""
	}
	return text[:at[0]], strings.Split(text[at[2]:at[3]], ";"), text[at[1]:]
}

// cells is how many columns a text takes: every character of these screens is one wide.
func cells(s string) int { return len([]rune(s)) }
