package show

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
)

// lastLines returns what a terminal shows of a text: after a carriage return, the line
// is overwritten from its beginning.
func lastLines(written string) []string {
	var lines []string
	for line := range strings.SplitSeq(written, "\n") {
		var shown []rune
		at := 0
		for _, r := range line {
			if r == '\r' {
				at = 0
				continue
			}
			if at < len(shown) {
				shown[at] = r
			} else {
				shown = append(shown, r)
			}
			at++
		}
		lines = append(lines, strings.TrimRight(string(shown), " "))
	}
	return lines
}

func TestNoLineTearsTheBar(t *testing.T) {
	var err bytes.Buffer
	io := term.Streams{Err: &err}
	bar := term.NewBar(&err)
	p := newProgress(Setup{IO: io, Bar: bar}, &job.Connection{}, ProgressAlways, false)
	p.Begin(100)
	p.Show(event.Progress{Done: 10, Total: 100})
	bar.Log().Debug("request", "status", 200)
	bar.Interrupt(func() { io.Warn("Quo answers slowly") })
	p.Show(event.Progress{Done: 100, Total: 100})
	p.End()
	lines := lastLines(err.String())
	if len(lines) != 3 || !strings.HasSuffix(lines[0], "msg=request status=200") || !strings.HasPrefix(lines[0], "time=") ||
		lines[1] != "warning: Quo answers slowly" || lines[2] != "" {
		t.Errorf("the terminal shows %q", lines)
	}
	if !strings.Contains(err.String(), "0 of 100") || !strings.Contains(err.String(), "100 of 100 · 0 failed") {
		t.Errorf("there was no bar in %q", err.String())
	}
}

func TestPace(t *testing.T) {
	var p pace
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var rate float64
	for i := range 100 { // ten seconds at 10/s, then ten at 2/s
		rate = p.observe(at.Add(time.Duration(i)*100*time.Millisecond), int64(i))
	}
	if rate < 9.5 || rate > 10.5 {
		t.Errorf("%.1f/s, want 10", rate)
	}
	for i := range 20 {
		rate = p.observe(at.Add(10*time.Second+time.Duration(i)*500*time.Millisecond), int64(100+i))
	}
	if rate < 1.8 || rate > 2.2 {
		t.Errorf("%.1f/s, want 2: the pace is not that of the last seconds", rate)
	}
}

func TestProgressSaysWhatIsLeft(t *testing.T) {
	p := newProgress(Setup{}, &job.Connection{}, ProgressAlways, false)
	for _, test := range []struct {
		done int
		took time.Duration
		want string
	}{
		{0, 0, "0 of 1,318 · 0 failed · 2 rejected"},
		{99, 10 * time.Second, "99 of 1,318 · 2 min left · 0 failed · 2 rejected"},
		{1000, 69 * time.Second, "1,000 of 1,318 · 22 s left · 0 failed · 2 rejected"},
		{1, 10 * time.Second, "1 of 1,318 · 3 h 40 min left · 0 failed · 2 rejected"},
	} {
		e := event.Progress{Done: test.done, Total: 1318, Counts: event.Counts{Rejected: 2}}
		if got := strings.Join(p.parts(e, test.took), " · "); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestWhatDoesNotFitIsLeftOut(t *testing.T) {
	var err bytes.Buffer
	bar := term.NewBar(&err)
	bar.Begin(1000)
	bar.Show(10, "10 of 1,000", "22 s left")
	bar.Show(20, "20 of 1,000")
	bar.End()
	if got := lastLines(err.String()); len(got) != 1 || got[0] != "" {
		t.Errorf("left on the line: %q", got)
	}
}
