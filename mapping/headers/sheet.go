package headers

import (
	"fmt"
	"slices"
)

// sheet is a header row with what has been decided so far.
type sheet struct {
	columns []column
}

// column is the reading of a header, which the values and the other columns may
// change, and the values.
type column struct {
	reading
	values    []string // not blank
	certainty Certainty
}

// leave decides that the column is left out.
func (c *column) leave(format string, args ...any) {
	c.decision, c.target, c.reason = excluded, Left, fmt.Sprintf(format, args...)
}

// guess decides by the values that the column is a t.
func (c *column) guess(t Target, format string, args ...any) {
	c.decision, c.target, c.certainty, c.reason = named, t, Guessed, fmt.Sprintf(format, args...)
}

// is reports whether the column is one of the targets.
func (c *column) is(targets ...Target) bool {
	return c.decision == named && slices.Contains(targets, c.target)
}

// having returns the columns that are one of the targets.
func (s *sheet) having(targets ...Target) []*column {
	var cs []*column
	for i := range s.columns {
		if s.columns[i].is(targets...) {
			cs = append(cs, &s.columns[i])
		}
	}
	return cs
}

func (s *sheet) has(targets ...Target) bool { return len(s.having(targets...)) > 0 }

// enough is the number of values from which they are evidence, and nearly the share
// of them that must agree.
const (
	enough = 3
	nearly = 0.9
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

// mostly reports whether there are enough values, and nearly all are so.
func (c *column) mostly(is func(string) bool) bool {
	return len(c.values) >= enough && float64(c.count(is)) >= nearly*float64(len(c.values))
}

// mostlyPhones reports whether the values are certainly phone numbers: nearly all have
// the digits, and most are written as only phone numbers are.
func (c *column) mostlyPhones() bool {
	return c.mostly(isPhone) && c.count(isPlainPhone)*10 >= 6*len(c.values)
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
