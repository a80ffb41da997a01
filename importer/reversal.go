package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// reversal takes one write of a run back, over all its tries.
//
// An update is one PATCH of the contact as it was. A create is two requests: a
// PATCH that sets externalId to null, so that the pair is free again where Quo
// keeps the pairs of deleted contacts, and the DELETE. One intent, of the whole
// reversal, is on disk before the first of them.
type reversal struct {
	*undo
	j     *job
	entry store.JournalEntry

	remote *quo.Contact // nil: to be read by id
	first  *quo.Contact // as it was before we touched it
	target quo.Contact  // what the PATCH sends
	begun  bool         // an intent is on disk
	sent   bool         // the PATCH may have been carried out
	warned []mapping.FieldError
}

func (u *undo) reversal(entry store.JournalEntry) *reversal {
	return &reversal{undo: u, entry: entry, j: &job{task: &task{key: entry.Key}}}
}

// deletes says whether the contact is deleted in the end.
func (v *reversal) deletes() bool { return v.entry.Operation == store.Create }

// action is what a reversal that succeeds is counted as.
func (v *reversal) action() Action {
	if v.deletes() {
		return Deleted
	}
	return Updated
}

// listed takes the contact from a look-up, unless the list shows it as it was
// before our own last write.
func (v *reversal) listed(found []quo.Contact) {
	for i := range found {
		if c := &found[i]; c.ID == v.j.rec.ContactID && !c.UpdatedAt.Before(v.j.rec.UpdatedAt) {
			v.remote, v.j.looked = c, time.Now()
		}
	}
}

// take brings the contact back to what it was before the run.
func (v *reversal) take(ctx context.Context) result {
	tries := attempts{r: v.run, key: v.j.key}
	for {
		if v.stopping() && !v.sent {
			return v.leave(notReached(nil))
		}
		if found, err := v.read(ctx); err != nil {
			return v.leave(v.rowError(err))
		} else if !found {
			return v.gone()
		}
		if res, ok := v.mayTouch(); !ok {
			return v.leave(res)
		}
		if v.dry {
			return result{event: RowEvent{Action: v.action(), ContactID: v.remote.ID}}
		}
		if landed(&v.target, v.remote) {
			return v.patched(ctx)
		}
		res, step, counts := v.patch(ctx)
		switch step {
		case lookFirst, confirmGone:
			if !tries.next(ctx, counts || step == confirmGone) {
				return v.leave(res)
			}
			v.remote = nil
		case done:
			return v.patched(ctx)
		default:
			return v.leave(res)
		}
	}
}

// read reads the contact, where it was not read just now. That it is gone is
// believed when look-ups by pair and by id, twice and as far apart as the list
// may lag, do not have it (QUO_API, "What bites" 8).
func (v *reversal) read(ctx context.Context) (found bool, err error) {
	if v.remote != nil && time.Since(v.j.looked) <= freshFor {
		return true, nil
	}
	v.remote = nil
	for i := range 2 {
		if i > 0 {
			if v.dry {
				return false, nil
			}
			if err := pauseOr(ctx, v.im.Options.ListLag, nil); err != nil {
				return false, err
			}
			found, err := v.lookup(ctx, v.j.key)
			if err != nil && quo.Classify(err) != quo.Permanent {
				return false, err
			}
			v.listed(found)
		}
		if v.remote == nil {
			if v.remote, err = v.get(ctx, v.j.key, v.j.rec.ContactID); err != nil {
				return false, err
			}
		}
		if v.remote != nil {
			v.j.looked = time.Now()
			return true, nil
		}
	}
	return false, nil
}

// mayTouch says whether the contact is as the run left it, or as an earlier try
// of ours made it. What people changed since is theirs.
func (v *reversal) mayTouch() (result, bool) {
	if strings.HasPrefix(v.remote.Source, "openphone") {
		return failed(&refusal{"the contact is kept in step by an integration and read-only (source " + v.remote.Source + ")", 403}, ""), false
	}
	before, err := v.before()
	if err != nil {
		return failed(err, "the journal"), false
	}
	untouched := v.untouched(&before)
	if v.first == nil && (untouched || !v.deletes()) {
		first := v.remote.Clone()
		v.first, v.target = &first, v.goal(&before, &first)
	}
	switch {
	case untouched, v.first != nil && (v.sent || !v.deletes()) && landed(&v.target, v.remote):
		return result{}, true
	case v.sent:
		return v.unknown(errors.New("the contact was changed in Quo while it was taken back: look at it there")), false
	}
	return skipped("changed in Quo since", v.remote.ID), false
}

// before is the contact as it was before the run: empty for one that it made.
func (v *reversal) before() (quo.Contact, error) {
	if v.deletes() {
		return quo.Contact{}, nil
	}
	return quo.Decode(v.entry.PreImage)
}

// goal is what the PATCH sends, whole.
func (v *reversal) goal(before, now *quo.Contact) quo.Contact {
	if v.deletes() {
		target := now.Clone()
		target.ExternalID = ""
		return target
	}
	target := before.Clone()
	target.ID = now.ID
	// A custom field that came since is emptied by name, too: leaving it out
	// does it as Quo is documented, null does it on any server.
	for _, value := range now.Custom {
		if !slices.ContainsFunc(target.Custom, func(b quo.CustomValue) bool { return b.Key == value.Key }) {
			target.Custom = append(target.Custom, quo.CustomValue{CustomField: value.CustomField})
		}
	}
	return target
}

// landed says whether a contact is what a PATCH sent, so far as a PATCH can say
// it: a source that cannot be sent cannot be compared either.
func landed(target, remote *quo.Contact) bool {
	sent := *target
	if sent.Source == "" || quo.Reserved(sent.Source) {
		sent.Source = remote.Source
	}
	return same(&sent, remote)
}

// patched goes on when the contact is as the PATCH wants it.
func (v *reversal) patched(ctx context.Context) result {
	if v.deletes() {
		return v.remove(ctx)
	}
	e := RowEvent{Action: Updated, ContactID: v.remote.ID, Warnings: v.warned}
	if is := v.target.Source; is != v.remote.Source && (is == "" || quo.Reserved(is)) {
		e.Message = fmt.Sprintf("put back, but for its source, which was %q and cannot be sent", is)
	}
	return result{event: e, changes: []store.Change{v.back(store.Update)}}
}

func (v *reversal) deleted() result {
	return result{
		event:   RowEvent{Action: Deleted, ContactID: v.j.rec.ContactID, Warnings: v.warned},
		changes: []store.Change{v.back(store.Delete)},
	}
}

// gone is a contact that is not in Quo any more.
func (v *reversal) gone() result {
	switch {
	case v.deletes() && v.sent:
		return v.deleted()
	case v.deletes():
		return result{
			event:   skipped("already gone from Quo", v.j.rec.ContactID).event,
			changes: []store.Change{v.back(store.Delete)},
		}
	}
	return v.leave(skipped("already gone from Quo", v.j.rec.ContactID))
}

// back is the state's record as it was before the run, with the answer's time:
// it is ours, nobody else changed the contact then.
func (v *reversal) back(op store.Operation) store.Change {
	entry := store.JournalEntry{Key: v.j.key, Run: v.im.Run, Operation: op, ContactID: v.j.rec.ContactID}
	if v.first != nil {
		entry.PreImage = v.first.Encode()
	}
	was := v.j.rec
	entry.Previous = &was
	if v.entry.Previous == nil {
		return store.Remove(v.im.Source, v.j.key, entry)
	}
	rec := *v.entry.Previous
	if v.remote != nil && rec.ContactID == v.remote.ID {
		rec.UpdatedAt, rec.Base = v.remote.UpdatedAt, heldBy(rec.Base, v.j.key, v.remote)
	}
	return store.Land(v.im.Source, v.j.key, rec, entry)
}

// leave ends a reversal that did not succeed. The intent goes where the PATCH
// surely was not carried out; else the next run finds out.
func (v *reversal) leave(res result) result {
	if v.begun && !v.sent {
		return v.drop(v.j, res)
	}
	return res
}
