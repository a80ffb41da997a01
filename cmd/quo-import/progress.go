package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/quo-import/quo-import/importer"
)

// progress shows how far a run is: a bar on a terminal, a line a minute
// elsewhere. It belongs to the goroutine that tells events, which prints every
// other line through line, so that none tears the bar.
type progress struct {
	ses   *session
	bar   *progressbar.ProgressBar
	plain bool
	total int
	began time.Time
	said  time.Time
}

func newProgress(ses *session) *progress { return &progress{ses: ses} }

// begin is called when writing begins.
func (p *progress) begin(total int) {
	p.total, p.began = total, time.Now()
	p.said = p.began
	if total == 0 || p.ses.settings.progress == "never" || p.ses.quiet {
		return
	}
	if !isTerminal(p.ses.io.Err) && p.ses.settings.progress != "always" {
		p.plain = true
		return
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(p.ses.io.Err), progressbar.OptionSetDescription("writing"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("contacts"),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24),
	)
}

func (p *progress) show(e importer.Progress) {
	switch {
	case p.bar != nil:
		_ = p.bar.Set(e.Done)
	case p.plain && time.Since(p.said) >= time.Minute:
		p.said = time.Now()
		rate := float64(e.Done) / time.Since(p.began).Seconds()
		left := time.Duration(float64(e.Total-e.Done)/rate) * time.Second
		fmt.Fprintf(p.ses.io.Err, "%s of %s written, %.1f/s, about %s left\n", count(e.Done), count(e.Total), rate, span(left))
	}
}

// line prints something while the bar stands.
func (p *progress) line(print func()) {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
	print()
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
