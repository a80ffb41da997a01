package send

import (
	"context"
	"slices"

	"github.com/quo-import/quo-import/quo"
)

// Contacts are contacts that were read from Quo, by key. They are kept encoded: 50,000
// take 25 MB. The zero value is empty.
type Contacts struct {
	byKey map[string][][]byte
	len   int
}

// Add adds a contact.
func (c *Contacts) Add(contact *quo.Contact) {
	if c.byKey == nil {
		c.byKey = map[string][][]byte{}
	}
	c.byKey[contact.ExternalID] = append(c.byKey[contact.ExternalID], contact.Encode())
	c.len++
}

// Len returns how many there are.
func (c *Contacts) Len() int { return c.len }

// Has reports whether there is one with a key.
func (c *Contacts) Has(key string) bool { return len(c.byKey[key]) > 0 }

// Of returns those with a key.
func (c *Contacts) Of(key string) ([]quo.Contact, error) {
	var list []quo.Contact
	for _, text := range c.byKey[key] {
		contact, err := quo.Decode(text)
		if err != nil {
			return nil, err
		}
		list = append(list, contact)
	}
	return list, nil
}

// ReadKeys reads the contacts of some keys of a source that has about so many contacts,
// with as few requests as possible. Where there are many keys it lists the source, in
// pages of fifty, and then looks up what the list misses; a list alone proves nothing
// (docs/quo-api.md, rule 7). What is looked up may be of other sources. A key that Quo
// refuses to look for has no contacts then. read is called with how many were read.
func (s *Sender) ReadKeys(ctx context.Context, source string, contacts int, keys []string, read func(n int)) (*Contacts, error) {
	found := &Contacts{}
	if ListIsCheaper(contacts, len(keys)) {
		err := s.All(ctx, func() { *found = Contacts{} }, func(c *quo.Contact) {
			if c.Source == source { // a server may ignore the filter
				found.Add(c)
				read(found.len)
			}
		}, source)
		if err != nil {
			return nil, err
		}
	}
	missed := slices.DeleteFunc(slices.Clone(keys), found.Has)
	for batch := range slices.Chunk(missed, LookupSize) {
		list, err := s.Lookup(ctx, batch...)
		if err != nil && quo.Classify(err) != quo.Permanent { // a refused key
			return nil, err
		}
		for i := range list {
			found.Add(&list[i])
			read(found.len)
		}
	}
	return found, nil
}
