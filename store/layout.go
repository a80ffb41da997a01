package store

// Schema is the version of the layout below. Open migrates an older file and
// refuses a newer one (ErrNewer).
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
//	runs              run id   version byte, JSON (Run)
//	journal/<run id>  key      version byte, binary (JournalEntry)
//
// Binary values are described where they are written (value.go). A value
// begins with its own version, so that one kind can change without the rest.
const Schema = 1

const appName = "quo-import"

var (
	bucketMeta     = []byte("meta")
	bucketSources  = []byte("sources")
	bucketContacts = []byte("contacts")
	bucketIntents  = []byte("intents")
	bucketGone     = []byte("gone")
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
	return [][]byte{bucketMeta, bucketSources, bucketContacts, bucketIntents, bucketGone, bucketRuns, bucketJournal}
}
