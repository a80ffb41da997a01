package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The grid, in pixels. A cell is as wide as those of the usual fonts at this
// size; textLength holds every font to it.
const (
	fontSize   = 14
	cellWidth  = 8.4
	cellHeight = 18
	margin     = 16
	barHeight  = 28 // the bar above the text, with the three buttons
)

// The ground is a shade lighter than that of a dark page, with a border, so
// that it stands out on both.
const style = `
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; fill: #d1d7e0 }
    .strong { font-weight: 600; fill: #f0f6fc }
    .faint { fill: #9198a1 }
    .red { fill: #ff7b72 }
    .green { fill: #56d364 }
    .yellow { fill: #e3b341 }
  `

func svg(w io.Writer, lines [][]run, columns int, title string) {
	width := float64(columns)*cellWidth + 2*margin
	height := barHeight + len(lines)*cellHeight + margin
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(w, "  <title>%s</title>\n  <style>%s</style>\n", escaped(title), style)
	fmt.Fprintf(w, `  <rect x=".5" y=".5" width="%.0f" height="%d" rx="8" fill="#151b23" stroke="#3d444d"/>`+"\n", width-1, height-1)
	for i, colour := range []string{"#f85149", "#d29922", "#3fb950"} {
		fmt.Fprintf(w, `  <circle cx="%d" cy="15" r="5" fill="%s"/>`+"\n", margin+5+i*17, colour)
	}
	for i, line := range lines {
		y := barHeight + i*cellHeight + fontSize
		for _, r := range line {
			fmt.Fprintf(w, `  <text x="%.1f" y="%d" textLength="%.1f"%s>%s</text>`+"\n",
				margin+float64(r.column)*cellWidth, y, float64(cells(r.text))*cellWidth, class(r.look), escaped(r.text))
		}
	}
	fmt.Fprintln(w, "</svg>")
}

func class(l look) string {
	var names []string
	if l.strong {
		names = append(names, "strong")
	}
	if l.faint {
		names = append(names, "faint")
	}
	if l.colour != "" {
		names = append(names, l.colour)
	}
	if len(names) == 0 {
		return ""
	}
	return ` class="` + strings.Join(names, " ") + `"`
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
