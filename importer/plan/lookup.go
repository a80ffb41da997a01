package plan

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Looked is a task with what state and Quo know of its key.
type Looked struct {
	*Task
	Facts decide.Facts
	Read  time.Time // when Quo was asked; zero: it was not
	// Refused is why Quo does not look for the key. Of a known key it is nil: its contact
	// is read by its id.
	Refused error
	Ahead   bool // it is begun before its turn

	listed *send.Contacts // what Prepare found and the state does not know
}

// NewLooked returns a task of which nothing is known but what Prepare found.
func NewLooked(p *Plan, t *Task) *Looked {
	return &Looked{Task: t, Facts: decide.Facts{Key: t.Key, Desired: &t.Desired, From: t.From, Adopt: p.adopt[t.Key]}, listed: &p.found}
}

// LookUp reads what the state and Quo know of up to send.LookupSize tasks, with one
// request.
func LookUp(ctx context.Context, s *send.Sender, c Config, tasks []*Looked) error {
	if err := readRecords(ctx, c, tasks); err != nil {
		return err
	}
	var keys []string
	for _, t := range tasks {
		keys = append(keys, t.Facts.Keys()...)
	}
	found, err := s.Lookup(ctx, keys...)
	refused, _ := errors.AsType[*quo.RefusedError](err)
	if err != nil && refused == nil {
		return err
	}
	at := time.Now()
	for _, t := range tasks {
		if refused != nil && t.Facts.Record == nil && slices.Contains(refused.ExternalIDs, t.Key) {
			t.Refused = refused
		}
		t.Facts.Found = slices.DeleteFunc(slices.Clone(found), func(c quo.Contact) bool { return !slices.Contains(t.Facts.Keys(), c.ExternalID) })
		t.Read = at
		if len(t.Facts.Found) == 0 && t.listed.Has(t.Key) { // a look-up does not find every key
			if t.Facts.Found, err = t.listed.Of(t.Key); err != nil {
				return err
			}
			t.Facts.Stale, t.Refused = true, nil
		}
	}
	return nil
}

func readRecords(ctx context.Context, c Config, tasks []*Looked) error {
	if c.State == nil {
		return nil
	}
	keys := make([]string, len(tasks))
	for i, t := range tasks {
		keys[i] = cmp.Or(t.From, t.Key)
	}
	records, err := store.RecordsOf(ctx, c.State, c.Source, keys...)
	if err != nil {
		return err
	}
	for i, t := range tasks {
		if r, ok := records[keys[i]]; ok {
			t.Facts.Record = &r
		}
	}
	return nil
}
