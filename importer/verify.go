package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// DifferenceKind says how state and Quo differ.
type DifferenceKind string

// The kinds.
const (
	DiffGone       DifferenceKind = "gone"       // the contact is not in Quo any more
	DiffKey        DifferenceKind = "key"        // the contact has another key now, or none
	DiffOther      DifferenceKind = "other"      // the key is another contact's
	DiffDouble     DifferenceKind = "double"     // several contacts have the key
	DiffChanged    DifferenceKind = "changed"    // changed in Quo since we wrote last
	DiffValue      DifferenceKind = "value"      // something that we wrote is not there any more
	DiffUnfinished DifferenceKind = "unfinished" // a write of an interrupted run: the next import finds out
)

// Difference is an Event of Verify.
type Difference struct {
	Key       string
	ContactID string // by the state
	Kind      DifferenceKind
	Text      string // for a person; it holds no value of a contact
}

func (Difference) event() {}

// Verified is what a Verify found.
type Verified struct {
	Keys        int // records of the source
	Different   int // keys with a difference
	Differences map[DifferenceKind]int
}

// Verify compares what the state knows of the Source with Quo, by look-ups in
// twenties, and tells each Difference to Events, in the order of the keys. It
// changes nothing. A key has one difference, the gravest.
func (im *Importer) Verify(ctx context.Context) (Verified, error) {
	im = im.withDefaults()
	if im.State == nil || im.API == nil {
		return Verified{}, errNoState
	}
	v := &verifier{run: im.reading(), out: Verified{Differences: map[DifferenceKind]int{}}, begun: map[string]bool{}}
	intents, err := im.State.Intents(im.Source)
	if err != nil {
		return v.out, err
	}
	for _, in := range intents {
		v.begun[in.Key] = true
	}
	// One read transaction: it sees the state as of one moment, and hinders nobody.
	err = im.view(func(s store.Snapshot) error {
		var batch []recorded
		for key, rec := range s.All() {
			batch = append(batch, recorded{key, rec})
			if len(batch) == lookupSize {
				if err := v.batch(ctx, batch); err != nil {
					return err
				}
				batch = batch[:0]
			}
		}
		return v.batch(ctx, batch)
	})
	if err != nil {
		return v.out, v.reason(err)
	}
	for _, in := range intents { // of keys that have no record yet
		if v.begun[in.Key] {
			v.tell(recorded{key: in.Key}, DiffUnfinished, unfinished)
		}
	}
	return v.out, nil
}

const unfinished = "a write of an interrupted run has no outcome yet: the next import finds out"

// recorded is a key with its record.
type recorded struct {
	key string
	rec store.Record
}

type verifier struct {
	*run
	out   Verified
	begun map[string]bool // keys with an intent that were not told yet
}

func (v *verifier) tell(k recorded, kind DifferenceKind, format string, args ...any) {
	v.out.Different++
	v.out.Differences[kind]++
	v.im.emit(Difference{Key: k.key, ContactID: k.rec.ContactID, Kind: kind, Text: fmt.Sprintf(format, args...)})
}

func (v *verifier) batch(ctx context.Context, batch []recorded) error {
	if len(batch) == 0 {
		return nil
	}
	keys := make([]string, len(batch))
	for i, k := range batch {
		keys[i] = k.key
	}
	found, err := v.lookup(ctx, keys...)
	if err != nil && quo.Classify(err) != quo.Permanent { // a refused id is read by its contact's id
		return err
	}
	by := map[string][]quo.Contact{}
	for _, c := range found {
		if c.Source == v.im.Source || fromApp(c.Source) {
			by[c.ExternalID] = append(by[c.ExternalID], c)
		}
	}
	for _, k := range batch {
		if err := v.compare(ctx, k, by[k.key]); err != nil {
			return err
		}
	}
	v.im.emit(Progress{Done: v.out.Keys})
	return nil
}

// compare tells the difference of one key, if there is one.
func (v *verifier) compare(ctx context.Context, k recorded, found []quo.Contact) error {
	v.out.Keys++
	if v.begun[k.key] {
		delete(v.begun, k.key)
		v.tell(k, DiffUnfinished, unfinished)
		return nil
	}
	if len(found) > 1 {
		ids := make([]string, len(found))
		for i := range found {
			ids[i] = found[i].ID
		}
		slices.Sort(ids)
		v.tell(k, DiffDouble, "%d contacts have the key: %s", len(ids), strings.Join(ids, ", "))
		return nil
	}
	var remote *quo.Contact
	if len(found) == 1 && found[0].ID == k.rec.ContactID && !found[0].UpdatedAt.Before(k.rec.UpdatedAt) {
		remote = &found[0]
	} else if c, err := v.get(ctx, k.key, k.rec.ContactID); err != nil {
		return err
	} else {
		remote = c
	}
	switch {
	case remote == nil && len(found) == 1:
		v.tell(k, DiffOther, "its contact is gone from Quo, contact %s has the key now", found[0].ID)
	case remote == nil:
		v.tell(k, DiffGone, "its contact is gone from Quo")
	case remote.ExternalID != k.key && len(found) == 1:
		v.tell(k, DiffOther, "contact %s has the key now", found[0].ID)
	case remote.ExternalID != k.key:
		v.tell(k, DiffKey, "its contact has lost the key")
	default:
		v.values(k, remote)
	}
	return nil
}

// values compares what we wrote with what is there.
func (v *verifier) values(k recorded, remote *quo.Contact) {
	if lost := lostFields(k.key, k.rec.Base, remote); len(lost) > 0 {
		v.tell(k, DiffValue, "changed in Quo: %s", strings.Join(lost, ", "))
		return
	}
	if !k.rec.UpdatedAt.IsZero() && remote.UpdatedAt.After(k.rec.UpdatedAt) {
		v.tell(k, DiffChanged, "changed in Quo at %s", remote.UpdatedAt.UTC().Format(time.RFC3339))
	}
}

// lostFields names where a value of ours is not there any more. The state has
// only hashes: of an item it cannot be told which list it was in.
func lostFields(key string, base store.Base, remote *quo.Contact) []string {
	names := map[uint32]quo.Field{}
	for _, f := range scalarFields() {
		names[store.FieldHash(string(f), "")] = f
	}
	for _, value := range remote.Custom {
		f := quo.Custom(value.Key)
		names[store.FieldHash(string(f), "")] = f
	}
	held := heldBy(base, key, remote)
	var lost []string
	items := 0
	for _, e := range base {
		f, scalar := names[e.Field]
		switch {
		case scalar && len(remote.List(f)) == 0:
			if e.Value != store.ValueHash(key, quo.Canonical(f, remote.Text(f))) {
				lost = append(lost, string(f)+" is another")
			}
		case !slices.Contains(held, e):
			items++
		}
	}
	if items > 0 {
		lost = append(lost, fmt.Sprintf("of what we wrote into lists and custom fields, %d not there any more", items))
	}
	return lost
}
