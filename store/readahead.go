package store

import (
	"math"
	"sync/atomic"
)

// A state that a nightly run opens was last read a day ago and is on the disk
// again; and bbolt tells the system to expect reads in no order, so that each
// look-up of a record waits for a page of its own: for a million records 67,000
// times, 6 s where all of them together are read in half a second, end to end.
// So when the look-ups of a View may have cost as much as reading the whole file,
// the whole file is read. Whatever comes then, it was at most twice the least.

// randomRead is how much of a file is read, end to end, in the time of one page
// of it in no order: 100 µs, of a disk that gives 600 MB a second. Disks that
// turn, and those of a network, have more.
const randomRead = 64 << 10

// recordsOfPage is about how many records are in a page: so many in a row cost
// one read.
const recordsOfPage = 16

// piece is how much is read ahead with one look-up, so that none takes long.
const piece = 1 << 20

// readAhead is how far a Store has read its file ahead.
type readAhead struct{ offset atomic.Int64 }

// ahead is the part that a Snapshot has in it.
type ahead struct {
	size   int64 // of the file
	asked  int64 // look-ups and pages so far
	buffer []byte
}

// readAhead is called with each look-up, or page of records. What cannot be read is left to those
// who need it, and who say so.
func (s *snapshot) readAhead() {
	a := &s.ahead
	if a.asked++; a.asked*randomRead < a.size {
		return
	}
	from := s.store.readAhead.offset.Add(piece) - piece
	if from >= a.size {
		a.size, a.buffer = math.MaxInt64, nil // never again
		return
	}
	if a.buffer == nil {
		a.buffer = make([]byte, piece)
	}
	_, _ = s.store.handle.file.ReadAt(a.buffer, from)
}
