package ratelimit

import (
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever a server answers, the pace stays between its floor and the limit, and
// the gate opens again.
func TestThePaceStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ceiling := rapid.SampledFrom([]float64{0, 0.5, 3, 100}).Draw(t, "ceiling")
		p := newPace(ceiling)
		now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
		for range rapid.IntRange(1, 200).Draw(t, "answers") {
			now = now.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "ms")) * time.Millisecond)
			r := reading{left: float64(rapid.IntRange(-1, 12).Draw(t, "left"))}
			r.reset = seconds(float64(rapid.IntRange(-1, 700).Draw(t, "reset")), maxReset)
			if rapid.Bool().Draw(t, "policy") {
				r.policy = policy{float64(rapid.IntRange(1, 100).Draw(t, "q")), time.Duration(rapid.IntRange(1, 60).Draw(t, "w")) * time.Second}
			}
			p.observe(now, rapid.Bool().Draw(t, "limited"), r)
			if least := floor * p.limit(); p.rate < least*0.999 || p.rate > p.top()*1.001 {
				t.Fatalf("the pace is %v, the limit %v", p.rate, p.limit())
			}
			if ceiling > 0 && p.rate > ceiling {
				t.Fatalf("the pace is %v, the user allows %v", p.rate, ceiling)
			}
			if p.shut.After(now.Add(maxReset)) {
				t.Fatalf("the gate is shut for %v", p.shut.Sub(now))
			}
		}
	})
}

func TestRead(t *testing.T) {
	now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		header http.Header
		want   reading
	}{
		{"what was observed", stated("r=9; t=1"), reading{perSecond, 9, time.Second, 0}},
		{"without names or spaces", http.Header{"Ratelimit": {"x;r=0;t=2"}, "Ratelimit-Policy": {"x;q=5;w=2"}}, reading{policy{5, 2 * time.Second}, 0, 2 * time.Second, 0}},
		{"nothing", http.Header{}, reading{left: -1}},
		{"of several, the shortest window and its number left", http.Header{
			"Ratelimit-Policy": {`"day";q=5000;w=600, "sec";q=10;w=1`}, "Ratelimit": {`"day";r=4000;t=500`, `"sec";r=3;t=1`},
		}, reading{perSecond, 3, time.Second, 0}},
		{"a policy of nothing", http.Header{"Ratelimit-Policy": {`"a";q=0;w=1`, `"a";q=10`, `"a";w=1`, `"a";q=1e9;w=1`, `"a";q=1;w=1e9`}}, reading{left: -1}},
		{"numbers that are none", http.Header{"Ratelimit": {`"a"; r=NaN; t=Inf`, `;;r==;=`}, "Retry-After": {"NaN"}}, reading{left: -1}},
		{"Retry-After in seconds", http.Header{"Retry-After": {" 2 "}}, reading{left: -1, retryAfter: 2 * time.Second}},
		{"as a date, by our clock where there is no other", http.Header{"Retry-After": {"Mon, 23 Nov 2026 07:00:05 GMT"}}, reading{left: -1, retryAfter: 5 * time.Second}},
		{"as a date that is over", http.Header{"Retry-After": {"Mon, 23 Nov 2020 07:00:05 GMT"}}, reading{left: -1}},
		{"of an hour", http.Header{"Retry-After": {"3600"}}, reading{left: -1, retryAfter: time.Hour}},
		{"as a date in an hour", http.Header{"Retry-After": {"Mon, 23 Nov 2026 08:00:00 GMT"}}, reading{left: -1, retryAfter: time.Hour}},
		{"of a time that is an error", http.Header{"Retry-After": {"1795852800"}}, reading{left: -1}},
		{"as a date that is an error", http.Header{"Retry-After": {"Tue, 23 Nov 2027 07:00:00 GMT"}}, reading{left: -1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := read(tt.header, now); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`"per-second"; r=9; t=1`, `"per-second"; q=10; w=1`, "1")
	f.Add(`;r=1e308;t=-0`, `,,;q=0x10;w=1e-300`, "Mon, 23 Nov 2026 07:00:05 GMT")
	f.Fuzz(func(t *testing.T, ratelimit, policy, after string) {
		now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
		r := read(http.Header{"Ratelimit": {ratelimit}, "Ratelimit-Policy": {policy}, "Retry-After": {after}}, now)
		for _, d := range []time.Duration{r.reset, r.policy.window, r.retryAfter} {
			if d < 0 || d > maxRetryAfter || d > maxReset && d != r.retryAfter {
				t.Errorf("got %+v", r)
			}
		}
		if (r.policy.window == 0) != (r.policy.quota == 0) || r.left < -1 || r.left > maxQuota {
			t.Errorf("got %+v", r)
		}
	})
}
