package importer

import (
	"context"
	"errors"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// create makes the contact of a key that Quo does not have. There is no
// idempotency key: where the outcome of a POST is unknown, the key is looked up
// until the list must show it, before it is sent again (QUO_API, "What bites" 9).
func (r *run) create(ctx context.Context, j *job) result {
	blank := quo.Contact{}
	m := merge(j.key, nil, &j.desired, &blank, true, true)
	m.target.ExternalID, m.target.Source = j.key, r.im.Source
	m.target.CreatedByUserID = j.desired.CreatedBy
	intent := r.record(j, &m.target, m.confirm(&m.target), true)
	if err := r.begin(j, store.Create, nil, &m.target, intent); err != nil {
		return notReached(err)
	}
	tries := attempts{r: r, key: j.key}
	for {
		var answer quo.Contact
		counts, err := r.call(ctx, j.key, false, func(ctx context.Context) (err error) {
			answer, err = r.im.API.Create(ctx, m.target)
			return err
		})
		if errors.Is(err, errHalted) {
			return r.unsent(j, err)
		}
		switch decide(opCreate, err) {
		case done:
			return r.created(j, &m, &answer)
		case again:
			if tries.next(ctx, counts) {
				continue
			}
			return r.unsent(j, err)
		case lookFirst:
			found, lookErr := r.settled(ctx, j)
			if found != nil {
				return r.created(j, &m, found)
			}
			if lookErr == nil && tries.next(ctx, counts) {
				continue
			}
			return r.unknown(errors.Join(err, lookErr))
		case lookPair:
			return r.taken(ctx, j, err)
		case stopAll:
			return r.drop(j, notReached(err))
		}
		return r.drop(j, failed(err, ""))
	}
}

// unsent is a create that surely did not happen.
func (r *run) unsent(j *job, err error) result {
	if r.stopping() || errors.Is(err, errHalted) {
		return r.drop(j, notReached(err))
	}
	return r.drop(j, failed(err, "could not be sent"))
}

// unknown is a write that may or may not have happened. Its intent stays, and
// the next run finds out.
func (r *run) unknown(err error) result {
	res := failed(err, "unknown: it may have been carried out, the next run finds out")
	return res
}

// created records a new contact, as the answer or a look-up shows it.
func (r *run) created(j *job, m *merged, answer *quo.Contact) result {
	warnings, _ := check(nil, &m.target, answer)
	rec := r.record(j, answer, m.confirm(answer), true)
	return result{
		event:   RowEvent{Action: Created, ContactID: answer.ID, Warnings: warnings},
		changes: []store.Change{r.land(j, store.Create, nil, rec)},
	}
}

// settled looks a key up at once, after 1 s, after 3 s and when the list must
// show it at the latest.
func (r *run) settled(ctx context.Context, j *job) (*quo.Contact, error) {
	began := time.Now()
	for _, after := range r.im.lookAgain() {
		if err := pauseOr(ctx, time.Until(began.Add(after)), nil); err != nil {
			return nil, err
		}
		found, err := r.lookup(ctx, j.key)
		if err != nil {
			return nil, err
		}
		if c, err := find(found, j.key, r.im.Source, ""); c != nil || err != nil {
			return c, err
		}
	}
	return nil, nil
}

// lookAgain are the times to look for a contact that may just have been made.
func (im *Importer) lookAgain() []time.Duration {
	lag := max(0, im.Options.ListLag)
	times := []time.Duration{0}
	for _, t := range []time.Duration{time.Second, 3 * time.Second} {
		if t < lag {
			times = append(times, t)
		}
	}
	return append(times, lag)
}

// taken follows up a 409: the pair is there already (QUO_API, "What bites" 4).
func (r *run) taken(ctx context.Context, j *job, refused error) result {
	began := time.Now()
	for _, after := range r.im.lookAgain() {
		if err := pauseOr(ctx, time.Until(began.Add(after)), nil); err != nil {
			return r.drop(j, notReached(err))
		}
		found, err := r.lookup(ctx, j.key)
		if err != nil {
			return r.drop(j, r.rowError(err))
		}
		remote, err := find(found, j.key, r.im.Source, "")
		if err != nil {
			return r.drop(j, conflict(err))
		}
		if remote != nil {
			j.found, j.looked = found, time.Now()
			return r.update(ctx, j, remote)
		}
	}
	return r.drop(j, conflict(&refusal{"the key is taken, but no contact has it: it may belong to a deleted contact, whose key Quo keeps; give the row another key (" + refused.Error() + ")", 409}))
}
