package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// client sends requests to a sandbox in the process, without retries.
type client struct {
	t    *testing.T
	key  string
	http *http.Client
}

// start returns a sandbox without a limit, unless the options set one, and a
// client with a valid key. The test fails if a queued fault does not fire.
func start(t *testing.T, opts sandbox.Options) (*sandbox.Sandbox, client) {
	t.Helper()
	if opts.RatePerSecond == 0 {
		opts.RatePerSecond = -1
	}
	s := sandbox.New(opts)
	t.Cleanup(func() {
		for _, f := range s.Unfired() {
			t.Errorf("queued, but never fired: %s", f)
		}
	})
	return s, client{t, "key", &http.Client{Transport: s.RoundTripper()}}
}

// answer is an answer with its body read.
type answer struct {
	status int
	header http.Header
	body   string
	err    error // of the connection, or of reading the body
}

func (c client) send(method, path, body string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, "http://quo.test"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", c.key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(b), err}
}

func (c client) create(body string) answer { return c.send(http.MethodPost, "/v1/contacts", body) }

func (c client) patch(id, body string) answer {
	return c.send(http.MethodPatch, "/v1/contacts/"+id, body)
}

// must returns the contact of an answer; any other status ends the test.
func (a answer) must(t *testing.T, status int) sandbox.Contact {
	t.Helper()
	if a.err != nil || a.status != status {
		t.Fatalf("answer %d %s (%v), want %d", a.status, a.body, a.err, status)
	}
	var envelope struct{ Data sandbox.Contact }
	if err := json.Unmarshal([]byte(a.body), &envelope); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return envelope.Data
}

// want checks the status of an answer and a part of its body.
func (a answer) want(t *testing.T, status int, part string) {
	t.Helper()
	if a.err != nil || a.status != status || !strings.Contains(a.body, part) {
		t.Errorf("answer %d %s (%v), want %d with %q", a.status, a.body, a.err, status, part)
	}
}

// page is one page of a list.
type page struct {
	Data          []sandbox.Contact
	TotalItems    int
	NextPageToken *string
}

func (c client) list(query url.Values) page {
	c.t.Helper()
	a := c.send(http.MethodGet, "/v1/contacts?"+query.Encode(), "")
	var p page
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != http.StatusOK {
		c.t.Fatalf("list %v: %d %s (%v)", query, a.status, a.body, err)
	}
	return p
}

func (c client) lookup(ids ...string) page {
	return c.list(url.Values{"externalIds": ids, "maxResults": {"50"}})
}

// all pages through a list.
func (c client) all(size string) []sandbox.Contact {
	c.t.Helper()
	query := url.Values{"maxResults": {size}}
	var out []sandbox.Contact
	for {
		p := c.list(query)
		out = append(out, p.Data...)
		if p.NextPageToken == nil {
			return out
		}
		query.Set("pageToken", *p.NextPageToken)
	}
}

func contact(externalID string) string {
	return `{"externalId":"` + externalID + `","source":"acme","defaultFields":{"firstName":"Ada"}}`
}
