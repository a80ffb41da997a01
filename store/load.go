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
	next, stop := iter.Pull2(records)
	defer stop()
	for more := true; more; {
		err := s.update(func(tx *bbolt.Tx) error {
			b, err := nested(tx, bucketContacts, source)
			if err != nil {
				return err
			}
			b.FillPercent = loadFill
			for range loadChunk {
				key, r, ok := next()
				if more = ok; !ok {
					return nil
				}
				if err := putRecord(tx, source, key, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
