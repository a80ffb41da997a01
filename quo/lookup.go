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

// MaxLookup is how many external ids one look-up takes: more were seen to be
// refused (QUO_API, "What bites" 5).
const MaxLookup = 20

// Lookup reads the contacts that have one of these external ids, of whatever
// source, in one request for twenty ids or a few more. There may be none or
// several for an id; "none" is no proof right after a create (QUO_API, "What
// bites" 7).
//
// A request that the server refuses (400) is sent again in halves, so that one
// id cannot hide the others; if a single id is refused, that is the error. If
// a contact comes back that was not asked for, the error is a
// *FilterIgnoredError.
func (c *Client) Lookup(ctx context.Context, externalIDs []string) ([]Contact, error) {
	if slices.Contains(externalIDs, "") {
		return nil, fmt.Errorf("look up an empty external id: %w", errID)
	}
	var found []Contact
	for ids := range slices.Chunk(externalIDs, MaxLookup) {
		contacts, err := c.lookup(ctx, ids)
		if err != nil {
			return nil, err
		}
		found = append(found, contacts...)
	}
	return found, nil
}

func (c *Client) lookup(ctx context.Context, ids []string) ([]Contact, error) {
	var found []Contact
	for contact, err := range c.list(ctx, url.Values{"externalIds": ids}) {
		switch {
		case refused(err) && len(ids) > 1:
			return c.halves(ctx, ids)
		case refused(err):
			return nil, fmt.Errorf("look up external id %q: %w", ids[0], err)
		case err != nil:
			return nil, err
		case slices.Contains(ids, contact.ExternalID):
			found = append(found, contact)
		case !slices.ContainsFunc(ids, func(id string) bool { return alike(id, contact.ExternalID) }):
			return nil, &FilterIgnoredError{Asked: len(ids), Stranger: contact.ID}
		}
	}
	return found, nil
}

func (c *Client) halves(ctx context.Context, ids []string) ([]Contact, error) {
	half := len(ids) / 2
	first, err := c.lookup(ctx, ids[:half])
	if err != nil {
		return nil, err
	}
	second, err := c.lookup(ctx, ids[half:])
	return append(first, second...), err
}

func refused(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Status == http.StatusBadRequest
}

// alike says whether a server that compares more loosely than we do may have
// given one id for the other. Such a contact is not ours, but it does not show
// that the filter is ignored either.
func alike(a, b string) bool { return strings.EqualFold(canonicalText(a), canonicalText(b)) }
