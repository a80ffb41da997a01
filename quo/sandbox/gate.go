package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// A gate admits requests by rate and key.
type gate struct {
	opts   Options
	limits map[string]*limit // by key; all keys that are not accepted share ""
}

func newGate(opts Options) gate { return gate{opts: opts, limits: make(map[string]*limit)} }

// admit returns the rate limit headers of the answer, and a refusal if the
// request is over the limit or the key is not accepted.
func (g *gate) admit(key string, now time.Time) (http.Header, *refusal) {
	accepted := g.accepts(key)
	header := make(http.Header)
	if g.opts.RatePerSecond > 0 {
		allowance := g.limit(key, accepted).take(now)
		allowance.setHeaders(header, g.opts.RatePerSecond)
		if !allowance.ok {
			return header, refused(http.StatusTooManyRequests, "Too many requests")
		}
	}
	if !accepted {
		return header, refused(http.StatusUnauthorized, "Unauthorized")
	}
	return header, nil
}

// accepts reports whether the key is Options.Key. The raw key is expected;
// "Bearer" in front of it is a common error (docs/quo-api.md, "Basics").
func (g *gate) accepts(key string) bool {
	if scheme, _, ok := strings.Cut(key, " "); key == "" || ok && strings.EqualFold(scheme, "Bearer") {
		return false
	}
	return g.opts.Key == "" || key == g.opts.Key
}

func (g *gate) limit(key string, accepted bool) *limit {
	if !accepted {
		key = ""
	}
	l := g.limits[key]
	if l == nil {
		l = &limit{window: g.opts.Window, rate: g.opts.RatePerSecond}
		g.limits[key] = l
	}
	return l
}
