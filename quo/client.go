package quo

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// A Client talks to the API with one key. It may be used by many goroutines at
// once.
//
// It sends nothing twice on its own: what to do about an error is for the
// caller, who asks Classify. The one exception is below it: Go's transport
// sends a request again if a kept-alive connection turns out to be dead before
// a byte of it was written, and a GET also if the connection dies before the
// first byte of the answer. Neither can carry out a write twice.
type Client struct {
	opts Options // but for the key
	base string
	http *http.Client

	// The key lives in these two closures only, so that printing a Client
	// cannot show it.
	sign  func(*http.Request)
	scrub func(string) string

	sent, limited atomic.Int64

	// refused is the answer that the key is not good (401, 402, 403). From then
	// on nothing more is sent: whoever waits for the limiter gets this instead.
	refused atomic.Pointer[APIError]
}

// New makes a client. Its errors are sentences for the person who typed the
// URL or the key; they never quote the key.
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

// neverFollow hands redirects to the client as answers: a followed one would
// carry the key to wherever it points, and turn a POST into a GET.
func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// BaseURL gives the URL that the client talks to, as the state file keeps it:
// without a slash at its end.
func (c *Client) BaseURL() string { return c.base }

// Requests gives the number of requests sent so far, and how many of them were
// over the limit (429).
func (c *Client) Requests() (sent, limited int64) { return c.sent.Load(), c.limited.Load() }
