package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/store"
)

// Gone is what to do about keys of ours that are no longer in the input.
type Gone string

// The policies for keys that left the file.
const (
	GoneKeep   Gone = "keep"
	GoneReport Gone = "report"
	GoneDelete Gone = "delete"
)

// departed is what a plan knows of keys that left the file. A key is deleted
// when two complete runs in a row, of the same files and the same mapping, did
// not have it: one bad export deletes nothing.
type departed struct {
	deletes []string // absent a second time
	marks   []string // absent for the first time
	back    []string // marked before, and there again
}

// findGone compares the known keys with those of the input. It finds nothing
// where the input may be a part of the whole.
func (im *Importer) findGone(p *Plan) error {
	if im.Options.OnGone == "" || im.Options.OnGone == GoneKeep || im.State == nil || p.partial(im.Options) {
		return nil
	}
	marked, err := im.State.Gone(im.Source)
	if err != nil {
		return err
	}
	src, _, err := im.State.Source(im.Source)
	if err != nil {
		return err
	}
	again := src.LastComplete != nil && src.LastComplete.Fingerprint == p.Fingerprint && slices.Equal(src.LastComplete.Files, p.files())
	err = im.view(func(s store.Snapshot) error {
		for key, rec := range s.All() {
			_, before := marked[key]
			switch {
			case p.keys.get(p.keys.hash(key)) != nil:
				if before {
					p.gone.back = append(p.gone.back, key)
				}
			case before && again && rec.Created:
				p.gone.deletes = append(p.gone.deletes, key)
			default:
				p.gone.marks = append(p.gone.marks, key)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	im.sayGone(p, marked)
	return nil
}

// partial says whether the input may be less than the whole: then a key that
// is not in it has not left.
func (p *Plan) partial(o Options) bool {
	return o.Limit > 0 || p.keyless > 0 || p.Counts.Read == 0 || p.ofRejects()
}

// ofRejects says whether an input is a file of rejects: the rest of an import,
// which is no measure for the next one.
func (p *Plan) ofRejects() bool {
	return slices.ContainsFunc(p.inputs, func(in Input) bool {
		return slices.ContainsFunc(in.Header, func(column string) bool { return strings.HasPrefix(column, rejectPrefix) })
	})
}

// namedKeys is how many keys a notice names.
const namedKeys = 10

// sayGone tells the keys that left, first those that were there when the last
// complete run looked.
func (im *Importer) sayGone(p *Plan, marked map[string]string) {
	var fresh, before []string
	for _, key := range slices.Concat(p.gone.deletes, p.gone.marks) {
		if marked[key] == "" {
			fresh = append(fresh, key)
		} else {
			before = append(before, key)
		}
	}
	if len(fresh)+len(before) == 0 {
		return
	}
	n := Notice{Kind: "gone", Text: goneWords(fresh, before), Known: len(fresh) == 0}
	if im.Options.OnGone == GoneDelete {
		p.Counts.Deleted = len(p.gone.deletes)
		n.Text += fmt.Sprintf("; %d of them for the second time: their contacts are deleted, unless they were changed in Quo", p.Counts.Deleted)
		n.Known = n.Known && !slices.ContainsFunc(p.gone.deletes, func(key string) bool { return !p.troubles.before[stay(key)] })
	}
	p.Notices = append(p.Notices, n)
}

func goneWords(fresh, before []string) string {
	keys := slices.Concat(fresh, before)
	words := fmt.Sprintf("%d known keys are no longer in the input", len(keys))
	switch {
	case len(keys) == 1:
		words = "1 known key is no longer in the input"
	case len(fresh) > 0 && len(before) > 0:
		words += fmt.Sprintf(" (%d new)", len(fresh))
	}
	words += ": " + strings.Join(keys[:min(len(keys), namedKeys)], ", ")
	if len(keys) > namedKeys {
		words += ", …"
	}
	return words
}

// deleteGone deletes the contacts of keys that left the file, but for those
// that somebody changed in Quo since. It comes last, and only in a run that
// dealt with every row.
func (r *run) deleteGone(ctx context.Context) error {
	if r.im.Options.OnGone != GoneDelete {
		return nil
	}
	u := &undo{run: r}
	for keys := range slices.Chunk(r.plan.gone.deletes, lookupSize) {
		if r.stopping() {
			return nil
		}
		r.goneLeft -= len(keys)
		batch := make([]*reversal, len(keys))
		err := r.im.view(func(s store.Snapshot) (err error) {
			for i, key := range keys {
				v := u.reversal(store.JournalEntry{Key: key, Operation: store.Create})
				if v.j.rec, v.j.known, err = s.Get(key); err != nil {
					return err
				}
				v.entry.ContactID = v.j.rec.ContactID
				batch[i] = v
			}
			return nil
		})
		if err != nil {
			return err
		}
		found, err := r.lookup(ctx, keys...)
		if err != nil {
			return r.reason(err)
		}
		for _, v := range batch {
			v.listed(found)
			res := v.take(ctx)
			if res.event.Action == Deleted {
				u.finish(v, res)
				continue
			}
			// It is no row: that it stays is told, and counted nowhere.
			stays := Notice{Kind: "gone", Known: r.plan.troubles.stands(stay(v.j.key)), Text: fmt.Sprintf("key %s left the file, its contact stays: %s", v.j.key, res.event.Message)}
			if err := r.rec.write(record{changes: res.changes, events: []Event{stays}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// goneChanges is what a complete run teaches the state about keys that left.
func (p *Plan) goneChanges(source, run string) []store.Change {
	var changes []store.Change
	for _, key := range p.gone.back {
		changes = append(changes, store.ClearGone(source, key))
	}
	for _, key := range p.gone.marks {
		changes = append(changes, store.ClearGone(source, key), store.MarkGone(source, key, run))
	}
	return changes
}
