package store

import (
	"errors"
	"fmt"
	"slices"
)

// KeptJournals is the number of runs whose journals are kept, so that they can
// be undone. The runs themselves are kept forever.
const KeptJournals = 30

// Validate reports what keeps the entry from being stored.
func (e JournalEntry) Validate() error {
	switch {
	case e.Run == "":
		return fmt.Errorf("journal entry of %q: no run", e.Key)
	case !slices.Contains(Operations(), e.Operation):
		return fmt.Errorf("journal entry of %q: unknown operation %q", e.Key, e.Operation)
	}
	return ValidateKey(e.Key)
}

// Then combines two writes of one key in one run into the entry that the
// journal keeps: undoing it restores what was there before the first write.
// If keep is false the journal keeps no entry: the run deleted the contact that
// it created.
func (e JournalEntry) Then(next JournalEntry) (combined JournalEntry, keep bool) {
	if e.Operation == Create {
		if next.Operation == Delete {
			return JournalEntry{}, false
		}
		next.Operation = Create
	}
	next.PreImage, next.Previous, next.From = e.PreImage, e.Previous, e.From
	return next, true
}

// PruneJournals returns the journals to delete when a new run is stored, which
// has its Seq already: the ones of runs before the last KeptJournals. An undo
// deletes none, since it could delete the journal that it is about to read.
//
// journals has the run of each journal and its Seq: 0 for a run that is not
// stored, which counts as one before the first.
func PruneJournals(run Run, journals map[string]uint64) []string {
	if run.Undoes != "" {
		return nil
	}
	var prune []string
	for id, seq := range journals {
		if id != run.ID && seq+KeptJournals <= run.Seq {
			prune = append(prune, id)
		}
	}
	slices.Sort(prune)
	return prune
}

// ForgetsJournal reports whether forgetting a key of a source removes it from
// the journal of a run: the runs of that source, and those that are not stored.
func ForgetsJournal(source string, run Run, stored bool) bool {
	return !stored || run.Source == source
}

// Operations returns all operations. A state may store their position here.
func Operations() []Operation { return []Operation{Create, Update, Delete} }

// MaxKeySize is the length in bytes of the longest key or name that a state
// stores.
const MaxKeySize = 32 << 10

// ValidateKey reports what keeps a key, or the name of a source or run, from
// being stored.
func ValidateKey(key string) error {
	switch {
	case key == "":
		return errors.New("a key cannot be empty")
	case len(key) > MaxKeySize:
		return fmt.Errorf("a key of %d bytes is too long: at most %d", len(key), MaxKeySize)
	}
	return nil
}
