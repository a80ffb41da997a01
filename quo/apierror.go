package quo

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// An APIError is an answer of the server that is no success. Its texts are the
// server's, on one line, without control characters, cut to a length that a
// person reads, and never hold the API key.
type APIError struct {
	Status  int    // of HTTP, whatever the body says
	Code    string // "0801400"; the "key" of the wrapped shape; "" from a proxy
	Title   string
	Message string
	Trace   string // what Quo's support asks for
	Details []Detail

	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not
}

// A Detail is one thing that was wrong with a request.
type Detail struct {
	Key    string // of a custom field
	Path   string // in the body
	Reason string
}

func (d Detail) String() string {
	where := d.Path
	if d.Key != "" {
		where = d.Key
	}
	if where == "" || d.Reason == "" {
		return where + d.Reason
	}
	return where + ": " + d.Reason
}

// Error reads like "400 0801400: Invalid custom field item: Lead Score: must
// be a number (trace abc)".
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprint(&b, e.Status)
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	b.WriteString(": " + e.Summary())
	if e.Trace != "" {
		fmt.Fprintf(&b, " (trace %s)", e.Trace)
	}
	if hint := e.Hint(); hint != "" {
		fmt.Fprintf(&b, " (%s)", hint)
	}
	return b.String()
}

// Summary is what the server says, with its details, without status, code and
// trace.
func (e *APIError) Summary() string {
	parts := make([]string, 0, len(e.Details))
	for _, d := range e.Details {
		parts = append(parts, d.String())
	}
	details := strings.Join(parts, "; ")
	switch said := e.said(); {
	case details == "" || details == said:
		return said
	case said == "":
		return details
	default:
		return said + ": " + details
	}
}

func (e *APIError) said() string {
	for _, s := range []string{e.Message, e.Title, http.StatusText(e.Status)} {
		if s != "" {
			return s
		}
	}
	return "no reason given"
}

// Hint is what a person may want to know or do, "" for most errors.
func (e *APIError) Hint() string {
	switch e.Status {
	case http.StatusUnauthorized:
		return "a new key may take half a minute to work"
	case http.StatusPaymentRequired:
		return "the workspace's subscription has to be renewed"
	case http.StatusForbidden:
		return "this key may not do that"
	}
	return ""
}

// retryAfter reads the header of that name: seconds or an HTTP date (RFC 9110,
// 10.2.3). A date counts from the answer's own Date, so that a clock that is
// wrong on either side does not matter.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 1e6 {
		return time.Duration(s * float64(time.Second))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, at.Sub(now))
}
