package ui

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
)

// desk is what all pages work on: one session at a time, what was found out about its
// file, and its run. A change is saved before it is answered; what follows from it is
// worked out afterwards, in one goroutine (work.go), and shown when it is there.
type desk struct {
	opts     Options
	hub      *hub
	ran      func() // called when a run has ended
	sessions sessions

	mu       sync.Mutex
	revision int
	session  *session // nil: none yet
	closed   bool
	secret   secret
	found    found
	work     *work // the last one; nil for none
	bench    bench
	sheet    *sheet // nil: no rows were read yet
	busy     string
	problem  string // why the last work failed, for a person
	run      *run   // going on; nil for none
	ended    sync.WaitGroup
}

// found is what was worked out about the file of the session.
type found struct {
	file      *fileView
	questions []questionView // that are open
	columns   *columnsView
	plan      *planView
	approve   approval // what is approved with the plan that is shown
}

// approval is what a plan writes: a run that would write something else does not begin.
type approval struct{ Created, Updated, Deleted int }

func approvalOf(p *plan.Plan) approval {
	return approval{p.Counts.Created, p.Counts.Updated, p.Counts.Deleted}
}

// work is a goroutine that works out what follows from a change. There is one at a time;
// the next one waits for its end.
type work struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// bench is what the work has in its hands. Only the work that is going on touches it.
type bench struct {
	job *job.Job // nil: none is open
	as  openedAs
}

// openedAs is what a job was opened for: with another file or key it is opened anew.
type openedAs struct {
	session string
	read    readOptions
	key     string
	changed time.Time // of the file
	bytes   int64
}

func (b *bench) close() error {
	if b.job == nil {
		return nil
	}
	j := b.job
	b.job = nil
	return j.Close()
}

// sheet is the grid of the rows with problems, and what it was opened for. Its corrections
// are in a file of the session, which the plan and the run replay.
type sheet struct {
	grid    *grid.Grid
	of      sheetOf
	edition int  // goes up with each correction
	checked bool // the plan that is shown has all corrections
}

// sheetOf is what a grid depends on.
type sheetOf struct {
	openedAs
	mapping uint64
}

// run is a run that is going on: an import or an undo. Its fields are guarded by the lock
// of the desk, except for the gate.
type run struct {
	ran      ranRun
	done     int
	gate     gate
	paused   bool
	stopping bool
	cancel   context.CancelFunc
	began    time.Time // of the first write
	idle     time.Duration
	since    time.Time // when it was paused
	shown    time.Time
	client   *quo.Client // nil until then
}

// stop ends the run: what is in flight is finished and recorded. The caller holds the lock.
func (r *run) stop() {
	r.stopping, r.paused = true, false
	r.cancel()
	r.gate.open()
}

// pace returns requests a second, and how long the rest takes.
func (r *run) pace(now time.Time) (rate, left string) {
	if r.began.IsZero() || r.done == 0 {
		return "", ""
	}
	took := now.Sub(r.began) - r.idle
	if r.paused {
		took -= now.Sub(r.since)
	}
	if took < time.Second {
		return "", ""
	}
	requests, _ := r.client.Requests()
	rest := time.Duration(float64(took) / float64(r.done) * float64(r.ran.Total-r.done))
	return fmt.Sprintf("%.1f requests a second", float64(requests)/took.Seconds()), say.Span(rest.Round(time.Second))
}

func (d *desk) current() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.revision
}

// changed tells all pages to load the view again. The caller holds the lock.
func (d *desk) changed() {
	d.revision++
	d.hub.send("view", strconv.Itoa(d.revision))
}

// running reports whether a run is going on.
func (d *desk) running() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.run != nil
}

// close stops what is going on, and returns when it has been recorded.
func (d *desk) close() {
	d.mu.Lock()
	d.closed = true
	if d.work != nil {
		d.work.cancel()
	}
	if d.run != nil {
		d.run.stop()
	}
	d.mu.Unlock()
	d.ended.Wait()
	_ = d.bench.close() // files that were read
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.closeSheet() // temporary
}

var (
	errNoSession = errors.New("there is no file yet: choose one first")
	errRunning   = errors.New("an import is running: wait for its end, or stop it")
)

// idle returns why the session cannot be changed now, nil if it can.
func (d *desk) idle() error {
	switch {
	case d.run != nil:
		return errRunning
	case d.session == nil:
		return errNoSession
	}
	return nil
}

// leave leaves the session. The caller holds the lock.
func (d *desk) leave() {
	d.stopWork()
	d.session, d.found, d.problem = nil, found{}, ""
	_ = d.closeSheet() // temporary
}

// stopWork stops the work that is going on. The caller holds the lock.
func (d *desk) stopWork() {
	if d.work != nil {
		d.work.cancel()
		d.busy = ""
	}
}

// start starts a work, after the one before has been stopped. busy says what is done. The
// task is called even if it was overtaken: its context is cancelled then. The caller holds
// the lock.
func (d *desk) start(busy string, task func(context.Context) error) {
	d.stopWork()
	if d.closed {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	before := d.work
	w := &work{cancel, make(chan struct{})}
	d.work, d.busy, d.problem = w, busy, ""
	d.changed()
	d.ended.Go(func() {
		defer close(w.done)
		defer cancel()
		if before != nil {
			<-before.done
		}
		err := task(ctx)
		if ctx.Err() != nil || err != nil {
			err = errors.Join(err, d.bench.close()) // what was interrupted is opened anew
		}
		d.publish(ctx, func() {
			d.busy = ""
			if err != nil {
				d.problem = d.secret.hide(err.Error())
			}
		})
	})
}

// publish changes what is shown, unless the work was overtaken by another change.
func (d *desk) publish(ctx context.Context, change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	change()
	d.changed()
}

// api returns how Quo is asked. The caller holds the lock. before may be nil.
func (d *desk) api(before func(context.Context) error) job.API {
	api, key := d.opts.API, d.secret.key
	api.Key, api.Before = func() (string, error) { return key, nil }, before
	return api
}

// closeSheet closes the grid. The caller holds the lock.
func (d *desk) closeSheet() error {
	if d.sheet == nil {
		return nil
	}
	g := d.sheet.grid
	d.sheet = nil
	return g.Close()
}
