package merge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Confirm returns the base after a write: what we wrote, in the form that was sent and
// the form that the answer shows, and what the row left undecided. An answer that lacks
// a value, or shows the one before the update, is no evidence of its form: what was sent
// is kept, and known is false, so that the contact is read once more.
func (r *Result) Confirm(answer *quo.Contact) (base store.Base, known bool) {
	base, known = append(base, r.kept...), true
	pairs := map[quo.Field]map[string]quo.Item{}
	for _, o := range r.ours {
		if !o.isList(&r.Target) {
			got := quo.Canonical(o.field, answer.Text(o.field))
			switch {
			case got == o.value:
			case got == "" || r.before != nil && got == quo.Canonical(o.field, r.before.Text(o.field)):
				known = false
			default:
				o.entry.Shown = o.hash(r.key, got)
			}
			base = append(base, o.entry)
			continue
		}
		if pairs[o.field] == nil {
			pairs[o.field] = pairItems(o.field, r.Target.List(o.field), answer.List(o.field))
		}
		if item, shown := pairs[o.field][o.value]; !shown {
			known = false
		} else {
			o.entry.Shown, o.entry.ShownLabel = o.hash(r.key, quo.Canonical(o.field, item.Value)), store.LabelHash(item.Name)
		}
		base = append(base, o.entry)
	}
	base.Sort()
	return slices.Compact(base), known
}

// isList reports whether a value is an item of a list.
func (o *owned) isList(c *quo.Contact) bool {
	return slices.Contains(quo.ListFields(), o.field) || slices.ContainsFunc(c.Custom, func(v quo.CustomValue) bool {
		return v.Type == quo.MultiSelect && quo.Custom(v.Key) == o.field
	})
}

// hash is that of a form of the value.
func (o *owned) hash(key, canonical string) uint64 {
	if canonical == o.value {
		return o.entry.Value
	}
	return store.ValueHash(key, canonical)
}

// pairItems finds the items that were sent in the answer, by their canonical value: as
// they were sent, or, where equally many are left on both sides, in their order.
func pairItems(f quo.Field, sent, got []quo.Item) map[string]quo.Item {
	pairs := map[string]quo.Item{}
	left := slices.Clone(got)
	var unpaired []string
	for _, s := range sent {
		canonical := quo.Canonical(f, s.Value)
		i := slices.IndexFunc(left, func(g quo.Item) bool { return quo.Canonical(f, g.Value) == canonical })
		if i < 0 {
			unpaired = append(unpaired, canonical)
			continue
		}
		pairs[canonical] = left[i]
		left = slices.Delete(left, i, i+1)
	}
	if len(unpaired) == len(left) {
		for i, canonical := range unpaired {
			pairs[canonical] = left[i]
		}
	}
	return pairs
}

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

// tidied is a value without what a server may tidy and nobody would call a difference:
// repeated blanks, and the case of an email.
func tidied(f quo.Field, s string) string { return folded(f, strings.Join(strings.Fields(s), " ")) }

func (c *checker) list(f quo.Field, sent, got []quo.Item) {
	count := func(items []quo.Item) map[string]int {
		n := map[string]int{}
		for _, i := range items {
			n[tidied(f, quo.Canonical(f, i.Value))]++
		}
		return n
	}
	want, have := count(sent), count(got)
	var before map[string]int
	if c.before != nil {
		before = count(c.before.List(f))
	}
	for _, item := range sent {
		value := tidied(f, quo.Canonical(f, item.Value))
		if value == "" || have[value] > 0 {
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
	c.labels(f, sent, got)
}

// labels reports labels that the answer shows otherwise.
func (c *checker) labels(f quo.Field, sent, got []quo.Item) {
	pairs := pairItems(f, sent, got)
	for _, item := range sent {
		shown, ok := pairs[quo.Canonical(f, item.Value)]
		if ok && item.Name != "" && !strings.EqualFold(shown.Name, item.Name) {
			c.warn(f, item.Value, "answer-differs", fmt.Sprintf("was sent with the label %q, the answer shows %q", item.Name, shown.Name))
		}
	}
}
