package merge

import (
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Sent is a write that was sent. What became of it is shown by the answer that came back
// at once (Result.Confirm) or, where that was lost or the process ended before it came, by
// the contact as it is read later (Late).
type Sent struct {
	Key    string
	Base   store.Base   // what is ours if it was carried out
	Before *quo.Contact // nil: a create
	Target *quo.Contact
}

// Sent is the write of the merge.
func (r *Result) Sent() Sent {
	base := slices.Concat(r.ours, r.kept)
	base.Sort()
	return Sent{Key: r.key, Base: slices.Compact(base), Before: r.before, Target: &r.Target}
}

// Confirm returns the base after a write: what is ours, in the form that was sent and in
// the form that the answer shows, and what the row left undecided. An answer that lacks
// a value, or shows the one before the update, is no evidence of its form: what was sent
// is kept, and known is false, so that the contact is read once more.
func (r *Result) Confirm(answer *quo.Contact) (base store.Base, known bool) {
	sent := r.Sent()
	reading := sent.read(answer, false)
	known = true
	for _, e := range r.ours {
		_, shown := reading.entry(e)
		known = known && shown
	}
	return reading.base(), known
}

// Late returns what is ours, by a contact that was read after a write without an answer,
// and whether the write was carried out. doubt is set if it was perhaps. People may have
// edited the contact meanwhile: a value in another form is ours if no more than its
// case, spaces, punctuation and symbols differ, as a server may tidy them; any other one
// is a change made in Quo, as an item that is missing is one that was removed there.
func (s Sent) Late(now *quo.Contact) (base store.Base, happened, doubt bool) {
	reading := s.read(now, true)
	v := votes{Sent: s, now: now}
	v.count()
	happened = v.carried > v.not || Reached(s.Target, now)
	return reading.base(), happened, !happened && (v.carried > 0 || v.not == 0)
}

// reading finds the values of a Sent in a contact that shows what became of it.
type reading struct {
	*Sent
	shows   *quo.Contact
	late    bool
	scalars map[uint32]quo.Field // by FieldHash
	items   map[uint64]place     // by ValueHash
}

// place is an item that was sent, and the one that is shown for it.
type place struct {
	field       quo.Field
	sent, shown quo.Item
	found       bool
}

func (s *Sent) read(shows *quo.Contact, late bool) *reading {
	r := &reading{Sent: s, shows: shows, late: late, scalars: map[uint32]quo.Field{}, items: map[uint64]place{}}
	for _, f := range fieldsOf(s.Target) {
		if !IsList(s.Target, f) {
			r.scalars[store.FieldHash(string(f), "")] = f
			continue
		}
		var before []quo.Item
		if s.Before != nil {
			before = s.Before.List(f)
		}
		sent := s.Target.List(f)
		pairs := pairItems(f, before, sent, shows.List(f), late)
		for _, item := range sent {
			canonical := quo.Canonical(f, item.Value)
			shown, found := pairs[canonical]
			r.items[store.ValueHash(s.Key, canonical)] = place{f, item, shown, found}
		}
	}
	return r
}

// base returns all entries as they are shown.
func (r *reading) base() store.Base {
	base := make(store.Base, len(r.Base))
	for i, e := range r.Base {
		base[i], _ = r.entry(e)
	}
	base.Sort()
	return slices.Compact(base)
}

// entry returns an entry in the form that is shown. known is false if its value was sent
// and is not shown. An entry whose value was not sent stays as it is: what people removed
// in Quo, or changed.
func (r *reading) entry(e store.Entry) (shown store.Entry, known bool) {
	if f, ok := r.scalars[e.Field]; ok {
		return r.scalar(e, f)
	}
	at, sent := r.items[e.Value]
	if !sent {
		at, sent = r.items[e.Shown]
	}
	if !sent || !at.found {
		return e, !sent
	}
	e.Shown = store.ValueHash(r.Key, quo.Canonical(at.field, at.shown.Value))
	if label := store.LabelHash(at.sent.Name); label == e.Label || label == e.ShownLabel { // else it is Quo's
		e.ShownLabel = store.LabelHash(at.shown.Name)
	}
	return e, true
}

func (r *reading) scalar(e store.Entry, f quo.Field) (shown store.Entry, known bool) {
	sent, got := quo.Canonical(f, r.Target.Text(f)), quo.Canonical(f, r.shows.Text(f))
	if !e.Holds(store.ValueHash(r.Key, sent)) {
		return e, true // Quo's value was sent back
	}
	switch {
	case got == sent:
	case r.late && !resembles(sent, got):
		return e, false
	case got == "" || r.Before != nil && got == quo.Canonical(f, r.Before.Text(f)):
		return e, false
	}
	e.Shown = store.ValueHash(r.Key, got)
	return e, true
}

// IsList reports whether a field of a contact is a list.
func IsList(c *quo.Contact, f quo.Field) bool {
	return slices.Contains(quo.ListFields(), f) || slices.ContainsFunc(c.Custom, func(v quo.CustomValue) bool {
		return v.Type == quo.MultiSelect && quo.Custom(v.Key) == f
	})
}

// pairItems finds the items that were sent among those that are shown, by their canonical
// value: as they were sent; or alike; or, where the answer came at once and equally many
// are left on both sides, in their order. What Quo had before and was not sent is no new
// form of anything.
func pairItems(f quo.Field, before, sent, got []quo.Item, late bool) map[string]quo.Item {
	pairs := map[string]quo.Item{}
	left := slices.Clone(got)
	pair := func(canonical string, same func(string) bool) bool {
		i := slices.IndexFunc(left, func(g quo.Item) bool { return same(quo.Canonical(f, g.Value)) })
		if i >= 0 {
			pairs[canonical] = left[i]
			left = slices.Delete(left, i, i+1)
		}
		return i >= 0
	}
	var unpaired, unlike []string
	for _, s := range sent {
		canonical := quo.Canonical(f, s.Value)
		if !pair(canonical, func(g string) bool { return g == canonical }) {
			unpaired = append(unpaired, canonical)
		}
	}
	left = slices.DeleteFunc(left, func(g quo.Item) bool { return indexOf(f, before, g.Value) >= 0 })
	for _, canonical := range unpaired {
		if !pair(canonical, func(g string) bool { return resembles(canonical, g) }) {
			unlike = append(unlike, canonical)
		}
	}
	if !late && len(unlike) == len(left) {
		for i, canonical := range unlike {
			pairs[canonical] = left[i]
		}
	}
	return pairs
}

// indexOf returns the place of a value in a list, -1 if it is not there.
func indexOf(f quo.Field, items []quo.Item, value string) int {
	return slices.IndexFunc(items, func(i quo.Item) bool { return quo.Canonical(f, i.Value) == quo.Canonical(f, value) })
}

// resembles reports whether two texts have the same letters and digits, and some.
func resembles(a, b string) bool {
	bare := letters(a)
	return bare != "" && bare == letters(b)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// votes counts which of the changes that a write was to make a contact shows.
type votes struct {
	Sent
	now          *quo.Contact
	carried, not int
}

func (v *votes) count() {
	before := v.Before
	if before == nil {
		before = &quo.Contact{ExternalID: v.Target.ExternalID, Source: v.Target.Source}
	}
	for _, f := range fieldsOf(v.Target) {
		if !IsList(v.Target, f) {
			v.text(quo.Canonical(f, before.Text(f)), quo.Canonical(f, v.Target.Text(f)), quo.Canonical(f, v.now.Text(f)))
			continue
		}
		v.list(f, before.List(f), v.Target.List(f), v.now.List(f))
	}
	v.text(before.ExternalID, v.Target.ExternalID, v.now.ExternalID)
	if v.Target.Source != "" && !quo.Reserved(v.Target.Source) { // else it was not sent
		v.text(before.Source, v.Target.Source, v.now.Source)
	}
}

func (v *votes) vote(carried bool) {
	if carried {
		v.carried++
	} else {
		v.not++
	}
}

func (v *votes) text(before, sent, now string) {
	switch {
	case before == sent:
	case now == sent, now == before:
		v.vote(now == sent)
	case resembles(sent, now) != resembles(before, now):
		v.vote(resembles(sent, now))
	}
}

func (v *votes) list(f quo.Field, before, sent, now []quo.Item) {
	pairs := pairItems(f, before, sent, now, true)
	for _, item := range sent {
		at := indexOf(f, before, item.Value)
		shown, found := pairs[quo.Canonical(f, item.Value)]
		if at < 0 {
			v.vote(found)
		} else if found {
			v.text(before[at].Name, item.Name, shown.Name)
		}
	}
	for _, item := range before {
		if indexOf(f, sent, item.Value) < 0 {
			v.vote(indexOf(f, now, item.Value) < 0)
		}
	}
}
