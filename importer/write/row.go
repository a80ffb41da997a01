package write

import (
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
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Row is what is to be written for one key.
type Row struct {
	Key   string
	Raw   uint64 // hash of the row's cells
	Want  uint64 // hash of the contact that they map to
	Place string // where the row is, for a person
	// Numbers and Name identify the person under another key (store.Record).
	Numbers []uint64
	Name    uint64
	Facts   decide.Facts
	Read    time.Time // when Quo was asked for Facts.Found; zero: it was not
}

// Row brings the contact of a row to what the row says: it decides, creates or
// updates, and decides again with what it has learned.
func (w *Writer) Row(ctx context.Context, t *Row) Result {
	if w.Sender.Stopping() {
		return NotReached(nil)
	}
	r := rowWriter{w: w, t: t, attempts: w.Sender.Attempts()}
	for {
		d, err := r.decide(ctx)
		if err != nil {
			return r.leave(failed(err))
		}
		var res Result
		ended := true
		switch d.Verb {
		case decide.Create:
			res, ended = r.create(ctx, &d)
		case decide.Update:
			res, ended = r.update(ctx, &d)
		case decide.Unchanged:
			res = r.unchanged(&d)
		default:
			res = Result{Event: d.Event()}
			if d.Verb == decide.Skip && d.Gone {
				res.Changes = r.gone()
			}
			res = r.leave(res)
		}
		if ended {
			return res
		}
	}
}

// rowWriter writes one row, over all its attempts.
type rowWriter struct {
	w        *Writer
	t        *Row
	attempts *send.Attempts

	begun bool         // an intent is durable
	sent  bool         // an update may have been carried out
	lost  *merge.Sent  // the last write whose answer was lost; nil: none, or it is found out
	first *quo.Contact // as it was before we touched it
	ours  bool         // it was of our source then, although the state did not know it
	app   bool         // it was adopted
}

// decide reads what the decision needs, and takes it.
func (r *rowWriter) decide(ctx context.Context) (decide.Decision, error) {
	if !r.t.Read.IsZero() && time.Since(r.t.Read) > FreshFor {
		r.t.Facts.Stale = true
	}
	for {
		d := decide.ByContact(&r.t.Facts, r.w.Policy)
		switch {
		case d.Verb == decide.Read:
			if err := r.read(ctx, d.ID, d.Confirm); err != nil {
				return d, err
			}
		case d.Verb == decide.Search:
			id, maybe, err := r.w.FindAgain(ctx, r.t.Key, r.t.Facts.Desired)
			if err != nil {
				return d, err
			}
			r.t.Facts.Recognise(id, maybe)
			r.first = nil // it was the contact that is gone
		case d.Contact == nil || !r.wasWritten(d.Contact):
			return d, nil
		}
	}
}

// wasWritten reports whether a contact shows that the write whose answer was lost was
// carried out. What is ours is then what it wrote: the row is decided again.
func (r *rowWriter) wasWritten(c *quo.Contact) bool {
	if r.lost == nil {
		return false
	}
	base, happened, _ := r.lost.Late(c)
	if happened {
		r.lost, r.t.Facts.Wrote = nil, &base
	}
	return happened
}

// read reads a contact by its id. With confirm, that it is gone is believed when
// look-ups by key and by id, twice and as far apart as lists may lag, do not show it
// (docs/quo-api.md, rule 8).
func (r *rowWriter) read(ctx context.Context, id string, confirm bool) error {
	facts, key := &r.t.Facts, r.t.Key
	c, err := r.w.Sender.Get(ctx, key, id)
	if err != nil {
		return err
	}
	if c != nil || !confirm {
		facts.Learn(id, c)
		return nil
	}
	for i := range 2 {
		if i > 0 {
			if err := send.Pause(ctx, r.w.ListLag); err != nil {
				return err
			}
		}
		found, err := r.w.Sender.Lookup(ctx, facts.Keys()...)
		if err != nil && quo.Classify(err) != quo.Permanent { // a refused key is read by its contact's id
			return err
		}
		listed, conflict := facts.Listed(found, r.w.Source)
		if listed != nil || conflict != nil {
			facts.Found = found
			facts.Learn(id, nil)
			if listed != nil {
				facts.Learn(listed.ID, listed)
			}
			return nil
		}
		if c, err = r.w.Sender.Get(ctx, key, id); err != nil || c != nil {
			facts.Learn(id, c)
			return err
		}
	}
	facts.Learn(id, nil)
	return nil
}

// record is what the state keeps of the key after a write.
func (r *rowWriter) record(c *quo.Contact, base store.Base, created bool) store.Record {
	return store.Record{
		ContactID: c.ID, Raw: r.t.Raw, Desired: r.t.Want, Base: base, Numbers: r.t.Numbers, Name: r.t.Name, Definition: r.w.Definition,
		UpdatedAt: c.UpdatedAt, Run: r.w.Run, Created: created || r.ours || !r.app && r.t.Facts.Record != nil && r.t.Facts.Record.Created,
	}
}

// shown returns the contact as Quo has it after a write, and the base. An answer that
// lacks what was sent is no evidence of what Quo has: the contact is read once more.
func (r *rowWriter) shown(ctx context.Context, m *merge.Result, answer *quo.Contact) (*quo.Contact, store.Base) {
	base, known := m.Confirm(answer)
	if known {
		return answer, base
	}
	again := r.w.again(ctx, r.t.Key, answer)
	if again == nil {
		return answer, base
	}
	base, _ = m.Confirm(again)
	return again, base
}

// again reads a contact once more whose answer is no evidence; nil if that shows nothing
// newer. A read that does not find what was just written is as little evidence, and is
// repeated when lists must show the contact.
func (w *Writer) again(ctx context.Context, key string, answer *quo.Contact) *quo.Contact {
	c, err := w.Sender.Get(ctx, key, answer.ID)
	if err == nil && c == nil && send.Pause(ctx, w.ListLag) == nil {
		c, err = w.Sender.Get(ctx, key, answer.ID)
	}
	if err != nil || c == nil || quo.Older(c.UpdatedAt, answer.UpdatedAt) {
		return nil
	}
	return c
}

// begin makes the intent durable.
func (r *rowWriter) begin(op store.Operation, before *quo.Contact, m *merge.Result, rec store.Record) error {
	err := r.w.begin(store.Intent{Key: r.t.Key, From: r.t.Facts.From, Operation: op, Record: rec}, before, &m.Target)
	r.begun = r.begun || err == nil
	return err
}

// confirm records a write that happened.
func (r *rowWriter) confirm(op store.Operation, before *quo.Contact, rec store.Record) []store.Change {
	entry := store.JournalEntry{Key: r.t.Key, From: r.t.Facts.From, Operation: op, ContactID: rec.ContactID}
	if before != nil {
		entry.PreImage = before.Encode()
	}
	if r.t.Facts.Record != nil {
		previous := *r.t.Facts.Record
		entry.Previous = &previous
	}
	return r.moved(store.Confirm(r.w.Source, r.t.Key, rec, entry))
}

// moved returns a change that puts the record of the key, after the one that removes that
// of the key from which the contact moves.
func (r *rowWriter) moved(put store.Change) []store.Change {
	if from := r.t.Facts.From; from != "" {
		return []store.Change{store.Vacate(r.w.Source, from), put}
	}
	return []store.Change{put}
}

// leave ends a row whose write was not sent, or surely not carried out: its intent
// goes. Where an earlier attempt may have been carried out it stays, for the next run.
func (r *rowWriter) leave(res Result) Result {
	if r.begun && (!r.sent || res.Event.Action == event.Unchanged) {
		return r.w.drop(r.t.Key, res)
	}
	return res
}

// create creates the contact. There is no idempotency key: where the outcome of a
// POST is unknown, the key is looked up until lists must show it, before it is sent
// again (docs/quo-api.md, rule 9). ended is false where the key turned out to have a
// contact: the row is decided again.
func (r *rowWriter) create(ctx context.Context, d *decide.Decision) (res Result, ended bool) {
	m := &d.Merged
	if err := r.begin(store.Create, nil, m, r.record(&m.Target, m.Sent().Base, true)); err != nil {
		return NotReached(err), true
	}
	for attempts := r.w.Sender.Attempts(); ; {
		answer, reply := r.w.Sender.Create(ctx, r.t.Key, m.Target)
		switch reply.Next {
		case send.Done:
			return r.created(ctx, m, &answer), true
		case send.Again:
			if attempts.Next(ctx, reply.Counts) {
				continue
			}
			return r.unsent(reply.Err), true
		case send.LookFirst:
			sent := m.Sent()
			r.lost = &sent
			_, found, lookErr := r.w.await(ctx, r.t.Key)
			if found != nil {
				return r.created(ctx, m, found), true
			}
			if lookErr == nil && !quo.Certain(r.t.Key) {
				lookErr = errHidden
			}
			if lookErr == nil && attempts.Next(ctx, reply.Counts) {
				continue
			}
			return unconfirmed(errors.Join(reply.Err, lookErr)), true
		case send.LookPair:
			return r.taken(ctx, m, reply.Err)
		case send.StopAll, send.Halted:
			return r.w.drop(r.t.Key, NotReached(reply.Err)), true
		}
		return r.w.drop(r.t.Key, Result{Event: known.Failed(known.Deciding, reply.Err)}), true
	}
}

var errHidden = errors.New("a key with a comma may not be found by look-ups")

// unsent is a create that surely did not happen.
func (r *rowWriter) unsent(err error) Result {
	if r.w.Sender.Stopping() {
		return r.w.drop(r.t.Key, NotReached(err))
	}
	return r.w.drop(r.t.Key, Result{Event: known.Failed(known.Sending, err)})
}

// created records a new contact, as the answer or a look-up shows it.
func (r *rowWriter) created(ctx context.Context, m *merge.Result, answer *quo.Contact) Result {
	c, base := r.shown(ctx, m, answer)
	return Result{
		Event:   event.Row{Action: event.Created, ContactID: c.ID, Warnings: merge.Check(nil, &m.Target, c).Warnings},
		Changes: r.confirm(store.Create, nil, r.record(c, base, true)),
	}
}

// taken follows up a 409: the pair of source and key has a contact already
// (docs/quo-api.md, rule 4): that of a create whose answer was lost, or another one, with
// which the row is decided again.
func (r *rowWriter) taken(ctx context.Context, m *merge.Result, refused error) (res Result, ended bool) {
	found, contact, err := r.w.await(ctx, r.t.Key)
	switch {
	case contact != nil && r.wasWritten(contact):
		return r.created(ctx, m, contact), true
	case contact != nil:
		r.t.Facts.Expire()
		r.t.Facts.Found, r.t.Facts.Stale, r.t.Read = found, false, time.Now()
		return Result{}, false
	case err != nil && found != nil: // of Find: several contacts, or another source's
		return r.conflict(err.Error()), true
	case ctx.Err() != nil:
		return r.w.drop(r.t.Key, NotReached(err)), true
	case err != nil:
		return r.w.drop(r.t.Key, failed(err)), true
	}
	for _, c := range found {
		if quo.Near(c.ExternalID, r.t.Key) {
			return r.conflict(fmt.Sprintf("for Quo the key is that of contact %s, %q: keys must differ in more than case, spaces or Unicode form", c.ID, c.ExternalID)), true
		}
	}
	return r.conflict("the key is taken, but no contact has it: it may belong to a deleted contact, whose key Quo keeps; give the row another key (" + refused.Error() + ")"), true
}

// conflict ends a create that surely did not happen because the key is taken.
func (r *rowWriter) conflict(reason string) Result {
	d := decide.Conflict(reason)
	return r.w.drop(r.t.Key, Result{Event: d.Event()})
}

// update sends the merged contact. ended is false where the outcome is unknown or the
// contact was not found: the row is decided again, with the contact read anew.
func (r *rowWriter) update(ctx context.Context, d *decide.Decision) (res Result, ended bool) {
	if r.first == nil {
		first := d.Contact.Clone()
		r.first, r.ours, r.app = &first, d.Ours, d.Adopted
	}
	m := &d.Merged
	if err := r.begin(store.Update, r.first, m, r.record(d.Contact, m.Sent().Base, false)); err != nil {
		return NotReached(err), true
	}
	r.t.Facts.Tried = true
	reply := r.w.Sender.Update(ctx, r.t.Key, d.ID, m.Target, func(answer *quo.Contact) { res = r.updated(ctx, d, answer) })
	switch reply.Next {
	case send.Done:
		return res, true
	case send.StopAll, send.Halted:
		return r.leave(NotReached(reply.Err)), true
	case send.Refuse:
		return r.leave(Result{Event: known.Failed(known.Deciding, reply.Err)}), true
	}
	if quo.Classify(reply.Err) == quo.Ambiguous {
		sent := m.Sent()
		r.sent, r.lost = true, &sent
	}
	if !r.attempts.Next(ctx, reply.Counts) {
		return r.exhausted(errors.Join(reply.Err, ctx.Err())), true
	}
	r.t.Facts.Expire()
	return Result{}, false
}

// updated checks the answer to an update and records it.
func (r *rowWriter) updated(ctx context.Context, d *decide.Decision, answer *quo.Contact) Result {
	c, base := r.shown(ctx, &d.Merged, answer)
	checked := merge.Check(d.Contact, &d.Merged.Target, c)
	stayed := r.t.Facts.From != "" && c.ExternalID != r.t.Key
	if len(checked.Lost) > 0 || stayed { // an answer may lack what Quo has
		again := r.w.again(ctx, r.t.Key, c)
		if again != nil {
			c = again
			base, _ = d.Merged.Confirm(c)
			checked = merge.Check(d.Contact, &d.Merged.Target, c)
		}
		stayed = stayed && again != nil && c.ExternalID == r.t.Facts.From
	}
	changes := r.confirm(store.Update, r.first, r.record(c, base, false))
	switch {
	case len(checked.Lost) > 0:
		r.w.Sender.Halt(event.Stopf(event.StopLoss, nil, "%s: Quo's answer to an update lost %s, which was sent along and is not the file's to remove: stopped, so that no other contact is harmed; the contact as it was is in the journal of this run", r.t.Place, strings.Join(checked.Lost, ", ")))
	case len(checked.Doubled) > 0:
		r.w.Sender.Halt(appends(r.t.Place, checked.Doubled))
		changes = append(changes, r.w.NoteAppends())
	case stayed:
		r.w.Sender.Halt(event.Stopf(event.StopKeys, nil, "%s: Quo kept the key %q of a contact that moves to %q: stopped, because --rekey cannot move the others either. Undo this run (quo-import undo last), use the earlier key, and report it to Quo", r.t.Place, r.t.Facts.From, r.t.Key))
	}
	return Result{
		Event: event.Row{
			Action: event.Updated, ContactID: c.ID, Message: d.Reason, Warnings: slices.Concat(d.Warnings, checked.Warnings), Drifts: d.Merged.Drifts, Adopted: r.app,
		},
		Changes: changes,
	}
}

// appends is the stop after an answer that has values twice that were sent once.
func appends(where string, doubled []string) *event.StopError {
	return event.Stopf(event.StopAppends, nil, "%s: after an update the contact has %s twice: Quo's server appends to lists instead of replacing them; stopped, so that no other contact is harmed. Remove the repeats in Quo and report it to Quo", where, strings.Join(doubled, ", "))
}

// unchanged ends a row whose contact is as the row wants it: because nothing differs,
// or because an earlier attempt was carried out after all.
func (r *rowWriter) unchanged(d *decide.Decision) Result {
	if r.first == nil {
		r.ours = d.Ours
	}
	base, _ := d.Merged.Confirm(d.Contact)
	rec := r.record(d.Contact, base, false)
	if r.sent {
		e := event.Row{Action: event.Updated, ContactID: d.ID, Message: r.t.Facts.Moves(), Warnings: d.Warnings, Drifts: d.Merged.Drifts, Adopted: r.app}
		return Result{Event: e, Changes: r.confirm(store.Update, r.first, rec)}
	}
	return r.leave(Result{Event: d.Event(), Changes: r.refresh(rec)})
}

// refresh records what was read of a contact that was not written: the run that wrote
// it stays the one that can undo it.
func (r *rowWriter) refresh(rec store.Record) []store.Change {
	if was := r.t.Facts.Record; was != nil {
		rec.Run, rec.ReadBy = was.Run, r.w.Run
	}
	return r.moved(store.Refresh(r.w.Source, r.t.Key, rec))
}

// gone remembers that the contact was found deleted in Quo, so that the same row costs
// nothing the next time.
func (r *rowWriter) gone() []store.Change {
	if r.t.Facts.Record == nil || r.sent {
		return nil
	}
	rec := *r.t.Facts.Record
	rec.Raw, rec.Desired, rec.Gone, rec.Definition = r.t.Raw, r.t.Want, true, r.w.Definition
	if r.t.Facts.From != "" {
		rec.Base = nil // its hashes are salted with the other key
	}
	return r.refresh(rec)
}

// exhausted is an update that failed too often. Where an attempt may have been carried
// out its intent stays.
func (r *rowWriter) exhausted(err error) Result {
	if r.sent {
		return unconfirmed(err)
	}
	return r.leave(Result{Event: known.Failed(known.Updating, err)})
}
