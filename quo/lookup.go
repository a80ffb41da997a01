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
// A request that the server refuses (400) is sent again in halves. If single
// ids are refused in the end, the error is a *RefusedError that names them, and
// the contacts are right for all the others. If a contact comes back that was
// not asked for, the error is a *FilterIgnoredError.
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

// A lookup gathers what several requests find.
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

// split asks for ids that were refused together in halves, so that one id
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

// alike says whether a server that compares more loosely than we do may have
// given one id for the other. Such a contact is not ours, but it does not show
// that the filter is ignored either.
func alike(a, b string) bool { return strings.EqualFold(canonicalText(a), canonicalText(b)) }
