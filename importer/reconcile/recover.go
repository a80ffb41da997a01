// Package reconcile compares state and Quo without an input: Recover resolves unfinished
// writes of an interrupted run, Verify reports differences, Rebuild builds the state from the
// contacts in Quo, and CheckClaims checks a list of keys and contacts from elsewhere. Nothing
// here writes to Quo.
package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// State is what a Reconciler needs of the state.
type State interface {
	View(ctx context.Context, source string, read func(store.Snapshot) error) error
	Source(ctx context.Context, source string) (store.Source, bool, error)
	Intents(ctx context.Context, source string) ([]store.Intent, error)
	Commit(ctx context.Context, changes ...store.Change) error
}

// Reconciler works on one source.
type Reconciler struct {
	State   State
	Sender  *send.Sender
	Source  string
	Run     string // the run's id, for Rebuild
	ListLag time.Duration
	Emit    func(event.Event)
}

// recoverPasses is how often a write that is not found is looked for: at once, and when
// lists must show it. A list proves nothing alone (docs/quo-api.md, rule 7), so that a
// create whose key only a list can show is looked for once more.
const recoverPasses = 3

// Recover resolves the writes that an earlier run began and did not record, because it was
// killed or cut off. It comes before a plan is made, which relies on the state. Without
// such writes it sends no request.
func (r *Reconciler) Recover(ctx context.Context) error {
	open, err := r.State.Intents(ctx, r.Source)
	if err != nil {
		return err
	}
	v := &recovery{Reconciler: r, hidden: map[string]bool{}, doubts: map[string]bool{}, told: map[string]bool{}}
	var absent []store.Intent
	for pass := range recoverPasses {
		if len(open) == 0 {
			break
		}
		if pass == 1 {
			// The newest may not be listed yet: look them up again when they must be. How old they
			// are is not asked of the clock, which may have been wrong.
			if err := send.Pause(ctx, r.ListLag); err != nil {
				return err
			}
		}
		if open, err = v.resolve(ctx, open); err != nil {
			return r.Sender.Reason(err)
		}
		if pass > 0 { // two look-ups as far apart as lists may lag
			open = slices.DeleteFunc(open, func(in store.Intent) bool {
				if !v.hidden[in.Key] {
					absent = append(absent, in)
				}
				return !v.hidden[in.Key]
			})
		}
	}
	return v.drop(ctx, append(absent, open...))
}

// recovery is one Recover.
type recovery struct {
	*Reconciler
	hidden map[string]bool // keys that only a list can show
	doubts map[string]bool // keys whose contact does not show whether an update was carried out
	told   map[string]bool // keys whose conflict was reported
}

