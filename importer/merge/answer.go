package merge

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// Checked is what an answer shows beside what was sent.
type Checked struct {
	Warnings []mapping.FieldError // differences of any kind
	// Lost are values that Quo had before the update, that were sent along and are
	// gone: the server did not do what every update relies on.
	Lost []string
	// Doubled are values that were sent once and that the contact has more often now:
	// the server appends to lists instead of replacing them.
	Doubled []string
}

// Check compares the contact that an answer shows with the one that was sent
// (docs/quo-api.md, rule 3): lists as multisets, with their labels. before is nil for a
// create.
func Check(before, sent, answer *quo.Contact) Checked {
	c := checker{before: before}
	for _, f := range fieldsOf(sent) {
		if IsList(sent, f) {
			c.list(f, sent.List(f), answer.List(f))
		} else {
			c.text(f, sent.Text(f), answer.Text(f))
		}
	}
	if sent.ExternalID != answer.ExternalID {
		c.warn("externalId", sent.ExternalID, "answer-differs", fmt.Sprintf("was sent, the answer shows %q", answer.ExternalID))
	}
	return c.Checked
}

type checker struct {
	before *quo.Contact // nil for a create
	Checked
}

func (c *checker) warn(f quo.Field, value, kind, message string) {
	c.Warnings = append(c.Warnings, mapping.FieldError{Field: string(f), Column: string(f), Value: value, Kind: kind, Message: message})
}

func (c *checker) text(f quo.Field, sent, got string) {
	want, have := quo.Canonical(f, sent), quo.Canonical(f, got)
	if tidied(f, want) == tidied(f, have) {
		return
	}
	if want == "" {
		c.warn(f, got, "answer-kept", "was to be cleared, Quo kept it")
		return
	}
	c.warn(f, sent, "answer-differs", fmt.Sprintf("was sent, the answer shows %q", got))
	if have == "" && c.before != nil && quo.Canonical(f, c.before.Text(f)) == want {
		c.Lost = append(c.Lost, fmt.Sprintf("%s %q", f, sent))
	}
}

func (c *checker) list(f quo.Field, sent, got []quo.Item) {
	count := func(items []quo.Item) map[string]int {
		n := map[string]int{}
		for _, i := range items {
			n[tidied(f, quo.Canonical(f, i.Value))]++
		}
		return n
	}
	want, have := count(sent), count(got)
	var was []quo.Item
	if c.before != nil {
		was = c.before.List(f)
	}
	before, pairs := count(was), pairItems(f, was, sent, got, false)
	for _, item := range sent {
		value := tidied(f, quo.Canonical(f, item.Value))
		if value == "" || have[value] > 0 {
			continue
		}
		// A number has one form only: another one is another number.
		if shown, ok := pairs[quo.Canonical(f, item.Value)]; ok && f != quo.PhoneNumbers {
			c.warn(f, item.Value, "answer-differs", fmt.Sprintf("was sent, the answer shows %q", shown.Value))
			want[tidied(f, quo.Canonical(f, shown.Value))]++
			continue
		}
		c.warn(f, item.Value, "answer-missing", "was sent, the answer does not show it")
		if before[value] > 0 {
			c.Lost = append(c.Lost, fmt.Sprintf("%s %q", f, item.Value))
		}
	}
	for _, item := range got {
		value := tidied(f, quo.Canonical(f, item.Value))
		switch {
		case value == "" || have[value] <= want[value]:
			continue
		case want[value] == 0:
			c.warn(f, item.Value, "answer-extra", "was not sent, but the contact has it now")
		default:
			c.warn(f, item.Value, "answer-doubled", fmt.Sprintf("was sent %d times, the contact has it %d times now", want[value], have[value]))
			if have[value] >= want[value]+before[value] && before[value] > 0 {
				c.Doubled = append(c.Doubled, fmt.Sprintf("%s %q", f, item.Value))
			}
		}
		have[value] = 0 // reported once
	}
	c.labels(f, sent, pairs)
}

// labels reports labels that the answer shows otherwise.
func (c *checker) labels(f quo.Field, sent []quo.Item, pairs map[string]quo.Item) {
	for _, item := range sent {
		shown, ok := pairs[quo.Canonical(f, item.Value)]
		if ok && item.Name != "" && !strings.EqualFold(shown.Name, item.Name) {
			c.warn(f, item.Value, "answer-differs", fmt.Sprintf("was sent with the label %q, the answer shows %q", item.Name, shown.Name))
		}
	}
}
