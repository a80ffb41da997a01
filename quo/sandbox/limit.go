package sandbox

import (
	"fmt"
	"math"
	"net/http"
	"time"
)

// Window is how the limit of a key is counted. It is not known which of the
// three Quo uses, so a client has to work with all of them.
type Window int

// The windows. Requests that are refused with 429 do not count.
const (
	Fixed       Window = iota // in each second of the clock
	Sliding                   // in any period of one second
	TokenBucket               // a bucket that is filled evenly
)

// limit counts the requests of one key.
type limit struct {
	window Window
	rate   int
	second int64       // Fixed: the second that used counts
	used   int         // Fixed
	recent []time.Time // Sliding: at most rate, oldest first
	tokens float64     // TokenBucket
	filled time.Time   // TokenBucket: when tokens was true
}

// allowance is what is left of the limit, for the headers.
type allowance struct {
	ok          bool
	left, reset int // requests, seconds
}

func (l *limit) take(now time.Time) allowance {
	switch l.window {
	case Sliding:
		return l.sliding(now)
	case TokenBucket:
		return l.bucket(now)
	default:
		return l.fixed(now)
	}
}

func (l *limit) fixed(now time.Time) allowance {
	if second := now.Unix(); second != l.second {
		l.second, l.used = second, 0
	}
	if l.used >= l.rate {
		return allowance{reset: 1}
	}
	l.used++
	return allowance{ok: true, left: l.rate - l.used, reset: 1}
}

func (l *limit) sliding(now time.Time) allowance {
	for len(l.recent) > 0 && now.Sub(l.recent[0]) >= time.Second {
		l.recent = l.recent[1:]
	}
	if len(l.recent) >= l.rate {
		return allowance{reset: 1}
	}
	l.recent = append(l.recent, now)
	return allowance{ok: true, left: l.rate - len(l.recent), reset: 1}
}

func (l *limit) bucket(now time.Time) allowance {
	full := float64(l.rate)
	if l.filled.IsZero() {
		l.tokens = full
	} else {
		l.tokens = min(full, l.tokens+now.Sub(l.filled).Seconds()*full)
	}
	l.filled = now
	if l.tokens < 1 {
		return allowance{reset: 1}
	}
	l.tokens--
	reset := math.Ceil((full - l.tokens) / full)
	return allowance{ok: true, left: int(l.tokens), reset: int(reset)}
}

// setHeaders sets the headers that were observed on every answer, including 401.
func (a allowance) setHeaders(h http.Header, rate int) {
	h.Set("ratelimit", fmt.Sprintf(`"per-second"; r=%d; t=%d`, a.left, a.reset))
	h.Set("ratelimit-policy", fmt.Sprintf(`"per-second"; q=%d; w=1`, rate))
}
