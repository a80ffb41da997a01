package importer

import (
	"slices"

	"github.com/quo-import/quo-import/quo"
)

// FieldChange is one value that an update changes. Old is "" for a value that
// is added, New for one that is taken away.
type FieldChange struct {
	Field    quo.Field
	Name     string // of a custom field, as the workspace calls it
	Old, New string
}

// changes lists what differs between two states of a contact, field by field.
func changes(was, is *quo.Contact) []FieldChange {
	var list []FieldChange
	for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.SourceURL} {
		list = change(list, f, "", was.Text(f), is.Text(f))
	}
	list = append(list, itemChanges(quo.PhoneNumbers, "", was.PhoneNumbers, is.PhoneNumbers)...)
	list = append(list, itemChanges(quo.Emails, "", was.Emails, is.Emails)...)
	for _, v := range is.Custom {
		f := quo.Custom(v.Key)
		list = change(list, f, v.Name, was.Text(f), v.Text)
		list = append(list, itemChanges(f, v.Name, was.List(f), is.List(f))...)
	}
	list = change(list, "externalId", "", was.ExternalID, is.ExternalID)
	return change(list, "source", "", was.Source, is.Source)
}

func change(list []FieldChange, f quo.Field, name, was, is string) []FieldChange {
	if was == is {
		return list
	}
	return append(list, FieldChange{f, name, was, is})
}

// itemChanges compares two lists, item by item: one with another label is
// changed, not taken away and added.
func itemChanges(f quo.Field, name string, was, is []quo.Item) (list []FieldChange) {
	find := func(items []quo.Item, value string) (quo.Item, bool) {
		i := slices.IndexFunc(items, func(o quo.Item) bool { return quo.Canonical(f, o.Value) == quo.Canonical(f, value) })
		if i < 0 {
			return quo.Item{}, false
		}
		return items[i], true
	}
	for _, old := range was {
		now, kept := find(is, old.Value)
		if !kept {
			list = append(list, FieldChange{f, name, itemText(old), ""})
		} else if now != old {
			list = append(list, FieldChange{f, name, itemText(old), itemText(now)})
		}
	}
	for _, now := range is {
		if _, had := find(was, now.Value); !had {
			list = append(list, FieldChange{f, name, "", itemText(now)})
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
