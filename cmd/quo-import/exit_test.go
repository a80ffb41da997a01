package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"testing"

	"github.com/quo-import/quo-import/quo"
)

// What trying again cannot change ends with 5, also before the run has begun.
func TestTheExitCodeOfAnErrorOfTheAPI(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"a key that is refused", &quo.APIError{Status: 401}, exitStopped},
		{"a certificate that is not trusted", &quo.TransportError{Err: &tls.CertificateVerificationError{Err: errors.New("x509")}}, exitStopped},
		{"a proxy that refuses", &quo.TransportError{Err: &quo.ProxyError{Proxy: "proxy:3128", Status: 407}}, exitStopped},
		{"a proxy that is out of order", &quo.TransportError{Err: &quo.ProxyError{Proxy: "proxy:3128", Status: 502}}, exitUnfinished},
		{"no connection", &quo.TransportError{Err: errors.New("refused")}, exitUnfinished},
		{"a server that fails", &quo.APIError{Status: 503}, exitUnfinished},
	} {
		if got := codeOf(fmt.Errorf("asking for the custom fields: %w", tt.err)); got != tt.want {
			t.Errorf("%s: exit code %d, want %d", tt.name, got, tt.want)
		}
	}
}
