package quo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultBaseURL is the host of the API, version 1.
const DefaultBaseURL = "https://api.quo.com"

// Options configure a Client. Only Key is required.
type Options struct {
	// BaseURL is the URL of the API, DefaultBaseURL if empty. It must be https
	// unless it is a loopback address, so that the key is never sent unencrypted.
	BaseURL string

	// Key is the raw API key, sent unchanged in the Authorization header
	// (docs/quo-api.md, "Basics").
	Key string

	// Transport sends the requests. The default has enough connections for
	// sixteen workers and uses the proxy of the environment. Redirects are not
	// followed with any transport.
	Transport http.RoundTripper

	// Timeout bounds one request, from the return of Before to the last byte of
	// the answer. 30 s if zero.
	Timeout time.Duration

	// UserAgent is sent with every request; "quo-import" if empty.
	UserAgent string

	// Before, if set, is called right before each request is sent and may delay
	// it, as a limiter does. If it fails, nothing is sent.
	Before func(ctx context.Context) error

	// Observe, if set, is called with every answer as soon as its header has
	// arrived, for a limiter.
	Observe func(status int, header http.Header)

	// Log, if set, receives a debug line for each request: method, path, status
	// and duration; never the key, a query or a body.
	Log *slog.Logger
}

const defaultTimeout = 30 * time.Second

func (o Options) withDefaults() Options {
	if o.BaseURL == "" {
		o.BaseURL = DefaultBaseURL
	}
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.UserAgent == "" {
		o.UserAgent = "quo-import"
	}
	if o.Before == nil {
		o.Before = func(context.Context) error { return nil }
	}
	if o.Observe == nil {
		o.Observe = func(int, http.Header) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// checkBaseURL returns the URL that paths are appended to, without a trailing
// slash. It also removes a trailing /v1, which people paste.
func checkBaseURL(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// url.Parse quotes the whole text, which may hold a password
		return "", errors.New("cannot read the base URL: it must be one like " + DefaultBaseURL)
	}
	switch {
	case u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "", fmt.Errorf("invalid base URL %q: it must be one like %s", u.Redacted(), DefaultBaseURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("the base URL must have no user, query or fragment: it must be one like %s", DefaultBaseURL)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "", fmt.Errorf("the base URL %s would send the API key unencrypted: use https (http is for this machine only)", u)
	}
	return strings.TrimSuffix(strings.TrimRight(u.String(), "/"), "/v1"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// checkKey refuses common errors in pasting a key. No message quotes the key.
func checkKey(key string) error {
	bearer := len(key) >= 6 && strings.EqualFold(key[:6], "bearer")
	switch {
	case strings.TrimSpace(key) == "":
		return errors.New("the API key is empty: create one in Quo under Settings, API")
	case bearer && strings.ContainsAny(key[6:], " \t"):
		return errors.New(`the API key starts with "Bearer": pass the key alone`)
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return errors.New("the API key contains a space or a line break: copy it again, without anything around it")
	case strings.ContainsFunc(key, func(r rune) bool { return r > 0x7f }):
		return errors.New("the API key contains a character that no key has: copy it again from Quo, not from a formatted text")
	}
	return nil
}
