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

// ProgressMode is when progress is shown.
type ProgressMode string

// The modes.
const (
	ProgressAuto   ProgressMode = "auto" // on a terminal a bar, elsewhere a line a minute
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

	lines   bool      // print a line a minute
	since   time.Time // when writing began
	printed time.Time // when the last line was printed, or the words of the bar changed
	pace    pace
}

// NewProgress returns the progress of a run.
func NewProgress(s Setup, api *job.Connection, mode ProgressMode, quiet bool) *Progress {
	return &Progress{bar: s.Bar, screen: term.NewScreen(s.IO.Err), api: api, mode: mode, quiet: quiet}
}

// Begin is called when writing begins.
func (p *Progress) Begin(total int) {
	p.since = time.Now()
	p.printed, p.pace, p.lines = p.since, pace{}, false
	switch {
	case total == 0 || p.mode == ProgressNever || p.quiet:
	case p.screen.Terminal || p.mode == ProgressAlways:
		p.bar.Begin(total)
	default:
		p.lines = true
	}
}

// Show shows how far the run is, after Begin.
func (p *Progress) Show(e event.Progress) {
	switch since := time.Since(p.printed); {
	case p.bar.Shown():
		if since >= 200*time.Millisecond {
			p.printed = time.Now()
			p.bar.Describe(p.words(e.Counts))
		}
		p.bar.Set(e.Done)
	case p.lines && since >= time.Minute:
		p.printed = time.Now()
		rate := float64(e.Done) / time.Since(p.since).Seconds()
		left := time.Duration(float64(e.Total-e.Done) / rate * float64(time.Second))
		line := append([]string{say.Count(e.Done) + " of " + say.Count(e.Total)}, p.words(e.Counts)...)
		fmt.Fprintf(p.screen, "%s, about %s left\n", p.screen.Join(line, 0), say.Span(left))
	}
}

// words returns pace and counts, the most important first.
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

// paceWords returns requests a second, and the share of the rate limit that they use.
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

// AnnounceStop prints what happens next if ctx is cancelled, by Ctrl-C, before ended
// is called: requests in flight take a while.
func (p *Progress) AnnounceStop(ctx context.Context) (ended func()) {
	stop := context.AfterFunc(ctx, func() {
		if !p.quiet {
			p.bar.Interrupt(func() {
				p.screen.Message("stopping: finishing and recording the requests in flight, within 20 s; press Ctrl-C again to end at once")
			})
		}
	})
	return func() { stop() }
}

// End removes the bar.
func (p *Progress) End() { p.bar.End() }

// pace measures requests a second over the last seconds.
type pace struct {
	since, next   time.Time
	before, after int64
}

// paceOver is how long a pace is measured: long enough for a steady number, short
// enough to show that the limit has changed.
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
