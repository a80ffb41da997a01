package importer

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// lookupSize is how many external ids one look-up takes (QUO_API, "What bites" 5).
const lookupSize = 20

// refreshSize is how many records are refreshed in one transaction.
const refreshSize = 512

// feeder hands the tasks of the spool on: to be looked up, or, where the source
// was seen empty in Quo, straight to a worker.
type feeder struct {
	r       *run
	lookups chan<- []*job
	ready   chan<- *job
	batch   []*job
	refresh []*task
}

func (r *run) feed(ctx context.Context, lookups chan<- []*job, ready chan<- *job) error {
	f := feeder{r: r, lookups: lookups, ready: ready}
	n := 0
	var failed error
	err := r.plan.spool.each(func(t *task) bool {
		n++
		if n <= r.plan.alone && r.plan.grouped(t.key) {
			return true // decided with its group, further on
		}
		failed = f.task(ctx, t)
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	if err == nil {
		err = f.flushRefresh()
	}
	f.send(ctx)
	return err
}

func (p *Plan) grouped(key string) bool {
	if len(p.groups) == 0 {
		return false
	}
	e := p.keys.get(p.keys.hash(key))
	return e != nil && e.group
}

func (f *feeder) task(ctx context.Context, t *task) error {
	switch {
	case t.verdict == planRefresh:
		f.refresh = append(f.refresh, t)
		if len(f.refresh) == refreshSize {
			return f.flushRefresh()
		}
		return nil
	case t.verdict == planLimit:
		f.r.finish(&job{task: t}, result{event: RowEvent{Action: NotReached, Message: "past --limit"}})
		return nil
	case f.r.stopping():
		f.r.finish(&job{task: t}, notReached(nil))
		return nil
	case t.verdict == planCreate && f.r.plan.emptyInQuo && t.desired.ContactID == "":
		f.r.pass(ctx, f.ready, &job{task: t})
		return nil
	}
	f.batch = append(f.batch, &job{task: t})
	if len(f.batch) == lookupSize {
		f.send(ctx)
	}
	return nil
}

// pass hands a job to a worker; when the run stops first, the row is not reached.
func (r *run) pass(ctx context.Context, ready chan<- *job, j *job) {
	select {
	case ready <- j:
	case <-r.quit:
		r.finish(j, notReached(nil))
	case <-ctx.Done():
		r.finish(j, notReached(nil))
	}
}

func (f *feeder) send(ctx context.Context) {
	if len(f.batch) == 0 {
		return
	}
	batch := f.batch
	f.batch = nil
	select {
	case f.lookups <- batch:
		return
	case <-f.r.quit:
	case <-ctx.Done():
	}
	for _, j := range batch {
		f.r.finish(j, notReached(nil))
	}
}

// flushRefresh teaches the state the new cells of rows that map to the same
// contact as before.
func (f *feeder) flushRefresh() error {
	if len(f.refresh) == 0 {
		return nil
	}
	var changes []store.Change
	err := f.r.im.view(func(s store.Snapshot) error {
		for _, t := range f.refresh {
			rec, ok, err := s.Get(t.key)
			if err != nil || !ok {
				continue // it will be mapped again next time: nothing is lost
			}
			rec.Raw = t.raw
			changes = append(changes, store.Refresh(f.r.im.Source, t.key, rec))
		}
		return nil
	})
	if err != nil {
		return err
	}
	same := len(f.refresh)
	f.refresh = nil
	return f.r.rec.write(record{changes: changes, same: same})
}

// lookUpBatch reads what Quo has for up to twenty keys, and hands them on.
func (r *run) lookUpBatch(ctx context.Context, batch []*job, ready chan<- *job) {
	err := r.prepareBatch(ctx, batch)
	refused, some := errors.AsType[*quo.RefusedError](err)
	for _, j := range batch {
		if err == nil || some && !slices.Contains(refused.ExternalIDs, j.key) {
			r.pass(ctx, ready, j)
		} else {
			r.finish(j, r.unread(err))
		}
	}
}

func (r *run) prepareBatch(ctx context.Context, batch []*job) error {
	keys := make([]string, len(batch))
	err := r.im.view(func(s store.Snapshot) (err error) {
		for i, j := range batch {
			keys[i] = j.key
			if s == nil {
				continue // foreseen without a state
			}
			if j.rec, j.known, err = s.Get(j.key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if r.stopping() {
		return errHalted
	}
	found, err := r.lookup(ctx, keys...)
	if _, some := errors.AsType[*quo.RefusedError](err); err != nil && !some {
		return err
	}
	at := time.Now()
	by := map[string][]quo.Contact{}
	for _, c := range found {
		by[c.ExternalID] = append(by[c.ExternalID], c)
	}
	for _, j := range batch {
		j.found, j.looked = by[j.key], at
	}
	return err
}

// unread is the result of a row whose contact could not be read: nothing was
// sent for it.
func (r *run) unread(err error) result {
	if r.stopping() {
		return notReached(err)
	}
	return failed(err, "Quo could not be asked what it has")
}
