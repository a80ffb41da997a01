package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"
)

// Workspace describes the state and the workspace that its contacts are in.
type Workspace struct {
	BaseURL string    // of the API; "" until SetWorkspace
	Created time.Time // when the state was created
	Version string    // of the program that created it
}

// Source is what is pinned for a source.
type Source struct {
	KeyDefinition string    // for example "column Customer ID"
	Normaliser    int       // version of the key's normalisation
	LastComplete  *Complete // the last run that read and wrote everything; nil if none did
	// Slots are the fields and slots that the source has ever written, sorted
	// and without duplicates (PutSource). A base has only their hashes.
	Slots []SlotName `json:",omitempty"`
	// Appends is the run that saw the server append to lists instead of
	// replacing them, "" if none did.
	Appends string `json:",omitempty"`
	// Definitions are the key definitions that records may have, by
	// Record.Definition: KeyDefinition is one of them. Empty until the source
	// gets a second one (Redefine).
	Definitions []string `json:",omitempty"`
}

// MaxDefinitions is how many key definitions a source can have had.
const MaxDefinitions = 256

// Number returns the number of the current key definition, which new records
// have.
func (s Source) Number() int { return max(0, slices.Index(s.Definitions, s.KeyDefinition)) }

// Redefine makes a key definition the current one. Records keep the number of
// the one that they were written by. It reports false if the source has had too
// many.
func (s *Source) Redefine(definition string) bool {
	list := s.Definitions
	if len(list) == 0 {
		list = []string{s.KeyDefinition}
	}
	if !slices.Contains(list, definition) {
		list = append(slices.Clone(list), definition)
	}
	if len(list) > MaxDefinitions {
		return false
	}
	s.KeyDefinition, s.Definitions = definition, list
	return true
}

// Rename words the current key definition differently: records keep their keys.
func (s *Source) Rename(definition string) {
	if at := s.Number(); len(s.Definitions) > 0 {
		s.Definitions = slices.Clone(s.Definitions)
		s.Definitions[at] = definition
	}
	s.KeyDefinition = definition
}

// SlotName names a field and a slot as FieldHash does; Slot is "" for a field
// that is not a list.
type SlotName struct {
	Field string
	Slot  string `json:",omitempty"`
}

// Complete describes a complete run, for comparison with the next one.
type Complete struct {
	Run         string
	Files       []string
	Fingerprint uint64 // of the mapping, the key and the filter
	Rows        int
	Filled      map[string]int // number of cells that were not blank, by mapped column
}

// Record is what is known about one key of a source.
type Record struct {
	ContactID string
	Raw       uint64    // hash of the mapped cells and of everything that affects their meaning
	Desired   uint64    // hash of the contact that they map to
	Base      Base      // what was last written and confirmed by the answer
	UpdatedAt time.Time // of the contact in the last answer, in milliseconds
	Run       string    // the last run that wrote it
	ReadBy    string    // the last run that read or compared the contact since, "" if none did
	Created   bool      // whether this program created the contact; if not, it adopted it
	Gone      bool      // whether the contact was found deleted in Quo
	Numbers   []uint64  // NumberHash of each phone number of the row
	Name      uint64    // NameHash of the row's name, 0 for none
	// Definition is the number of the definition that the key is by, see
	// Source.Definitions.
	Definition int
}

// Base is what was last written for a key and confirmed: an entry for each
// field and for each item of a list, in the order of Sort.
type Base []Entry

// Entry records that a field, or a slot of a list, holds a value of ours, as it
// was sent and as Quo's answer showed it. The two are equal unless Quo changed
// its form.
type Entry struct {
	Field      uint32 // FieldHash
	Value      uint64 // ValueHash of what was sent
	Shown      uint64 // ValueHash of what the answer showed
	Label      uint32 // LabelHash of what was sent
	ShownLabel uint32 // LabelHash of what the answer showed
}

// Holds reports whether a ValueHash is that of the entry's value, in either form.
func (e Entry) Holds(value uint64) bool { return e.Value == value || e.Shown == value }

// Operation is what a write does to a contact.
type Operation string

// The operations.
const (
	Create Operation = "create"
	Update Operation = "update"
	Delete Operation = "delete"
)

// Intent is a write whose outcome is not known yet. It is stored before the
// request is sent and removed together with recording the outcome.
type Intent struct {
	Key       string
	Operation Operation
	ContactID string // "" for a create
	Target    []byte // the whole contact that is sent, as package quo encodes it
	PreImage  []byte // the contact before an update or a delete
	Record    Record // the record to store if the write turns out to have happened
	Run       string
	Begun     time.Time
	From      string // the key of the contact until now, if the write moves it to another one; else ""
}

