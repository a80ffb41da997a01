// Package store keeps what the importer must know between runs: which key is
// which contact, what was last written there, which writes were begun and not
// yet confirmed, and what each run did.
//
// Start with Open and Store. Records are per source, the namespace of keys,
// and are read through View. Every change goes through Commit, which is one
// transaction: it is on disk, whole, or it is not. One process at a time may
// have the file open for writing, and then nobody else at all (a LockedError
// names it); without a writer any number may read.
//
// The state holds no names, numbers or addresses in its records: what was
// written is kept as a short hash a field and item (Base), which is enough to
// tell whether a value is ours, and a row that did not land as two (Trouble). Whoever has the file can still try guesses
// against a hash. Intents and journal entries do hold contacts, for as long as
// a run may have to be finished or taken back: the last 30 runs. Forget and
// Compact together erase a person.
//
// A file that is damaged gives ErrCorrupt where the damage is met. Flipped
// bits within a value that still decodes are not noticed: there is no checksum
// but that of the meta pages. (And a flipped bit can make a page its own child,
// which bbolt follows until the memory is full.)
//
// Nothing of bbolt shows outside this package.
package store

// Schema is the version of the layout below. Open migrates an older file and
// refuses a newer one (ErrNewer). Version 2 added troubles.
//
//	bucket            key      value
//	meta              app      "quo-import": tells our file from another program's
//	                  schema   decimal
//	                  created  RFC 3339
//	                  version  of the program that made the file
//	                  baseURL  of the workspace, absent until it is known
//	sources           name     version byte, JSON (Source)
//	contacts/<source> key      version byte, binary (Record); the bucket's sequence counts the records
//	intents/<source>  key      version byte, binary (Intent)
//	gone/<source>     key      the run that first missed it
//	troubles          source   version byte, binary (Trouble, sorted)
//	runs              run id   version byte, JSON (Run)
//	journal/<run id>  key      version byte, binary (JournalEntry)
//
// Binary values are described where they are written (value.go). A value
// begins with its own version, so that one kind can change without the rest.
const Schema = 2

const appName = "quo-import"

var (
	bucketMeta     = []byte("meta")
	bucketSources  = []byte("sources")
	bucketContacts = []byte("contacts")
	bucketIntents  = []byte("intents")
	bucketGone     = []byte("gone")
	bucketTroubles = []byte("troubles")
	bucketRuns     = []byte("runs")
	bucketJournal  = []byte("journal")

	metaApp     = []byte("app")
	metaSchema  = []byte("schema")
	metaCreated = []byte("created")
	metaVersion = []byte("version")
	metaBaseURL = []byte("baseURL")
)

// topBuckets are made when the file is, so that readers never meet a missing one.
func topBuckets() [][]byte {
	return [][]byte{bucketMeta, bucketSources, bucketContacts, bucketIntents, bucketGone, bucketTroubles, bucketRuns, bucketJournal}
}
