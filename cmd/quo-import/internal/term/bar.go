package term

import (
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/lmittmann/tint"
	"github.com/schollz/progressbar/v3"
)

// Bar is a progress bar, which is shown between Begin and End. Whatever else is
// printed meanwhile goes through Interrupt or, for logs, through Write, so that no
// line runs into the bar.
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

// Begin shows the bar.
func (b *Bar) Begin(total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(b.screen.Writer), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(16),
		progressbar.OptionShowDescriptionAtLineEnd(),
	)
}

// Shown reports whether the bar is shown.
func (b *Bar) Shown() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.bar != nil
}

// barWidth is the width of the bar itself, with percent, count and time.
const barWidth = 58

// Describe sets the text after the bar: as many parts as fit.
func (b *Bar) Describe(parts []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar == nil {
		return
	}
	words := ""
	for _, part := range parts {
		if words != "" {
			part = words + " · " + part
		}
		if b.screen.Terminal && len([]rune(part)) > b.screen.Width-barWidth {
			break
		}
		words = part
	}
	b.bar.Describe(words)
}

// Set moves the bar.
func (b *Bar) Set(done int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar != nil {
		_ = b.bar.Set(done)
	}
}

// Interrupt removes the bar and calls a function that prints something; the bar
// comes back when it is next moved.
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
	if b.bar != nil {
		_ = b.bar.Finish()
		b.bar = nil
	}
}
