package importer

import (
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// check compares the contact that an answer shows with the one that was sent.
// warnings are differences of any kind (QUO_API, "What bites" 3). lost are
// values that Quo had before, that were sent along and are gone: the server did
// not do what an update relies on.
func check(before, sent, answer *quo.Contact) (warnings []mapping.FieldError, lost []string) {
	c := checker{before: before}
	for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role, quo.SourceURL} {
		c.text(f, sent.Text(f), answer.Text(f))
	}
	c.list(quo.PhoneNumbers, sent.PhoneNumbers, answer.PhoneNumbers)
	c.list(quo.Emails, sent.Emails, answer.Emails)
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
		canon := quo.Canonical(f, item.Value)
		if have[canon] || canon == "" {
			continue
		}
		c.warn(f, item.Value, "answer-missing", "was sent, the answer does not show it")
		if before[canon] {
			c.lost = append(c.lost, fmt.Sprintf("%s %q", f, item.Value))
		}
	}
	want := canonicalSet(f, sent)
	for _, item := range got {
		if canon := quo.Canonical(f, item.Value); !want[canon] && canon != "" {
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

// same says whether two contacts hold the same, so far as a PATCH could tell.
func same(a, b *quo.Contact) bool {
	if a.ExternalID != b.ExternalID || a.Source != b.Source || a.SourceURL != b.SourceURL ||
		a.FirstName != b.FirstName || a.LastName != b.LastName || a.Company != b.Company || a.Role != b.Role ||
		!slices.Equal(a.PhoneNumbers, b.PhoneNumbers) || !slices.Equal(a.Emails, b.Emails) {
		return false
	}
	return sameCustom(a, b) && sameCustom(b, a)
}

func sameCustom(a, b *quo.Contact) bool {
	values := make(map[string]quo.CustomValue, len(b.Custom))
	for _, v := range b.Custom {
		values[v.Key] = v
	}
	for _, v := range a.Custom {
		if w, ok := values[v.Key]; (ok || !v.Blank()) && !v.Equal(w) {
			return false
		}
	}
	return true
}
