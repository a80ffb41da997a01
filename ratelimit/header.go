package ratelimit

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A policy is what the server allows: so many requests in each window.
type policy struct {
	quota  float64
	window time.Duration
}

// perSecond is the limit of a key as it is documented (QUO_API, "Basics").
var perSecond = policy{10, time.Second}

func (p policy) rate() float64 { return p.quota / p.window.Seconds() }

// Bounds of what is believed of a header. A value beyond them is ignored, as
// one is that cannot be read: a strange header must not stop an import.
const (
	maxQuota = 10_000
	maxReset = 10 * time.Minute
)

// A reading is what one answer says about the limit.
type reading struct {
	policy     policy        // zero: not said
	left       float64       // requests left in this window; -1: not said
	reset      time.Duration // until the window ends, in whole seconds rounded up; 0: not said
	retryAfter time.Duration // 0: not said
}

// read reads the headers as they were observed (QUO_API, "Basics"):
//
//	ratelimit-policy: "per-second"; q=10; w=1
//	ratelimit: "per-second"; r=9; t=1
func read(h http.Header, now time.Time) reading {
	r := reading{left: -1, retryAfter: retryAfter(h, now)}
	name := ""
	for _, item := range items(h, "ratelimit-policy") {
		p := policy{item.param("q"), seconds(item.param("w"))}
		if p.quota < 1 || p.quota > maxQuota || p.window <= 0 {
			continue
		}
		// of several, the shortest window is the one to be paced by
		if r.policy.window == 0 || p.window < r.policy.window {
			r.policy, name = p, item.name
		}
	}
	for _, item := range items(h, "ratelimit") {
		left := item.param("r")
		if left < 0 || left > maxQuota || name != "" && item.name != name {
			continue
		}
		r.left, r.reset = left, seconds(item.param("t"))
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

// param gives a parameter, or -1.
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

// retryAfter reads seconds or an HTTP date (RFC 9110, 10.2.3). A date counts
// from the answer's own, so that no clock needs to be right.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		return seconds(n)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return seconds(at.Sub(now).Seconds())
}

// seconds gives n seconds, or 0 where that is not believed.
func seconds(n float64) time.Duration {
	if !(n > 0 && n <= maxReset.Seconds()) {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