// CompareIntents orders intents by their time, those of the same time by their keys.
func CompareIntents(a, b Intent) int {
	return cmp.Or(a.Begun.Compare(b.Begun), cmp.Compare(a.Key, b.Key))
}

// JournalEntry is a write that happened, kept so that the run can be undone.
type JournalEntry struct {
	Key       string
	Run       string // may be "" in a call of Confirm or Remove, see there
	Operation Operation
	ContactID string
	PreImage  []byte  // the contact before; nil for a create
	Previous  *Record // the record before; nil if there was none
	From      string  // the key of Previous, if the write moved the contact from there; else ""
}

// Run is one execution of the program.
type Run struct {
	ID string // UTC time and a short random part
	// Seq orders the runs: 1, 2, 3 and so on. The state assigns it when the run
	// is first put, whatever the clock and the caller's value are.
	Seq      uint64 `json:",omitempty"`
	Kind     string // "import", "undo", "rebuild", "state import"
	Undoes   string `json:",omitempty"` // for an undo, the run that it undoes
	Scope    string `json:",omitempty"` // of an import: "whole", "part" or "rejects"; "" if not known
	Source   string
	Started  time.Time
	Finished time.Time      // zero if the run did not end
	Counts   map[string]int // as in the summary
	Files    []string
	Outcome  string // "done", "stopped: …"
	// KeyWas and KeyIs are the key definitions before and since the run, if it
	// changed that of its source; else "".
	KeyWas string `json:",omitempty"`
	KeyIs  string `json:",omitempty"`
}

// Hashes are the hashes of a key's record.
type Hashes struct {
	Raw, Desired uint64
	Known        bool // whether the key has a record
	Gone         bool // Record.Gone
	Definition   int  // Record.Definition
}

// KeyRecord is a key with its record.
type KeyRecord struct {
	Key    string
	Record Record
}

// Snapshot is the records of one source as of one moment. It is used by one
// goroutine, and only within the function that View calls.
type Snapshot interface {
	// Hashes sets out[i] to the hashes of keys[i]. The slices have the same
	// length. "" is never known.
	Hashes(keys []string, out []Hashes) error
	// Records returns the records of the keys that have one.
	Records(keys ...string) (map[string]Record, error)
	// Len returns the number of records.
	Len() (int, error)
	// All iterates over the records in bytewise order of their keys. After an
	// error it stops.
	All() iter.Seq2[KeyRecord, error]
	// Sample returns up to n keys: those with the oldest UpdatedAt, oldest
	// first, among the first SampleSize records whose contact is not gone.
	Sample(n int) ([]string, error)
}

// RecordsOf returns the records of the keys that have one, in a state.
func RecordsOf(ctx context.Context, state interface {
	View(ctx context.Context, source string, read func(Snapshot) error) error
}, source string, keys ...string) (records map[string]Record, err error) {
	err = state.View(ctx, source, func(s Snapshot) (err error) {
		records, err = s.Records(keys...)
		return err
	})
	return records, err
}

// SampleSize is the number of records that Snapshot.Sample chooses from.
// Looking at a million records for twenty of them would take a second.
const SampleSize = 4096

// Sample returns what Snapshot.Sample does, given all records.
func Sample(all iter.Seq2[KeyRecord, error], n int) ([]string, error) {
	type aged struct {
		key string
		at  time.Time
	}
	var seen []aged
	for kr, err := range all {
		if err != nil {
			return nil, err
		}
		if kr.Record.Gone {
			continue
		}
		if seen = append(seen, aged{kr.Key, kr.Record.UpdatedAt}); len(seen) == SampleSize {
			break
		}
	}
	slices.SortStableFunc(seen, func(a, b aged) int { return a.at.Compare(b.at) })
	keys := make([]string, 0, max(0, min(n, len(seen))))
	for _, a := range seen[:cap(keys)] {
		keys = append(keys, a.key)
	}
	return keys, nil
}

// InChunks iterates over values in the order of their keys, for Journal and All. read
// returns the first values after a key, size of them or those that there are; "" is before
// every key.
func InChunks[T any](size int, key func(T) string, read func(after string) ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for after := ""; ; {
			chunk, err := read(after)
			for _, v := range chunk {
				if !yield(v, nil) {
					return
				}
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			if len(chunk) < size {
				return
			}
			after = key(chunk[size-1])
		}
	}
}
