package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// freshFor is how old a listed contact may be when it is merged: the window in
// which somebody else's change is overwritten, as there is no ETag.
const freshFor = 10 * time.Second

// update brings a contact that is in Quo to what the row says: read, merge, and
// a PATCH of the whole, if there is a difference. Whatever goes wrong on the
// way, the next try reads and merges again.
func (r *run) update(ctx context.Context, j *job, remote *quo.Contact) result {
	u := updater{run: r, j: j, id: j.rec.ContactID}
	if remote != nil {
		u.id = remote.ID
	}
	tries := attempts{r: r, key: j.key}
	for {
		remote, err := u.read(ctx, remote)
		if err != nil {
			return u.leave(r.rowError(err))
		}
		if remote == nil {
			return u.deleted(ctx)
		}
		res, step, counts := u.try(ctx, remote)
		if step != lookFirst && step != confirmGone {
			return res
		}
		if !tries.next(ctx, counts) {
			return u.outOfTries(ctx)
		}
	}
}

// updater is the update of one row, over all its tries.
type updater struct {
	*run
	j     *job
	id    string
	begun bool         // an intent is on disk
	sent  bool         // a PATCH may have been carried out
	first *quo.Contact // as it was before we touched it
	last  error
}

// usable says whether a listed contact may be merged: not one that was read too
// long ago, nor one from before our own last write.
func (u *updater) usable(c *quo.Contact) *quo.Contact {
	if c == nil || u.j.looked.IsZero() || time.Since(u.j.looked) > freshFor {
		return nil
	}
	if u.j.known && c.ID == u.j.rec.ContactID && c.UpdatedAt.Before(u.j.rec.UpdatedAt) {
		return nil
	}
	return c
}

// try merges and sends once.
func (u *updater) try(ctx context.Context, remote *quo.Contact) (res result, step next, counts bool) {
	if strings.HasPrefix(remote.Source, "openphone") {
		return u.leave(failed(readOnly(remote), "")), refuse, true
	}
	if u.first == nil {
		first := remote.Clone()
		u.first = &first
	}
	j := u.j
	m, adopt := u.mergeInto(j, remote)
	if same(&m.target, remote) {
		return u.settledAs(&m, remote), done, true
	}
	intent := u.record(j, remote, m.confirm(&m.target), j.rec.Created)
	if err := u.begin(j, store.Update, u.first, &m.target, intent); err != nil {
		return notReached(err), refuse, true
	}
	u.begun = true
	return u.send(ctx, &m, remote, adopt)
}

// readOnly is a contact that must not be touched (QUO_API, "What bites" 10).
func readOnly(c *quo.Contact) *refusal {
	return &refusal{"the contact is kept in step by an integration and read-only (source " + c.Source + ")", 403}
}

// mergeInto is the merge of a row into the contact that Quo has for it; adopt
// says that the contact is not of our source.
func (r *run) mergeInto(j *job, remote *quo.Contact) (m merged, adopt bool) {
	adopt = remote.Source != r.im.Source
	// Of a state that was rebuilt we know the contact, not what we wrote there.
	heal := !adopt && (!j.known || len(j.rec.Base) == 0)
	m = merge(j.key, j.rec.Base, &j.desired, remote, r.im.Options.Overwrite, heal)
	m.target.ExternalID = j.key
	if adopt && !j.known {
		m.target.Source = r.im.Source
	}
	return m, adopt
}

func (u *updater) send(ctx context.Context, m *merged, remote *quo.Contact, adopt bool) (result, next, bool) {
	leave, err := u.canary.enter(ctx, u.run.stopper.quit)
	if err != nil {
		return u.leave(notReached(err)), refuse, true
	}
	var answer quo.Contact
	counts, err := u.call(ctx, u.j.key, false, func(ctx context.Context) (err error) {
		answer, err = u.im.API.Update(ctx, u.id, m.target)
		return err
	})
	u.last = err
	res, step := u.answered(m, remote, &answer, adopt, err)
	leave(step == done && !u.stopping())
	return res, step, counts
}

func (u *updater) answered(m *merged, remote, answer *quo.Contact, adopt bool, err error) (result, next) {
	if errors.Is(err, errHalted) {
		return u.leave(notReached(err)), refuse
	}
	switch step := decide(opUpdate, err); step {
	case done:
		return u.updated(m, remote, answer, adopt), done
	case lookFirst:
		u.sent = u.sent || quo.Classify(err) == quo.Ambiguous
		return result{}, step
	case stopAll:
		return u.leave(notReached(err)), step
	case refuse:
		return u.leave(failed(err, "")), step
	default:
		return result{}, step
	}
}

