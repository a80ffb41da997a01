package ratelimit

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A policy is what the server allows: quota requests in each window.
type policy struct {
	quota  float64
	window time.Duration
}

// perSecond is the documented limit of a key (docs/quo-api.md, "Basics").
var perSecond = policy{10, time.Second}

func (p policy) rate() float64 { return p.quota / p.window.Seconds() }

// Bounds of plausible header values. Values beyond them are ignored like
// unreadable ones: a malformed header must not stop an import.
const (
	maxQuota      = 10_000
	maxReset      = 10 * time.Minute
	maxRetryAfter = 7 * 24 * time.Hour
)

// A reading is what one answer states about the limit.
type reading struct {
	policy     policy        // zero if absent
	left       float64       // requests left in this window; -1 if absent
	reset      time.Duration // until the window ends, in whole seconds rounded up; 0 if absent
	retryAfter time.Duration // 0 if absent
}

// read parses the headers as they were observed (docs/quo-api.md, "Basics"):
//
//	ratelimit-policy: "per-second"; q=10; w=1
//	ratelimit: "per-second"; r=9; t=1
func read(h http.Header, now time.Time) reading {
	r := reading{left: -1, retryAfter: retryAfter(h, now)}
	name := ""
	for _, item := range items(h, "ratelimit-policy") {
		p := policy{item.param("q"), seconds(item.param("w"), maxReset)}
		if p.quota < 1 || p.quota > maxQuota || p.window <= 0 {
			continue
		}
		// of several policies, the shortest window sets the pace
		if r.policy.window == 0 || p.window < r.policy.window {
			r.policy, name = p, item.name
		}
	}
	for _, item := range items(h, "ratelimit") {
		left := item.param("r")
		if left < 0 || left > maxQuota || name != "" && item.name != name {
			continue
		}
		r.left, r.reset = left, seconds(item.param("t"), maxReset)
		break
	}
	return r
}

// An item is one member of a structured field list (RFC 9651): a name with
// parameters.
type item struct {
	name   string
	params map[string]float64
}

// param returns a parameter, or -1 if there is none.
func (i item) param(name string) float64 {
	if v, ok := i.params[name]; ok {
		return v
	}
	return -1
}

func items(h http.Header, name string) []item {
	var list []item
	for member := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
		parts := strings.Split(member, ";")
		it := item{strings.TrimSpace(parts[0]), make(map[string]float64)}
		for _, part := range parts[1:] {
			key, value, _ := strings.Cut(part, "=")
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err == nil && !math.IsNaN(n) {
				it.params[strings.TrimSpace(key)] = n
			}
		}
		list = append(list, it)
	}
	return list
}

// retryAfter parses seconds or an HTTP date (RFC 9110, 10.2.3). A date is
// relative to the Date header, so that clocks need not agree.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		return seconds(n, maxRetryAfter)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return seconds(at.Sub(now).Seconds(), maxRetryAfter)
}

// seconds returns n seconds, or 0 if that is not plausible.
func seconds(n float64, most time.Duration) time.Duration {
	if !(n > 0 && n <= most.Seconds()) {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
