package merge

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// Check compares the contact that an answer shows with the one that was sent
// (docs/quo-api.md, rule 3). warnings are differences of any kind. lost are
// values that Quo had before the update, that were sent along and are gone: the
// server did not do what every update relies on. before is nil for a create.
func Check(before, sent, answer *quo.Contact) (warnings []mapping.FieldError, lost []string) {
	c := checker{before: before}
	for _, f := range quo.ScalarFields() {
		c.text(f, sent.Text(f), answer.Text(f))
	}
	for _, f := range quo.ListFields() {
		c.list(f, sent.List(f), answer.List(f))
	}
	for _, v := range sent.Custom {
		f := quo.Custom(v.Key)
		if v.Type == quo.MultiSelect {
			c.list(f, sent.List(f), answer.List(f))
		} else {
			c.text(f, v.Text, answer.Text(f))
		}
	}
	if sent.ExternalID != answer.ExternalID {
		c.warn("externalId", sent.ExternalID, "answer-differs", fmt.Sprintf("was sent, the answer shows %q", answer.ExternalID))
	}
	return c.warnings, c.lost
}

type checker struct {
	before   *quo.Contact // nil for a create
	warnings []mapping.FieldError
	lost     []string
}

func (c *checker) warn(f quo.Field, value, kind, message string) {
	c.warnings = append(c.warnings, mapping.FieldError{Field: string(f), Column: string(f), Value: value, Kind: kind, Message: message})
}

func (c *checker) text(f quo.Field, sent, got string) {
	want, have := quo.Canonical(f, sent), quo.Canonical(f, got)
	if want == have {
		return
	}
	if want == "" {
		c.warn(f, got, "answer-kept", "was to be cleared, Quo kept it")
		return
	}
	c.warn(f, sent, "answer-differs", fmt.Sprintf("was sent, the answer shows %q", got))
	if have == "" && c.before != nil && quo.Canonical(f, c.before.Text(f)) == want {
		c.lost = append(c.lost, fmt.Sprintf("%s %q", f, sent))
	}
}

func (c *checker) list(f quo.Field, sent, got []quo.Item) {
	have := canonicalSet(f, got)
	var before map[string]bool
	if c.before != nil {
		before = canonicalSet(f, c.before.List(f))
	}
	for _, item := range sent {
		canonical := quo.Canonical(f, item.Value)
		if have[canonical] || canonical == "" {
			continue
		}
		c.warn(f, item.Value, "answer-missing", "was sent, the answer does not show it")
		if before[canonical] {
			c.lost = append(c.lost, fmt.Sprintf("%s %q", f, item.Value))
		}
	}
	want := canonicalSet(f, sent)
	for _, item := range got {
		if canonical := quo.Canonical(f, item.Value); !want[canonical] && canonical != "" {
			c.warn(f, item.Value, "answer-extra", "was not sent, but the contact has it now")
		}
	}
}

func canonicalSet(f quo.Field, items []quo.Item) map[string]bool {
	set := make(map[string]bool, len(items))
	for _, item := range items {
		set[quo.Canonical(f, item.Value)] = true
	}
	return set
}
