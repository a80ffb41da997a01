package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func serve(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func read(ctx context.Context, address string) (string, error) {
	body, err := get(ctx, address, 1<<20)
	if err != nil {
		return "", err
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	return string(text), err
}

func TestAFileIsDownloaded(t *testing.T) {
	tries := 0
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if tries++; tries < 3 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if r.URL.Path == "/t0ken/pub" {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return
		}
		fmt.Fprint(w, "ID,Name\n1,Maya\n")
	})
	if text, err := read(t.Context(), address+"/t0ken/pub?output=csv"); text != "ID,Name\n1,Maya\n" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

func TestWhatCannotBeDownloadedIsNamedWithoutTheSecret(t *testing.T) {
	target := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "private") })
	other := strings.Replace(target, "127.0.0.1", "localhost", 1)
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
		again   bool
	}{
		{"it is not published", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, "answered 404 Not Found: is it still published?", false},
		{"the server is down", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "answered 503", true},
		{"it redirects to another host of the own network", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusFound) }, "without https", false},
		{"it redirects to the own network with https", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, strings.Replace(other, "http:", "https:", 1), http.StatusFound)
		}, "private network", false},
		{"it redirects to the metadata of a cloud", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://169.254.169.254/latest", http.StatusFound)
		}, "private network", false},
		{"it redirects without end", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", http.StatusFound) }, "redirects more than 5 times", false},
		{"it redirects to nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, "redirects to nowhere", false},
		{"it breaks off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "ID,Na")
		}, "broke off", true},
		{"it never ends", func(w http.ResponseWriter, _ *http.Request) {
			for piece := []byte(strings.Repeat("x", 1<<20)); ; {
				if _, err := w.Write(piece); err != nil {
					return
				}
			}
		}, "larger than 1 MB", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := read(t.Context(), serve(t, c.handler)+"/t0ken/contacts.csv?key=t0ken")
			var failed *Error
			if !errors.As(err, &failed) || failed.Again != c.again || !strings.Contains(err.Error(), c.want) || text == "private" {
				t.Errorf("%v, want %s", err, c.want)
			}
			if strings.Contains(err.Error(), "t0ken") || !strings.HasPrefix(err.Error(), "127.0.0.1:") || !strings.Contains(err.Error(), "/…/contacts.csv: ") {
				t.Errorf("the name is wrong: %v", err)
			}
		})
	}
}

func TestAddressesThatAreNotRead(t *testing.T) {
	for address, want := range map[string]string{
		"http://example.com/contacts.csv": "only https://",
		"https://":                        "not an address",
		"https://docs.google.com/spreadsheets/d/t0ken/edit?gid=0#gid=0": "Publish to web",
		"https://docs.google.com/spreadsheets/d/t0ken/edit":             "Publish to web",
	} {
		if _, err := Get(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestADownloadIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := read(ctx, address); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestWhichAddressesArePublic(t *testing.T) {
	for address, want := range map[string]bool{
		"142.250.74.14": true, "2a00:1450:4001:80f::200e": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.1.1": false, "0.0.0.0": false, "fd00::1": false, "fe80::1": false, "224.0.0.1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestNames(t *testing.T) {
	for address, want := range map[string]string{
		"https://docs.google.com/spreadsheets/d/e/2PACX/pub?output=csv": "docs.google.com/…/pub",
		"https://example.com/contacts.csv":                              "example.com/contacts.csv",
		"https://example.com/":                                          "example.com", "https://user:pass@example.com/a/b.csv#c": "example.com/…/b.csv", "https://%zz": "the address",
	} {
		if got := Name(address); got != want || !Is(address) {
			t.Errorf("%s: %s", address, got)
		}
	}
	if Is("contacts.csv") || Is("-") || Is("httpsfoo") {
		t.Error("a file is no address")
	}
}
