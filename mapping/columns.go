package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/phrase"
)

// Columns are the columns of one input.
type Columns struct {
	File  string
	Names []string // the header row; of JSON, the paths of the values in its objects
	JSON  bool     // a column is a gjson path ("phones.#.number")
}

// Row is one record of an input: the cells of a line, or a JSON object, which
// must be valid JSON.
type Row struct {
	Cells []string
	JSON  []byte

	// Unread are the columns, from 1, whose cell is blank because the file does
	// not hold its value: a formula that was never calculated.
	Unread []int

	Key string // if set, the key of the row whatever its cells say
}

// Unique returns the names by which a mapping calls the columns, each unique:
// the second "Phone" of a header is "Phone (2)", a column without a header
// "column 5".
func (c Columns) Unique() []string {
	names := make([]string, len(c.Names))
	taken := make(map[string]bool, len(c.Names))
	for _, name := range c.Names {
		taken[name] = true
	}
	seen := make(map[string]int, len(c.Names))
	for i, name := range c.Names {
		if strings.TrimSpace(name) == "" {
			name = "column " + strconv.Itoa(i+1)
		}
		seen[name]++
		for n := seen[name]; n > 1; n++ {
			if again := fmt.Sprintf("%s (%d)", name, n); !taken[again] {
				name = again
				taken[again] = true
				break
			}
		}
		names[i] = name
	}
	return names
}

// table numbers the columns that a mapping uses, in the mapping's order, which
// does not depend on the file's.
type table struct {
	file   []string       // the names of the file's columns
	index  map[string]int // of the file's columns
	input  string         // the file's name
	json   bool
	names  []string // of the mapped columns
	lost   []string // mapped columns that the file does not have
	at     []int    // where the mapped columns are in the file; unused for JSON
	number map[string]int
}

func newTable(c Columns) *table {
	t := &table{file: c.Unique(), input: c.File, json: c.JSON, index: map[string]int{}, number: map[string]int{}}
	for i, name := range t.file {
		t.index[name] = i
	}
	return t
}

// column returns the number of a mapped column, a new one if it is not mapped
// yet. It fails if the file does not have it.
func (t *table) column(name string) (int, error) {
	if n, ok := t.number[name]; ok {
		return n, nil
	}
	at, ok := t.index[name]
	if !ok && !t.json {
		if !slices.Contains(t.lost, name) {
			t.lost = append(t.lost, name)
		}
		return 0, t.missing(name)
	}
	n := len(t.names)
	t.number[name] = n
	t.names, t.at = append(t.names, name), append(t.at, at)
	return n, nil
}

// misfit returns what to say of a mapping for another file, "" if it may be for this one.
// A column with another name that is near is a misspelt one of this file.
func (t *table) misfit() string {
	const few = 3
	far := 0
	for _, name := range t.lost {
		if phrase.Near(name, t.file) == "" {
			far++
		}
	}
	all := len(t.lost) + len(t.names)
	if far < few || 2*far <= all {
		return ""
	}
	lacks := fmt.Sprintf("%s has %d of its %d columns", t.inputName(), len(t.names), all)
	if len(t.names) == 0 {
		lacks = fmt.Sprintf("%s has none of its %d columns", t.inputName(), all)
	}
	return fmt.Sprintf("this mapping is for another file: %s, but %s; pass the mapping of this file with -m, or none for a proposal", lacks, someOf(t.file))
}

func (t *table) inputName() string {
	if t.input == "" {
		return "the file"
	}
	return t.input
}

// someOf returns the first names of a list, and how many more there are.
func someOf(names []string) string {
	const shown = 4
	var quoted []string
	for _, name := range names[:min(len(names), shown)] {
		quoted = append(quoted, phrase.Quote(name))
	}
	list := strings.Join(quoted, ", ")
	if more := len(names) - shown; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

func (t *table) missing(name string) error {
	near := phrase.DidYouMean(name, t.file)
	if near == "" {
		near = ": it has " + strconv.Itoa(len(t.file)) + " others"
	}
	return fmt.Errorf("there is no column %s in %s%s", phrase.Quote(name), t.inputName(), near)
}

// unmapped returns the file's columns that nothing uses.
func (t *table) unmapped() []string {
	var list []string
	for _, name := range t.file {
		if _, ok := t.number[name]; !ok && !(t.json && t.within(name)) {
			list = append(list, name)
		}
	}
	return list
}

// within reports whether a path lies in a list or an object that is mapped as
// a whole.
func (t *table) within(path string) bool {
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if _, ok := t.number[path[:i]]; ok {
			return true
		}
	}
	return false
}
