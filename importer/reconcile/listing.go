package reconcile

import (
	"context"
	"slices"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
)

// listing is the contacts of a source that were read from Quo, by key. They are kept
// encoded: 50,000 of them take 25 MB.
type listing struct {
	r     *Reconciler
	byKey map[string][][]byte
	read  int
}

// readAll reads the contacts of some keys with as few requests as possible. Where there
// are many keys it lists the source, in pages of fifty, and then looks up what the list
// misses; a list alone proves nothing (docs/quo-api.md, rule 7).
func (l *listing) readAll(ctx context.Context, keys []string) error {
	l.byKey = map[string][][]byte{}
	if send.ListIsCheaper(len(keys), len(keys)) {
		err := l.r.Sender.All(ctx, func() { clear(l.byKey); l.read = 0 }, func(c *quo.Contact) {
			if c.Source == l.r.Source { // a server may ignore the filter
				l.add(c)
			}
		}, l.r.Source)
		if err != nil {
			return err
		}
	}
	missed := slices.DeleteFunc(keys, func(key string) bool { return len(l.byKey[key]) > 0 })
	for batch := range slices.Chunk(missed, send.LookupSize) {
		found, err := l.r.Sender.Lookup(ctx, batch...)
		if err != nil && quo.Classify(err) != quo.Permanent { // a refused key is read by its contact's id
			return err
		}
		for i := range found {
			if found[i].Source == l.r.Source || quo.AppSource(found[i].Source) {
				l.add(&found[i])
			}
		}
	}
	return nil
}

func (l *listing) add(c *quo.Contact) {
	l.byKey[c.ExternalID] = append(l.byKey[c.ExternalID], c.Encode())
	l.read++
	l.r.Emit(event.Progress{Done: l.read})
}

// contacts returns the contacts that have a key.
func (l *listing) contacts(key string) ([]quo.Contact, error) {
	var list []quo.Contact
	for _, text := range l.byKey[key] {
		c, err := quo.Decode(text)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}