// settledAs is a contact that is already as the row wants it: because nothing
// differs, or because an earlier try was carried out after all.
func (u *updater) settledAs(m *merged, remote *quo.Contact) result {
	e := RowEvent{Action: Unchanged, ContactID: remote.ID, Message: "already so in Quo", Drifts: m.drifts}
	rec := u.record(u.j, remote, m.confirm(remote), u.j.rec.Created || u.heals(remote))
	change := store.Refresh(u.im.Source, u.j.key, rec)
	if u.sent {
		e.Action, e.Message = Updated, ""
		change = u.land(u.j, store.Update, u.first, rec)
		return result{event: e, changes: []store.Change{change}}
	}
	return u.leave(result{event: e, changes: []store.Change{change}})
}

// heals says whether a contact that the state did not know is one of ours: the
// state was lost, and learns it again.
func (u *updater) heals(remote *quo.Contact) bool {
	return !u.j.known && remote.Source == u.im.Source
}

func (u *updater) updated(m *merged, remote, answer *quo.Contact, adopt bool) result {
	warnings, lost := check(remote, &m.target, answer)
	if len(lost) > 0 {
		u.halt(stopf(StopLoss, nil, "%s: Quo's answer to an update lost %s, which was sent along and is not the file's to remove: stopped, so that no other contact is harmed; the contact as it was is in the journal of this run", u.j.row.pos, strings.Join(lost, ", ")))
	}
	rec := u.record(u.j, answer, m.confirm(answer), u.j.rec.Created || u.heals(remote))
	return result{
		event: RowEvent{
			Action: Updated, ContactID: answer.ID, Warnings: warnings, Drifts: m.drifts,
			Adopted: adopt && !u.j.known,
		},
		changes: []store.Change{u.land(u.j, store.Update, u.first, rec)},
	}
}

// leave ends an update that was not sent, or that was surely not carried out:
// its intent goes. Where an earlier try may have been carried out it stays.
func (u *updater) leave(res result) result {
	if u.sent && res.event.Action != Unchanged {
		return res
	}
	if u.begun {
		return u.drop(u.j, res)
	}
	return res
}

// outOfTries is an update that failed too often. Where a try may have been
// carried out its intent stays, for the next run to find out.
func (u *updater) outOfTries(ctx context.Context) result {
	err := errors.Join(u.last, ctx.Err())
	if u.sent {
		return u.unknown(err)
	}
	return u.leave(failed(err, "Quo shows the contact, but did not take the update"))
}

// read gives the contact as it is now: the listed one where that will do, else
// by id. nil is a contact that is gone: this is believed when look-ups by pair
// and by id, twice and as far apart as the list may lag, do not have it
// (QUO_API, "What bites" 8).
func (u *updater) read(ctx context.Context, listed *quo.Contact) (*quo.Contact, error) {
	if c := u.usable(listed); c != nil {
		u.j.looked = time.Time{} // good for one try: the next one reads again
		return c, nil
	}
	if c, err := u.get(ctx, u.j.key, u.id); c != nil || err != nil {
		return c, err
	}
	for i := range 2 {
		if i > 0 {
			if err := pauseOr(ctx, u.im.Options.ListLag, nil); err != nil {
				return nil, err
			}
		}
		c, err := u.seek(ctx, u.j, u.id)
		if err != nil {
			return nil, err
		}
		if c != nil {
			u.id = c.ID
			return c, nil
		}
	}
	return nil, nil
}

// deleted is a contact of ours that is gone from Quo.
func (u *updater) deleted(ctx context.Context) result {
	if !u.im.Options.Recreate {
		return u.leave(skipped("deleted in Quo: left alone (--on-deleted create makes it again)", u.id))
	}
	return u.create(ctx, u.j)
}

// seek looks for a contact by pair and by id.
func (r *run) seek(ctx context.Context, j *job, id string) (*quo.Contact, error) {
	found, err := r.lookup(ctx, j.key)
	if err != nil {
		return nil, err
	}
	if remote, err := find(found, j.key, r.im.Source, id); remote != nil || err != nil {
		return remote, err
	}
	return r.get(ctx, j.key, id)
}

// canary lets the first PATCH of a run go alone: the others wait until its
// answer was checked.
type canary struct{ gate chan struct{} }

// enter returns when a PATCH may be sent; the function that it gives is called
// with whether the PATCH was answered well.
func (c *canary) enter(ctx context.Context, quit <-chan struct{}) (leave func(ok bool), err error) {
	select {
	case _, alone := <-c.gate:
		if !alone {
			return func(bool) {}, nil
		}
		return func(ok bool) {
			if ok {
				close(c.gate)
			} else {
				c.gate <- struct{}{}
			}
		}, nil
	case <-quit:
		return nil, errHalted
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the first update: %w", ctx.Err())
	}
}

func newCanary() canary {
	c := canary{gate: make(chan struct{}, 1)}
	c.gate <- struct{}{}
	return c
}
