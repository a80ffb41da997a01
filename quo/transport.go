package quo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// idleConns exceeds the number of workers (16), so that no connection is closed
// only to be opened again.
const idleConns = 32

// bufferSize is that of each direction of a connection. Nearly all requests and answers
// are smaller, and a process may have a thousand connections.
const bufferSize = 2 << 10

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  withoutPassword(http.ProxyFromEnvironment),
		OnProxyConnectResponse: proxyAnswer,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		WriteBufferSize:        bufferSize,
		ReadBufferSize:         bufferSize,
		MaxIdleConns:           idleConns,
		MaxIdleConnsPerHost:    idleConns,
		IdleConnTimeout:        60 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
	}
}

// A ProxyError is the failure of the proxy that HTTPS_PROXY names. It holds
// neither the proxy's user nor its password.
type ProxyError struct {
	Proxy  string // host and port; "" if HTTPS_PROXY cannot be read
	Target string // host and port that the proxy was to connect to
	Status int    // the proxy's answer; 0 if it was not asked
}

func (e *ProxyError) Error() string {
	answer := fmt.Sprintf("the proxy %s does not connect to %s (%d %s)", e.Proxy, e.Target, e.Status, http.StatusText(e.Status))
	switch {
	case e.Proxy == "":
		return "HTTPS_PROXY is not a URL such as http://proxy.example:3128: correct it"
	case e.Status == http.StatusProxyAuthRequired:
		return answer + ": correct the user and password in HTTPS_PROXY, or connect without the proxy by NO_PROXY"
	case e.refuses():
		return answer + ": have it allowed there, correct HTTPS_PROXY, or connect without the proxy by NO_PROXY"
	}
	return answer
}

// refuses reports whether the proxy would answer the same again.
func (e *ProxyError) refuses() bool {
	return e.Status < 500 && e.Status != http.StatusRequestTimeout && e.Status != http.StatusTooManyRequests
}

// withoutPassword replaces the error of a proxy function, because it quotes the
// whole URL of the proxy.
func withoutPassword(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		u, err := proxy(r)
		if err != nil {
			return nil, &ProxyError{Target: r.URL.Host}
		}
		return u, nil
	}
}

func proxyAnswer(_ context.Context, proxy *url.URL, connect *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Proxy: proxy.Host, Target: connect.Host, Status: answer.StatusCode}
}

// A CertificateError is a server whose certificate is not trusted.
type CertificateError struct {
	Host string
	Err  *tls.CertificateVerificationError
}

func (e *CertificateError) Error() string {
	issuer := ""
	if chain := e.Err.UnverifiedCertificates; len(chain) > 0 {
		issuer = fmt.Sprintf(", issued by %q,", chain[0].Issuer)
	}
	clock := ""
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](e.Err); ok && invalid.Reason == x509.Expired {
		clock = "check the clock of this computer; "
	}
	return fmt.Sprintf("the certificate of %s%s is not trusted (%v): %sa company proxy may be intercepting the connection; if so, set SSL_CERT_FILE to a file with its CA certificate, or add that to the certificates of this computer",
		e.Host, issuer, e.Err.Err, clock)
}

func (e *CertificateError) Unwrap() error { return e.Err }

// explain replaces the error of a certificate by one that says what to do.
func explain(err error, host string) error {
	untrusted, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok {
		return err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "proxyconnect" {
		host = "the proxy"
	}
	return &CertificateError{host, untrusted}
}