// drop forgets the intents of writes that were not carried out: their rows are planned
// again.
func (r *recovery) drop(ctx context.Context, intents []store.Intent) error {
	var changes []store.Change
	for _, in := range intents {
		changes = append(changes, store.Drop(r.Source, in.Key))
		if !r.doubts[in.Key] {
			continue
		}
		// It may have been carried out all the same: the row is compared, whatever it says.
		key := cmp.Or(in.From, in.Key)
		rec, err := r.recordOf(ctx, key)
		if err != nil {
			return err
		}
		if rec != nil {
			rec.Raw, rec.Desired = 0, 0
			changes = append(changes, store.Refresh(r.Source, key, *rec))
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return r.State.Commit(ctx, changes...)
}

// resolve records the intents whose write it finds, and returns the others.
func (r *recovery) resolve(ctx context.Context, intents []store.Intent) (open []store.Intent, err error) {
	for batch := range slices.Chunk(intents, send.LookupSize) {
		keys := make([]string, len(batch))
		for i, in := range batch {
			keys[i] = in.Key
		}
		found, err := r.Sender.Lookup(ctx, keys...)
		refused, _ := errors.AsType[*quo.RefusedError](err)
		if err != nil && refused == nil {
			return nil, fmt.Errorf("looking up the writes of an interrupted run: %w", err)
		}
		for _, in := range batch {
			happened, err := r.resolveOne(ctx, in, found)
			if err != nil {
				return nil, err
			}
			if happened {
				continue
			}
			open = append(open, in)
			if in.ContactID == "" && (!quo.Certain(in.Key) || refused != nil && slices.Contains(refused.ExternalIDs, in.Key)) {
				r.hidden[in.Key] = true
			}
		}
	}
	return r.resolveHidden(ctx, open)
}

// resolveHidden looks for creates whose keys cannot be looked up in the list of the
// source, and returns the intents whose write it does not find.
func (r *recovery) resolveHidden(ctx context.Context, intents []store.Intent) (open []store.Intent, err error) {
	if !slices.ContainsFunc(intents, func(in store.Intent) bool { return r.hidden[in.Key] }) {
		return intents, nil
	}
	var found []quo.Contact
	err = r.Sender.All(ctx, func() { found = nil }, func(c *quo.Contact) {
		if r.hidden[c.ExternalID] {
			found = append(found, c.Clone())
		}
	}, r.Source)
	if err != nil {
		return nil, fmt.Errorf("listing the contacts of source %q, for a write of an interrupted run: %w", r.Source, err)
	}
	for _, in := range intents {
		happened := false
		if r.hidden[in.Key] {
			if happened, err = r.resolveOne(ctx, in, found); err != nil {
				return nil, err
			}
		}
		if !happened {
			open = append(open, in)
		}
	}
	return open, nil
}

// resolveOne records an intent whose write happened, and reports whether it did.
func (r *recovery) resolveOne(ctx context.Context, in store.Intent, found []quo.Contact) (happened bool, err error) {
	if in.Operation == store.Delete {
		return true, r.resolveDelete(ctx, in)
	}
	contact, err := decide.Find(found, in.Key, r.Source, in.ContactID)
	if err != nil {
		if !r.told[in.Key] {
			r.told[in.Key] = true
			r.Emit(event.Notice{Kind: "recover", Text: fmt.Sprintf("key %s: %v", in.Key, err)})
		}
		return false, nil
	}
	if contact == nil && in.ContactID != "" {
		if contact, err = r.Sender.Get(ctx, in.Key, in.ContactID); err != nil {
			return false, err
		}
	}
	if contact == nil {
		return false, nil
	}
	sent, err := sentBy(in)
	if err != nil {
		return false, err
	}
	base, carried, doubt := sent.Late(contact)
	if in.Operation == store.Update && !carried {
		if doubt {
			r.doubts[in.Key] = true
		}
		return false, nil // the row is planned again
	}
	in.Record.Base = base
	changes, err := r.confirmation(ctx, in, contact)
	if err != nil {
		return false, err
	}
	return true, r.State.Commit(ctx, changes...)
}

// sentBy returns the write of an intent.
func sentBy(in store.Intent) (s merge.Sent, err error) {
	target, err := quo.Decode(in.Target)
	if err == nil && in.Operation != store.Create {
		var before quo.Contact
		before, err = quo.Decode(in.PreImage)
		s.Before = &before
	}
	if err != nil {
		return s, fmt.Errorf("key %s: the intent of an interrupted run: %w", in.Key, err)
	}
	s.Key, s.Base, s.Target = in.Key, in.Record.Base, &target
	return s, nil
}

// confirmation returns the changes that record a write of an earlier run. contact is nil
// if it was deleted.
func (r *recovery) confirmation(ctx context.Context, in store.Intent, contact *quo.Contact) (changes []store.Change, err error) {
	entry := store.JournalEntry{Key: in.Key, From: in.From, Run: in.Run, Operation: in.Operation, ContactID: in.ContactID, PreImage: in.PreImage}
	was, err := r.recordOf(ctx, cmp.Or(in.From, in.Key))
	if err != nil {
		return nil, err
	}
	entry.Previous = was
	if in.From != "" {
		changes = append(changes, store.Vacate(r.Source, in.From))
	}
	if in.Operation != store.Create && in.Record.ContactID == "" {
		return append(changes, store.Remove(r.Source, in.Key, entry)), nil
	}
	rec := in.Record
	if contact != nil {
		entry.ContactID = contact.ID
		rec.ContactID, rec.UpdatedAt = contact.ID, contact.UpdatedAt
	}
	return append(changes, store.Confirm(r.Source, in.Key, rec, entry)), nil
}

// recordOf returns the record of a key, nil for none.
func (r *Reconciler) recordOf(ctx context.Context, key string) (*store.Record, error) {
	records, err := store.RecordsOf(ctx, r.State, r.Source, key)
	if rec, ok := records[key]; ok {
		return &rec, err
	}
	return nil, err
}

// resolveDelete finds out how far a deletion came: not begun, key removed, or done. A
// contact whose key was removed keeps its record. If its row is imported again, the
// contact gets its key back; an undo that is run again continues with it, unless somebody
// has changed it.
func (r *recovery) resolveDelete(ctx context.Context, in store.Intent) error {
	contact, err := r.Sender.Get(ctx, in.Key, in.ContactID)
	if err != nil {
		return err
	}
	if contact == nil {
		changes, err := r.confirmation(ctx, in, nil)
		if err != nil {
			return err
		}
		return r.State.Commit(ctx, changes...)
	}
	changes := []store.Change{store.Drop(r.Source, in.Key)}
	rec, err := r.recordOf(ctx, in.Key)
	if err != nil {
		return err
	}
	if rec != nil && contact.ExternalID != in.Key {
		target, err := quo.Decode(in.Target)
		if err != nil {
			return err
		}
		rec.Raw, rec.Desired = 0, 0
		if merge.Reached(&target, contact) {
			rec.UpdatedAt = contact.UpdatedAt
		}
		changes = append(changes, store.Refresh(r.Source, in.Key, *rec))
	}
	return r.State.Commit(ctx, changes...)
}
