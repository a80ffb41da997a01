package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// RoundTripper returns a transport that answers requests inside the process,
// without TCP, so that a client can be tested in a testing/synctest bubble. A
// reset is an error that is syscall.ECONNRESET, a hang ends with the request's
// context, and a truncated body ends with io.ErrUnexpectedEOF.
func (s *Sandbox) RoundTripper() http.RoundTripper { return Direct(s) }

// Direct is RoundTripper for any handler, such as one that wraps a sandbox. A
// panic with http.ErrAbortHandler breaks the connection.
func Direct(h http.Handler) http.RoundTripper { return direct{h} }

type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := &memory{header: make(http.Header)}
	aborted := w.serve(d.handler, inbound(r))
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if aborted && w.status == 0 {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return w.response(r, aborted), nil
}

// inbound returns the request as a server sees it.
func inbound(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:1"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

// memory is a ResponseWriter that keeps what was written. It has no Flush and no
// Hijack, so that emit aborts instead.
type memory struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

func (m *memory) Header() http.Header { return m.header }

func (m *memory) WriteHeader(status int) {
	if m.status == 0 {
		m.status, m.sent = status, m.header.Clone()
	}
}

func (m *memory) Write(p []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	return m.body.Write(p)
}

// serve reports whether the handler aborted; it does not recover other panics.
func (m *memory) serve(h http.Handler, r *http.Request) (aborted bool) {
	defer func() {
		if e := recover(); e != nil {
			if err, ok := e.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(e)
			}
			aborted = true
		}
	}()
	h.ServeHTTP(m, r)
	m.WriteHeader(http.StatusOK)
	return false
}

func (m *memory) response(r *http.Request, aborted bool) *http.Response {
	var body io.Reader = &m.body
	length := int64(m.body.Len())
	if aborted {
		body, length = io.MultiReader(body, broken{}), -1
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", m.status, http.StatusText(m.status)), StatusCode: m.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: m.sent, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// broken is the rest of a body after the connection was lost.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
