package importer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Recover finds out about writes that an earlier run began and did not record,
// because it was killed or cut off. It comes before Plan, which relies on the
// state, and sends nothing that writes. It costs no request where nothing is
// left over.
func (im *Importer) Recover(ctx context.Context) error {
	im = im.withDefaults()
	intents, err := im.State.Intents(im.Source)
	if err != nil || len(intents) == 0 {
		return err
	}
	r := im.reading()
	open := intents
	for wait := range 2 {
		if wait > 0 {
			// The newest may not be in the list yet: look again when it must be.
			if err := pauseOr(ctx, im.untilSettled(open), nil); err != nil {
				return err
			}
		}
		if open, err = r.recover(ctx, open); err != nil {
			return r.reason(err)
		}
	}
	var drops []store.Change
	for _, in := range open {
		drops = append(drops, store.Drop(im.Source, in.Key))
	}
	if len(drops) == 0 {
		return nil
	}
	return im.State.Commit(drops...)
}

// untilSettled is how long it takes until every intent is older than the list
// may lag.
func (im *Importer) untilSettled(intents []store.Intent) time.Duration {
	var wait time.Duration
	for _, in := range intents {
		wait = max(wait, im.Options.ListLag-time.Since(in.Begun))
	}
	return wait
}

// reading is a run that only reads.
func (im *Importer) reading() *run {
	return &run{im: im, plan: &Plan{}, breaker: newBreaker(), stopper: newStopper()}
}

// reason gives why a reading run stopped, where it was stopped for one.
func (r *run) reason(err error) error {
	if why := r.why(); why != nil {
		return why
	}
	return err
}

// recover settles the intents whose write it finds, and gives back the others.
func (r *run) recover(ctx context.Context, intents []store.Intent) (open []store.Intent, err error) {
	for batch := range slices.Chunk(intents, lookupSize) {
		keys := make([]string, len(batch))
		for i, in := range batch {
			keys[i] = in.Key
		}
		found, err := r.lookup(ctx, keys...)
		if err != nil {
			return nil, fmt.Errorf("finding out about writes of an interrupted run: %w", err)
		}
		for _, in := range batch {
			happened, err := r.settle(ctx, in, found)
			if err != nil {
				return nil, err
			}
			if !happened {
				open = append(open, in)
			}
		}
	}
	return open, nil
}

// settle records an intent whose write is there.
func (r *run) settle(ctx context.Context, in store.Intent, found []quo.Contact) (happened bool, err error) {
	if in.Operation == store.Delete {
		return true, r.settleDelete(ctx, in)
	}
	remote, err := find(found, in.Key, r.im.Source, in.ContactID)
	if err != nil {
		r.im.emit(Notice{Kind: "recover", Text: fmt.Sprintf("key %s: %v", in.Key, err)})
		return false, nil
	}
	if remote == nil && in.ContactID != "" {
		if remote, err = r.get(ctx, in.Key, in.ContactID); err != nil {
			return false, err
		}
	}
	if remote == nil {
		return false, nil
	}
	if in.Operation == store.Update {
		target, err := quo.Decode(in.Target)
		if err != nil {
			return false, fmt.Errorf("key %s: the intent of an interrupted run: %w", in.Key, err)
		}
		if !landed(&target, remote) {
			return false, nil // not there, or changed since: planned again
		}
	}
	change, err := r.landing(in, remote)
	if err != nil {
		return false, err
	}
	return true, r.im.State.Commit(change)
}

// heldBy keeps the entries of a base whose value the contact has.
func heldBy(base store.Base, key string, c *quo.Contact) store.Base {
	values := map[uint64]bool{store.ValueHash(key, ""): true}
	add := func(f quo.Field) {
		values[store.ValueHash(key, quo.Canonical(f, c.Text(f)))] = true
		for _, item := range c.List(f) {
			values[store.ValueHash(key, quo.Canonical(f, item.Value))] = true
		}
	}
	for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.SourceURL, quo.PhoneNumbers, quo.Emails} {
		add(f)
	}
	for _, v := range c.Custom {
		add(quo.Custom(v.Key))
	}
	return slices.DeleteFunc(slices.Clone(base), func(e store.Entry) bool { return !values[e.Value] })
}

