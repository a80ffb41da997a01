package values

import (
	"fmt"
	"strings"
	"time"
)

// Undecided reports that the format of a column cannot be decided, and the formats to
// choose from.
type Undecided struct {
	Kind     string     // stable: "date-ambiguous", "date-contradiction", "date-number", "number-ambiguous", …
	What     string     // what is open, for a person and without values: "can be read in two ways"
	Examples []Example  // at most two
	Formats  [][]string // the choices for `format:` in the mapping
}

// ambiguous is a column whose values can all be read in both of two formats.
func ambiguous(kind string, either examples, choices [][]string) *Undecided {
	return &Undecided{kind, "can be read in two ways", either.first, choices}
}

// contradictory is a column with values that read in one format only, and others in the
// other only.
func contradictory(kind string, a, b examples, formatA, formatB string, choices [][]string) *Undecided {
	what := fmt.Sprintf("is written in two ways: %d values read only as %s and %d only as %s", a.count, formatA, b.count, formatB)
	return &Undecided{kind, what, []Example{a.first[0], b.first[0]}, choices}
}

// Reads returns a value as it reads in one of Formats, "" if it does not.
func (u *Undecided) Reads(value string, formats []string) string {
	if strings.HasPrefix(u.Kind, "number-") {
		format, err := ParseNumberFormat(formats[0])
		if err != nil {
			return ""
		}
		number, invalid := Number(value, format)
		if invalid != nil {
			return ""
		}
		return number
	}
	list := make([]DateFormat, len(formats))
	for i, layout := range formats {
		format, err := ParseDateFormat(layout)
		if err != nil {
			return ""
		}
		list[i] = format
	}
	t, invalid := readDate(value, list, time.UTC)
	if invalid != nil {
		return ""
	}
	return t.Format("2 January 2006")
}

// Example is a value of a column and its place.
type Example struct {
	File  string // "" if there is only one file
	Line  int
	Value string
}

// examples counts the values of one kind and keeps the first two different ones.
type examples struct {
	count int
	first []Example
}

func (s *examples) add(file string, line int, value string) {
	s.count++
	if len(s.first) >= 2 || len(s.first) == 1 && s.first[0].Value == value {
		return
	}
	// The value may lie in a buffer of the reader.
	s.first = append(s.first, Example{strings.Clone(file), line, strings.Clone(value)})
}
