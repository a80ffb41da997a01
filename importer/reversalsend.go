package importer

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// This file is the requests of a reversal: the PATCH, and the DELETE after it.

// patch sends the target, whole. The result is the row's where the step ends it.
func (v *reversal) patch(ctx context.Context) (result, next, bool) {
	if err := v.start(); err != nil {
		return notReached(err), refuse, true
	}
	leave, err := v.canary.enter(ctx, v.quit)
	if err != nil {
		return notReached(err), refuse, true
	}
	var answer quo.Contact
	counts, err := v.call(ctx, v.j.key, false, func(ctx context.Context) (err error) {
		answer, err = v.im.API.Update(ctx, v.remote.ID, v.target)
		return err
	})
	step := v.answered(&answer, err)
	leave(step == done && !v.stopping())
	if step == done {
		return result{}, done, counts
	}
	if errors.Is(err, errHalted) || step == stopAll {
		return notReached(err), stopAll, counts
	}
	if v.sent {
		return v.unknown(err), step, counts
	}
	return failed(err, ""), step, counts
}

// answered checks what the answer to the PATCH shows.
func (v *reversal) answered(answer *quo.Contact, err error) next {
	step := decide(opUpdate, err)
	if errors.Is(err, errHalted) {
		return stopAll
	}
	v.sent = v.sent || step == done || quo.Classify(err) == quo.Ambiguous
	if step != done {
		return step
	}
	warnings, lost := check(v.remote, &v.target, answer)
	v.warned = warnings
	if len(lost) > 0 {
		v.halt(stopf(StopLoss, nil, "key %s: Quo's answer to an update lost %s, which was sent along: stopped, so that no other contact is harmed; the contact as it was is in the state", v.j.key, strings.Join(lost, ", ")))
	}
	v.remote, v.j.looked = answer, time.Now()
	return done
}

// start puts the intent on disk, once.
func (v *reversal) start() error {
	if v.begun {
		return nil
	}
	op, rec := store.Update, store.Record{}
	if v.deletes() {
		op = store.Delete
	}
	if v.entry.Previous != nil {
		rec = *v.entry.Previous
	}
	err := v.begin(v.j, op, v.first, &v.target, rec)
	v.begun = err == nil
	return err
}

// remove deletes the contact. Whatever the answer, it is deleted when it is not
// there any more.
func (v *reversal) remove(ctx context.Context) result {
	if err := v.start(); err != nil {
		return v.leave(notReached(err))
	}
	id := v.remote.ID
	tries := attempts{r: v.run, key: v.j.key}
	for {
		counts, err := v.call(ctx, v.j.key, false, func(ctx context.Context) error { return v.im.API.Delete(ctx, id) })
		step := decide(opDelete, err)
		switch {
		case errors.Is(err, errHalted) || step == stopAll:
			return v.leave(notReached(err))
		case step == done:
			return v.deleted()
		case step == refuse:
			return v.leave(failed(err, "its key was taken away, but it could not be deleted"))
		case step == lookFirst || step == believedGone:
			if c, err := v.get(ctx, v.j.key, id); err != nil {
				return v.leave(v.unknown(err))
			} else if c == nil {
				return v.deleted()
			}
		}
		if !tries.next(ctx, counts) {
			return v.leave(v.unknown(err))
		}
	}
}
