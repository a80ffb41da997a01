//go:build unix

package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }

// open opens a fleet in an empty database.
func open(t *testing.T) *Fleet {
	t.Helper()
	f, err := Open(t.Context(), pgtest.Start(t).Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func newJob(name string) *jobs.Job {
	return &jobs.Job{
		Name: name, Files: []jobs.Input{{Path: "exports/*.csv", Newest: true}}, Mapping: "m.yaml", State: name + ".db",
		Key: jobs.Key{Environment: "KEY"}, Timeout: time.Hour, Options: []mapping.Option{{Name: "adopt", Value: "phone"}},
	}
}

// TestSpecsAreReadForYears: a change of this text needs a new version.
func TestSpecsAreReadForYears(t *testing.T) {
	j := newJob("acme")
	j.Every, j.Zone, j.Report = "30 2 * * *", "Europe/Berlin", "reports"
	text, err := json.Marshal(specOf(j))
	want := `{"version":1,"files":[{"path":"exports/*.csv","newest":true}],"mapping":"m.yaml","state":"acme.db","key":{"env":"KEY"},"report":"reports","options":{"adopt":"phone"},"every":"30 2 * * *","timezone":"Europe/Berlin","timeout":"1h0m0s"}`
	if err != nil || string(text) != want {
		t.Errorf("a job is kept as\n%s, not\n%s (%v)", text, want, err)
	}
	var s spec
	if err := json.Unmarshal([]byte(want), &s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(j, s.job("acme")); diff != "" {
		t.Error("-want +got\n" + diff)
	}
}

func TestApplyMakesTheJobsThoseOfTheFile(t *testing.T) {
	t.Parallel()
	f := open(t)
	apply := func(list ...*jobs.Job) Changes {
		t.Helper()
		c, err := f.Apply(t.Context(), list, false)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b, c := newJob("a"), newJob("b"), newJob("c")
	if diff := cmp.Diff(Changes{Added: []string{"a", "b"}}, apply(a, b)); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	b.Every = "@daily"
	if diff := cmp.Diff(Changes{Added: []string{"c"}, Changed: []string{"b"}, Removed: []string{"a"}}, apply(b, c)); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	if diff := cmp.Diff(Changes{Same: []string{"b", "c"}}, apply(b, c)); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	list, err := f.Status(t.Context(), now)
	if err != nil || len(list) != 2 || list[0].Job.Name != "b" || !list[0].Next.Equal(now.Add(12*time.Hour)) || !list[1].Next.IsZero() || list[1].State != "" {
		t.Errorf("the status is %+v (%v)", list, err)
	}
}

// TestExitCodesDecide: what River does with a job is decided by the exit code of its
// import, as docs/jobs.md has it.
func TestExitCodesDecide(t *testing.T) {
	ended := errors.New("why")
	for code, want := range map[int]string{0: "done", 3: "done", 1: "again", 2: "person", 5: "person", 4: "wait 1m0s", 130: "wait 1s"} {
		err := outcome(jobs.Result{Code: code, Err: ended})
		var cancel *river.JobCancelError
		var snooze *river.JobSnoozeError
		got := "again"
		switch {
		case err == nil:
			got = "done"
		case errors.As(err, &cancel):
			got = "person"
		case errors.As(err, &snooze):
			got = "wait " + snooze.Duration.String()
		}
		if got != want {
			t.Errorf("exit code %d: %s, not %s", code, got, want)
		}
	}
}

// work runs a worker until stop is called.
func work(t *testing.T, f *Fleet, name string, do func(context.Context, *jobs.Job) jobs.Result) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &Worker{Fleet: f, Name: name, Parallel: 4, Do: do, Rescue: 2 * time.Second, Log: slog.New(slog.DiscardHandler), River: slog.New(slog.DiscardHandler)}
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := w.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() { cancel(); ended.Wait() })
	t.Cleanup(stop)
	return stop
}

// until waits until all jobs are in a state of the queue.
func until(t *testing.T, f *Fleet, state rivertype.JobState) []Status {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(2 * time.Minute); ; {
		list, err := f.Status(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		all := true
		for _, s := range list {
			all = all && s.State == string(state)
		}
		if all {
			return list
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("the jobs are not %s: %+v", state, list)
		}
	}
}

// TestEachJobRunsOnce: jobs that are queued twice, with two workers, run once.
func TestEachJobRunsOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	var mu sync.Mutex
	ran := map[string]int{}
	do := func(_ context.Context, j *jobs.Job) jobs.Result {
		mu.Lock()
		defer mu.Unlock()
		ran[j.Name]++
		return jobs.Result{}
	}
	list := []*jobs.Job{newJob("a"), newJob("b"), newJob("c"), newJob("d")}
	for range 2 {
		if _, err := f.Apply(t.Context(), list, true); err != nil {
			t.Fatal(err)
		}
	}
	work(t, f, "one", do)
	work(t, f, "two", do)
	until(t, f, rivertype.JobStateCompleted)
	if diff := cmp.Diff(map[string]int{"a": 1, "b": 1, "c": 1, "d": 1}, ran); diff != "" {
		t.Error("-want +got\n" + diff)
	}
}

// TestAStoppedWorkerHandsItsJobOver: it is cancelled, and goes on with another worker.
func TestAStoppedWorkerHandsItsJobOver(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.Apply(t.Context(), []*jobs.Job{newJob("a")}, true); err != nil {
		t.Fatal(err)
	}
	began := make(chan bool)
	stop := work(t, f, "one", func(ctx context.Context, _ *jobs.Job) jobs.Result {
		began <- true
		<-ctx.Done()
		return jobs.Result{Code: 130, Err: ctx.Err()}
	})
	<-began
	stop()
	work(t, f, "two", func(context.Context, *jobs.Job) jobs.Result { return jobs.Result{} })
	if list := until(t, f, rivertype.JobStateCompleted); list[0].By != "two" {
		t.Errorf("it was ended by %s", list[0].By)
	}
}

// TestADeadWorkersJobIsTakenOver: a job that began long ago, without a sign of life since.
func TestADeadWorkersJobIsTakenOver(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.Apply(t.Context(), []*jobs.Job{newJob("a")}, true); err != nil {
		t.Fatal(err)
	}
	if _, err := f.pool.Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, attempted_by = '{dead}', attempted_at = now() - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	work(t, f, "living", func(context.Context, *jobs.Job) jobs.Result { return jobs.Result{} })
	if list := until(t, f, rivertype.JobStateCompleted); list[0].By != "living" {
		t.Errorf("it was ended by %s", list[0].By)
	}
}

// TestALivingWorkersJobIsNotTakenOver, however long it takes.
func TestALivingWorkersJobIsNotTakenOver(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.Apply(t.Context(), []*jobs.Job{newJob("a")}, true); err != nil {
		t.Fatal(err)
	}
	w := &Worker{Fleet: f, running: map[int64]bool{}}
	list, err := f.Status(t.Context(), time.Now())
	if err != nil || list[0].State != "available" {
		t.Fatal(list, err)
	}
	if _, err := f.pool.Exec(t.Context(), `UPDATE river_job SET state = 'running', attempted_at = now() - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	var id int64
	if err := f.pool.QueryRow(t.Context(), `SELECT id FROM river_job`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	w.mark(id, true)
	if err := w.renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	var old time.Duration
	if err := f.pool.QueryRow(t.Context(), `SELECT now() - attempted_at FROM river_job`).Scan(&old); err != nil || old > time.Minute {
		t.Errorf("the last sign of life is %v old (%v)", old, err)
	}
}

// TestAJobThatFails waits for a person, and says why.
func TestAJobThatFails(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.Apply(t.Context(), []*jobs.Job{newJob("a")}, true); err != nil {
		t.Fatal(err)
	}
	work(t, f, "one", func(context.Context, *jobs.Job) jobs.Result {
		return jobs.Result{Code: 5, Err: errors.New("another workspace")}
	})
	if list := until(t, f, rivertype.JobStateCancelled); list[0].Error != "another workspace" {
		t.Errorf("it says %q", list[0].Error)
	}
}

// TestBehindAPooler: no statement needs a session of its own.
func TestBehindAPooler(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).Bouncer(t)
	f, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	if _, err := f.Apply(t.Context(), []*jobs.Job{newJob("a"), newJob("b")}, true); err != nil {
		t.Fatal(err)
	}
	work(t, f, "one", func(context.Context, *jobs.Job) jobs.Result { return jobs.Result{} })
	until(t, f, rivertype.JobStateCompleted)
}

// TestManyWorkersMayBeginAtOnceInAnEmptyDatabase: each finds the tables whole.
func TestManyWorkersMayBeginAtOnceInAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).Address()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			f, err := Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			if _, err := f.Status(t.Context(), time.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestAnAddressThatIsNotValid is not quoted: it may hold a password.
func TestAnAddressThatIsNotValid(t *testing.T) {
	_, err := Open(t.Context(), "postgres://quo:sekrit@127.0.0.1:port/db")
	if err == nil || strings.Contains(err.Error(), "sekrit") {
		t.Error(err)
	}
}
