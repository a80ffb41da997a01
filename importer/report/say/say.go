// Package say writes numbers and times as people read them, the same in a
// terminal and on the page of a report.
package say

import (
	"fmt"
	"strconv"
	"time"
)

// Count returns a number with commas between thousands: "10,412".
func Count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Plural returns "1 row", "2 rows".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// Span returns a duration, rounded: "510ms", "5.5s", "2m 05s",
// "1h 02m".
func Span(d time.Duration) string {
	if d < time.Second {
		return d.Round(10 * time.Millisecond).String()
	}
	if tenths := d.Round(100 * time.Millisecond); tenths < time.Minute {
		return tenths.String()
	}
	if d = d.Round(time.Second); d < time.Hour {
		return fmt.Sprintf("%dm %02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh %02dm", int(d.Hours()), int(d.Minutes())%60)
}

// Day returns the day of a date without a time, which the API keeps as midnight UTC, and any
// other text as it is.
func Day(text string) string {
	if at, err := time.Parse("2006-01-02T15:04:05.000Z", text); err == nil && at.Equal(at.Truncate(24*time.Hour)) {
		return at.Format(time.DateOnly)
	}
	return text
}
