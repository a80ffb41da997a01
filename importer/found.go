package importer

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/quo"
)

// find says which of the contacts that a look-up gave is the one of a key, nil
// for none. It is our source's; else one that was made in the app or imported
// there and carries our key, because it was adopted before. A contact of any
// other source with the key is somebody else's: the row must not write.
func find(found []quo.Contact, key, source, recorded string) (*quo.Contact, error) {
	var ours, apps, others []*quo.Contact
	for i := range found {
		c := &found[i]
		switch {
		case c.ExternalID != key:
		case c.Source == source:
			ours = append(ours, c)
		case fromApp(c.Source):
			apps = append(apps, c)
		default:
			others = append(others, c)
		}
	}
	for _, group := range [][]*quo.Contact{ours, apps} {
		switch {
		case len(group) == 1:
			return group[0], nil
		case len(group) > 1:
			return pick(group, recorded)
		}
	}
	if len(others) > 0 {
		return nil, fmt.Errorf("the key is taken by contact %s of source %q: give this import its own keys or another --source", others[0].ID, others[0].Source)
	}
	return nil, nil
}

// pick takes the recorded one of several contacts with the same pair.
func pick(group []*quo.Contact, recorded string) (*quo.Contact, error) {
	ids := make([]string, len(group))
	for i, c := range group {
		if c.ID == recorded {
			return c, nil
		}
		ids[i] = c.ID
	}
	return nil, fmt.Errorf("%d contacts in Quo have this key and source, %s: delete the wrong ones, then import again", len(group), strings.Join(ids, " and "))
}

// fromApp says whether a source is one of contacts that people made or
// imported in the app, which may be changed (QUO_API, "What bites" 10).
func fromApp(source string) bool {
	return source == "" || strings.HasPrefix(source, "csv")
}
