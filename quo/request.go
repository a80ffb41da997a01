package quo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// Bounds of what is read of an answer. A page of 50 contacts is some 100 kB.
const (
	maxAnswer = 8 << 20
	maxError  = 64 << 10
	maxDrain  = 64 << 10
)

// A call is one request to be sent, and where its answer goes.
type call struct {
	method string
	path   string // escaped, without query
	query  url.Values
	body   any                       // nil for none
	answer func(answer []byte) error // nil if the answer does not matter
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
	// the timeout starts here: waiting for the limiter is no failure of the server
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

// send puts the request on the wire and waits for the answer's header.
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
		// A transport that looked for a connection and got none has sent
		// nothing. Anything else is doubt, and doubt counts as sent.
		return nil, call.failed(reason(ctx, err), got.Load() || !asked.Load())
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

// read turns an answer into the call's result or an error.
func (c *Client) read(ctx context.Context, call call, resp *http.Response) error {
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return &RedirectError{Status: resp.StatusCode, Host: redirectHost(resp)}
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		// what could be read of a body that breaks off is better than nothing
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError))
		err := parseAPIError(resp.StatusCode, resp.Header, body, c.scrub)
		if Classify(err) == Fatal {
			c.refused.Store(err)
		}
		return err
	case call.answer == nil:
		return nil
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

// reason takes off what net/http puts around an error, because that quotes the
// whole URL with its query, and names our own timeout.
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

// drain reads a little of what is left, so that the connection can be used
// again.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, maxDrain) }

// marshal encodes a body without HTML escapes, so that logs of the other side
// show what was meant.
func marshal(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(body)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}
