package term

import (
	"io"
	"log/slog"
	"sync"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/lmittmann/tint"
	"github.com/schollz/progressbar/v3"
)

// Bar is a progress bar with words behind it, between Begin and End. Whatever else is
// printed meanwhile goes through Interrupt or, for logs, through Write, so that no line
// runs into it.
type Bar struct {
	screen Screen
	mu     sync.Mutex // logs come from many goroutines
	bar    *progressbar.ProgressBar
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

const (
	barWidth = 16
	around   = len(" 100% ||  ") // what the bar has beside itself
)

// Begin shows the bar of something that has total steps.
func (b *Bar) Begin(total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(b.screen.Writer), progressbar.OptionSetWidth(barWidth), progressbar.OptionShowDescriptionAtLineEnd(),
		progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(),
	)
}

// Shown reports whether the bar is shown.
func (b *Bar) Shown() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.bar != nil
}

// Show moves the bar, and shows as many of the parts as fit behind it, the most important
// first.
func (b *Bar) Show(done int, parts ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar == nil {
		return
	}
	words := ""
	for i, part := range parts {
		if i > 0 {
			part = " · " + part
		}
		if b.screen.Terminal && text.StringWidthWithoutEscSequences(words+part) >= b.screen.Width-barWidth-around {
			break
		}
		words += part
	}
	b.bar.Describe(words)
	_ = b.bar.Set(done)
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
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}

// End removes the bar.
func (b *Bar) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	b.bar = nil
}
