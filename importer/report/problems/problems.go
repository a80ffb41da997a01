// Package problems groups what is wrong with rows by column and kind, with a
// few examples each: people fix a column, not a cell.
//
// Start with the zero Groups: Add takes one problem at a time and keeps a
// bounded number of them, Sorted returns the groups. The zero Rows takes one
// rejected row at a time: Fixes returns what rescues most rows, Rescued how many
// rows any other fix would. Words and Sentence have what is said of a kind of
// problem, Columns the cells that one is about. The package knows nothing of terminals or pages: it does not escape
// texts for them.
package problems

import (
	"cmp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// What Groups keeps at most, so that it does not grow with the input.
const (
	MaxGroups   = 500  // pairs of column and kind
	MaxExamples = 3    // of each pair
	maxText     = 2000 // bytes of a value or message; more than any output shows
)

// Groups counts problems by column and kind. The zero Groups is empty.
type Groups struct {
	byKind map[kind]*Group
	total  int
}

type kind struct{ column, kind string }

// Group is the problems of one column and kind.
type Group struct {
	Column   string // or field; "" for the row as a whole
	Kind     string
	Message  string // what the messages have in common
	Count    int
	New      int // of Count, in rows that are new
	Examples []Example
}

// Example is one problem of a group.
type Example struct {
	Pos            rows.Position
	Value, Message string
	New            bool
}

// Total returns how many problems were added.
func (gs *Groups) Total() int { return gs.total }

// Add counts a problem of the row at pos. Problems of more than MaxGroups kinds
// are counted in Total only.
func (gs *Groups) Add(pos rows.Position, f *mapping.FieldError, isNew bool) {
	if gs.byKind == nil {
		gs.byKind = map[kind]*Group{}
	}
	gs.total++
	k := kind{cmp.Or(f.Column, f.Field), f.Kind}
	g := gs.byKind[k]
	if g == nil {
		if len(gs.byKind) == MaxGroups {
			return
		}
		g = &Group{Column: k.column, Kind: k.kind, Message: clipped(f.Message)}
		gs.byKind[k] = g
	}
	g.add(pos, f, isNew)
}

// add prefers examples that are new to those that are not.
func (g *Group) add(pos rows.Position, f *mapping.FieldError, isNew bool) {
	g.Count++
	if isNew {
		g.New++
	}
	g.Message = common(g.Message, f.Message[:min(len(f.Message), maxText)])
	if len(g.Examples) == MaxExamples && isNew {
		if at := slices.IndexFunc(g.Examples, func(e Example) bool { return !e.New }); at >= 0 {
			g.Examples = slices.Delete(g.Examples, at, at+1)
		}
	}
	if len(g.Examples) < MaxExamples {
		g.Examples = append(g.Examples, Example{pos, clipped(f.Value), clipped(f.Message), isNew})
	}
}

// Columns returns the columns of a file that the column of a problem stands for: itself,
// those that the mapping joins, or those of the key. known reports whether the file has one.
func Columns(column string, key []string, known func(string) bool) []string {
	names := key
	if known(column) {
		return []string{column}
	} else if column != "key" {
		names = strings.Split(column, " + ")
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !known(name) })
}

// clipped returns a copy: the text may be a part of a large one.
func clipped(s string) string { return strings.Clone(s[:min(len(s), maxText)]) }

// Sorted returns the groups, the largest first.
func (gs *Groups) Sorted() []*Group {
	list := make([]*Group, 0, len(gs.byKind))
	for _, g := range gs.byKind {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *Group) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Column, b.Column), cmp.Compare(a.Kind, b.Kind))
	})
	return list
}

// several ends a message that is an example of several.
const several = ", …"

// common returns message with "…" for each word in which other differs: "is
// also the key of line …". Messages that share too few words remain as an
// example: "is not a date: there is no month 13, …".
func common(message, other string) string {
	if message == other || strings.HasSuffix(message, several) || fits(message, other) {
		return message
	}
	words, others := strings.Fields(message), strings.Fields(other)
	if len(words) != len(others) {
		return message + several
	}
	differ := 0
	for i, w := range words {
		if w != others[i] {
			words[i] = "…" + w[len(strings.TrimRight(w, ",:;")):]
			differ++
		}
	}
	if 2*differ > len(words) {
		return message + several
	}
	return strings.Join(words, " ")
}

// fits reports whether other differs from message in no word that is not "…" already,
// as most do once a few were seen.
func fits(message, other string) bool {
	for message != "" && other != "" {
		var w, o string
		w, message, _ = strings.Cut(message, " ")
		o, other, _ = strings.Cut(other, " ")
		if w != o && !strings.HasPrefix(w, "…") {
			return false
		}
	}
	return message == other
}
