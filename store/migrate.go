package store

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
)

// A migration takes a file from one schema to the next.
type migration struct {
	step func(tx *bbolt.Tx) error
	// adds: all that the step does is add a bucket. A reader takes a file
	// without it for one that has nothing in it: it need not wait for the next
	// import to bring the file up to date.
	adds bool
}

// migrations are the steps to Schema, the first one from schema 1 to 2.
func migrations() []migration {
	return []migration{adding(bucketTroubles)}
}

func adding(bucket []byte) migration {
	return migration{adds: true, step: func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	}}
}

// readable says whether a file of an older schema can be read as it is.
func readable(schema int, steps []migration) bool {
	return schema > 0 && !slices.ContainsFunc(steps[schema-1:], func(m migration) bool { return !m.adds })
}

// migrate runs the steps that a file of that schema has not seen, in the
// transaction that writes the new number: either all of it is there or nothing.
func migrate(tx *bbolt.Tx, schema int, steps []migration) error {
	for i, step := range steps[schema-1:] {
		if err := step.step(tx); err != nil {
			return fmt.Errorf("migrate from schema %d: %w", schema+i, err)
		}
	}
	return tx.Bucket(bucketMeta).Put(metaSchema, strconv.AppendInt(nil, int64(len(steps)+1), 10))
}

// create fills an empty file.
func create(tx *bbolt.Tx, schema int, opts Options) error {
	for _, name := range topBuckets() {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	meta := tx.Bucket(bucketMeta)
	return errors.Join(
		meta.Put(metaApp, []byte(appName)),
		meta.Put(metaSchema, strconv.AppendInt(nil, int64(schema), 10)),
		meta.Put(metaCreated, opts.Now().UTC().AppendFormat(nil, time.RFC3339Nano)),
		meta.Put(metaVersion, []byte(opts.Version)),
	)
}

// readSchema gives the schema of a file of ours, 0 for an empty one.
func readSchema(tx *bbolt.Tx, path string, known int) (int, error) {
	if first, _ := tx.Cursor().First(); first == nil {
		return 0, nil
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
			path, ErrNewer, schema, meta.Get(metaVersion), known)
	}
	return schema, nil
}
