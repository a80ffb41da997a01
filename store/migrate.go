package store

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
)

// A migration takes a file from one schema to the next.
type migration func(tx *bbolt.Tx) error

// migrations are the steps to Schema, the first one from schema 1 to 2. There
// are none so far.
func migrations() []migration { return nil }

// migrate runs the steps that a file of that schema has not seen, in the
// transaction that writes the new number: either all of it is there or nothing.
func migrate(tx *bbolt.Tx, schema int, steps []migration) error {
	for i, step := range steps[schema-1:] {
		if err := step(tx); err != nil {
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
