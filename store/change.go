package store

import (
	"cmp"
	"fmt"
	"slices"
)

// Change is one step of a commit. The functions below return them.
type Change struct {
	apply func(Writer) error
}

// Apply validates the changes, in order, and calls the methods of w that make them, up to
// the first error.
func Apply(w Writer, changes ...Change) error {
	for _, c := range changes {
		if err := c.apply(w); err != nil {
			return err
		}
	}
	return nil
}

// Writer is what changes are applied to, within one transaction of a state.
// Each method does what the function of the same name documents. Names, keys
// and intents are valid, and so are the entries of Confirm.
type Writer interface {
	SetWorkspace(baseURL string) error
	PutSource(name string, source Source) error
	PutRun(run Run) error
	Begin(source string, intent Intent) error
	Confirm(source, key string, record Record, entry JournalEntry) error
	Refresh(source, key string, record Record) error
	Vacate(source, key string) error
	Drop(source, key string) error
	Remove(source, key string, entry JournalEntry) error
	MarkMissing(source, key, run string) error
	ClearMissing(source, key string) error
	PutProblems(source string, problems []Problem) error
	Forget(source, key string) error
}

// SetWorkspace stores the base URL of the API that the contacts are in.
func SetWorkspace(baseURL string) Change {
	return Change{func(w Writer) error { return w.SetWorkspace(baseURL) }}
}

// PutSource stores what is pinned for a source. Its slots may be in any order
// and with duplicates.
func PutSource(name string, source Source) Change {
	source.Slots = sortedSlots(source.Slots)
	return valid(func(w Writer) error { return w.PutSource(name, source) }, name)
}

// PutRun stores a run, when it begins and again when it ends. A new run gets
// the next Seq and deletes old journals, see PruneJournals; one that is stored
// already keeps its Seq.
func PutRun(run Run) Change {
	return valid(func(w Writer) error { return w.PutRun(run) }, run.ID)
}

// Begin stores the intent of a write that is about to be sent. It replaces an
// intent of the same key, as for an update that was read and merged again.
func Begin(source string, intent Intent) Change {
	return valid(func(w Writer) error {
		if !slices.Contains(Operations(), intent.Operation) {
			return fmt.Errorf("intent of %q: unknown operation %q", intent.Key, intent.Operation)
		}
		return w.Begin(source, intent)
	}, source, intent.Key)
}

// Confirm stores that a write happened: it puts the record and the journal
// entry and removes the intent. If entry.Run is "", it is record.Run. A second
// write of the key in the same run is combined with the first, see
// JournalEntry.Then.
func Confirm(source, key string, record Record, entry JournalEntry) Change {
	entry.Key = key
	entry.Run = cmp.Or(entry.Run, record.Run)
	return valid(func(w Writer) error {
		if err := entry.Validate(); err != nil {
			return err
		}
		return w.Confirm(source, key, record, entry)
	}, source, key)
}

// Refresh puts a record without a write having happened: the row is unchanged
// but its raw hash is new, or the contact was adopted.
func Refresh(source, key string, record Record) Change {
	return valid(func(w Writer) error { return w.Refresh(source, key, record) }, source, key)
}

// Vacate removes the record and the missing mark of a key whose contact has
// another key now. The commit that makes it puts the record of that key, too.
func Vacate(source, key string) Change {
	return valid(func(w Writer) error { return w.Vacate(source, key) }, source, key)
}

// Drop removes the intent of a write that did not happen.
func Drop(source, key string) Change {
	return Change{func(w Writer) error { return w.Drop(source, key) }}
}

// Remove stores that a contact was deleted: it removes the record, the intent
// and the missing mark and puts the journal entry. If entry.Run is "", it is
// the run of the key's intent. If the same run created the contact, its entry
// is removed instead, see JournalEntry.Then.
func Remove(source, key string, entry JournalEntry) Change {
	entry.Key = key
	return valid(func(w Writer) error { return w.Remove(source, key, entry) }, source, key)
}

// MarkMissing stores the complete run in which a key was missing. A mark that
// exists stays: it names the first such run.
func MarkMissing(source, key, run string) Change {
	return valid(func(w Writer) error { return w.MarkMissing(source, key, run) }, source, key)
}

// ClearMissing removes the missing mark of a key that is in the file again.
func ClearMissing(source, key string) Change {
	return Change{func(w Writer) error { return w.ClearMissing(source, key) }}
}

// PutProblems replaces the problems of a source's last complete run, see
// KnownProblems. An empty list is stored too: the run had no problems.
func PutProblems(source string, problems []Problem) Change {
	return valid(func(w Writer) error { return w.PutProblems(source, problems) }, source)
}

// Forget removes everything about a key: its record, intent, missing mark and
// problems, and its entries in the journals, see ForgetsJournal.
func Forget(source, key string) Change {
	return Change{func(w Writer) error { return w.Forget(source, key) }}
}

// sortedSlots returns the slots sorted and without duplicates, in new memory;
// nil for none.
func sortedSlots(slots []SlotName) []SlotName {
	sorted := append([]SlotName(nil), slots...)
	slices.SortFunc(sorted, func(a, b SlotName) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Slot, b.Slot))
	})
	return slices.Compact(sorted)
}

// valid returns a change that fails if one of the names or keys is not valid.
func valid(apply func(Writer) error, keys ...string) Change {
	return Change{func(w Writer) error {
		for _, key := range keys {
			if err := ValidateKey(key); err != nil {
				return err
			}
		}
		return apply(w)
	}}
}
