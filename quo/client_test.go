package quo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testKey = "k3y-that-must-not-show"

// handler is a transport that calls a handler, without a socket.
type handler http.HandlerFunc

func (h handler) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h(w, req)
	resp := w.Result()
	resp.Request = req
	return resp, req.Context().Err()
}

func testClient(t *testing.T, serve http.HandlerFunc) *Client {
	t.Helper()
	c, err := New(Options{Key: testKey, Transport: handler(serve)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func TestNewExplainsWhatIsWrongWithTheOptions(t *testing.T) {
	tests := []struct{ name, url, key, want string }{
		{"the default host needs no URL", "", "abc", ""},
		{"this machine may be reached without https", "http://127.0.0.1:8484", "abc", ""},
		{"by name too", "http://localhost:8484/", "abc", ""},
		{"and by IPv6", "http://[::1]:8484", "abc", ""},
		{"any other host may not", "http://api.quo.com", "abc", "unencrypted"},
		{"a host that only looks local may not", "http://127.0.0.1.example.com", "abc", "unencrypted"},
		{"a scheme is needed", "api.quo.com", "abc", "invalid base URL"},
		{"another scheme will not do", "ftp://api.quo.com", "abc", "invalid base URL"},
		{"a user in it would go into logs", "https://u:p@api.quo.com", "abc", "no user"},
		{"a URL that cannot be read is not quoted", "https://u:p%zz@api.quo.com", "abc", "cannot read the base URL"},
		{"a key is needed", "", "", "is empty"},
		{"of more than spaces", "", " \n", "is empty"},
		{"without Bearer", "", "Bearer abc", `starts with "Bearer"`},
		{"in any case", "", "bearer  abc", `starts with "Bearer"`},
		{"a key that begins with these letters is a key", "", "bearerabc", ""},
		{"without a line break", "", "abc\n", "a line break"},
		{"without a space", "", "ab c", "a space"},
		{"without a control character", "", "ab\x00c", "a space or a line break"},
		{"without typographic quotes", "", "“abc”", "a character that no key has"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(Options{BaseURL: tt.url, Key: tt.key})
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q in it", err, tt.want)
			case err != nil && strings.Contains(err.Error(), "abc"):
				t.Errorf("%v quotes the key", err)
			}
		})
	}
}

func TestTheBaseURLIsKeptWithoutWhatPeoplePasteBehindIt(t *testing.T) {
	for _, url := range []string{"https://api.quo.com", " https://api.quo.com/", "https://api.quo.com/v1", "https://api.quo.com/v1/"} {
		c, err := New(Options{BaseURL: url, Key: "abc"})
		if err != nil {
			t.Fatal(err)
		}
		if c.BaseURL() != "https://api.quo.com" {
			t.Errorf("%q became %q", url, c.BaseURL())
		}
	}
}

func TestARequestCarriesTheRawKeyAndWhatItIs(t *testing.T) {
	var got http.Header
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		answer(w, 201, `{"data":{"id":"c1"}}`)
	})
	if _, err := c.Create(t.Context(), Contact{FirstName: "Ada"}); err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"Authorization": {testKey},
		"Accept":        {"application/json"},
		"Content-Type":  {"application/json"},
		"User-Agent":    {"quo-import"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheHooksFrameEveryRequestAndTheCountersCountThem(t *testing.T) {
	var order []string
	statuses := []int{429, 200}
	c, err := New(Options{
		Key:    testKey,
		Before: func(context.Context) error { order = append(order, "before"); return nil },
		Observe: func(status int, h http.Header) {
			order = append(order, fmt.Sprint("observe ", status, h.Get("ratelimit")))
		},
		Transport: handler(func(w http.ResponseWriter, _ *http.Request) {
			order = append(order, "sent")
			w.Header().Set("ratelimit", `;r=9`)
			answer(w, statuses[0], `{"data":[]}`)
			statuses = statuses[1:]
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, limited := c.CustomFields(t.Context())
	if Classify(limited) != Limited {
		t.Errorf("429 gave %v", limited)
	}
	if _, err := c.CustomFields(t.Context()); err != nil {
		t.Error(err)
	}
	want := []string{"before", "sent", "observe 429;r=9", "before", "sent", "observe 200;r=9"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
	if sent, over := c.Requests(); sent != 2 || over != 1 {
		t.Errorf("counted %d requests, %d over the limit; want 2 and 1", sent, over)
	}
}

func TestNothingIsSentThatTheGateHoldsBack(t *testing.T) {
	shut := errors.New("shut")
	c, err := New(Options{
		Key:       testKey,
		Before:    func(context.Context) error { return shut },
		Transport: handler(func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") }),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Get(t.Context(), "c1")
	if !errors.Is(err, shut) || Classify(err) != NotSent {
		t.Errorf("got %v (%v), want it to be %v and not sent", err, Classify(err), shut)
	}
}

func TestTheKeyAndThePeopleAreInNoLogAndNoPrint(t *testing.T) {
	var log bytes.Buffer
	c, err := New(Options{
		Key: testKey,
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Transport: handler(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				answer(w, 200, `{"data":[],"nextPageToken":null}`)
				return
			}
			answer(w, 401, `{"message":"no such key: `+testKey+`","trace":"`+testKey+`","errors":["`+testKey+`"]}`)
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Lookup(t.Context(), []string{"customer-77"}); err != nil {
		t.Fatal(err)
	}
	_, err = c.Create(t.Context(), Contact{FirstName: "Ada"})
	out := log.String() + fmt.Sprintf("%v %+v %#v", err, c, c)
	for _, secret := range []string{testKey, "customer-77", "Ada"} {
		if strings.Contains(out, secret) {
			t.Errorf("%q is in:\n%s", secret, out)
		}
	}
	if !strings.Contains(log.String(), "path=/v1/contacts status=401") {
		t.Errorf("the log is empty:\n%s", log.String())
	}
}
