package apply

import (
	"context"
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/write"
	"github.com/quo-import/quo-import/store"
)

// deleteMissing deletes the contacts of missing rows, except those that somebody has
// changed in Quo since. It comes last, and only in a run that processed every row.
func (r *running) deleteMissing(ctx context.Context) error {
	if r.config.Options.OnMissing != policy.DeleteMissing {
		return nil
	}
	for keys := range slices.Chunk(r.plan.Missing.Delete, send.LookupSize) {
		if r.sender.Stopping() {
			return nil
		}
		batch, err := r.reversals(ctx, keys)
		if err != nil {
			return err
		}
		found, err := r.sender.Lookup(ctx, keys...)
		if err != nil {
			return r.sender.Reason(err)
		}
		for _, v := range batch {
			v.Listed(found)
			if err := r.finishMissing(v, v.Run(ctx)); err != nil {
				return err
			}
		}
		r.missingLeft -= len(keys)
	}
	return nil
}

// reversals returns the reverts of the creates of some keys.
func (r *running) reversals(ctx context.Context, keys []string) (batch []*write.Revert, err error) {
	records, err := store.RecordsOf(ctx, r.state, r.config.Source, keys...)
	for _, key := range keys {
		if rec, ok := records[key]; ok {
			entry := store.JournalEntry{Key: key, Operation: store.Create, ContactID: rec.ContactID}
			batch = append(batch, r.writer.Revert(entry, &rec))
		}
	}
	return batch, err
}

// finishMissing records what became of the contact of a missing row. It is not a row: if
// the contact stays, that is reported but not counted.
func (r *running) finishMissing(v *write.Revert, res write.Result) error {
	e := res.Event
	e.Key = v.Entry.Key
	if e.Action == event.Deleted {
		r.writer.Record(res.Changes, true, e)
		return nil
	}
	stays := event.Notice{Kind: "gone", Known: r.plan.Known.Standing(known.Stays(e.Key)), Text: fmt.Sprintf("key %s is no longer in the input, its contact stays: %s", e.Key, e.Message)}
	return r.recorder.Result(res.Changes, false, stays)
}