// Prepare asks Quo what must be known before the first write, and may set
// Plan.Stop: whether the state is of this workspace, and, on a source's first
// write, which contacts are there already. It writes nothing. A plan without
// writes costs no request.
func (im *Importer) Prepare(ctx context.Context, p *Plan) error {
	im = im.withDefaults()
	if p.Stop != nil || p.Writes+p.Counts.Deleted == 0 {
		return nil
	}
	r := im.reading()
	var err error
	if p.Known > 0 {
		err = r.guardWorkspace(ctx, p)
	} else {
		err = r.firstWrite(ctx, p)
	}
	return r.reason(err)
}

// guardKeys is how many known keys are looked up before a workspace is called
// another one.
const guardKeys = lookupSize

// guardWorkspace refuses a workspace that has none of the contacts that the
// state knows: with another key, or another account's, everything would be
// made again there.
func (r *run) guardWorkspace(ctx context.Context, p *Plan) error {
	if r.im.Options.AnyPlace {
		return nil
	}
	var keys []string
	var first store.Record
	err := r.im.view(func(s store.Snapshot) (err error) {
		keys = s.Sample(guardKeys)
		if len(keys) > 0 {
			first, _, err = s.Get(keys[0])
		}
		return err
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	found, err := r.lookup(ctx, keys...)
	if err != nil || len(found) > 0 {
		return err
	}
	c, err := r.get(ctx, keys[0], first.ContactID)
	if err != nil || c != nil {
		return err
	}
	p.Stop = stopf(StopWorkspace, nil, "the state knows %d contacts of source %q, and this workspace has none of the %d that were looked up: is the API key of another workspace? Use its own state file (-s), or say --accept-workspace", p.Known, r.im.Source, len(keys))
	return nil
}

// firstWrite lists the workspace once, before a source is written for the
// first time: if nothing of the source is there, new rows need no look-up, and
// contacts with the numbers of the file are found.
func (r *run) firstWrite(ctx context.Context, p *Plan) error {
	seen, err := r.list(ctx)
	if err != nil {
		return fmt.Errorf("listing the workspace before the first write of source %q: %w", r.im.Source, err)
	}
	p.emptyInQuo = seen.ours == 0
	if seen.ours > 0 {
		p.Notices = append(p.Notices, Notice{Kind: "healed", Text: fmt.Sprintf("the state knows nothing of source %q, but Quo has %d contacts of it: they are updated, not made again", r.im.Source, seen.ours)})
	}
	if err := seen.noticeOthers(p); err != nil {
		return err
	}
	return r.im.adopt(p, seen)
}

// inventory is what a listing of the workspace is kept as.
type inventory struct {
	ours    int
	numbers map[string][]string // number → ids of contacts of the app that have it
	names   map[string]string   // of these contacts
	others  map[string]string   // number → another source that has a contact with it
}

// list reads the whole workspace; it starts again where a page fails for good.
func (r *run) list(ctx context.Context) (inventory, error) {
	var seen inventory
	err := r.read(ctx, "list", true, func(ctx context.Context) error {
		seen = inventory{numbers: map[string][]string{}, names: map[string]string{}, others: map[string]string{}}
		for c, err := range r.im.API.All(ctx) {
			if err != nil {
				return err
			}
			seen.add(&c, r.im.Source)
		}
		return nil
	})
	return seen, err
}

func (s *inventory) add(c *quo.Contact, source string) {
	if c.Source == source {
		s.ours++
		return
	}
	for _, item := range c.PhoneNumbers {
		n := quo.Canonical(quo.PhoneNumbers, item.Value)
		switch {
		case !fromApp(c.Source):
			s.others[n] = c.Source
		case !slices.Contains(s.numbers[n], c.ID):
			s.numbers[n] = append(s.numbers[n], c.ID)
			s.names[c.ID] = c.Name()
		}
	}
}
