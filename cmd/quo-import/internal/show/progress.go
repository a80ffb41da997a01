package show

import (
	"context"
	"fmt"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/say"
)

// ProgressMode says where progress is shown.
type ProgressMode string

// The modes.
const (
	ProgressAuto   ProgressMode = "auto" // a bar on a terminal, a line a minute elsewhere
	ProgressAlways ProgressMode = "always"
	ProgressNever  ProgressMode = "never"
)

// Progress shows how far a run is. It is for one goroutine.
type Progress struct {
	bar    *term.Bar
	screen term.Screen
	api    *job.Connection
	mode   ProgressMode
	quiet  bool

	lines bool      // a line a minute
	since time.Time // when writing began
	said  time.Time // when a line was printed, or the bar described, last
	pace  pace
}

// NewProgress returns the progress of a run.
func NewProgress(s Setup, api *job.Connection, mode ProgressMode, quiet bool) *Progress {
	return &Progress{bar: s.Bar, screen: term.NewScreen(s.IO.Err), api: api, mode: mode, quiet: quiet}
}

// Begin is called when writing begins.
func (p *Progress) Begin(total int) {
	p.since = time.Now()
	p.said, p.pace, p.lines = p.since, pace{}, false
	switch {
	case total == 0 || p.mode == ProgressNever || p.quiet:
	case p.screen.Terminal || p.mode == ProgressAlways:
		p.bar.Begin(total)
	default:
		p.lines = true
	}
}

// Show shows how far the run is, once it has begun.
func (p *Progress) Show(e event.Progress) {
	switch since := time.Since(p.said); {
	case p.bar.Shown():
		if since >= 200*time.Millisecond {
			p.said = time.Now()
			p.bar.Describe(p.words(e.Counts))
		}
		p.bar.Set(e.Done)
	case p.lines && since >= time.Minute:
		p.said = time.Now()
		rate := float64(e.Done) / time.Since(p.since).Seconds()
		left := time.Duration(float64(e.Total-e.Done) / rate * float64(time.Second))
		line := append([]string{say.Count(e.Done) + " of " + say.Count(e.Total)}, p.words(e.Counts)...)
		fmt.Fprintf(p.screen, "%s, about %s left\n", p.screen.Join(line, 0), say.Span(left))
	}
}

// words are pace and counts, the most important first.
func (p *Progress) words(c event.Counts) []string {
	parts := p.paceWords()
	for _, n := range []struct {
		word string
		n    int
	}{{"failed", c.Failed}, {"rejected", c.Rejected}, {"updated", c.Updated}, {"created", c.Created}} {
		if n.n > 0 || n.word == "failed" {
			parts = append(parts, n.word+" "+say.Count(n.n))
		}
	}
	return parts
}

// paceWords are requests a second, and the share that they are of what the key
// allows.
func (p *Progress) paceWords() []string {
	if p.api.Client == nil {
		return nil
	}
	sent, _ := p.api.Client.Requests()
	rate := p.pace.observe(time.Now(), sent)
	words := fmt.Sprintf("%.1f/s", rate)
	if limit := p.api.Limiter.Stats().Limit; limit > 0 {
		words += fmt.Sprintf(" (%.0f%%)", min(100, 100*rate/limit))
	}
	return []string{words}
}

// AnnounceStop prints what happens next when ctx is cancelled by Ctrl-C before
// the run ended: requests in flight take a while.
func (p *Progress) AnnounceStop(ctx context.Context) (ended func()) {
	stop := context.AfterFunc(ctx, func() {
		if !p.quiet {
			p.bar.Interrupt(func() {
				p.screen.Message("stopping: requests in flight are finished and recorded, within 20 s; Ctrl-C again leaves at once")
			})
		}
	})
	return func() { stop() }
}

// End removes the bar.
func (p *Progress) End() { p.bar.End() }

// pace is requests a second, over the last seconds.
type pace struct {
	since, next   time.Time
	before, after int64
}

// paceOver is how long a pace is measured over: long enough to be calm, short
// enough to show a limit that changes.
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
