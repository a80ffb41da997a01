package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/store"
)

// Rebuilt is what a Rebuild found and did.
type Rebuilt struct {
	Listed  int      // contacts of the source
	Added   int      // records that are new
	Kept    int      // records that said the same already: with all that they know
	Changed int      // records that named another contact, and name the one in Quo now
	Keyless int      // contacts of the source without an external id
	Doubles []Double // keys that several contacts carry: none of them is recorded
}

// Double is a key with several contacts.
type Double struct {
	Key string
	IDs []string
}

func (d Double) String() string {
	return fmt.Sprintf("key %s has %d contacts: %s", d.Key, len(d.IDs), strings.Join(d.IDs, ", "))
}

// ClashError says that the state names other contacts than those that are to
// be recorded. Nothing was recorded.
type ClashError struct {
	Keys  []string // in order
	Known int      // records of the source
}

func (e *ClashError) Error() string {
	shown := e.Keys[:min(3, len(e.Keys))]
	return fmt.Sprintf("the state names another contact for %d of its %d keys (%s …): nothing was recorded; say --yes to replace them", len(e.Keys), e.Known, strings.Join(shown, ", "))
}

// listPasses is how often Rebuild lists the workspace at the most, and
// quietPasses how many passes in a row must bring nothing new once one did: of
// pages in an order that is random each time, a pass misses every third contact.
const (
	listPasses  = 20
	quietPasses = 3
)

// Rebuild makes the state of the Source from what Quo has: for a lost state
// file, or a new machine. What we wrote into a contact cannot be known, so the
// next import reads every contact that it finds in the file once (one request
// for twenty) and learns it again; until then nothing of a contact is removed.
//
// Contacts may be missing from a list whose order is not stable (QUO_API, "What
// bites" 7): it is read twice, and again and again where the second pass brings
// something new. One that is missed all the same is no harm: the next import
// looks up what the state does not know. Records that are there are kept; where
// one names another contact, Rebuild gives a *ClashError unless replace is set.
func (im *Importer) Rebuild(ctx context.Context, replace bool) (Rebuilt, error) {
	im = im.withDefaults()
	if im.State == nil || im.API == nil {
		return Rebuilt{}, errNoState
	}
	began := time.Now()
	r := im.reading()
	found, err := r.census(ctx)
	if err != nil {
		return Rebuilt{}, fmt.Errorf("listing the contacts of source %q: %w", im.Source, r.reason(err))
	}
	out := Rebuilt{Listed: len(found.contacts), Keyless: found.keyless()}
	keys, doubles := found.byKey()
	out.Doubles = doubles
	changes, err := im.adoptKnown(&out, keys, replace)
	if err != nil {
		return out, err
	}
	entry := store.Run{
		ID: im.Run, Kind: "rebuild", Source: im.Source, Started: began, Finished: time.Now(), Outcome: "done",
		Counts: map[string]int{"listed": out.Listed, "added": out.Added, "changed": out.Changed, "doubles": len(out.Doubles)},
	}
	for chunk := range slices.Chunk(changes, refreshSize) {
		if err := im.State.Commit(chunk...); err != nil {
			return out, err
		}
	}
	return out, im.State.Commit(store.PutRun(entry))
}

// adoptKnown makes the changes that bring the state to what Quo has.
func (im *Importer) adoptKnown(out *Rebuilt, keys map[string]seen, replace bool) ([]store.Change, error) {
	var changes []store.Change
	clash := &ClashError{}
	err := im.view(func(s store.Snapshot) error {
		clash.Known = s.Len()
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			c := keys[key]
			rec, ok, err := s.Get(key)
			switch {
			case err != nil:
				return err
			case ok && rec.ContactID == c.id:
				out.Kept++
				continue
			case ok:
				clash.Keys = append(clash.Keys, key)
				out.Changed++
			default:
				out.Added++
			}
			changes = append(changes, store.Refresh(im.Source, key, store.Record{
				ContactID: c.id, UpdatedAt: c.updated, Run: im.Run, Created: true,
			}))
		}
		return nil
	})
	if err == nil && len(clash.Keys) > 0 && !replace {
		err = clash
	}
	return changes, err
}

// census is the contacts of the source, by their ids.
type census struct{ contacts map[string]seen }

type seen struct {
	id, key string
	updated time.Time
}

// census lists the contacts of the source until nothing new comes.
func (r *run) census(ctx context.Context) (census, error) {
	all := census{contacts: map[string]seen{}}
	quiet, needed := 0, 1
	for pass := range listPasses {
		news, err := r.listOnce(ctx, &all)
		switch {
		case err != nil:
			return all, err
		case pass == 0:
		case news > 0:
			quiet, needed = 0, quietPasses
		default:
			quiet++
		}
		if quiet == needed {
			return all, nil
		}
	}
	r.im.emit(Notice{Kind: "unstable", Text: fmt.Sprintf("the list of contacts went on to bring new ones in %d passes: is somebody importing now? Run it again, it adds what is missing", listPasses)})
	return all, nil
}

// listOnce reads the list once, and says how many contacts were new. What a pass
// that failed has seen is kept.
func (r *run) listOnce(ctx context.Context, all *census) (news int, err error) {
	err = r.read(ctx, "list", true, func(ctx context.Context) error {
		for c, err := range r.im.API.All(ctx, r.im.Source) {
			if err != nil {
				return err
			}
			if c.Source != r.im.Source { // a server that ignores the filter
				continue
			}
			if _, ok := all.contacts[c.ID]; !ok {
				news++
				r.im.emit(Progress{Done: len(all.contacts) + 1})
			}
			all.contacts[c.ID] = seen{id: c.ID, key: c.ExternalID, updated: c.UpdatedAt}
		}
		return nil
	})
	return news, err
}

func (s census) keyless() int {
	n := 0
	for _, c := range s.contacts {
		if c.key == "" {
			n++
		}
	}
	return n
}

// byKey gives the contact of each key that has one, and the keys that have
// several.
func (s census) byKey() (one map[string]seen, doubles []Double) {
	ids := map[string][]string{}
	for id, c := range s.contacts {
		if c.key != "" {
			ids[c.key] = append(ids[c.key], id)
		}
	}
	one = make(map[string]seen, len(ids))
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if len(ids[key]) == 1 {
			one[key] = s.contacts[ids[key][0]]
			continue
		}
		slices.Sort(ids[key])
		doubles = append(doubles, Double{key, ids[key]})
	}
	return one, doubles
}
