package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// book is the address book: all contacts, including the deleted ones, and
// indices of them.
type book struct {
	byID     map[string]*record
	byExtID  map[string][]*record // living contacts, any source
	taken    map[pair]int         // living contacts and tombstones of a pair
	fold     bool                 // external ids in byExtID and taken are in lower case
	order    []*record            // by creation, including deleted ones
	living   int
	serial   uint32 // makes ids unique
	idPrefix uint32
}

// record is one contact. cur is replaced and never changed, so that it can be
// read without the lock.
type record struct {
	cur     *Contact
	old     *Contact // shown by lists until stale
	stale   time.Time
	listed  time.Time // lists show the contact from then on
	deleted bool
}

func newBook(seed uint64, fold bool) *book {
	return &book{
		fold:     fold,
		byID:     make(map[string]*record),
		byExtID:  make(map[string][]*record),
		taken:    make(map[pair]int),
		idPrefix: uint32(seed) ^ 0x5eed1e55,
	}
}

// newID returns 24 hex digits like the real ones: time, machine, counter.
func (b *book) newID(now time.Time) string {
	b.serial++
	return fmt.Sprintf("%08x%08x%08x", uint32(now.Unix()), b.idPrefix, b.serial)
}

// ids returns a function that makes ids for the items of one request.
func (b *book) ids(now time.Time) func() string {
	return func() string { return b.newID(now) }
}

// add adds a contact that lists show at once.
func (b *book) add(c *Contact) *record {
	r := &record{cur: c}
	b.byID[c.ID] = r
	b.order = append(b.order, r)
	b.living++
	b.index(r)
	return r
}

// replace replaces the body of a contact. Lists show it at once, unless r.old is
// still shown.
func (b *book) replace(r *record, c *Contact) {
	b.unindex(r)
	b.release(r)
	r.cur = c
	b.index(r)
}

// remove deletes a contact. Its pair stays taken unless free is set: deleted
// contacts seem to keep theirs (docs/quo-api.md, rule 4).
func (b *book) remove(r *record, free bool) {
	b.unindex(r)
	if free {
		b.release(r)
	}
	r.deleted = true
	b.living--
	delete(b.byID, r.cur.ID)
}

// folded returns an external id as the indices have it.
func (b *book) folded(externalID string) string {
	if b.fold {
		return strings.ToLower(externalID)
	}
	return externalID
}

// pair returns the pair of a contact as the indices have it, false without an
// externalId.
func (b *book) pair(c *Contact) (pair, bool) {
	p, ok := c.pair()
	p.externalID = b.folded(p.externalID)
	return p, ok
}

func (b *book) index(r *record) {
	if p, ok := b.pair(r.cur); ok {
		b.taken[p]++
		b.byExtID[p.externalID] = append(b.byExtID[p.externalID], r)
	}
}

func (b *book) unindex(r *record) {
	p, ok := b.pair(r.cur)
	if !ok {
		return
	}
	rest := slices.DeleteFunc(b.byExtID[p.externalID], func(x *record) bool { return x == r })
	if len(rest) == 0 {
		delete(b.byExtID, p.externalID)
	} else {
		b.byExtID[p.externalID] = rest
	}
}

func (b *book) release(r *record) {
	p, ok := b.pair(r.cur)
	if !ok {
		return
	}
	if b.taken[p]--; b.taken[p] == 0 {
		delete(b.taken, p)
	}
}

// free reports whether r may have the pair; r is nil for a new contact.
func (b *book) free(p pair, r *record) bool {
	if r != nil {
		if own, ok := b.pair(r.cur); ok && own == p {
			return true
		}
	}
	return b.taken[p] == 0
}

// shown returns what a list shows of a contact now, nil for nothing.
func (r *record) shown(now time.Time) *Contact {
	if r.deleted || now.Before(r.listed) {
		return nil
	}
	if r.old != nil && now.Before(r.stale) && text(r.old.ExternalID) == text(r.cur.ExternalID) {
		return r.old
	}
	return r.cur
}
