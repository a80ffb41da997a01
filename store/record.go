package store

import "time"

// Record is what is known of one key of a source.
type Record struct {
	ContactID string
	Raw       uint64    // hash of the mapped cells and of all that bears on their meaning
	Desired   uint64    // hash of the contact that they map to
	Base      Base      // what we last wrote and the answer confirmed
	UpdatedAt time.Time // of the last answer, to the millisecond
	Run       string    // the run that wrote it last
	Created   bool      // we created the contact; false: it was there and was adopted
}

// Base is what was last written for a key and confirmed: one entry a field, or
// an item of a list. No value can be read off a hash, but whoever has the file
// can try guesses against it, and there are few enough phone numbers for that:
// the file stays private (0600) all the same.
// Entries are sorted by Field, then Value (Sort).
type Base []Entry

// Entry says that a field (or a slot of a list) holds a value of ours.
type Entry struct {
	Field uint32 // hash of field and slot
	Value uint64 // hash of the canonical value, salted with the key
	Label uint32 // hash of the item's label, 0 where there is none
}

// Source is what is pinned for a source.
type Source struct {
	KeyDefinition string    // "column Customer ID"; another one is refused unless rekeyed
	Normaliser    int       // version of the key's normalisation
	LastComplete  *Complete // the last run that read and wrote everything, nil for none
}

// Complete describes a run that finished, to compare the next one with.
type Complete struct {
	Run         string
	Files       []string
	Fingerprint uint64 // of mapping, key and where
	Rows        int
	Filled      map[string]int // mapped column → cells that were not blank
}

// Operation is what an intent or a journal entry did.
type Operation string

// The operations.
const (
	Create Operation = "create"
	Update Operation = "update"
	Delete Operation = "delete"
)

// Intent is a write that was begun: it is on disk before the request is sent,
// and dropped in the transaction that records the outcome.
type Intent struct {
	Key       string
	Operation Operation
	ContactID string // "" for a create
	Target    []byte // the whole contact that is sent, as quo encodes it
	PreImage  []byte // the contact before an update or delete
	Record    Record // what the record becomes if the write is found to have happened
	Run       string
	Begun     time.Time
}

// JournalEntry is a write that happened, kept so that a run can be taken back.
type JournalEntry struct {
	Key       string
	Run       string // "" when handed to Land (the record's run) or Remove (the intent's)
	Operation Operation
	ContactID string
	PreImage  []byte  // the contact before, nil for a create
	Previous  *Record // the record before, nil where there was none
}

// Run is one execution.
type Run struct {
	ID       string // UTC time plus a short random part: sorts by time
	Kind     string // "import", "undo", "rebuild", "state import"
	Undoes   string `json:",omitempty"` // the run that an undo took back
	Source   string
	Started  time.Time
	Finished time.Time      // zero: it did not end
	Counts   map[string]int // as in the summary
	Files    []string
	Outcome  string // "done", "stopped: …"
}
