package quo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// An APIError is an answer of the server other than success. Its texts are the
// server's, on one line, without control characters, cut to a readable length
// and without the API key.
type APIError struct {
	Status  int    // of HTTP, not of the body
	Code    string // "0801400"; the "key" of the wrapped shape; "" from a proxy
	Title   string
	Message string
	Trace   string // for Quo's support
	Details []Detail

	RetryAfter time.Duration // how long the server asks to wait; 0 if it does not
}

// A Detail is one problem of a request.
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

// Error returns a message such as "400 0801400: Invalid custom field item: Lead
// Score: must be a number (trace abc)".
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprint(&b, e.Status)
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	b.WriteString(": " + e.summary())
	if e.Trace != "" {
		fmt.Fprintf(&b, " (trace %s)", e.Trace)
	}
	if hint := e.hint(); hint != "" {
		fmt.Fprintf(&b, " (%s)", hint)
	}
	return b.String()
}

// summary returns the server's message with its details, without status, code
// and trace.
func (e *APIError) summary() string {
	parts := make([]string, 0, len(e.Details))
	for _, d := range e.Details {
		parts = append(parts, d.String())
	}
	details := strings.Join(parts, "; ")
	message := e.message()
	if details == "" || details == message {
		return message
	}
	return message + ": " + details
}

func (e *APIError) message() string {
	for _, s := range []string{e.Message, e.Title, http.StatusText(e.Status)} {
		if s != "" {
			return s
		}
	}
	return "no reason given"
}

// hint returns what a person can do about the error, "" for most errors.
func (e *APIError) hint() string {
	switch e.Status {
	case http.StatusUnauthorized:
		return "a new key may take half a minute to work"
	case http.StatusPaymentRequired:
		return "the workspace's subscription has to be renewed"
	case http.StatusForbidden:
		return "this key may not do that"
	}
	if e.RetryAfter > 0 {
		return fmt.Sprintf("to be tried again after %s", e.RetryAfter.Round(time.Second))
	}
	return ""
}

// retryAfter parses the header Retry-After: seconds or an HTTP date (RFC 9110,
// 10.2.3). A date is relative to the Date header, so that clocks need not
// agree.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s <= maxRetryAfter.Seconds() {
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
	if after := at.Sub(now); after > 0 && after <= maxRetryAfter {
		return after
	}
	return 0
}

// maxRetryAfter is the longest plausible wait.
const maxRetryAfter = 7 * 24 * time.Hour

// Bounds of what is kept of the body of an error.
const (
	maxText    = 300 // runes
	maxDetails = 20
)

// parseAPIError turns any answer into an error: flat, wrapped, a list, HTML of
// a proxy, cut off, empty, or with values of unexpected types (docs/quo-api.md,
// "Errors"). It cannot fail. scrub removes the key from a text.
func parseAPIError(status int, h http.Header, body []byte, scrub func(string) string) *APIError {
	p := errorParser{scrub: scrub, err: &APIError{Status: status, RetryAfter: retryAfter(h)}}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		p.plain(body)
	} else {
		p.value(value)
	}
	return p.err
}

type errorParser struct {
	scrub func(string) string
	err   *APIError
}

func (p *errorParser) value(v any) {
	switch v := v.(type) {
	case map[string]any:
		p.object(v)
	case []any:
		p.details(v)
	default:
		p.set(&p.err.Message, v)
	}
}

func (p *errorParser) object(o map[string]any) {
	p.set(&p.err.Message, o["message"])
	p.set(&p.err.Code, o["code"])
	p.set(&p.err.Code, o["key"])
	p.set(&p.err.Title, o["title"])
	p.set(&p.err.Title, o["description"])
	p.set(&p.err.Trace, o["trace"])
	p.details(o["errors"])
	switch inner := o["error"].(type) {
	case map[string]any:
		delete(inner, "error") // one level of wrapping, not a thousand
		p.object(inner)
	default:
		p.set(&p.err.Message, inner)
	}
}

// set keeps the first text that is found for a field of the error.
func (p *errorParser) set(part *string, v any) {
	if *part == "" {
		*part = p.text(v)
	}
}

func (p *errorParser) details(v any) {
	list, ok := v.([]any)
	if !ok && v != nil {
		list = []any{v}
	}
	for _, item := range list {
		if len(p.err.Details) == maxDetails {
			return
		}
		if d := p.detail(item); d != (Detail{}) {
			p.err.Details = append(p.err.Details, d)
		}
	}
}

func (p *errorParser) detail(v any) Detail {
	o, ok := v.(map[string]any)
	if !ok {
		return Detail{Reason: p.text(v)}
	}
	d := Detail{Key: p.text(o["key"]), Path: p.text(o["path"])}
	p.set(&d.Reason, o["reason"])
	p.set(&d.Reason, o["message"])
	if d == (Detail{}) {
		d.Reason = p.text(v) // an unknown shape is still a reason
	}
	return d
}

// text converts a value of any type to a text.
func (p *errorParser) text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return p.clean(v)
	}
	compact, err := marshal(v)
	if err != nil {
		return ""
	}
	return p.clean(string(compact))
}

var (
	htmlTitle = regexp.MustCompile(`(?is)<(?:title|h1)[^>]*>(.*?)</(?:title|h1)`)
	htmlTag   = regexp.MustCompile(`(?s)<[^>]*>`)
)

// plain reads a body that is not JSON. Of an HTML page it keeps the title.
func (p *errorParser) plain(body []byte) {
	text := string(body)
	if title := htmlTitle.FindStringSubmatch(text); title != nil {
		text = title[1]
	}
	if strings.HasPrefix(strings.TrimSpace(text), "<") || strings.Contains(text, "</") {
		text = htmlTag.ReplaceAllString(text, " ")
	}
	p.err.Message = p.clean(html.UnescapeString(text))
}

// clean makes a text one line, removes the key and cuts the rest. The key goes
// first, so that a cut cannot leave half of it.
func (p *errorParser) clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = p.scrub(strings.Join(strings.Fields(s), " "))
	if runes := []rune(s); len(runes) > maxText {
		s = string(runes[:maxText]) + "…"
	}
	return s
}
