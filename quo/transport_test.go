package quo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// server serves on a socket, for tests of the connection.
func server(t *testing.T, serve http.HandlerFunc, opts Options) *Client {
	t.Helper()
	srv := httptest.NewServer(serve)
	t.Cleanup(srv.Close)
	opts.BaseURL, opts.Key = srv.URL, testKey
	c, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reset closes the connection without an answer.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

func TestAWriteWithoutAnAnswerIsAmbiguous(t *testing.T) {
	tests := []struct {
		name  string
		serve http.HandlerFunc
	}{
		{"the connection is reset", func(w http.ResponseWriter, _ *http.Request) { reset(w) }},
		{"the answer does not come", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"the answer breaks off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"data":{"id":"c1"`)
		}},
		{"the answer never ends", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":{"id":"c1"`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
		{"the server fails", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var requests atomic.Int32
			c := server(t, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the client left
				tt.serve(w, r)
			}, Options{Timeout: 200 * time.Millisecond})
			_, err := c.Create(t.Context(), Contact{FirstName: "Ada"})
			if Classify(err) != Ambiguous || !Classify(err).Outage() {
				t.Errorf("got %v (%v)", err, Classify(err))
			}
			if requests.Load() != 1 {
				t.Errorf("the server saw %d requests", requests.Load())
			}
			if strings.HasPrefix(tt.name, "the answer") && !strings.Contains(tt.name, "breaks") && !errors.Is(err, ErrTimeout) {
				t.Errorf("%v does not say that it timed out", err)
			}
		})
	}
}

// A transport may send a write again if its connection was closed while idle.
func TestAWriteOnADyingConnectionIsSeenOnceAtMost(t *testing.T) {
	var writes atomic.Int32
	c := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `{"data":[]}`)
			return
		}
		writes.Add(1)
		reset(w)
	}, Options{})
	if _, err := c.CustomFields(t.Context()); err != nil { // leaves a connection to be used again
		t.Fatal(err)
	}
	for _, write := range []func() error{
		func() error { _, err := c.Create(t.Context(), Contact{}); return err },
		func() error { _, err := c.Update(t.Context(), "c1", Contact{}); return err },
		func() error { return c.Delete(t.Context(), "c1") },
	} {
		before := writes.Load()
		if err := write(); Classify(err) != Ambiguous {
			t.Errorf("got %v (%v)", err, Classify(err))
		}
		if n := writes.Load() - before; n != 1 {
			t.Errorf("the server saw the write %d times", n)
		}
	}
}

func TestWhatNeverReachedTheServerIsNotSent(t *testing.T) {
	refusing := func(err error) *http.Transport {
		return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, err }}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name      string
		ctx       context.Context
		transport http.RoundTripper
		want      Class
	}{
		{"a name that is not known", t.Context(), refusing(&net.DNSError{Err: "no such host", Name: "x"}), NotSent},
		{"a port that nobody listens on", t.Context(), refusing(&net.OpError{Op: "dial", Err: errors.New("refused")}), NotSent},
		{"a connection that is not made in time", t.Context(), &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}, NotSent},
		{"a run that was stopped before", cancelled, refusing(errors.New("unreached")), NotSent},
		{"a transport that does not say how far it came", t.Context(), failing{}, Ambiguous},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := New(Options{Key: testKey, BaseURL: "http://127.0.0.1:1", Transport: tt.transport, Timeout: 50 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Create(tt.ctx, Contact{})
			if Classify(err) != tt.want {
				t.Errorf("got %v (%v), want %v", err, Classify(err), tt.want)
			}
		})
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("lost") }

func TestACertificateThatIsNotTrustedStopsTheRun(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the key was sent") }))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	in2100 := func() time.Time { return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		name, url string
		config    *tls.Config
		want      string
	}{
		{"of an unknown authority", srv.URL, nil, "signed by unknown authority"},
		{"of another host", strings.Replace(srv.URL, "127.0.0.1", "localhost", 1), &tls.Config{RootCAs: roots}, "not localhost"},
		{"that has expired", srv.URL, &tls.Config{RootCAs: roots, Time: in2100}, "check the clock of this computer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport := newTransport()
			transport.TLSClientConfig = tt.config
			c, err := New(Options{BaseURL: tt.url, Key: testKey, Transport: transport})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.CustomFields(t.Context())
			if !is[*CertificateError](err) || !is[*tls.CertificateVerificationError](err) || Classify(err) != Fatal {
				t.Fatalf("got %v (%v)", err, Classify(err))
			}
			for _, part := range []string{"not sent: the certificate of " + strings.TrimPrefix(tt.url, "https://"), "Acme Co", tt.want, "SSL_CERT_FILE", "a company proxy may be intercepting"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%v\nlacks %q", err, part)
				}
			}
		})
	}
}

