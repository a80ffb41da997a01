package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/lmittmann/tint"
	"github.com/schollz/progressbar/v3"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/say"
)

// progress shows how far a run is: a bar on a terminal, a line a minute
// elsewhere. Everything else that is printed while the bar stands goes through
// line, or, for logs, through Write: then none tears it.
type progress struct {
	ses    *session
	screen screen

	mu    sync.Mutex // events come from one goroutine, logs from many
	bar   *progressbar.ProgressBar
	plain bool
	total int
	began time.Time
	said  time.Time
	pace  pace
}

func newProgress(ses *session) *progress {
	return &progress{ses: ses, screen: newScreen(ses.io.Err)}
}

// newLog is what -v shows: each request, by method, path, status and time.
func newLog(p *progress) *slog.Logger {
	if p.screen.terminal {
		return slog.New(tint.NewTextHandler(p, &tint.Options{Level: slog.LevelDebug, TimeFormat: "15:04:05.000", NoColor: !p.screen.colour}))
	}
	return slog.New(slog.NewTextHandler(p, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// begin is called when writing begins.
func (p *progress) begin(total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total, p.began = total, time.Now()
	p.said = p.began
	p.pace = pace{}
	if total == 0 || p.ses.settings.progress == "never" || p.ses.quiet {
		return
	}
	if !p.screen.terminal && p.ses.settings.progress != "always" {
		p.plain = true
		return
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(p.ses.io.Err), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(16),
		progressbar.OptionShowDescriptionAtLineEnd(),
	)
}

func (p *progress) show(e event.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.bar != nil:
		if time.Since(p.said) >= 200*time.Millisecond {
			p.said = time.Now()
			p.bar.Describe(p.words(e.Counts))
		}
		_ = p.bar.Set(e.Done)
	case p.plain && time.Since(p.said) >= time.Minute:
		p.said = time.Now()
		done := float64(e.Done) / time.Since(p.began).Seconds()
		left := time.Duration(float64(e.Total-e.Done) / done * float64(time.Second))
		fmt.Fprintf(p.ses.io.Err, "%s of %s, %s, about %s left\n", say.Count(e.Done), say.Count(e.Total), p.words(e.Counts), say.Span(left))
	}
}

// barWidth is what the bar itself takes of a line, with percent, count and time.
const barWidth = 58

// words are pace and counts, as many as stand beside the bar.
func (p *progress) words(c event.Counts) string {
	parts := p.paceWords()
	for _, n := range []struct {
		word string
		n    int
	}{{"failed", c.Failed}, {"rejected", c.Rejected}, {"updated", c.Updated}, {"created", c.Created}} {
		if n.n > 0 || n.word == "failed" {
			parts = append(parts, n.word+" "+say.Count(n.n))
		}
	}
	words := ""
	for _, part := range parts {
		longer := part
		if words != "" {
			longer = words + " · " + part
		}
		if p.bar != nil && p.screen.terminal && len([]rune(longer)) > p.screen.width-barWidth {
			break
		}
		words = longer
	}
	return words
}

// paceWords are requests a second, and how much that is of what the key allows.
func (p *progress) paceWords() []string {
	if p.ses.client == nil || p.ses.limiter == nil {
		return nil
	}
	sent, _ := p.ses.client.Requests()
	rate := p.pace.observe(time.Now(), sent)
	words := fmt.Sprintf("%.1f/s", rate)
	if limit := p.ses.limiter.Stats().Limit; limit > 0 {
		words += fmt.Sprintf(" (%.0f%%)", min(100, 100*rate/limit))
	}
	return []string{words}
}

// pace is requests a second, over the last seconds.
type pace struct {
	since, next   time.Time
	before, after int64
}

// paceOver is how long a pace is taken over: long enough to be calm, short
// enough to show a limit that gives way.
const paceOver = 3 * time.Second

func (p *pace) observe(now time.Time, sent int64) float64 {
	switch {
	case p.since.IsZero():
		p.since, p.next, p.before, p.after = now, now, sent, sent
		return 0
	case now.Sub(p.next) >= paceOver:
		p.since, p.before = p.next, p.after
		p.next, p.after = now, sent
	}
	return float64(sent-p.before) / max(now.Sub(p.since).Seconds(), 0.001)
}

// line prints something while the bar stands.
func (p *progress) line(say func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	say()
}

// announceStop says what happens next, when ctx is cancelled by Ctrl-C before
// the run ends: what is in flight takes a while, and nothing else is to be seen.
func (p *progress) announceStop(ctx context.Context) (ended func()) {
	stop := context.AfterFunc(ctx, func() {
		if p.ses.quiet {
			return
		}
		p.line(func() {
			p.screen.message("stopping: what is in flight is finished and recorded, in 20 s at most; Ctrl-C again leaves at once")
		})
	})
	return func() { stop() }
}

// Write takes a line of the log.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.ses.io.Err.Write(b)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
