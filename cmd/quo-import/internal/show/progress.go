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

// progress shows how far a run is. It is for one goroutine.
type progress struct {
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

// newProgress returns the progress of a run.
func newProgress(s Setup, api *job.Connection, mode ProgressMode, quiet bool) *progress {
	return &progress{bar: s.Bar, screen: term.NewScreen(s.IO.Err), api: api, mode: mode, quiet: quiet}
}

// Begin is called when writing begins.
func (p *progress) Begin(total int) {
	p.since = time.Now()
	p.printed, p.pace, p.lines = p.since, pace{}, false
	switch {
	case total == 0 || p.mode == ProgressNever || p.quiet:
	case p.screen.Terminal || p.mode == ProgressAlways:
		p.bar.Begin(total)
		p.bar.Show(0, count(0, total))
	default:
		p.lines = true
	}
}

// Show shows how far the run is, after Begin.
func (p *progress) Show(e event.Progress) {
	now := time.Now()
	shown := p.bar.Shown()
	switch since := now.Sub(p.printed); {
	case shown && since < 200*time.Millisecond && e.Done < e.Total:
		return
	case !shown && (!p.lines || since < time.Minute):
		return
	}
	p.printed = now
	parts := p.parts(e, now.Sub(p.since))
	if shown {
		p.bar.Show(e.Done, parts...)
		return
	}
	parts[0] = fmt.Sprintf("%d %%  %s", 100*e.Done/max(e.Total, 1), parts[0])
	fmt.Fprintln(p.screen, p.screen.Join(parts, 0))
}

// parts returns how far the run is, the most important first: how much is done, the time
// that is left, the pace, and what did not succeed.
func (p *progress) parts(e event.Progress, took time.Duration) []string {
	parts := []string{count(e.Done, e.Total)}
	if e.Done > 0 && took >= time.Second {
		parts = append(parts, left(time.Duration(float64(took)/float64(e.Done)*float64(e.Total-e.Done)))+" left")
	}
	if p.api.Client != nil {
		sent, _ := p.api.Client.Requests()
		if rate := p.pace.observe(time.Now(), sent); rate > 0 {
			parts = append(parts, fmt.Sprintf("%.1f/s", rate))
		}
	}
	parts = append(parts, say.Count(e.Counts.Failed)+" failed")
	if e.Counts.Rejected > 0 {
		parts = append(parts, say.Count(e.Counts.Rejected)+" rejected")
	}
	return parts
}

// count returns how much is done: "99 of 318".
func count(done, total int) string { return say.Count(done) + " of " + say.Count(total) }

// left returns a time as exactly as it can be known before: "22 s", "4 min", "1 h 20 min".
func left(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// AnnounceStop prints what happens next if ctx is cancelled, by Ctrl-C, before ended
// is called: requests in flight take a while.
func (p *progress) AnnounceStop(ctx context.Context) (ended func()) {
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
func (p *progress) End() { p.bar.End() }

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
