package quo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// A Client talks to the API with one key. It may be used by many goroutines at
// once.
//
// It does not retry: the caller decides what to do about an error, by Classify.
// Go's transport, however, sends a request again if a kept-alive connection
// turns out to be closed before a byte of the request was written, and a GET
// also if the connection is closed before the first byte of the answer. Neither
// can carry out a write twice.
type Client struct {
	opts Options // without the key
	base string
	http *http.Client

	// Only these two closures hold the key, so that printing a Client cannot show
	// it.
	sign  func(*http.Request)
	scrub func(string) string

	sent, limited atomic.Int64

	// refused is the answer that refused the key (401, 402, 403). After it nothing
	// more is sent: requests that wait for the limiter fail with it.
	refused atomic.Pointer[APIError]
}

// New returns a client. Its errors are for the person who typed the URL or the
// key; they never quote the key.
func New(opts Options) (*Client, error) {
	opts = opts.withDefaults()
	base, err := checkBaseURL(opts.BaseURL)
	if err != nil {
		return nil, err
	}
	key := opts.Key
	if err := checkKey(key); err != nil {
		return nil, err
	}
	opts.Key = ""
	return &Client{
		opts:  opts,
		base:  base,
		http:  &http.Client{Transport: opts.Transport, CheckRedirect: neverFollow},
		sign:  func(r *http.Request) { r.Header.Set("Authorization", key) },
		scrub: func(s string) string { return strings.ReplaceAll(s, key, "[key]") },
	}, nil
}

// neverFollow makes redirects answers: following one would send the key to its
// target, and turn a POST into a GET.
func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close closes the connections that no request uses. A client can be used after it.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// BaseURL returns the URL of the API without a trailing slash, as the state file
// keeps it.
func (c *Client) BaseURL() string { return c.base }

// Requests returns the number of requests sent so far, and how many of them were
// over the limit (429).
func (c *Client) Requests() (sent, limited int64) { return c.sent.Load(), c.limited.Load() }

// Bounds of what is read of an answer. A page of 50 contacts is some 100 kB.
const (
	maxAnswer = 8 << 20
	maxError  = 64 << 10
	maxDrain  = 64 << 10
)

// A call is one request and the function that reads its answer.
type call struct {
	method string
	path   string // escaped, without query
	query  url.Values
	body   any                       // nil for none
	answer func(answer []byte) error // nil to ignore the answer

	version string            // the header Quo-Api-Version; "" for none
	header  func(http.Header) // of a successful answer; nil to ignore it

	optional bool // a 403 says nothing about other calls with this key
}

// do sends a call once. Its errors are *APIError, *RedirectError,
// *TransportError and *AnswerError; see Classify.
func (c *Client) do(ctx context.Context, call call) error {
	body, err := marshal(call.body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", call.method, call.path, err)
	}
	if err := c.opts.Before(ctx); err != nil {
		return call.failed(err, false)
	}
	if ctx.Err() != nil {
		return call.failed(context.Cause(ctx), false)
	}
	if refused := c.refused.Load(); refused != nil {
		return fmt.Errorf("%s %s: not sent: %w", call.method, call.path, refused)
	}
	// the timeout starts here: waiting for the limiter is not the server's failure
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Timeout, ErrTimeout)
	defer cancel()

	start := time.Now()
	resp, err := c.send(ctx, call, body)
	if err != nil {
		c.opts.Log.Debug("request failed", "method", call.method, "path", call.path, "after", time.Since(start), "error", err)
		return err
	}
	defer resp.Body.Close()
	defer drain(resp.Body)
	c.observe(resp)
	err = c.read(ctx, call, resp)
	c.opts.Log.Debug("request", "method", call.method, "path", call.path, "status", resp.StatusCode, "took", time.Since(start))
	return err
}

// send sends the request and waits for the header of the answer.
func (c *Client) send(ctx context.Context, call call, body []byte) (*http.Response, error) {
	var asked, got atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { got.Store(true) },
	})
	req, err := c.request(traced, call, body)
	if err != nil {
		return nil, call.failed(err, false)
	}
	c.sent.Add(1)
	resp, err := c.http.Do(req)
	if err != nil {
		// A transport that asked for a connection and got none has sent nothing,
		// nor has one without a proxy. In any other case the request may have been
		// sent.
		sent := got.Load() || !asked.Load() && !is[*ProxyError](err)
		return nil, call.failed(explain(reason(ctx, err), req.URL.Host), sent)
	}
	return resp, nil
}

func (c *Client) request(ctx context.Context, call call, body []byte) (*http.Request, error) {
	target := c.base + call.path
	if len(call.query) > 0 {
		target += "?" + call.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, call.method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	c.sign(req)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.opts.UserAgent)
	if call.version != "" {
		req.Header.Set("Quo-Api-Version", call.version)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

func (c *Client) observe(resp *http.Response) {
	if resp.StatusCode == http.StatusTooManyRequests {
		c.limited.Add(1)
	}
	c.opts.Observe(resp.StatusCode, resp.Header)
}

// read passes a successful answer to the call and turns any other into an error.
func (c *Client) read(ctx context.Context, call call, resp *http.Response) error {
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return &RedirectError{Status: resp.StatusCode, Host: redirectHost(resp)}
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		// a part of the body is better than nothing, so the error is ignored
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError))
		err := parseAPIError(resp.StatusCode, resp.Header, body, c.scrub)
		if Classify(err) == Fatal && !(call.optional && err.Status == http.StatusForbidden) {
			c.refused.Store(err)
		}
		return err
	case call.answer == nil:
		return nil
	}
	if call.header != nil {
		call.header(resp.Header)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		err = reason(ctx, err)
	case len(body) > maxAnswer:
		err = fmt.Errorf("it is longer than %d MiB", maxAnswer>>20)
	default:
		err = call.answer(body)
	}
	if err != nil {
		return &AnswerError{Method: call.method, Path: call.path, Status: resp.StatusCode, Err: err}
	}
	return nil
}

func (call call) failed(err error, sent bool) error {
	return &TransportError{Method: call.method, Path: call.path, Sent: sent, Err: err}
}

// reason unwraps an error of net/http, because that quotes the whole URL with
// its query, and replaces the error of a done context by its cause.
func reason(ctx context.Context, err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func redirectHost(resp *http.Response) string {
	if to, err := resp.Location(); err == nil {
		return to.Host
	}
	return ""
}

// drain reads the rest of a short body, so that the connection can be reused.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, maxDrain) }
