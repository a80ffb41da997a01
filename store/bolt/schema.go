package bolt

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Schema is the version of the file's layout. Open migrates an older file and
// refuses a newer one. Version 2 added the bucket troubles, version 3 the Seq of
// runs, and records of version 2 beside those of version 1.
//
//	bucket            key      value
//	meta              app      "quo-import", as opposed to other programs' files
//	                  schema   decimal
//	                  created  RFC 3339
//	                  version  of the program that created the file
//	                  baseURL  of the workspace, absent until it is known
//	sources           name     version byte, JSON (Source)
//	contacts/<source> key      version byte, binary (Record); the bucket's sequence is the number of records
//	intents/<source>  key      version byte, binary (Intent)
//	gone/<source>     key      the first run in which the key was missing
//	troubles          source   version byte, binary (Problems)
//	runs              run id   version byte, JSON (Run); the bucket's sequence is the last Seq
//	journal/<run id>  key      version byte, binary (JournalEntry)
//
// Values are encoded by package codec. Each value begins with a version
// of its own, so that one kind can change without the others.
const Schema = 3

const appName = "quo-import"

var (
	bucketMeta     = []byte("meta")
	bucketSources  = []byte("sources")
	bucketContacts = []byte("contacts")
	bucketIntents  = []byte("intents")
	bucketMissing  = []byte("gone")
	bucketProblems = []byte("troubles")
	bucketRuns     = []byte("runs")
	bucketJournal  = []byte("journal")

	metaApp     = []byte("app")
	metaSchema  = []byte("schema")
	metaCreated = []byte("created")
	metaVersion = []byte("version")
	metaBaseURL = []byte("baseURL")
)

// topBuckets returns the buckets that every file of this schema has.
func topBuckets() [][]byte {
	return [][]byte{bucketMeta, bucketSources, bucketContacts, bucketIntents, bucketMissing, bucketProblems, bucketRuns, bucketJournal}
}

// A migration takes a file from one schema to the next.
type migration struct {
	step func(tx *bbolt.Tx) error
	// optional: a reader does without the step. It treats the file as the step
	// would leave it.
	optional bool
}

// migrations returns the steps to Schema; the first is from schema 1 to 2.
func migrations() []migration {
	return []migration{
		{step: addProblems, optional: true}, // a reader: a bucket that is missing is empty
		{step: numberRuns, optional: true},  // a reader: Runs numbers them
	}
}

func addProblems(tx *bbolt.Tx) error {
	_, err := tx.CreateBucketIfNotExists(bucketProblems)
	return err
}

// schemaSeq is the first schema in which every run has a Seq.
const schemaSeq = 3

// numberRuns gives every run a Seq: their order was that of their IDs.
func numberRuns(tx *bbolt.Tx) error {
	b := tx.Bucket(bucketRuns)
	for i, id := range keys(b.Cursor()) {
		run, err := codec.DecodeJSON[store.Run](b.Get([]byte(id)))
		if err != nil {
			return damaged(tx, "run", id, err)
		}
		run.Seq = uint64(i) + 1
		value, err := codec.EncodeJSON(run)
		if err == nil {
			err = b.Put([]byte(id), value)
		}
		if err != nil {
			return err
		}
		if err := b.SetSequence(run.Seq); err != nil {
			return err
		}
	}
	return nil
}

// readable reports whether a file of an older schema can be read as it is.
func readable(schema int, steps []migration) bool {
	return schema > 0 && !slices.ContainsFunc(steps[schema-1:], func(m migration) bool { return !m.optional })
}

// migrate runs the steps that a file of that schema lacks, in the transaction
// that writes the new version.
func migrate(tx *bbolt.Tx, schema int, steps []migration) error {
	for i, step := range steps[schema-1:] {
		if err := step.step(tx); err != nil {
			return fmt.Errorf("migrate from schema %d: %w", schema+i, err)
		}
	}
	return tx.Bucket(bucketMeta).Put(metaSchema, strconv.AppendInt(nil, int64(len(steps)+1), 10))
}

// create fills an empty file.
func create(tx *bbolt.Tx, schema int, now time.Time, version string) error {
	for _, name := range topBuckets() {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	meta := tx.Bucket(bucketMeta)
	return errors.Join(
		meta.Put(metaApp, []byte(appName)),
		meta.Put(metaSchema, strconv.AppendInt(nil, int64(schema), 10)),
		meta.Put(metaCreated, now.UTC().AppendFormat(nil, time.RFC3339Nano)),
		meta.Put(metaVersion, []byte(version)),
	)
}

// readSchema returns the schema of a file of this program, 0 for an empty one.
func readSchema(tx *bbolt.Tx, path string, known int) (int, error) {
	first, value := tx.Cursor().First()
	switch {
	case first == nil:
		return 0, nil
	case value != nil: // bbolt puts nothing but buckets there
		return 0, corrupt(path, "its first page is another page")
	}
	meta := tx.Bucket(bucketMeta)
	if meta == nil || string(meta.Get(metaApp)) != appName {
		return 0, foreign(path)
	}
	schema, err := strconv.Atoi(string(meta.Get(metaSchema)))
	switch {
	case err != nil || schema < 1:
		return 0, corrupt(path, "no schema version")
	case schema > known:
		return 0, fmt.Errorf("%s: %w: its schema is %d (made by version %q), this program knows up to %d: install the newer version",
			path, store.ErrNewer, schema, meta.Get(metaVersion), known)
	}
	return schema, nil
}

// corrupt wraps ErrCorrupt with what was found and what to do.
func corrupt(path string, found any) error {
	return fmt.Errorf("%s: %w (%v): restore a backup of it, or move it away and run `quo-import state rebuild`", path, store.ErrCorrupt, found)
}

// damaged is corrupt for a value that cannot be decoded; nil if it could be.
func damaged(tx *bbolt.Tx, what, key string, err error) error {
	if err != nil {
		return corrupt(tx.DB().Path(), fmt.Sprintf("%s %q: %v", what, key, err))
	}
	return nil
}

func foreign(path string) error {
	return fmt.Errorf("%s is %w: name another one with --state", path, store.ErrForeign)
}
