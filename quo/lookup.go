package quo

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Bounds of one request by external ids (docs/quo-api.md, rule 5).
const (
	// maxLookup is the maximum of external ids: more were seen to be refused.
	maxLookup = 20

	// maxQuery is the maximum of bytes that the ids take in the URL. Many gateways
	// refuse a URL of more than 8 kB; 20 ids of 75 Japanese characters take 14 kB.
	maxQuery = 4000
)

// Lookup reads the contacts that have one of these external ids, of any source,
// in one request for twenty ids, or more if the ids are long or an answer has
// several pages. There may be none or several for an id; right after a create,
// none proves nothing (docs/quo-api.md, rule 7).
//
// A server that compares ids more loosely also returns contacts with an id that
// is only Near one of these. They are in the result: another contact has taken
// that id, and the caller must not take it for its own.
//
// A request that the server refuses (400, 413, 414, 431) is sent again in
// halves. If ids are refused even one by one, the error is a *RefusedError that
// lists them, and the contacts are complete for all the others. If the answer
// holds a contact with an id that nobody asked for, the error is a
// *FilterIgnoredError.
func (c *Client) Lookup(ctx context.Context, externalIDs []string) ([]Contact, error) {
	if slices.Contains(externalIDs, "") {
		return nil, fmt.Errorf("look up an empty external id: %w", errID)
	}
	l := lookup{client: c}
	for ids := range chunks(externalIDs) {
		if err := l.ask(ctx, ids); err != nil {
			return nil, err
		}
	}
	if l.refused.Err != nil {
		return l.found, &l.refused
	}
	return l.found, nil
}

// Near reports whether two external ids differ, but only in case, in the spaces
// around them or in their Unicode form, so that a server may take one for the
// other.
func Near(a, b string) bool {
	return a != b && a != "" && b != "" && strings.EqualFold(canonicalText(a), canonicalText(b))
}

// Certain reports whether a Lookup that does not return an external id proves that no
// contact has it. A server that takes one with a comma for several ids finds none of
// them; only a list shows the contact.
func Certain(externalID string) bool { return !strings.Contains(externalID, ",") }

// chunks splits ids into requests within maxLookup and maxQuery.
func chunks(ids []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		start, size := 0, 0
		for i, id := range ids {
			added := len("&externalIds=") + len(url.QueryEscape(id))
			if i > start && (i-start == maxLookup || size+added > maxQuery) {
				if !yield(ids[start:i]) {
					return
				}
				start, size = i, 0
			}
			size += added
		}
		if start < len(ids) {
			yield(ids[start:])
		}
	}
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
			return l.halve(ctx, ids, err)
		case err != nil:
			return err
		case slices.ContainsFunc(ids, func(id string) bool { return matches(id, contact.ExternalID) }):
			found = append(found, contact)
		default:
			split := slices.IndexFunc(ids, func(id string) bool { return partMatches(id, contact.ExternalID) })
			if split < 0 {
				return &FilterIgnoredError{Asked: len(ids), Stranger: contact.ID}
			}
			l.refuse(ids[split], errSplit)
		}
	}
	l.found = append(l.found, found...)
	return nil
}

// halve asks in halves for ids that were refused together, so that one id
// cannot hide the others.
func (l *lookup) halve(ctx context.Context, ids []string, refusal error) error {
	if len(ids) == 1 {
		l.refuse(ids[0], refusal)
		return nil
	}
	half := len(ids) / 2
	if err := l.ask(ctx, ids[:half]); err != nil {
		return err
	}
	return l.ask(ctx, ids[half:])
}

func (l *lookup) refuse(id string, reason error) {
	l.refused.Err = reason
	if !slices.Contains(l.refused.ExternalIDs, id) {
		l.refused.ExternalIDs = append(l.refused.ExternalIDs, id)
	}
}

// isRefusal reports whether fewer or shorter ids may be answered.
func isRefusal(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	if !ok {
		return false
	}
	switch api.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong,
		http.StatusRequestHeaderFieldsTooLarge:
		return true
	}
	return false
}

// matches reports whether a contact with an external id may be in the answer to
// the id that was asked for.
func matches(asked, externalID string) bool {
	return externalID != "" && externalID == asked || Near(asked, externalID)
}

// partMatches is matches for a server that takes an id with a comma for several
// ids.
func partMatches(asked, externalID string) bool {
	parts := strings.Split(asked, ",")
	return len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return matches(part, externalID) })
}

var errSplit = errors.New("the server takes an external id with a comma for several ids")
