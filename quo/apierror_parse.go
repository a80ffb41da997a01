package quo

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"
	"unicode"
)

// Bounds of what is kept of the body of an error: a person reads it.
const (
	maxText    = 300 // runes
	maxDetails = 20
)

// parseAPIError makes an error of any answer: flat, wrapped, a list, HTML of a
// proxy, cut off, empty, or with values of types that nobody expects (QUO_API,
// "Errors"). It cannot fail. scrub takes the key out of a text.
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

// set keeps the first text that is found for a part.
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
		d.Reason = p.text(v) // a shape that is not known is still a reason
	}
	return d
}

// text makes a text of a value of whatever type.
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

// plain takes a body that is not JSON: a page is cut down to its title.
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

// clean makes one line of a text, takes the key out, and cuts it. The key goes
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