func TestTheProxysAnswer(t *testing.T) {
	tests := []struct {
		status int
		class  Class
		want   string // the end of the message
	}{
		{407, Fatal, "(407 Proxy Authentication Required): correct the user and password in HTTPS_PROXY, or connect without the proxy by NO_PROXY"},
		{403, Fatal, "(403 Forbidden): have it allowed there, correct HTTPS_PROXY, or connect without the proxy by NO_PROXY"},
		{404, Fatal, "(404 Not Found): have it allowed there"},
		{429, NotSent, "(429 Too Many Requests)"},
		{502, NotSent, "(502 Bad Gateway)"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") == "" {
					t.Errorf("the proxy was asked %s with %v", r.Method, r.Header)
				}
				w.WriteHeader(tt.status)
			}))
			defer srv.Close()
			_, address, _ := strings.Cut(srv.URL, "//")
			err := throughProxy(t, http.ProxyURL(&url.URL{Scheme: "http", Host: address, User: url.UserPassword("corpuser", "s3cret")}))
			want := "GET /v1/contact-custom-fields: not sent: the proxy " + address + " does not connect to api.quo.com:443 " + tt.want
			if !strings.HasPrefix(err.Error(), want) || Classify(err) != tt.class {
				t.Errorf("got %v (%v), want %s (%v)", err, Classify(err), want, tt.class)
			}
			if strings.Contains(err.Error(), "corpuser") || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%v quotes the user or the password", err)
			}
		})
	}
}

func TestAProxyThatCannotBeReadStopsTheRunAndIsNotQuoted(t *testing.T) {
	err := throughProxy(t, func(*http.Request) (*url.URL, error) {
		return nil, errors.New(`invalid proxy address "http://u:s3cret@proxy"`)
	})
	if Classify(err) != Fatal || !strings.Contains(err.Error(), "not sent") || !strings.Contains(err.Error(), "HTTPS_PROXY") || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v (%v)", err, Classify(err))
	}
}

// throughProxy returns the error of a request through a proxy.
func throughProxy(t *testing.T, proxy func(*http.Request) (*url.URL, error)) error {
	t.Helper()
	transport := newTransport()
	transport.Proxy = withoutPassword(proxy)
	c, err := New(Options{Key: testKey, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.CustomFields(t.Context()); !is[*ProxyError](err) {
		t.Fatalf("got %v", err)
	}
	return err
}

func TestNoRedirectIsFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308, 304} {
		c := server(t, func(w http.ResponseWriter, _ *http.Request) {
			if status != 304 {
				w.Header().Set("Location", elsewhere.URL+"/v1/contacts?externalIds=customer-77")
			}
			w.WriteHeader(status)
		}, Options{})
		_, err := c.Create(t.Context(), Contact{})
		if !is[*RedirectError](err) || Classify(err) != Fatal || strings.Contains(err.Error(), "customer-77") {
			t.Errorf("%d gave %v (%v)", status, err, Classify(err))
		}
	}
}

func TestAConnectionIsUsedAgain(t *testing.T) {
	var opened atomic.Int32
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 400, `{"message":"no"}`+strings.Repeat(" ", maxError))
	}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	c, err := New(Options{BaseURL: srv.URL, Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := c.Delete(t.Context(), "c1"); Classify(err) != Permanent {
			t.Fatal(err)
		}
	}
	if opened.Load() != 1 {
		t.Errorf("%d connections for 5 requests", opened.Load())
	}
}

// The table of docs/quo-api.md, "Errors".
func TestClassify(t *testing.T) {
	status := func(s int) error { return fmt.Errorf("wrapped: %w", &APIError{Status: s}) }
	tests := []struct {
		name  string
		err   error
		want  Class
		again bool
	}{
		{"success", nil, None, false},
		{"400: this row is refused", status(400), Permanent, false},
		{"422: this row is refused", status(422), Permanent, false},
		{"another 4xx", status(413), Permanent, false},
		{"401: a bad key", status(401), Fatal, false},
		{"402: no subscription", status(402), Fatal, false},
		{"403: not allowed", status(403), Fatal, false},
		{"404", status(404), NotFound, false},
		{"408 of a proxy, which may have passed it on", status(408), Ambiguous, true},
		{"409: the pair is taken", status(409), Conflict, false},
		{"429", status(429), Limited, true},
		{"500", status(500), Ambiguous, true},
		{"a gateway's 504", status(504), Ambiguous, true},
		{"a status that nobody knows", status(99), Ambiguous, true},
		{"lost after it was sent", &TransportError{Sent: true, Err: io.EOF}, Ambiguous, true},
		{"lost before", &TransportError{Err: io.EOF}, NotSent, true},
		{"an untrusted certificate", &TransportError{Err: &tls.CertificateVerificationError{Err: io.EOF}}, Fatal, false},
		{"a success that cannot be read", &AnswerError{Err: io.EOF}, Ambiguous, true},
		{"a redirect", &RedirectError{}, Fatal, false},
		{"a filter that is ignored", &FilterIgnoredError{}, Fatal, false},
		{"an id that cannot be looked up", &RefusedError{Err: errSplit}, Permanent, false},
		{"a value that cannot be sent", &ValueError{}, Permanent, false},
		{"an error that is not ours", io.EOF, Ambiguous, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Classify(tt.err)
			if got != tt.want || got.Again() != tt.again {
				t.Errorf("is %v, again %v; want %v, %v", got, got.Again(), tt.want, tt.again)
			}
		})
	}
}
