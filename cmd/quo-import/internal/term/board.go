package term

import (
	"fmt"
	"os"
	"sync"

	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// Board shows lines that change, at the end of a terminal. Elsewhere it shows none. It
// may be used concurrently.
type Board struct {
	screen Screen
	height int

	mu    sync.Mutex
	lines []string
	drawn int
}

// NewBoard returns an empty board.
func NewBoard(s Screen) *Board {
	b := &Board{screen: s, height: 24}
	if f, ok := s.Writer.(*os.File); ok && s.Terminal {
		if _, height, err := term.GetSize(int(f.Fd())); err == nil && height > 0 {
			b.height = height
		}
	}
	return b
}

// Show replaces the lines. Those that do not fit are counted.
func (b *Board) Show(lines []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.screen.Terminal {
		return
	}
	b.clear()
	if most := max(b.height-3, 1); len(lines) > most {
		lines = append(lines[:most:most], fmt.Sprintf("… and %d more", len(lines)-most))
	}
	b.lines = lines
	b.draw()
}

// Print prints something above the board.
func (b *Board) Print(output func(Screen)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	output(b.screen)
	b.draw()
}

func (b *Board) draw() {
	for _, l := range b.lines {
		fmt.Fprintln(b.screen, text.Snip(Printable(l), b.screen.Width-1, "…"))
	}
	b.drawn = len(b.lines)
}

// clear removes the lines from the terminal (ECMA-48: CPL, ED).
func (b *Board) clear() {
	if b.drawn > 0 {
		fmt.Fprintf(b.screen, "\x1b[%dF\x1b[J", b.drawn)
	}
	b.drawn = 0
}
