package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/report/say"
)

// The chart's own units; the page stretches it to its width.
const (
	chartWidth  = 1000.0
	chartHeight = 200.0
)

// chart is requests over time and their limit, as a line of steps.
type chart struct {
	Line, Area string  // paths
	LimitY     float64 // from the top; 0 for no limit
	LimitTop   string  // the same in percent, for the label
	Limit      string
	Limited    []mark // when the server answered 429
	Ends       [3]string
	Words      string
}

type mark struct{ X, Width float64 }

// leastBuckets is the shortest run for which a chart is drawn.
const leastBuckets = 3

func newChart(r *Run) *chart {
	buckets, width := r.Pace.counted()
	if len(buckets) < leastBuckets {
		return nil
	}
	seconds := width.Seconds()
	peak, sum, limited := 0.0, 0, 0
	for _, b := range buckets {
		peak = max(peak, float64(b.sent)/seconds)
		sum += b.sent
		limited += b.limited
	}
	top := 1.15 * max(peak, r.Limit)
	y := func(rate float64) float64 { return chartHeight * (1 - rate/top) }
	step := chartWidth / float64(len(buckets))

	c := &chart{}
	var line strings.Builder
	fmt.Fprintf(&line, "M0 %.1f", y(float64(buckets[0].sent)/seconds))
	for i, b := range buckets {
		fmt.Fprintf(&line, "V%.1fH%.1f", y(float64(b.sent)/seconds), float64(i+1)*step)
		if b.limited > 0 {
			c.Limited = append(c.Limited, mark{float64(i) * step, step})
		}
	}
	c.Line = line.String()
	c.Area = fmt.Sprintf("%sV%.1fH0Z", c.Line, chartHeight)
	if r.Limit > 0 {
		c.LimitY = y(r.Limit)
		c.LimitTop = fmt.Sprintf("%.1f%%", 100*c.LimitY/chartHeight)
		c.Limit = trimmed(r.Limit)
	}
	took := time.Duration(len(buckets)) * width
	c.Ends = [3]string{"0s", say.Span(took / 2), say.Span(took)}
	over := "no answer over the limit."
	if limited > 0 {
		over = say.Plural(limited, "answer", "answers") + " over the limit (shaded)."
	}
	c.Words = fmt.Sprintf("%s in %s, at most %s a second over %s; %s",
		say.Plural(sum, "request", "requests"), say.Span(took), trimmed(peak), say.Span(width), over)
	return c
}

// trimmed formats a rate without a trailing ".0".
func trimmed(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }
