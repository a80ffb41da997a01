package write

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Revert brings the contact of one key back to what it was before a run. What people
// changed since is left alone.
//
// An update is reverted by one PATCH of the contact as it was. A create is reverted by
// two requests: a PATCH that sets externalId to null, so that the pair is free again
// where Quo keeps the pairs of deleted contacts, and the DELETE. One intent, of the
// whole, is durable before the first of them.
type Revert struct {
	Entry  store.JournalEntry
	Record *store.Record // what the state knows of the key now; nil: nothing
	DryRun bool          // read only

	w      *Writer
	remote *quo.Contact // nil: to be read by its id
	looked time.Time    // when remote was read

	first  *quo.Contact // as it was before we touched it
	target quo.Contact  // what the PATCH sends
	begun  bool         // an intent is durable
	sent   bool         // the PATCH may have been carried out
	warned []mapping.FieldError
}

// Revert returns the reversal of a journal entry.
func (w *Writer) Revert(entry store.JournalEntry, record *store.Record) *Revert {
	return &Revert{Entry: entry, Record: record, w: w}
}

// key is the key that the contact gets: the one that it had before the run.
func (v *Revert) key() string { return cmp.Or(v.Entry.From, v.Entry.Key) }

// deletes reports whether the contact is deleted in the end.
func (v *Revert) deletes() bool { return v.Entry.Operation == store.Create }

// Action is what a reversal that succeeds is counted as.
func (v *Revert) Action() event.Action {
	if v.deletes() {
		return event.Deleted
	}
	return event.Updated
}

// Listed adds the contacts that a look-up returned. One that shows the contact as it
// was before our own last write is not used.
func (v *Revert) Listed(found []quo.Contact) {
	for i := range found {
		if c := &found[i]; v.Record != nil && c.ID == v.Record.ContactID && !quo.Older(c.UpdatedAt, v.Record.UpdatedAt) {
			v.remote, v.looked = c, time.Now()
		}
	}
}

// Run reverts the contact.
func (v *Revert) Run(ctx context.Context) Result {
	existing, err := v.w.Sender.Existing(ctx, v.Entry.PreImage)
	if err != nil {
		return v.leave(failed(err))
	}
	v.Entry.PreImage = existing
	for attempts := v.w.Sender.Attempts(); ; {
		if v.w.Sender.Stopping() && !v.sent {
			return v.leave(NotReached(nil))
		}
		if found, err := v.read(ctx); err != nil {
			return v.leave(failed(err))
		} else if !found {
			return v.gone()
		}
		if res, ok := v.mayTouch(); !ok {
			return v.leave(res)
		}
		if v.DryRun {
			return Result{Event: event.Row{Action: v.Action(), ContactID: v.remote.ID}}
		}
		if merge.Reached(&v.target, v.remote) {
			return v.restored(ctx)
		}
		res, reply := v.restore(ctx)
		switch reply.Next {
		case send.LookFirst, send.ConfirmGone:
			if !attempts.Next(ctx, reply.Counts || reply.Next == send.ConfirmGone) {
				return v.leave(res)
			}
			v.remote = nil
		case send.Done:
			return v.restored(ctx)
		default:
			return v.leave(res)
		}
	}
}

// read reads the contact, where it was not read just now. That it is gone is believed
// when look-ups by key and by id, twice and as far apart as lists may lag, do not show
// it (docs/quo-api.md, rule 8).
func (v *Revert) read(ctx context.Context) (found bool, err error) {
	if v.remote != nil && time.Since(v.looked) <= FreshFor {
		return true, nil
	}
	v.remote = nil
	for i := range 2 {
		if i > 0 {
			if v.DryRun {
				return false, nil
			}
			if err := send.Pause(ctx, v.w.ListLag); err != nil {
				return false, err
			}
			keys := []string{v.Entry.Key}
			if v.Entry.From != "" {
				keys = append(keys, v.Entry.From)
			}
			found, err := v.w.Sender.Lookup(ctx, keys...)
			if err != nil && quo.Classify(err) != quo.Permanent { // a refused key is read by its contact's id
				return false, err
			}
			v.Listed(found)
		}
		if v.remote == nil {
			if v.remote, err = v.w.Sender.Get(ctx, v.Entry.Key, v.Record.ContactID); err != nil {
				return false, err
			}
		}
		if v.remote != nil {
			v.looked = time.Now()
			return true, nil
		}
	}
	return false, nil
}

// mayTouch reports whether the contact is as the run left it, or as an earlier attempt
// made it; the result is that of a contact that must be left alone.
func (v *Revert) mayTouch() (Result, bool) {
	if quo.ReadOnlySource(v.remote.Source) {
		return Result{Event: known.Failed(known.Deciding, errors.New(decide.ReadOnly(v.remote)))}, false
	}
	before, err := v.before()
	if err != nil {
		return Result{Event: known.Failed(known.Undoing, err)}, false
	}
	untouched := v.untouched(&before)
	if v.first == nil && (untouched || !v.deletes()) {
		first := v.remote.Clone()
		v.first, v.target = &first, v.goal(&before, &first)
	}
	switch {
	case untouched, v.first != nil && (v.sent || !v.deletes()) && merge.Reached(&v.target, v.remote):
		return Result{}, true
	case v.sent:
		return unconfirmed(errors.New("the contact was changed in Quo while it was reverted: look at it there")), false
	}
	return Left("changed in Quo since", v.remote.ID), false
}

// untouched reports whether the contact is still as the run left it, by its values. Its
// updatedAt is no proof: that of the record is of the last read, too, which may have
// shown what people changed, and two versions may be of the same second.
func (v *Revert) untouched(before *quo.Contact) bool {
	run := merge.Run{Key: v.Entry.Key, Before: before, Ours: v.Record.Base}
	if v.Entry.Previous != nil {
		run.WasOurs = merge.Rekeyed(v.Entry.Previous.Base, v.key(), v.Entry.Key, before, nil)
	}
	now := *v.remote
	if v.deletes() && now.ExternalID == "" { // by the first request of an undo that was killed
		now.ExternalID = v.Entry.Key
	}
	return run.Untouched(&now)
}

// Left is the result of a contact that is left alone.
func Left(reason, id string) Result {
	return Result{Event: event.Row{Action: event.Skipped, Message: reason, ContactID: id}}
}

// before is the contact as it was before the run: empty for one that it created.
func (v *Revert) before() (quo.Contact, error) {
	if v.deletes() {
		return quo.Contact{}, nil
	}
	return quo.Decode(v.Entry.PreImage)
}

// goal is what the PATCH sends, whole.
func (v *Revert) goal(before, now *quo.Contact) quo.Contact {
	if v.deletes() {
		target := now.Clone()
		target.ExternalID = ""
		return target
	}
	target := before.Clone()
	target.ID = now.ID
	// A custom field that came since is cleared by name, too: leaving it out clears it
	// as the API is documented, null clears it on any server.
	for _, value := range now.Custom {
		if !slices.ContainsFunc(target.Custom, func(b quo.CustomValue) bool { return b.Key == value.Key }) {
			target.Custom = append(target.Custom, quo.CustomValue{CustomField: value.CustomField})
		}
	}
	return target
}

// start makes the intent durable, once.
func (v *Revert) start() error {
	if v.begun {
		return nil
	}
	in := store.Intent{Key: v.key(), Operation: store.Update}
	if v.Entry.From != "" {
		in.From = v.Entry.Key
	}
	if v.deletes() {
		in.Operation = store.Delete
	}
	if v.Entry.Previous != nil {
		in.Record = *v.Entry.Previous
	}
	err := v.w.begin(in, v.first, &v.target)
	v.begun = err == nil
	return err
}

// restore sends the target. The result is that of a contact for which this is the end.
func (v *Revert) restore(ctx context.Context) (Result, send.Reply) {
	if err := v.start(); err != nil {
		return NotReached(err), send.Reply{Next: send.Halted}
	}
	reply := v.w.Sender.Update(ctx, v.Entry.Key, v.remote.ID, v.target, func(answer *quo.Contact) { v.check(ctx, answer) })
	v.sent = v.sent || reply.Next == send.Done || reply.Next != send.Halted && quo.Classify(reply.Err) == quo.Ambiguous
	switch {
	case reply.Next == send.Halted || reply.Next == send.StopAll:
		return NotReached(reply.Err), reply
	case reply.Next == send.Done:
		return Result{}, reply
	case v.sent:
		return unconfirmed(reply.Err), reply
	}
	return Result{Event: known.Failed(known.Deciding, reply.Err)}, reply
}

// check holds the answer to the PATCH against what was sent. An answer may lack what Quo
// has: the contact is read once more then.
func (v *Revert) check(ctx context.Context, answer *quo.Contact) {
	checked := merge.Check(v.remote, &v.target, answer)
	if len(checked.Lost) > 0 {
		if again := v.w.again(ctx, v.Entry.Key, answer); again != nil {
			answer = again
			checked = merge.Check(v.remote, &v.target, answer)
		}
	}
	v.warned = checked.Warnings
	if len(checked.Doubled) > 0 {
		v.w.Sender.Halt(appends("key "+v.Entry.Key, checked.Doubled))
	}
	if len(checked.Lost) > 0 {
		v.w.Sender.Halt(event.Stopf(event.StopLoss, nil, "key %s: Quo's answer to an update lost %s, which was sent along: stopped, so that no other contact is harmed; the contact as it was is in the state", v.Entry.Key, strings.Join(checked.Lost, ", ")))
	}
	v.remote, v.looked = answer, time.Now()
}

// restored goes on when the contact is as the PATCH wants it.
func (v *Revert) restored(ctx context.Context) Result {
	if v.deletes() {
		return v.remove(ctx)
	}
	e := event.Row{Action: event.Updated, ContactID: v.remote.ID, Warnings: v.warned}
	if is := v.target.Source; is != v.remote.Source && (is == "" || quo.Reserved(is)) {
		e.Message = fmt.Sprintf("restored, but for its source, which was %q and cannot be sent", is)
	}
	return Result{Event: e, Changes: v.recordAsBefore(store.Update)}
}

// remove deletes the contact. Whatever the answer, it is deleted when it is not there
// any more.
func (v *Revert) remove(ctx context.Context) Result {
	if err := v.start(); err != nil {
		return v.leave(NotReached(err))
	}
	id := v.remote.ID
	for attempts := v.w.Sender.Attempts(); ; {
		reply := v.w.Sender.Delete(ctx, v.Entry.Key, id)
		switch reply.Next {
		case send.Halted, send.StopAll:
			return v.leave(NotReached(reply.Err))
		case send.Done:
			return v.deleted()
		case send.Refuse:
			return v.leave(Result{Event: known.Failed(known.Deleting, reply.Err)})
		case send.LookFirst, send.AlreadyGone:
			if c, err := v.w.Sender.Get(ctx, v.Entry.Key, id); err != nil {
				return v.leave(unconfirmed(err))
			} else if c == nil {
				return v.deleted()
			}
		}
		if !attempts.Next(ctx, reply.Counts) {
			return v.leave(unconfirmed(reply.Err))
		}
	}
}

func (v *Revert) deleted() Result {
	return Result{
		Event:   event.Row{Action: event.Deleted, ContactID: v.Record.ContactID, Warnings: v.warned},
		Changes: v.recordAsBefore(store.Delete),
	}
}

// gone ends a contact that is not in Quo any more.
func (v *Revert) gone() Result {
	if v.deletes() && v.sent {
		return v.deleted()
	}
	res := Left("already gone from Quo", v.Record.ContactID)
	if v.deletes() {
		res.Changes = v.recordAsBefore(store.Delete)
		return res
	}
	return v.leave(res)
}

// recordAsBefore puts the state's record back to what it was before the run, with the
// time of our answer: it is ours, nobody else changed the contact then.
func (v *Revert) recordAsBefore(op store.Operation) []store.Change {
	entry := store.JournalEntry{Key: v.key(), Run: v.w.Run, Operation: op, ContactID: v.Record.ContactID}
	if v.first != nil {
		entry.PreImage = v.first.Encode()
	}
	was := *v.Record
	entry.Previous = &was
	if v.Entry.Previous == nil {
		return []store.Change{store.Remove(v.w.Source, v.Entry.Key, entry)}
	}
	rec := *v.Entry.Previous
	if v.remote != nil && rec.ContactID == v.remote.ID {
		rec.UpdatedAt = v.remote.UpdatedAt
		rec.Base, _, _ = merge.Sent{Key: v.key(), Base: rec.Base, Before: v.first, Target: &v.target}.Late(v.remote)
	}
	if v.Entry.From == "" {
		return []store.Change{store.Confirm(v.w.Source, v.key(), rec, entry)}
	}
	entry.From = v.Entry.Key
	return []store.Change{store.Vacate(v.w.Source, v.Entry.Key), store.Confirm(v.w.Source, v.key(), rec, entry)}
}

// leave ends a reversal that did not succeed. The intent goes where the PATCH surely
// was not carried out; else the next run looks it up.
func (v *Revert) leave(res Result) Result {
	if v.begun && !v.sent {
		return v.w.drop(v.key(), res)
	}
	return res
}
