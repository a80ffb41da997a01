package store

import (
	"iter"

	"go.etcd.io/bbolt"
)

const (
	loadChunk = 20_000 // records a transaction: about 10 MB of memory
	loadFill  = 0.9    // records that come sorted need no room between them
)

// Load puts many records at once, for a rebuild or an import of a state: in
// transactions of 20,000, so that a million take seconds and not hours. Keys
// that are known are replaced, others stay. Sorted keys make the file smaller
// and the load faster. After an error or a crash some records are there: load
// again.
func (s *Store) Load(source string, records iter.Seq2[string, Record]) error {
	chunk := make([]keyValue, 0, loadChunk)
	for key, r := range records {
		chunk = append(chunk, keyValue{key, appendRecord(nil, r)})
		if len(chunk) < loadChunk {
			continue
		}
		if err := s.loadChunk(source, chunk); err != nil {
			return err
		}
		chunk = chunk[:0]
	}
	return s.loadChunk(source, chunk)
}

type keyValue struct {
	key   string
	value []byte
}

func (s *Store) loadChunk(source string, chunk []keyValue) error {
	if len(chunk) == 0 {
		return nil
	}
	return s.update(func(tx *bbolt.Tx) error {
		b, err := nested(tx, bucketContacts, source)
		if err != nil {
			return err
		}
		b.FillPercent = loadFill
		for _, kv := range chunk {
			if err := putRecord(b, kv.key, kv.value); err != nil {
				return err
			}
		}
		return nil
	})
}
