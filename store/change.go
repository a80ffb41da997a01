package store

// Change is one step of a Commit. The functions below make them.
type Change struct {
	apply func(Writer) error
}

// Apply tells a Writer what the change is, by one call of one of its methods.
func (c Change) Apply(w Writer) error { return c.apply(w) }

// Writer is a state that changes can be made to. Store has its own; whoever
// keeps the state elsewhere (importer.State) writes one, which has to do what
// the function of the same name says.
type Writer interface {
	SetWorkspace(baseURL string) error
	PutSource(name string, source Source) error
	PutRun(run Run) error
	Begin(source string, intent Intent) error
	Land(source, key string, record Record, entry JournalEntry) error
	Refresh(source, key string, record Record) error
	Drop(source, key string) error
	Remove(source, key string, entry JournalEntry) error
	MarkGone(source, key, run string) error
	ClearGone(source, key string) error
	PutTroubles(source string, troubles []Trouble) error
	Forget(source, key string) error
}

// SetWorkspace records the API that the state's contacts are in.
func SetWorkspace(baseURL string) Change {
	return Change{func(w Writer) error { return w.SetWorkspace(baseURL) }}
}

// PutSource records what is pinned for a source.
func PutSource(name string, source Source) Change {
	return Change{func(w Writer) error { return w.PutSource(name, source) }}
}

// PutRun records a run, when it begins and again when it ends. A new one takes
// away the journals of all but the last 30 runs; not so an undo, whose own
// beginning would else take away what it is about to read.
func PutRun(run Run) Change {
	return Change{func(w Writer) error { return w.PutRun(run) }}
}

// Begin records that a write is about to be sent. Where the key has an intent
// already, this one takes its place: an update that is read and merged again.
func Begin(source string, intent Intent) Change {
	return Change{func(w Writer) error { return w.Begin(source, intent) }}
}

// Land records that a write happened: the record and the journal entry are
// there, the intent is gone. The entry is the run's in entry.Run, or else in
// record.Run. Where a run lands a key twice, its entry keeps what was before
// the first time: that is what taking the run back goes back to.
func Land(source, key string, record Record, entry JournalEntry) Change {
	entry.Key = key
	if entry.Run == "" {
		entry.Run = record.Run
	}
	return Change{func(w Writer) error { return w.Land(source, key, record, entry) }}
}

// Refresh puts a record without a write having happened: an unchanged row
// whose raw hash is new, or a contact that was adopted.
func Refresh(source, key string, record Record) Change {
	return Change{func(w Writer) error { return w.Refresh(source, key, record) }}
}

// Drop takes back an intent that was found not to have happened.
func Drop(source, key string) Change {
	return Change{func(w Writer) error { return w.Drop(source, key) }}
}

// Remove records that a contact was deleted: record, intent and gone mark are
// away, the journal entry is there. The entry is the run's in entry.Run, or
// else in the key's intent. A contact that the same run made is as if it had
// never been: its entry is away too.
func Remove(source, key string, entry JournalEntry) Change {
	entry.Key = key
	return Change{func(w Writer) error { return w.Remove(source, key, entry) }}
}

// MarkGone records the complete run that missed a key. A mark that is there
// stays: it names the first such run.
func MarkGone(source, key, run string) Change {
	return Change{func(w Writer) error { return w.MarkGone(source, key, run) }}
}

// ClearGone records that a key is in the file (again).
func ClearGone(source, key string) Change {
	return Change{func(w Writer) error { return w.ClearGone(source, key) }}
}

// PutTroubles records which rows of a complete run did not land, in the place
// of those of the one before. None is something to know, too. Of more than
// MaxTroubles nothing is kept, as before the first run.
func PutTroubles(source string, troubles []Trouble) Change {
	return Change{func(w Writer) error { return w.PutTroubles(source, troubles) }}
}

// Forget takes away all that is known of a key: record, intent, gone mark,
// trouble and what the journals of all runs hold of it. The bytes stay in free
// pages of the file until Compact.
func Forget(source, key string) Change {
	return Change{func(w Writer) error { return w.Forget(source, key) }}
}
