package headers

import (
	"fmt"
	"strings"
)

// sheet is a header row with what is known of each column so far.
type sheet struct {
	columns []column
}

// column is one column: its reading, its values, and what it was decided to be.
type column struct {
	reading
	values    []string // not blank
	certainty Certainty
}

func newSheet(names []string, samples [][]string) *sheet {
	s := &sheet{columns: make([]column, len(names))}
	v := words()
	for i, name := range names {
		c := &s.columns[i]
		c.reading = v.read(name)
		c.certainty = Matched
		for _, row := range samples {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				c.values = append(c.values, strings.TrimSpace(row[i]))
			}
		}
	}
	return s
}

// leave rules the column out.
func (c *column) leave(format string, args ...any) {
	c.verdict, c.target, c.reason = rulesOut, Left, fmt.Sprintf(format, args...)
}

// take settles what the column is by its values.
func (c *column) take(t Target, format string, args ...any) {
	c.verdict, c.target, c.certainty, c.reason = says, t, Guessed, fmt.Sprintf(format, args...)
}

// is reports whether the column is settled as one of the targets.
func (c *column) is(targets ...Target) bool {
	if c.verdict != says {
		return false
	}
	for _, t := range targets {
		if c.target == t {
			return true
		}
	}
	return false
}

// having returns the columns that are settled as one of the targets.
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

// matches gives the result, with labels that tell the columns apart.
func (s *sheet) matches() []Match {
	ms := make([]Match, len(s.columns))
	taken := map[string]bool{}
	for i, c := range s.columns {
		m := Match{Column: i, Certainty: c.certainty}
		switch {
		case c.verdict == says:
			m.Target, m.Reason = c.target, c.reason
		case c.verdict == rulesOut:
			m.Reason = c.reason
		case c.folded == "":
			m.Reason = "it has no header, and its values do not say what they are"
		case c.verdict == mute:
			m.Reason = "neither the header nor the values say what it is"
		default:
			m.Reason = "not a field of a contact that is known by this name"
		}
		if m.Target == Phone || m.Target == Email {
			m.Label = uniqueLabel(taken, m.Target, c.label, c.ordinal)
		}
		ms[i] = m
	}
	return ms
}

// uniqueLabel gives a phone or an email its label: what the header says, with
// its number from 2 on, and a higher one where that is taken.
func uniqueLabel(taken map[string]bool, t Target, label string, ordinal int) string {
	if label == "" {
		label = string(t)
	}
	for n := max(1, ordinal); ; n++ {
		l := label
		if n > 1 {
			l = fmt.Sprintf("%s %d", label, n)
		}
		if !taken[string(t)+l] {
			taken[string(t)+l] = true
			return l
		}
	}
}
