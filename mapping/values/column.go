package values

import (
	"fmt"
	"strings"
)

// Undecided says why the format of a column cannot be known, and what to write
// into the mapping file so that it is.
type Undecided struct {
	Kind     string    // stable: "date-ambiguous", "date-contradiction", "number-ambiguous"
	Message  string    // without values: `can be read both ways: say format: DD/MM/YYYY or format: MM/DD/YYYY`
	Examples []Example // two at most
	Formats  []string  // what `format:` in the mapping may say, to choose from
}

// Example is a value of a column and where it stands.
type Example struct {
	File  string // "" where there is one
	Line  int
	Value string
}

func (e Example) String() string {
	if e.File == "" {
		return fmt.Sprintf("line %d: %q", e.Line, e.Value)
	}
	return fmt.Sprintf("%s, line %d: %q", e.File, e.Line, e.Value)
}

// Error gives the message with the examples, as people read it on a terminal.
func (u *Undecided) Error() string {
	examples := make([]string, len(u.Examples))
	for i, e := range u.Examples {
		examples[i] = e.String()
	}
	if len(examples) == 0 {
		return u.Message
	}
	return u.Message + " (" + strings.Join(examples, "; ") + ")"
}

// sightings counts the values that say one thing and keeps the first two,
// different ones.
type sightings struct {
	count int
	first []Example
}

func (s *sightings) add(file string, line int, value string) {
	s.count++
	if len(s.first) >= 2 || len(s.first) == 1 && s.first[0].Value == value {
		return
	}
	// The value may lie in a buffer of the reader.
	s.first = append(s.first, Example{strings.Clone(file), line, strings.Clone(value)})
}

func (s *sightings) merge(other *sightings) {
	s.count += other.count
	for _, e := range other.first {
		if len(s.first) < 2 && (len(s.first) == 0 || s.first[0].Value != e.Value) {
			s.first = append(s.first, e)
		}
	}
}

// oneOfEach gives the first example of either side of a contradiction.
func oneOfEach(a, b *sightings) []Example { return []Example{a.first[0], b.first[0]} }

// say lists formats as the mapping file has them.
func say(formats []string) string {
	quoted := make([]string, len(formats))
	for i, f := range formats {
		quoted[i] = fmt.Sprintf("format: %q", f)
	}
	return strings.Join(quoted, " or ")
}
