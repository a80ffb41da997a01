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

// Options say how a Client reaches the API. Only Key is required.
type Options struct {
	// BaseURL is where the API is, DefaultBaseURL if empty. It must be https,
	// but for loopback addresses, so that the key never travels in the clear.
	BaseURL string

	// Key is the raw API key; it goes into the Authorization header as it is
	// (QUO_API, "Basics").
	Key string

	// Transport sends the requests; nil is a transport of the client's own,
	// with connections enough for sixteen workers and the proxy of the
	// environment. Redirects are never followed, whatever the transport.
	Transport http.RoundTripper

	// Timeout bounds one request, from the moment that Before lets it go to
	// the last byte of its answer. 30 s if zero.
	Timeout time.Duration

	// UserAgent is sent with every request; "quo-import" if empty.
	UserAgent string

	// Before, if set, is called right before each request is sent and may
	// hold it back: the limiter's gate. If it fails, nothing is sent.
	Before func(ctx context.Context) error

	// Observe, if set, is called with every answer, as soon as its header is
	// there: what the limiter learns from.
	Observe func(status int, header http.Header)

	// Log, if set, gets a debug line a request: method, path, status and
	// duration; never the key, a query or a body.
	Log *slog.Logger
}

const defaultTimeout = 30 * time.Second

// idleConns is more than the workers that an importer runs (16), so that no
// connection is closed to be opened again at once.
const idleConns = 32

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

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        idleConns,
		MaxIdleConnsPerHost: idleConns,
		IdleConnTimeout:     60 * time.Second,
		TLSHandshakeTimeout: 10 * time.Second,
	}
}

// checkBaseURL gives the URL that paths are put behind, without a slash at its
// end. People paste the URL of an endpoint's page, so a trailing /v1 is taken
// off.
func checkBaseURL(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// url.Parse quotes the whole text, which may hold a password
		return "", errors.New("the base URL cannot be read: give one like " + DefaultBaseURL)
	}
	switch {
	case u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "", fmt.Errorf("the base URL %q is not one like %s", u.Redacted(), DefaultBaseURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("the base URL must hold no user, query or fragment: give one like %s", DefaultBaseURL)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "", fmt.Errorf("the base URL %s would send the API key in the clear: use https (http is for this machine only)", u)
	}
	return strings.TrimSuffix(strings.TrimRight(u.String(), "/"), "/v1"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// checkKey refuses what people paste by mistake. No message quotes the key.
func checkKey(key string) error {
	bearer := len(key) >= 6 && strings.EqualFold(key[:6], "bearer")
	switch {
	case strings.TrimSpace(key) == "":
		return errors.New("the API key is empty: make one in Quo under Settings, API")
	case bearer && strings.ContainsAny(key[6:], " \t"):
		return errors.New(`the API key starts with "Bearer": Quo wants the key alone`)
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return errors.New("the API key holds a space or a line break: copy it again, without anything around it")
	case strings.ContainsFunc(key, func(r rune) bool { return r > 0x7f }):
		return errors.New("the API key holds a character that no key has: copy it again from Quo, not from a formatted text")
	}
	return nil
}
