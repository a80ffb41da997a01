package plan

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/store"
)

// Missing are the known keys that are no longer in the input. A contact is deleted
// when two complete runs in a row, of the same files and the same mapping, miss its
// key: one incomplete export deletes nothing.
type Missing struct {
	Delete []string // missing for the second time
	mark   []string // missing for the first time
	back   []string // marked before, and in the input again
}

// Changes are what a complete run records about missing rows.
func (m *Missing) Changes(source, run string) []store.Change {
	var changes []store.Change
	for _, key := range m.back {
		changes = append(changes, store.ClearMissing(source, key))
	}
	for _, key := range m.mark {
		changes = append(changes, store.ClearMissing(source, key), store.MarkMissing(source, key, run))
	}
	return changes
}

// findMissing compares the known keys with those of the input, which is the whole. has
// reports whether a row has the contact of a record.
func (p *Plan) findMissing(ctx context.Context, has func(*store.KeyRecord) bool) error {
	if p.config.Options.OnMissing == policy.KeepMissing || p.config.State == nil {
		return nil
	}
	marked, err := p.config.State.Missing(ctx, p.config.Source)
	if err != nil {
		return err
	}
	last := p.source.LastComplete
	again := last != nil && last.Fingerprint == p.Fingerprint && slices.EqualFunc(last.Files, p.FileNames(), sameName)
	missing := &p.Missing
	err = p.eachRecord(ctx, func(r *store.KeyRecord) {
		_, before := marked[r.Key]
		switch {
		case has(r):
			if before {
				missing.back = append(missing.back, r.Key)
			}
		case before && again && r.Record.Created:
			missing.Delete = append(missing.Delete, r.Key)
		default:
			missing.mark = append(missing.mark, r.Key)
		}
	})
	if err == nil {
		p.noticeMissing(marked)
	}
	return err
}

// sameName reports whether two names are of the same file, night by night: what differs
// is at most a date or a number.
func sameName(a, b string) bool {
	return digits.ReplaceAllString(a, "#") == digits.ReplaceAllString(b, "#")
}

var digits = regexp.MustCompile(`[0-9]+`)

// noticeMissing names the missing rows, first those that the last complete run had.
func (p *Plan) noticeMissing(marked map[string]string) {
	var fresh, before []string
	for _, key := range slices.Concat(p.Missing.Delete, p.Missing.mark) {
		if marked[key] == "" {
			fresh = append(fresh, key)
		} else {
			before = append(before, key)
		}
	}
	if len(fresh)+len(before) == 0 {
		return
	}
	n := event.Notice{Kind: "gone", Text: missingText(fresh, before), Known: len(fresh) == 0}
	if p.config.Options.OnMissing == policy.DeleteMissing {
		deletes := p.Missing.Delete
		p.Counts.Deleted = len(deletes)
		n.Text += fmt.Sprintf("; %d of them for the second time: their contacts are deleted, unless they were changed in Quo", len(deletes))
		n.Known = n.Known && !slices.ContainsFunc(deletes, func(key string) bool { return !p.Known.Has(known.Stays(key)) })
	}
	p.Notices = append(p.Notices, n)
}

// namedKeys is how many keys a notice names.
const namedKeys = 10

func missingText(fresh, before []string) string {
	keys := slices.Concat(fresh, before)
	text := fmt.Sprintf("%d known keys are no longer in the input", len(keys))
	switch {
	case len(keys) == 1:
		text = "1 known key is no longer in the input"
	case len(fresh) > 0 && len(before) > 0:
		text += fmt.Sprintf(" (%d new)", len(fresh))
	}
	text += ": " + strings.Join(keys[:min(len(keys), namedKeys)], ", ")
	if len(keys) > namedKeys {
		text += ", …"
	}
	return text
}
