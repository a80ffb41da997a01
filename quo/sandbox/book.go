package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// book is the address book: every contact that ever was, and the indices that
// keep a request from looking at all of them. It is guarded by Sandbox.mu.
type book struct {
	byID     map[string]*record
	byExtID  map[string][]*record // living contacts, any source
	taken    map[pair]int         // living contacts and tombstones of a pair
	order    []*record            // by creation; the deleted stay, as holes
	living   int
	serial   uint32 // makes ids unique
	idPrefix uint32
}

// record is one contact. cur is replaced and never changed, so that whoever
// holds one may read it without the lock.
type record struct {
	cur     *Contact
	old     *Contact  // what lists may still show, see Options.ListStale
	changed time.Time // when old was replaced
	listed  time.Time // lists show it from then on
	deleted bool
}

func newBook(seed uint64) *book {
	return &book{
		byID:     make(map[string]*record),
		byExtID:  make(map[string][]*record),
		taken:    make(map[pair]int),
		idPrefix: uint32(seed) ^ 0x5eed1e55,
	}
}

// newID is 24 hex digits that look like the real ones: time, machine, counter.
func (b *book) newID(now time.Time) string {
	b.serial++
	return fmt.Sprintf("%08x%08x%08x", uint32(now.Unix()), b.idPrefix, b.serial)
}

func (b *book) add(c *Contact, listed time.Time) {
	r := &record{cur: c, listed: listed}
	b.byID[c.ID] = r
	b.order = append(b.order, r)
	b.living++
	b.index(r)
}

// replace sets what a contact is. Lists show it at once, unless remember kept
// what it was.
func (b *book) replace(r *record, c *Contact) {
	b.unindex(r)
	b.release(r)
	r.cur = c
	b.index(r)
}

// remember keeps what a contact is before a change, for lists that lag. During
// the lag of an earlier change it is that one's that stays.
func (r *record) remember(now time.Time, stale time.Duration) {
	if r.old == nil || now.Sub(r.changed) >= stale {
		r.old, r.changed = r.cur, now
	}
}

// remove deletes a contact. Its pair stays taken unless free: deleted contacts
// seem to keep theirs (QUO_API, What bites 4).
func (b *book) remove(r *record, free bool) {
	b.unindex(r)
	if free {
		b.release(r)
	}
	r.deleted = true
	b.living--
	delete(b.byID, r.cur.ID)
}

func (b *book) index(r *record) {
	if p, ok := r.cur.pair(); ok {
		b.taken[p]++
		b.byExtID[p.externalID] = append(b.byExtID[p.externalID], r)
	}
}

func (b *book) unindex(r *record) {
	p, ok := r.cur.pair()
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
	p, ok := r.cur.pair()
	if !ok {
		return
	}
	if b.taken[p]--; b.taken[p] == 0 {
		delete(b.taken, p)
	}
}

// holds tells whether r itself has the pair.
func (r *record) holds(p pair) bool {
	own, ok := r.cur.pair()
	return ok && own == p
}

// shown is what a list shows of a contact now, nil for nothing.
func (r *record) shown(now time.Time, stale time.Duration) *Contact {
	if r.deleted || now.Before(r.listed) {
		return nil
	}
	if r.old != nil && now.Sub(r.changed) < stale && text(r.old.ExternalID) == text(r.cur.ExternalID) {
		return r.old
	}
	return r.cur
}
