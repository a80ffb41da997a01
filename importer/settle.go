package importer

import (
	"context"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// landing is the record of a write that an earlier run began and that is found
// to have happened. remote is the contact now, nil where it was deleted.
func (r *run) landing(in store.Intent, remote *quo.Contact) (store.Change, error) {
	entry := store.JournalEntry{Key: in.Key, Run: in.Run, Operation: in.Operation, ContactID: in.ContactID, PreImage: in.PreImage}
	was, known, err := r.known(in.Key)
	if err != nil {
		return store.Change{}, err
	}
	if known {
		entry.Previous = &was
	}
	if in.Operation != store.Create && in.Record.ContactID == "" {
		return store.Remove(r.im.Source, in.Key, entry), nil
	}
	rec := in.Record
	if remote != nil {
		entry.ContactID = remote.ID
		rec.ContactID, rec.UpdatedAt = remote.ID, remote.UpdatedAt
		rec.Base = heldBy(rec.Base, in.Key, remote)
	}
	return store.Land(r.im.Source, in.Key, rec, entry), nil
}

func (r *run) known(key string) (rec store.Record, ok bool, err error) {
	err = r.im.view(func(s store.Snapshot) (err error) {
		rec, ok, err = s.Get(key)
		return err
	})
	return rec, ok, err
}

// settleDelete finds out how far a deletion came: not begun, without its key
// but there, or done. A contact that lost its key and is there stays known, and
// its row is written again when it comes, which gives the key back; an undo
// that is run again goes on with it, unless somebody changed it meanwhile.
func (r *run) settleDelete(ctx context.Context, in store.Intent) error {
	remote, err := r.get(ctx, in.Key, in.ContactID)
	if err != nil {
		return err
	}
	if remote == nil {
		change, err := r.landing(in, nil)
		if err != nil {
			return err
		}
		return r.im.State.Commit(change)
	}
	changes := []store.Change{store.Drop(r.im.Source, in.Key)}
	rec, known, err := r.known(in.Key)
	if err != nil {
		return err
	}
	if known && remote.ExternalID != in.Key {
		target, err := quo.Decode(in.Target)
		if err != nil {
			return err
		}
		rec.Raw, rec.Desired = 0, 0
		if landed(&target, remote) {
			rec.UpdatedAt = remote.UpdatedAt
		}
		changes = append(changes, store.Refresh(r.im.Source, in.Key, rec))
	}
	return r.im.State.Commit(changes...)
}
