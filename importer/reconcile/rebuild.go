package reconcile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Rebuilt is what Rebuild found and did.
type Rebuilt struct {
	Listed  int      // contacts of the source
	Added   int      // records that are new
	Kept    int      // records that named the same contact, and stay as they are
	Changed int      // records that named another contact, and name the one in Quo now
	Keyless int      // contacts of the source without an external id
	Doubles []Double // keys that several contacts have: none of them is recorded
}

// Double is a key with several contacts.
type Double struct {
	Key string
	IDs []string
}

func (d Double) String() string {
	return fmt.Sprintf("key %s has %d contacts: %s", d.Key, len(d.IDs), strings.Join(d.IDs, ", "))
}

// ClashError is the error if the state names other contacts than those to be recorded.
// Nothing was recorded.
type ClashError struct {
	Keys  []string // in order
	Known int      // records of the source
}

func (e *ClashError) Error() string {
	shown := e.Keys[:min(3, len(e.Keys))]
	return fmt.Sprintf("the state names another contact for %d of its %d keys (%s …): nothing was recorded; pass --yes to replace them", len(e.Keys), e.Known, strings.Join(shown, ", "))
}

// listPasses is the maximum of passes over the list. After a pass that found new
// contacts, quietPasses in a row must find none: if the order of the list changes between
// pages, a pass misses a third of the contacts.
const (
	listPasses  = 20
	quietPasses = 3
)

// commitSize is how many records are recorded in one commit.
const commitSize = 512

// Rebuild builds the state of the source from the contacts in Quo, for a lost state file
// or a new machine. Which values we wrote is unknown, so the next import reads every
// contact of its input (one request for twenty); until then no value of a contact is
// removed.
//
// A list whose order is not stable may miss contacts (docs/quo-api.md, rule 7): it is read
// twice, and again if the second pass finds new ones. A contact that is still missed does
// no harm: the next import looks up keys that the state does not have. Existing records
// are kept; if one names another contact, the error is a *ClashError unless replace is
// set.
func (r *Reconciler) Rebuild(ctx context.Context, replace bool) (Rebuilt, error) {
	began := time.Now()
	found, err := r.census(ctx)
	if err != nil {
		return Rebuilt{}, fmt.Errorf("listing the contacts of source %q: %w", r.Source, r.Sender.Reason(err))
	}
	out := Rebuilt{Listed: len(found), Keyless: found.keyless()}
	keys, doubles := found.byKey()
	out.Doubles = doubles
	changes, err := r.compare(ctx, &out, keys, replace)
	if err != nil {
		return out, err
	}
	entry := store.Run{
		ID: r.Run, Kind: "rebuild", Source: r.Source, Started: began, Finished: time.Now(), Outcome: "done",
		Counts: map[string]int{"listed": out.Listed, "added": out.Added, "changed": out.Changed, "doubles": len(out.Doubles)},
	}
	for chunk := range slices.Chunk(changes, commitSize) {
		if err := r.State.Commit(ctx, chunk...); err != nil {
			return out, err
		}
	}
	return out, r.State.Commit(ctx, store.PutRun(entry))
}

// compare returns the changes that bring the state to what Quo has.
func (r *Reconciler) compare(ctx context.Context, out *Rebuilt, keys map[string]listed, replace bool) ([]store.Change, error) {
	var changes []store.Change
	clash := &ClashError{}
	src, _, err := r.State.Source(ctx, r.Source)
	if err != nil {
		return nil, err
	}
	err = r.State.View(ctx, r.Source, func(s store.Snapshot) (err error) {
		if clash.Known, err = s.Len(); err != nil {
			return err
		}
		for chunk := range slices.Chunk(slices.Sorted(maps.Keys(keys)), commitSize) {
			records, err := s.Records(chunk...)
			if err != nil {
				return err
			}
			for _, key := range chunk {
				c := keys[key]
				rec, known := records[key]
				switch {
				case known && rec.ContactID == c.id:
					out.Kept++
					continue
				case known:
					clash.Keys = append(clash.Keys, key)
					out.Changed++
				default:
					out.Added++
				}
				changes = append(changes, store.Refresh(r.Source, key, store.Record{
					ContactID: c.id, UpdatedAt: c.updated, Run: r.Run, Created: true, Definition: src.Number(),
				}))
			}
		}
		return nil
	})
	if err == nil && len(clash.Keys) > 0 && !replace {
		err = clash
	}
	return changes, err
}

// census is the contacts of the source, by id.
type census map[string]listed

type listed struct {
	id, key string
	updated time.Time
}

// census lists the contacts of the source until it finds no new ones.
func (r *Reconciler) census(ctx context.Context) (census, error) {
	all := census{}
	quiet, needed := 0, 1
	for pass := range listPasses {
		added, err := r.listOnce(ctx, all)
		switch {
		case err != nil:
			return all, err
		case pass == 0:
		case added > 0:
			quiet, needed = 0, quietPasses
		default:
			quiet++
		}
		if quiet == needed {
			return all, nil
		}
	}
	r.Emit(event.Notice{Kind: "unstable", Text: fmt.Sprintf("the list of contacts still had new ones after %d passes, perhaps because somebody is importing now: run it again to add what is missing", listPasses)})
	return all, nil
}

// listOnce reads the list once, and returns how many contacts were new. Contacts of a pass
// that failed are kept.
func (r *Reconciler) listOnce(ctx context.Context, all census) (added int, err error) {
	err = r.Sender.All(ctx, func() {}, func(c *quo.Contact) {
		if c.Source != r.Source { // a server that ignores the filter
			return
		}
		if _, ok := all[c.ID]; !ok {
			added++
			r.Emit(event.Progress{Done: len(all) + 1})
		}
		all[c.ID] = listed{id: c.ID, key: c.ExternalID, updated: c.UpdatedAt}
	}, r.Source)
	return added, err
}

func (s census) keyless() int {
	n := 0
	for _, c := range s {
		if c.key == "" {
			n++
		}
	}
	return n
}

// byKey returns the contact of each key that has one, and the keys that have several.
func (s census) byKey() (one map[string]listed, doubles []Double) {
	ids := map[string][]string{}
	for id, c := range s {
		if c.key != "" {
			ids[c.key] = append(ids[c.key], id)
		}
	}
	one = make(map[string]listed, len(ids))
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if len(ids[key]) == 1 {
			one[key] = s[ids[key][0]]
			continue
		}
		slices.Sort(ids[key])
		doubles = append(doubles, Double{key, ids[key]})
	}
	return one, doubles
}
