package importer

import (
	"cmp"
	"fmt"

	"github.com/quo-import/quo-import/store"
)

// recorder is the only one that writes the state and tells events. Workers
// hand it what happened and wait until it is on disk; what queues up in the
// meantime goes into one transaction, so that the disk does not set the pace.
type recorder struct {
	im     *Importer
	queue  chan record
	counts Counts
	done   int       // rows dealt with, for progress
	known  *troubles // of the plan; nil: none of these rows is one of a file
	total  int
	ended  chan struct{}
}

// record is one thing to write down: changes of the state that belong
// together, and what to tell when they are on disk.
type record struct {
	changes []store.Change
	events  []Event
	told    bool // the row is dealt with: it counts for progress
	same    int  // rows that are unchanged: counted, not told
	reply   chan error
}

// maxCommit is how many records share a transaction at the most.
const maxCommit = 64

func startRecorder(im *Importer, counts Counts, total int, known *troubles) *recorder {
	r := &recorder{im: im, queue: make(chan record), counts: counts, total: total, known: known, ended: make(chan struct{})}
	go r.loop()
	return r
}

// stop ends the recorder when everything handed to it is written.
func (r *recorder) stop() Counts {
	close(r.queue)
	<-r.ended
	return r.counts
}

// write hands over a record and waits until it is on disk. The error is the
// state's; the events are told all the same, because they did happen. A panic
// of the state or of who listens is an error too, a BugError: the recorder goes
// on, for what the others have in flight.
func (r *recorder) write(rec record) error {
	rec.reply = make(chan error, 1)
	r.queue <- rec
	return <-rec.reply
}

func (r *recorder) loop() {
	defer close(r.ended)
	for first := range r.queue {
		batch := r.more(first)
		err := caught(func() error { return r.commit(batch) })()
		for _, rec := range batch {
			told := caught(func() error { r.tell(rec); return nil })()
			rec.reply <- cmp.Or(err, told)
		}
	}
}

func (r *recorder) commit(batch []record) error {
	var changes []store.Change
	for _, rec := range batch {
		changes = append(changes, rec.changes...)
	}
	if len(changes) == 0 {
		return nil
	}
	if err := r.im.State.Commit(changes...); err != nil {
		return fmt.Errorf("writing the state: %w", err)
	}
	return nil
}

// more takes what is waiting already, without waiting for it.
func (r *recorder) more(first record) []record {
	batch := []record{first}
	for len(batch) < maxCommit {
		select {
		case rec, ok := <-r.queue:
			if !ok {
				return batch
			}
			batch = append(batch, rec)
		default:
			return batch
		}
	}
	return batch
}

func (r *recorder) tell(rec record) {
	r.counts.Unchanged += rec.same
	for _, e := range rec.events {
		if row, ok := e.(RowEvent); ok {
			r.count(&row)
			e = row
		}
		r.im.emit(e)
	}
	if rec.told {
		r.done++
		r.im.emit(Progress{Done: r.done, Total: r.total, Counts: r.counts})
	}
}

func (r *recorder) count(e *RowEvent) {
	if r.known != nil {
		r.known.note(e)
	}
	r.counts.addRow(e)
	r.counts.Warnings += len(e.Warnings)
	if e.Adopted {
		r.counts.Adopted++
	}
	for _, d := range e.Drifts {
		r.counts.Drifts++
		if d.Both {
			r.counts.Conflicts++
		}
	}
}
