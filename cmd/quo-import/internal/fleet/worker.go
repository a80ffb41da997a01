package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
)

// args are what River keeps of a job that waits or runs. What the job does is read
// from the table when it begins, so that it is what was applied last. A job is not
// queued again while it waits or runs.
type args struct {
	Job   string `json:"job" river:"unique"`
	State string `json:"state" river:"unique"`
}

// Kind is the name of such jobs in River.
func (args) Kind() string { return "quo_import" }

// InsertOpts returns how often a job is tried, and that it is unique until it has ended.
func (args) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 25, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// Times of a fleet. A worker that has not renewed its jobs for rescueAfter is thought
// dead; if it is not, the state's lease keeps the other one out.
const (
	rescueAfter = 2 * time.Minute
	lookEvery   = 30 * time.Second // for jobs that were applied
	heldFor     = time.Minute      // how long a job waits whose state is in use
)

// Worker runs jobs of a fleet until it is stopped.
type Worker struct {
	Fleet    *Fleet
	Parallel int // jobs at a time
	// Do runs a job, as that of a jobs.Runner. Its exit code decides what River does:
	// 0 and 3 are done, 1 is tried again, 4 waits for the state, 2 and 5 wait for a
	// person, and 130 is tried again by another worker.
	Do   func(ctx context.Context, j *jobs.Job) jobs.Result
	Log  *slog.Logger // of jobs that begin and end
	Name string       // of the worker, in the queue; "" for the host's
	// River is the logger of River, which reports what goes wrong.
	River *slog.Logger
	// Rescue is how long after its last sign of life a job is given to another
	// worker; 0 for two minutes. Workers of one database have the same.
	Rescue time.Duration

	mu       sync.Mutex
	running  map[int64]bool
	schedule map[string]string // of the jobs that are scheduled here, by name
}

// Run works until ctx is cancelled. Then jobs that run are cancelled, and queued for
// other workers when they have ended.
func (w *Worker) Run(ctx context.Context) error {
	w.running, w.schedule = map[int64]bool{}, map[string]string{}
	rescue := cmp.Or(w.Rescue, rescueAfter)
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &unit{worker: w, rescue: rescue}); err != nil {
		return err
	}
	client, err := river.NewClient(riverpgxv5.New(w.Fleet.pool), &river.Config{
		ID: w.Name, Logger: w.River, Workers: workers,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: w.Parallel}},
		PollOnly:             true,   // a pooler in transaction mode has no LISTEN
		JobTimeout:           rescue, // see unit.Timeout
		RescueStuckJobsAfter: rescue,
		RetryPolicy:          backoff{rescue / 2},
	})
	if err != nil {
		return err
	}
	if err := w.look(ctx, client); err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	g, running := errgroup.WithContext(ctx)
	g.Go(func() error { return w.every(running, lookEvery, func() error { return w.look(running, client) }) })
	g.Go(func() error { return w.every(running, rescue/8, func() error { return w.renew(running) }) })
	<-ctx.Done()
	err = g.Wait()
	return errors.Join(err, client.StopAndCancel(context.WithoutCancel(ctx)))
}

// every calls a function at intervals until ctx is cancelled. A database that cannot be
// reached is tried again: River does so, too.
func (w *Worker) every(ctx context.Context, interval time.Duration, do func() error) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := do(); err != nil && ctx.Err() == nil {
				w.Log.Warn("the database cannot be asked", "error", err.Error())
			}
		}
	}
}

