package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// DifferenceKind is how state and Quo differ.
type DifferenceKind string

// The kinds.
const (
	DiffGone       DifferenceKind = "gone"       // the contact is no longer in Quo
	DiffKey        DifferenceKind = "key"        // the contact has another key now, or none
	DiffOther      DifferenceKind = "other"      // another contact has the key
	DiffDouble     DifferenceKind = "double"     // several contacts have the key
	DiffChanged    DifferenceKind = "changed"    // changed in Quo since our last write
	DiffValue      DifferenceKind = "value"      // something that we wrote is missing
	DiffUnfinished DifferenceKind = "unfinished" // a write of an interrupted run: the next import looks it up
)

// Difference is an event of Verify.
type Difference struct {
	Key       string
	ContactID string // by the state
	Kind      DifferenceKind
	Text      string // for a person; it holds no value of a contact
	// Values are the values of DiffValue and the keys of DiffKey and DiffOther. They are
	// customers' data.
	Values []Value
}

// Event marks a Difference as an event.Event.
func (Difference) Event() {}

// Verified is what Verify found.
type Verified struct {
	Keys        int // records of the source
	Different   int // keys with a difference
	Differences map[DifferenceKind]int
}

// Verify compares the records of the source with Quo, which it reads in pages of fifty or
// in look-ups of twenty, whichever takes fewer requests, and emits each Difference, in the
// order of the keys. It changes nothing. For each key it reports one difference, the most
// serious.
func (r *Reconciler) Verify(ctx context.Context) (Verified, error) {
	v := &verifier{r: r, out: Verified{Differences: map[DifferenceKind]int{}}, begun: map[string]bool{}}
	intents, err := r.State.Intents(ctx, r.Source)
	if err != nil {
		return v.out, err
	}
	for _, in := range intents {
		v.begun[in.Key] = true
	}
	src, _, err := r.State.Source(ctx, r.Source)
	if err != nil {
		return v.out, err
	}
	v.slots = src.Slots
	// One read transaction: it sees the state as of one moment.
	err = r.State.View(ctx, r.Source, func(s store.Snapshot) error { return v.all(ctx, s) })
	if err != nil {
		return v.out, r.Sender.Reason(err)
	}
	for _, in := range intents { // of keys that have no record yet
		if v.begun[in.Key] {
			v.differs(store.KeyRecord{Key: in.Key}, DiffUnfinished, unfinished)
		}
	}
	return v.out, nil
}

const unfinished = "a write of an interrupted run has no outcome yet: the next import looks it up"

type verifier struct {
	r     *Reconciler
	out   Verified
	begun map[string]bool // keys with an intent that were not reported yet
	slots []store.SlotName
}

func (v *verifier) differs(k store.KeyRecord, kind DifferenceKind, format string, args ...any) {
	v.report(k, kind, fmt.Sprintf(format, args...), nil)
}

func (v *verifier) report(k store.KeyRecord, kind DifferenceKind, text string, values []Value) {
	v.out.Different++
	v.out.Differences[kind]++
	v.r.Emit(Difference{Key: k.Key, ContactID: k.Record.ContactID, Kind: kind, Text: text, Values: values})
}

// all compares all records of a snapshot.
func (v *verifier) all(ctx context.Context, s store.Snapshot) error {
	var keys []string
	for k, err := range s.All() {
		if err != nil {
			return err
		}
		keys = append(keys, k.Key)
	}
	there, err := v.r.Sender.ReadKeys(ctx, v.r.Source, len(keys), keys, func(n int) { v.r.Emit(event.Progress{Done: n}) })
	if err != nil {
		return err
	}
	for k, err := range s.All() {
		if err != nil {
			return err
		}
		found, err := there.Of(k.Key)
		if err != nil {
			return err
		}
		found = slices.DeleteFunc(found, func(c quo.Contact) bool { return c.Source != v.r.Source && !quo.AppSource(c.Source) })
		if err := v.compare(ctx, k, found); err != nil {
			return err
		}
	}
	return nil
}

// compare reports the difference of one key, if there is one. found are the contacts
// that have the key.
func (v *verifier) compare(ctx context.Context, k store.KeyRecord, found []quo.Contact) error {
	v.out.Keys++
	if v.begun[k.Key] {
		delete(v.begun, k.Key)
		v.differs(k, DiffUnfinished, unfinished)
		return nil
	}
	if len(found) > 1 {
		ids := make([]string, len(found))
		for i := range found {
			ids[i] = found[i].ID
		}
		slices.Sort(ids)
		v.differs(k, DiffDouble, "%d contacts have the key: %s", len(ids), strings.Join(ids, ", "))
		return nil
	}
	var contact *quo.Contact
	if len(found) == 1 && found[0].ID == k.Record.ContactID && !quo.Older(found[0].UpdatedAt, k.Record.UpdatedAt) {
		contact = &found[0]
	} else {
		var err error
		if contact, err = v.r.Sender.Get(ctx, k.Key, k.Record.ContactID); err != nil {
			return err
		}
	}
	switch {
	case contact == nil && len(found) == 1:
		v.differs(k, DiffOther, "its contact is gone from Quo, and contact %s has the key now", found[0].ID)
	case contact == nil:
		v.differs(k, DiffGone, "its contact is gone from Quo")
	case contact.ExternalID != k.Key && len(found) == 1:
		v.report(k, DiffOther, fmt.Sprintf("contact %s has the key now", found[0].ID), keyOf(k, contact))
	case contact.ExternalID != k.Key:
		v.report(k, DiffKey, "its contact has lost the key", keyOf(k, contact))
	default:
		v.values(k, contact)
	}
	return nil
}

// keyOf is the change of a contact that has another key now, or none.
func keyOf(k store.KeyRecord, c *quo.Contact) []Value {
	return []Value{{Field: "externalId", Sent: k.Key, Quo: c.ExternalID}}
}

// values compares what we wrote with what is there.
func (v *verifier) values(k store.KeyRecord, contact *quo.Contact) {
	if lost := merge.LostFields(k.Record.Base, k.Key, contact); len(lost) > 0 {
		text := "changed in Quo: " + strings.Join(lost, ", ")
		v.report(k, DiffValue, text, changed(k.Record.Base, k.Key, contact, v.slots))
		return
	}
	if !k.Record.UpdatedAt.IsZero() && quo.Older(k.Record.UpdatedAt, contact.UpdatedAt) {
		v.differs(k, DiffChanged, "changed in Quo at %s", contact.UpdatedAt.UTC().Format(time.RFC3339))
	}
}
