package quo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// MaxLookup is the maximum of external ids in one request: more were seen to be
// refused (docs/quo-api.md, rule 5).
const MaxLookup = 20

// Lookup reads the contacts that have one of these external ids, of any source,
// in one request for twenty ids, or more if an answer has several pages. There
// may be none or several for an id; right after a create, none proves nothing
// (docs/quo-api.md, rule 7).
//
// A request that the server refuses (400) is sent again in halves. If ids are
// refused even one by one, the error is a *RefusedError that lists them, and
// the contacts are complete for all the others. If the answer holds a contact
// with none of the ids, the error is a *FilterIgnoredError.
func (c *Client) Lookup(ctx context.Context, externalIDs []string) ([]Contact, error) {
	if slices.Contains(externalIDs, "") {
		return nil, fmt.Errorf("look up an empty external id: %w", errID)
	}
	l := lookup{client: c}
	for ids := range slices.Chunk(externalIDs, MaxLookup) {
		if err := l.ask(ctx, ids); err != nil {
			return nil, err
		}
	}
	if l.refused.Err != nil {
		return l.found, &l.refused
	}
	return l.found, nil
}

// A lookup collects the results of several requests.
type lookup struct {
	client  *Client
	found   []Contact
	refused RefusedError
}

func (l *lookup) ask(ctx context.Context, ids []string) error {
	var found []Contact
	for contact, err := range l.client.list(ctx, url.Values{"externalIds": ids}) {
		switch {
		case isRefusal(err):
			return l.split(ctx, ids, err)
		case err != nil:
			return err
		case slices.Contains(ids, contact.ExternalID):
			found = append(found, contact)
		case !slices.ContainsFunc(ids, func(id string) bool { return alike(id, contact.ExternalID) }):
			return &FilterIgnoredError{Asked: len(ids), Stranger: contact.ID}
		}
	}
	l.found = append(l.found, found...)
	return nil
}

// split asks in halves for ids that were refused together, so that one id
// cannot hide the others.
func (l *lookup) split(ctx context.Context, ids []string, refusal error) error {
	if len(ids) == 1 {
		l.refused.ExternalIDs = append(l.refused.ExternalIDs, ids[0])
		l.refused.Err = refusal
		return nil
	}
	half := len(ids) / 2
	if err := l.ask(ctx, ids[:half]); err != nil {
		return err
	}
	return l.ask(ctx, ids[half:])
}

func isRefusal(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Status == http.StatusBadRequest
}

// alike reports whether a server that compares more loosely may have taken one
// id for the other. Such a contact was not asked for, but it does not prove that
// the filter is ignored.
func alike(a, b string) bool { return strings.EqualFold(canonicalText(a), canonicalText(b)) }
