package term

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/lmittmann/tint"
)

// Bar is the line that shows how far a run is, between Begin and End. Whatever else is
// printed meanwhile goes through Interrupt or, for logs, through Write, so that no
// line runs into it.
type Bar struct {
	screen Screen
	mu     sync.Mutex // logs come from many goroutines
	begun  bool
	width  int // of the text that is on the line now
}

// NewBar returns a bar that is not shown.
func NewBar(w io.Writer) *Bar { return &Bar{screen: NewScreen(w)} }

// Log returns a logger for debugging messages that does not disturb the bar.
func (b *Bar) Log() *slog.Logger {
	if b.screen.Terminal {
		return slog.New(tint.NewTextHandler(b, &tint.Options{Level: slog.LevelDebug, TimeFormat: "15:04:05.000", NoColor: !b.screen.Colour}))
	}
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Begin begins to show the bar.
func (b *Bar) Begin() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.begun = true
}

// Shown reports whether the bar is shown.
func (b *Bar) Shown() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.begun
}

// Show shows as many of the parts as fit on a line, the most important first.
func (b *Bar) Show(parts ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.begun {
		return
	}
	line := "  "
	for i, part := range parts {
		if i > 0 {
			part = " · " + part
		}
		if b.screen.Terminal && text.StringWidthWithoutEscSequences(line+part) >= b.screen.Width {
			break
		}
		line += part
	}
	width := text.StringWidthWithoutEscSequences(line)
	fmt.Fprint(b.screen, "\r"+line+strings.Repeat(" ", max(0, b.width-width)))
	b.width = width
}

// Interrupt removes the bar and calls a function that prints something; the bar
// comes back when it is shown again.
func (b *Bar) Interrupt(output func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	output()
}

// Write prints a line of a log.
func (b *Bar) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	return b.screen.Write(line)
}

func (b *Bar) clear() {
	if b.width > 0 {
		fmt.Fprint(b.screen, "\r"+strings.Repeat(" ", b.width)+"\r")
		b.width = 0
	}
}

// End removes the bar.
func (b *Bar) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	b.begun = false
}
