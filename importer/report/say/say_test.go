package say_test

import (
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/report/say"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -100: "-100", -1000: "-1,000"} {
		if got := say.Count(n); got != want {
			t.Errorf("%d is written %s, not %s", n, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 1000: "1,000 rows"} {
		if got := say.Plural(n, "row", "rows"); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 514 * time.Millisecond: "510ms", 5540 * time.Millisecond: "5.5s", 59960 * time.Millisecond: "1m 00s",
		time.Minute: "1m 00s", 125 * time.Second: "2m 05s", 3599600 * time.Millisecond: "1h 00m", 3720 * time.Second: "1h 02m",
	} {
		if got := say.Span(d); got != want {
			t.Errorf("%v is written %s, not %s", d, got, want)
		}
	}
}

func TestDay(t *testing.T) {
	for text, want := range map[string]string{
		"2024-09-11T00:00:00.000Z": "2024-09-11", "2024-09-11T08:30:00.000Z": "2024-09-11T08:30:00.000Z", "2024-09-11": "2024-09-11", "": "",
	} {
		if got := say.Day(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}
