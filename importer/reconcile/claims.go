package reconcile

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo"
)

// Refusal is a key that must not be recorded with a contact.
type Refusal struct {
	Key, ContactID string
	Reason         string
}

// listFrom is the number of contacts from which the whole workspace is listed, in pages of
// fifty, instead of reading each by its id. The size of the workspace is not known before;
// reading fewer takes ten seconds at most.
const listFrom = 100

// CheckClaims returns the keys that must not be recorded with the contacts that a list
// from elsewhere names for them, in the order of the keys. ids is the contact of each key.
//
// The next import writes into these contacts and gives them their keys. One of another
// source would lose the key under which that source knows it, and be created again there.
func (r *Reconciler) CheckClaims(ctx context.Context, ids map[string]string) ([]Refusal, error) {
	owners, err := r.owners(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("reading the contacts: %w", r.Sender.Reason(err))
	}
	var refused []Refusal
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if reason := r.refusal(ids[key], owners[ids[key]]); reason != "" {
			refused = append(refused, Refusal{Key: key, ContactID: ids[key], Reason: reason})
		}
	}
	return refused, nil
}

// owner is to whom a contact in Quo belongs.
type owner struct {
	source string
	keyed  bool // it has an external id
}

func (r *Reconciler) refusal(id string, o *owner) string {
	switch {
	case o == nil:
		return fmt.Sprintf("Quo has no contact %s", id)
	case quo.ReadOnlySource(o.source):
		return fmt.Sprintf("contact %s is synced by an integration and read-only (source %s)", id, o.source)
	case o.keyed && o.source != r.Source && !quo.AppSource(o.source):
		return fmt.Sprintf("contact %s is of source %q and has a key there", id, o.source)
	}
	return ""
}

// owners returns the owner of each contact that is in Quo. That one is not there is
// known by its id only: a list may miss contacts.
func (r *Reconciler) owners(ctx context.Context, ids map[string]string) (map[string]*owner, error) {
	found := map[string]*owner{}
	note := func(c *quo.Contact) {
		found[c.ID] = &owner{source: c.Source, keyed: c.ExternalID != ""}
		r.Emit(event.Progress{Done: len(found)})
	}
	if len(ids) >= listFrom {
		if err := r.Sender.All(ctx, func() {}, note); err != nil {
			return nil, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if found[ids[key]] != nil {
			continue
		}
		c, err := r.Sender.Get(ctx, key, ids[key])
		if err != nil && quo.Classify(err) != quo.Permanent { // an id that Quo refuses is that of no contact
			return nil, err
		}
		if err == nil && c != nil {
			note(c)
		}
	}
	return found, nil
}
