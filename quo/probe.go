package quo

import (
	"context"
	"net/http"
	"net/url"
)

// A Probe is a request as it is, for questions about the API itself (package
// doctor). Whoever wants to read or write contacts uses the other methods: they
// keep the rules of docs/quo-api.md, and a Probe keeps none.
type Probe struct {
	Method  string
	Path    string // escaped, from the root: /v1/contacts
	Query   url.Values
	Version string // the header Quo-Api-Version of the dated API; "" for none
	Body    any    // is encoded as JSON; nil for none
}

// Probed is the answer to a Probe.
type Probed struct {
	Header http.Header
	Body   []byte
}

// Probe sends a request once, within the rate limit and with the key. Its errors
// are those of all methods; a 403 says nothing about other requests.
func (c *Client) Probe(ctx context.Context, p Probe) (Probed, error) {
	var answer Probed
	err := c.do(ctx, call{
		method: p.Method, path: p.Path, query: p.Query, body: p.Body, version: p.Version, optional: true,
		header: func(h http.Header) { answer.Header = h },
		answer: func(body []byte) error {
			answer.Body = body
			return nil
		},
	})
	return answer, err
}
