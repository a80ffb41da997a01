package headers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/values"
)

// sheet is a header row with what has been decided so far.
type sheet struct {
	langs   words.Langs // of its headers
	columns []*column
}

// column is the reading of a header, which the values and the other columns may
// change, and the values.
type column struct {
	reading
	parsers
	cells   []string // of the rows; "" for one that holds nothing
	values  []string // the cells that hold something
	guessed bool     // see Match.Guessed
	standIn bool     // see Match.StandIn
	holds   Target   // see Match.Holds
}

func newSheet(names []string, samples [][]string, region string) *sheet {
	readings, langs := read(names)
	s := &sheet{langs: langs, columns: make([]*column, len(names))}
	for i, r := range readings {
		c := &column{reading: r, parsers: parsers{region}, cells: make([]string, len(samples))}
		s.columns[i] = c
		for j, row := range samples {
			if i >= len(row) {
				continue
			}
			if cell := textOf(row[i]); !values.Nothing(cell, values.Plain) {
				c.cells[j] = cell
				c.values = append(c.values, cell)
			}
		}
	}
	return s
}

// textOf returns what a cell holds, without what a program put around it.
func textOf(cell string) string {
	cell = strings.ReplaceAll(values.Unwrap(cell), "\u00a0", " ")
	if list, ok := values.List(cell); ok && len(list) > 0 {
		cell = strings.Join(list, "; ")
	}
	return values.Text(cell)
}

// leave decides that the column is left out.
func (c *column) leave(format string, args ...any) {
	c.decision, c.target, c.reason = excluded, Left, fmt.Sprintf(format, args...)
}

// guess decides by the values that the column is a t.
func (c *column) guess(t Target, format string, args ...any) {
	c.decision, c.target, c.guessed, c.reason = named, t, true, fmt.Sprintf(format, args...)
}

// having returns the columns that are one of the targets.
func (s *sheet) having(targets ...Target) []*column {
	var cs []*column
	for _, c := range s.columns {
		if c.is(targets...) {
			cs = append(cs, c)
		}
	}
	return cs
}

func (s *sheet) has(targets ...Target) bool { return len(s.having(targets...)) > 0 }

// hasSure reports whether a column is a t without doubt.
func (s *sheet) hasSure(t Target) bool {
	return slices.ContainsFunc(s.having(t), func(c *column) bool { return c.doubt == sure })
}

// nameTargets are those of which a sheet needs one.
var nameTargets = []Target{FirstName, LastName, FullName, LastFirst}

// hasName reports whether a column is a name, or a part of one.
func (s *sheet) hasName() bool { return s.has(nameTargets...) }

const (
	// enough is the number of values from which a few that differ do not count, and
	// nearly the share that must agree.
	enough = 3
	nearly = 0.9
	// most is the share of values that must be of a kind where the header does not
	// say what they are, and half where it does.
	most = 0.8
	half = 0.5
)

// count returns how many of the values are so.
func (c *column) count(is func(string) bool) int {
	n := 0
	for _, v := range c.values {
		if is(v) {
			n++
		}
	}
	return n
}

// share reports whether at least this share of the values is so, of those that are
// no word for nothing in a column of their type.
func (c *column) share(part float64, is func(string) bool, t values.Type) bool {
	n, nothing := 0, 0
	for _, v := range c.values {
		switch {
		case is(v):
			n++
		case values.Nothing(v, t):
			nothing++
		}
	}
	return n > 0 && float64(n) >= part*float64(len(c.values)-nothing)
}

// mostly reports whether there are values, and nearly all are so.
func (c *column) mostly(is func(string) bool) bool {
	return len(c.values) > 0 && float64(c.count(is)) >= nearly*float64(len(c.values))
}

// mostlyEmails reports whether the values show by themselves that they are addresses.
func (c *column) mostlyEmails() bool { return c.share(most, isEmail, values.Typed) }

// mostlyPhones reports whether the values show by themselves that they are phone
// numbers: nearly all are, and most are written as only phone numbers are.
func (c *column) mostlyPhones() bool {
	return c.share(most, c.isNumber, values.Dialled) && c.share(0.6, c.isPlainPhone, values.Dialled)
}

// never reports whether there are enough values, and none is so.
func (c *column) never(is func(string) bool) bool {
	return len(c.values) >= enough && c.count(is) == 0
}

// counted reports whether the values are consecutive ids: 1001, 1002, 1003.
func (c *column) counted() bool {
	return len(c.values) >= enough && len(c.values[0]) > 0 && all(c.values, func(s string) bool {
		return digits(s) == len(s) && len(s) == len(c.values[0]) && s[:len(s)/2] == c.values[0][:len(s)/2]
	}) && digits(c.values[0]) < 9
}

// repeats reports whether the values are few that come again and again: the addresses
// of those who look after the people, not of the people.
func (c *column) repeats() bool {
	distinct := map[string]bool{}
	for _, v := range c.values {
		distinct[words.Fold(v)] = true
	}
	return len(c.values) > enough && 2*len(distinct) <= len(c.values)
}

// names reports whether the values could be the names of people.
func (c *column) names() bool { return c.mostly(couldBeName) && !c.repeats() }