// look schedules the jobs in the database. Each worker does, since any may become the
// one of River's that queues them.
func (w *Worker) look(ctx context.Context, client *river.Client[pgx.Tx]) error {
	all, err := specs(ctx, w.Fleet.pool)
	if err != nil {
		return err
	}
	for name := range maps.Clone(w.schedule) {
		if s, ok := all[name]; !ok || w.schedule[name] != when(s) {
			client.PeriodicJobs().RemoveByID(name)
			delete(w.schedule, name)
		}
	}
	for name, s := range all {
		if _, there := w.schedule[name]; there || s.Every == "" {
			continue
		}
		a := args{Job: name, State: s.State}
		periodic := river.NewPeriodicJob(scheduled{s.job(name)}, func() (river.JobArgs, *river.InsertOpts) { return a, nil }, &river.PeriodicJobOpts{ID: name})
		if _, err := client.PeriodicJobs().AddSafely(periodic); err != nil {
			return fmt.Errorf("scheduling the job %s: %w", name, err)
		}
		w.schedule[name] = when(s)
	}
	return nil
}

// when returns what decides when a job is queued, and as what.
func when(s spec) string { return s.Every + " " + s.Timezone + " " + s.State }

// scheduled is a job as a schedule of River's.
type scheduled struct{ job *jobs.Job }

func (s scheduled) Next(now time.Time) time.Time { return s.job.Next(now) }

// renew shows that this worker is alive: River rescues a job that began long ago.
func (w *Worker) renew(ctx context.Context) error {
	w.mu.Lock()
	ids := slices.Collect(maps.Keys(w.running))
	w.mu.Unlock()
	if len(ids) == 0 {
		return nil
	}
	_, err := w.Fleet.pool.Exec(ctx, `UPDATE river_job SET attempted_at = now() WHERE id = ANY($1) AND state = 'running'`, ids)
	return err
}

// work runs a job of the queue.
func (w *Worker) work(ctx context.Context, queued *river.Job[args]) error {
	w.mark(queued.ID, true)
	defer w.mark(queued.ID, false)
	name := queued.Args.Job
	all, err := specs(ctx, w.Fleet.pool)
	if err != nil {
		return err
	}
	s, ok := all[name]
	if !ok {
		return river.JobCancel(errors.New("the job was removed"))
	}
	w.Log.Info("begun", "job", name)
	r := w.Do(ctx, s.job(name))
	w.Log.Info("ended", "job", name, "exitCode", r.Code, "took", r.Took.Round(time.Second).String())
	if r.Summary.Event != "" {
		if err := river.RecordOutput(ctx, r.Summary); err != nil {
			return err
		}
	}
	return outcome(r)
}

func (w *Worker) mark(id int64, running bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if running {
		w.running[id] = true
		return
	}
	delete(w.running, id)
}

// unit is a job as River runs it.
type unit struct {
	river.WorkerDefaults[args]
	worker *Worker
	rescue time.Duration
}

// Work runs a job.
func (u *unit) Work(ctx context.Context, queued *river.Job[args]) error {
	return u.worker.work(ctx, queued)
}

// Timeout returns none for a job that begins: it has a time limit of its own. River asks
// again when it finds one without a sign of life for so long, and rescues only what has
// timed out.
func (u *unit) Timeout(queued *river.Job[args]) time.Duration {
	if queued.AttemptedAt != nil && time.Since(*queued.AttemptedAt) > u.rescue/2 {
		return u.rescue / 2
	}
	return -1
}

// outcome returns what River does with a job that ended.
func outcome(r jobs.Result) error {
	err := cmp.Or(r.Err, fmt.Errorf("exit code %d", r.Code))
	switch r.Code {
	case 0, 3: // rows that were rejected are in the report, and wait for a person
		return nil
	case 4:
		return river.JobSnooze(heldFor)
	case 130: // this worker is stopped: another goes on
		return river.JobSnooze(time.Second)
	case 2, 5:
		return river.JobCancel(err)
	}
	return err
}

// backoff is when a job that could not finish is tried again: after first, which is
// doubled each time, at most an hour.
type backoff struct{ first time.Duration }

// NextRetry returns when a job is tried again.
func (b backoff) NextRetry(row *rivertype.JobRow) time.Time {
	wait := b.first << min(len(row.Errors), 6)
	return time.Now().Add(min(wait, time.Hour))
}
