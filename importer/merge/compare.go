package merge

import (
	"slices"

	"github.com/quo-import/quo-import/quo"
)

// Same reports whether two contacts hold the same, so far as an update could
// change it.
func Same(a, b *quo.Contact) bool {
	if a.ExternalID != b.ExternalID || a.Source != b.Source {
		return false
	}
	for _, f := range quo.ScalarFields() {
		if a.Text(f) != b.Text(f) {
			return false
		}
	}
	for _, f := range quo.ListFields() {
		if !slices.Equal(a.List(f), b.List(f)) {
			return false
		}
	}
	return sameCustom(a, b) && sameCustom(b, a)
}

func sameCustom(a, b *quo.Contact) bool {
	values := make(map[string]quo.CustomValue, len(b.Custom))
	for _, v := range b.Custom {
		values[v.Key] = v
	}
	for _, v := range a.Custom {
		if w, ok := values[v.Key]; (ok || !v.Blank()) && !v.Equal(w) {
			return false
		}
	}
	return true
}

// Reached reports whether a contact is what an update sent. A source that
// cannot be sent cannot be compared either (docs/quo-api.md, rule 1).
func Reached(target, remote *quo.Contact) bool {
	sent := *target
	if sent.Source == "" || quo.Reserved(sent.Source) {
		sent.Source = remote.Source
	}
	return Same(&sent, remote)
}

// Change is one value that differs between two versions of a contact. Old is ""
// for a value that is added, New for one that is removed.
type Change struct {
	Field    quo.Field
	Name     string // of a custom field, as the workspace calls it
	Old, New string
}

// Changes lists what differs between two versions of a contact, field by field.
func Changes(was, is *quo.Contact) []Change {
	var list []Change
	text := func(f quo.Field, name, was, is string) {
		if was != is {
			list = append(list, Change{f, name, was, is})
		}
	}
	for _, f := range quo.ScalarFields() {
		text(f, "", was.Text(f), is.Text(f))
	}
	for _, f := range quo.ListFields() {
		list = append(list, itemChanges(f, "", was.List(f), is.List(f))...)
	}
	for _, v := range is.Custom {
		f := quo.Custom(v.Key)
		text(f, v.Name, was.Text(f), v.Text)
		list = append(list, itemChanges(f, v.Name, was.List(f), is.List(f))...)
	}
	text("externalId", "", was.ExternalID, is.ExternalID)
	text("source", "", was.Source, is.Source)
	return list
}

// itemChanges compares two lists item by item: one with another label is
// changed, not removed and added.
func itemChanges(f quo.Field, name string, was, is []quo.Item) (list []Change) {
	for _, old := range was {
		if i := indexOf(f, is, old.Value); i < 0 {
			list = append(list, Change{f, name, itemText(old), ""})
		} else if is[i] != old {
			list = append(list, Change{f, name, itemText(old), itemText(is[i])})
		}
	}
	for _, now := range is {
		if indexOf(f, was, now.Value) < 0 {
			list = append(list, Change{f, name, "", itemText(now)})
		}
	}
	return list
}

func itemText(i quo.Item) string {
	if i.Name == "" {
		return i.Value
	}
	return i.Value + " (" + i.Name + ")"
}
