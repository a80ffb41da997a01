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

// row writes one row: it finds the contact of the key, and creates or updates.
func (r *run) row(ctx context.Context, j *job) result {
	if r.stopping() {
		return notReached(nil)
	}
	remote, err := find(j.found, j.key, r.im.Source, j.rec.ContactID)
	if err != nil {
		return conflict(err)
	}
	if remote == nil && j.desired.ContactID != "" && !j.known {
		if remote, err = r.named(ctx, j); err != nil {
			return r.rowError(err)
		}
	}
	switch {
	case remote == nil && !j.known:
		return r.absent(ctx, j)
	case remote != nil && !j.known && r.im.Options.Mode == CreateOnly:
		return skipped("already in Quo (--mode create)", remote.ID)
	}
	return r.update(ctx, j, remote)
}

// absent is a key without a contact: it is created, where that is allowed.
func (r *run) absent(ctx context.Context, j *job) result {
	if r.im.Options.Mode == UpdateOnly {
		return skipped("not in Quo (--mode update)", "")
	}
	if id, several := r.plan.adopts(j); several {
		return conflict(severalHave())
	} else if id != "" {
		remote, err := r.get(ctx, j.key, id)
		if err != nil {
			return r.rowError(err)
		}
		if remote != nil {
			j.looked = time.Now()
			return r.update(ctx, j, remote)
		}
	}
	return r.create(ctx, j)
}

// named reads the contact whose id the file knows. One that another source made
// is that source's: taking its key away would have it made again there.
func (r *run) named(ctx context.Context, j *job) (*quo.Contact, error) {
	remote, err := r.get(ctx, j.key, j.desired.ContactID)
	switch {
	case err != nil:
		return nil, err
	case remote == nil:
		return nil, &refusal{fmt.Sprintf("Quo has no contact %s, which the file names: leave the cell empty to create one", j.desired.ContactID), 404}
	case remote.Source != r.im.Source && !fromApp(remote.Source) && !strings.HasPrefix(remote.Source, "openphone"):
		return nil, &refusal{fmt.Sprintf("contact %s, which the file names, is of source %q: import it there, or under that --source", remote.ID, remote.Source), 409}
	}
	j.looked = time.Now()
	return remote, nil
}

// severalHave is a row whose number several contacts in Quo have.
func severalHave() *refusal {
	return &refusal{"several contacts in Quo have its number, and which one it is cannot be told: merge them in Quo, or import the row again to make another", 409}
}

// refusal fails a row for a reason of our own.
type refusal struct {
	message string
	status  int
}

func (e *refusal) Error() string { return e.message }

// rowError is the result of a row for which nothing was written.
func (r *run) rowError(err error) result {
	if errors.Is(err, errHalted) || errors.Is(err, context.Canceled) || quo.Classify(err) == quo.Fatal {
		return notReached(err)
	}
	return failed(err, "")
}

func failed(err error, doing string) result {
	e := RowEvent{Action: Failed, Message: err.Error(), cause: []string{doing}}
	if doing != "" {
		e.Message = doing + ": " + e.Message
	}
	var api *quo.APIError
	if errors.As(err, &api) {
		e.Status, e.cause = api.Status, append(e.cause, causeOf(api)...)
	}
	return result{event: e}
}

func conflict(err error) result {
	return result{event: RowEvent{Action: Failed, Message: "conflict: " + err.Error(), Status: 409}}
}

func skipped(why, id string) result {
	return result{event: RowEvent{Action: Skipped, Message: why, ContactID: id}}
}

// record is what the state is to know of a key after a write, its base apart.
func (r *run) record(j *job, answer *quo.Contact, base store.Base, created bool) store.Record {
	return store.Record{
		ContactID: answer.ID, Raw: j.raw, Desired: j.want, Base: base,
		UpdatedAt: answer.UpdatedAt, Run: r.im.Run, Created: created,
	}
}

// begin puts an intent on disk, before the write is sent.
func (r *run) begin(j *job, op store.Operation, before *quo.Contact, sent *quo.Contact, rec store.Record) error {
	in := store.Intent{
		Key: j.key, Operation: op, ContactID: sent.ID, Target: sent.Encode(),
		Record: rec, Run: r.im.Run, Begun: time.Now(),
	}
	if before != nil {
		in.PreImage = before.Encode()
	}
	err := r.rec.write(record{changes: []store.Change{store.Begin(r.im.Source, in)}})
	if err != nil {
		r.halt(unrecorded(err, "nothing was sent for this row; free the disk and run again"))
		return errHalted
	}
	return nil
}

// drop gives an intent up, because its write surely did not happen.
func (r *run) drop(j *job, res result) result {
	res.changes = append(res.changes, store.Drop(r.im.Source, j.key))
	return res
}

// land is the record of a write that happened.
func (r *run) land(j *job, op store.Operation, before *quo.Contact, rec store.Record) store.Change {
	entry := store.JournalEntry{Key: j.key, Operation: op, ContactID: rec.ContactID}
	if before != nil {
		entry.PreImage = before.Encode()
	}
	if j.known {
		previous := j.rec
		entry.Previous = &previous
	}
	return store.Land(r.im.Source, j.key, rec, entry)
}
