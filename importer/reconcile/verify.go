package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/send"
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
}

// Event marks a Difference as an event.Event.
func (Difference) Event() {}

// Verified is what Verify found.
type Verified struct {
	Keys        int // records of the source
	Different   int // keys with a difference
	Differences map[DifferenceKind]int
}

// Verify compares the records of the source with Quo, in look-ups of twenty, and emits
// each Difference, in the order of the keys. It changes nothing. For each key it reports
// one difference, the most serious.
func (r *Reconciler) Verify(ctx context.Context) (Verified, error) {
	v := &verifier{r: r, out: Verified{Differences: map[DifferenceKind]int{}}, begun: map[string]bool{}}
	intents, err := r.State.Intents(ctx, r.Source)
	if err != nil {
		return v.out, err
	}
	for _, in := range intents {
		v.begun[in.Key] = true
	}
	// One read transaction: it sees the state as of one moment.
	err = r.State.View(ctx, r.Source, func(s store.Snapshot) error {
		var batch []store.KeyRecord
		for rec, err := range s.All() {
			if err != nil {
				return err
			}
			batch = append(batch, rec)
			if len(batch) == send.LookupSize {
				if err := v.batch(ctx, batch); err != nil {
					return err
				}
				batch = batch[:0]
			}
		}
		return v.batch(ctx, batch)
	})
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
}

func (v *verifier) differs(k store.KeyRecord, kind DifferenceKind, format string, args ...any) {
	v.out.Different++
	v.out.Differences[kind]++
	v.r.Emit(Difference{Key: k.Key, ContactID: k.Record.ContactID, Kind: kind, Text: fmt.Sprintf(format, args...)})
}

func (v *verifier) batch(ctx context.Context, batch []store.KeyRecord) error {
	if len(batch) == 0 {
		return nil
	}
	keys := make([]string, len(batch))
	for i, k := range batch {
		keys[i] = k.Key
	}
	found, err := v.r.Sender.Lookup(ctx, keys...)
	if err != nil && quo.Classify(err) != quo.Permanent { // a refused key is read by its contact's id
		return err
	}
	carriers := map[string][]quo.Contact{}
	for _, c := range found {
		if c.Source == v.r.Source || quo.AppSource(c.Source) {
			carriers[c.ExternalID] = append(carriers[c.ExternalID], c)
		}
	}
	for _, k := range batch {
		if err := v.compare(ctx, k, carriers[k.Key]); err != nil {
			return err
		}
	}
	v.r.Emit(event.Progress{Done: v.out.Keys})
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
	if len(found) == 1 && found[0].ID == k.Record.ContactID && !found[0].UpdatedAt.Before(k.Record.UpdatedAt) {
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
		v.differs(k, DiffOther, "contact %s has the key now", found[0].ID)
	case contact.ExternalID != k.Key:
		v.differs(k, DiffKey, "its contact has lost the key")
	default:
		v.values(k, contact)
	}
	return nil
}

// values compares what we wrote with what is there.
func (v *verifier) values(k store.KeyRecord, contact *quo.Contact) {
	if lost := merge.LostFields(k.Record.Base, k.Key, contact); len(lost) > 0 {
		v.differs(k, DiffValue, "changed in Quo: %s", strings.Join(lost, ", "))
		return
	}
	if !k.Record.UpdatedAt.IsZero() && contact.UpdatedAt.After(k.Record.UpdatedAt) {
		v.differs(k, DiffChanged, "changed in Quo at %s", contact.UpdatedAt.UTC().Format(time.RFC3339))
	}
}
