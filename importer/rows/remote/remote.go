// Package remote opens files at https addresses, such as a published Google Sheet, for
// reading once: pass the answer to package formats as standard input.
//
// Start with Get. An address may hold a secret, so messages and names have its host and
// the last part of its path only (Name). A person may name a host of the own network;
// a server may not send the program there: a redirect to another host must lead to a
// public address.
package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"

	"github.com/quo-import/quo-import/ratelimit"
)

// Limits of a download.
const (
	maxSize      = 256 << 20
	patience     = 10 * time.Minute // for all of it
	headPatience = time.Minute      // for the beginning of the answer
	maxRedirects = 5
	maxAttempts  = 3
)

// Is reports whether the name of an input is an address.
func Is(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}

// Name returns what an address is called in messages and reports: host and the last part
// of the path.
func Name(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "the address"
	}
	last := path.Base(strings.TrimRight(u.Path, "/"))
	switch {
	case last == "." || last == "/":
		return u.Host
	case path.Dir(strings.TrimRight(u.Path, "/")) == "/":
		return u.Host + "/" + last
	}
	return u.Host + "/…/" + last
}

// Error is why a file cannot be downloaded.
type Error struct {
	Name   string
	Again  bool // running it again may help
	Reason string
}

func (e *Error) Error() string { return e.Name + ": " + e.Reason }

// Get returns the file at an address. The caller closes it.
func Get(ctx context.Context, address string) (io.ReadCloser, error) {
	return get(ctx, address, maxSize)
}

func get(ctx context.Context, address string, most int64) (io.ReadCloser, error) {
	g := &getter{name: Name(address), most: most}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, g.failed("this is not an address that can be read")
	}
	if u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, g.failed("only https:// is read, so that nobody on the way can read or change the contacts")
	}
	if hint := sheet(u); hint != "" {
		return nil, g.failed("%s", hint)
	}
	g.host = u.Hostname()
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("the download took longer than %v", patience))
	body, err := g.get(ctx, u)
	if err != nil {
		cancel()
		return nil, err
	}
	return &download{body: body, getter: g, left: most, cancel: cancel}, nil
}

// sheet returns what to do about the address of a Google Sheet that is being edited.
func sheet(u *url.URL) string {
	if u.Hostname() == "docs.google.com" && strings.HasPrefix(u.Path, "/spreadsheets/") && strings.Contains(u.Path+"/", "/edit/") {
		return "this is the page of the sheet, not its rows: publish it (File, Share, Publish to web, Comma-separated values) and pass that address"
	}
	return ""
}

// getter downloads one file.
type getter struct {
	name string
	host string // that the person named
	most int64  // bytes
}

func (g *getter) failed(format string, args ...any) *Error {
	return &Error{Name: g.name, Reason: fmt.Sprintf(format, args...)}
}

// get sends the request, again if that may help.
func (g *getter) get(ctx context.Context, u *url.URL) (io.ReadCloser, error) {
	attempts := ratelimit.Attempts{Max: maxAttempts}
	for {
		body, err := g.follow(ctx, u)
		failed, ok := errors.AsType[*Error](err)
		if !ok || !failed.Again || !attempts.Next(ctx) {
			return body, err
		}
	}
}

// follow sends the request and follows redirects.
func (g *getter) follow(ctx context.Context, u *url.URL) (io.ReadCloser, error) {
	for range maxRedirects + 1 {
		resp, err := g.once(ctx, u)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode/100 == 3 {
			_ = resp.Body.Close()
			next, err := resp.Location()
			if err != nil {
				return nil, g.failed("it redirects to nowhere")
			}
			if next.Scheme != "https" && (next.Scheme != u.Scheme || next.Hostname() != g.host) {
				return nil, g.failed("it redirects to an address without https")
			}
			u = next
			continue
		}
		if resp.StatusCode != http.StatusOK {
			_ = resp.Body.Close()
			return nil, g.refused(resp)
		}
		return resp.Body, nil
	}
	return nil, g.failed("it redirects more than %d times", maxRedirects)
}

func (g *getter) refused(resp *http.Response) *Error {
	e := g.failed("the server answered %s", resp.Status)
	switch {
	case resp.StatusCode >= 500, resp.StatusCode == http.StatusTooManyRequests:
		e.Again = true
	case resp.StatusCode == http.StatusUnauthorized, resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone:
		e.Reason += ": is it still published?"
	}
	return e
}

// once sends one request.
func (g *getter) once(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, g.failed("this is not an address that can be read")
	}
	req.Header.Set("User-Agent", "quo-import")
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if u.Hostname() != g.host {
		dialer.Control = onlyPublic
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: headPatience, DisableKeepAlives: true,
	}
	if proxy, err := transport.Proxy(req); err == nil && proxy != nil && dialer.Control != nil {
		// The proxy is what is dialled, and it resolves names: an address can still be judged.
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) {
			return nil, g.failed("%s", errPrivate)
		}
		dialer.Control = nil
	}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return nil, g.lost(ctx, err)
	}
	return resp, nil
}

// lost returns the error of a request without an answer. That of net/http quotes the
// address.
func (g *getter) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ctx.Err()
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if errors.Is(err, errPrivate) {
		return g.failed("%s", errPrivate)
	}
	e := g.failed("no answer: %v", err)
	e.Again = true
	return e
}

var errPrivate = errors.New("it redirects to an address of a private network")

// onlyPublic refuses to connect to an address that is not public. It sees the address
// after the name was resolved.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	ip, err := netip.ParseAddrPort(address)
	if err != nil || !public(ip.Addr()) {
		return errPrivate
	}
	return nil
}

// shared is the address space of providers (RFC 6598), which is not public either.
var shared = netip.MustParsePrefix("100.64.0.0/10")

func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !shared.Contains(ip)
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// download is the body of an answer, with its limit of size.
type download struct {
	body   io.ReadCloser
	getter *getter
	left   int64
	cancel context.CancelFunc
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.body.Read(p)
	if d.left -= int64(n); d.left < 0 {
		return 0, d.getter.failed("it is larger than %d MB: download it and pass the file", d.getter.most>>20)
	}
	if err != nil && err != io.EOF {
		if errors.Is(err, context.Canceled) {
			return n, err
		}
		e := d.getter.failed("the download broke off: %v", err)
		e.Again = true
		return n, e
	}
	return n, err
}

func (d *download) Close() error {
	defer d.cancel()
	return d.body.Close()
}
